"""What an admin writes under a PDF."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.units.caption import BadCaption, Caption, parse_caption

courses = st.from_regex(r"[A-Z][A-Z0-9_]{0,15}", fullmatch=True)
numbers = st.integers(1, 999)
ranges = st.lists(
    st.tuples(numbers, st.integers(1, 2000), st.integers(0, 50)).map(lambda r: (r[0], r[1], r[1] + r[2])),
    unique_by=lambda r: r[0],
).map(lambda found: tuple(sorted(found)))
captions = st.one_of(
    st.builds(Caption, courses, numbers), st.builds(lambda course, r: Caption(course, None, r), courses, ranges)
)


@given(captions)
def test_a_caption_written_out_is_read_back(caption: Caption) -> None:
    assert parse_caption(str(caption)) == caption


@given(st.text())
def test_any_text_is_a_caption_or_refused(text: str) -> None:
    try:
        caption = parse_caption(text)
    except BadCaption:
        return
    assert parse_caption(str(caption)) == caption


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("A1", Caption("A1")),
        (" topik2 ", Caption("TOPIK2")),
        ("a1-13", Caption("A1", 13)),
        ("A1 – 13", Caption("A1", 13)),
        ("A1 1:8-11 2:12-15", Caption("A1", None, ((1, 8, 11), (2, 12, 15)))),
        ("A1\n2: 12–15,\n1：8~11", Caption("A1", None, ((1, 8, 11), (2, 12, 15)))),
        ("A1－3", Caption("A1", 3)),
        ("Ａ１−１３", Caption("A1", 13)),
        ("A1 1：8－11， 2:12‑15", Caption("A1", None, ((1, 8, 11), (2, 12, 15)))),
        ("B1 3:20", Caption("B1", None, ((3, 20, 20),))),
        ("A1 제13과", Caption("A1", 13)),
        ("A1-13과", Caption("A1", 13)),
        ("a1, Lektion 13", Caption("A1", 13)),
        ("\u202a\ufeffA1\u200b-13\u202c\x07", Caption("A1", 13)),
        ("A1.1", Caption("A1_1")),
        ("A1.2 Unit 3", Caption("A1_2", 3)),
    ],
)
def test_case_dashes_and_spaces_do_not_matter(text: str, caption: Caption) -> None:
    assert parse_caption(text) == caption


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("", "empty", ""),
        ("  \n", "empty", ""),
        ("독일어", "course", "독일어"),
        ("1A", "course", "1A"),
        ("Lektion 3", "ranges", "3"),
        ("13과", "course", "13과"),
        ("Buch 3", "ranges", "3"),
        ("A1 3-5", "ranges", "3-5"),
        ("A1-null", "unit", "null"),
        ("A1-3 1:2-3", "unit", "3 1:2-3"),
        ("A1 bitte lesen", "ranges", "bitte lesen"),
        ("A1 1:8-11 und 2", "ranges", "und 2"),
        ("A1 1:11-8", "ranges", "1:11-8"),
        ("A1 1:0-8", "ranges", "1:0-8"),
        ("A1 1:2-3 1:4-5", "twice", "1"),
    ],
)
def test_what_cannot_be_understood_is_named(text: str, code: str, part: str) -> None:
    with pytest.raises(BadCaption) as caught:
        parse_caption(text)
    assert (caught.value.code, caught.value.part) == (code, part)
