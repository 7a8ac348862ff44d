"""How learners write a unit, with or without a question behind it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.unit_words import AFTER, BEFORE
from ingest.units.written import WrittenUnit, read_unit


@pytest.mark.parametrize(
    "text",
    [
        "A1-3", "a1-03", "A1 3", "A1–3", "A1—3", "A1−3", "A1 - 3", "Ａ１－３", "A1 Lektion 3", "A1-3과", "A1 제3과",
        "A1 3. Lektion", " A1-3 ", "A1-3!", "A1.3",
    ],
)  # fmt: skip
def test_a_unit_is_read_with_its_course_however_both_are_written(text: str) -> None:
    assert read_unit(text) == WrittenUnit("A1", 3)


def test_a_course_may_have_a_unit_0() -> None:
    assert read_unit("A1-0") == WrittenUnit("A1", 0)


@pytest.mark.parametrize("text", ["A1.2-3", "a1_2 3과", "A1.2 Lektion 3", "A1.2.3"])
def test_a_course_may_be_half_a_level(text: str) -> None:
    assert read_unit(text) == WrittenUnit("A1_2", 3)


@pytest.mark.parametrize(
    "text",
    [
        "3", "３", "03", "3과", "3\u1100\u116a", "３과", "제3과", "제 3 과", "第3課", "Lektion 3", "LEKTION3", "unit 3",
        "Unit No. 3", "Kapitel #3", "3. Lektion", "урок 3", "3.",
    ],
)  # fmt: skip
def test_a_number_names_a_unit_of_the_usual_course(text: str) -> None:
    assert read_unit(text) == WrittenUnit(None, 3)


@pytest.mark.parametrize("text", ["", "dreizehn", "A1", "A1-", "-3", "A1-9999", "A1-3-4", "A1-3b", "🍎", "3x", "Was?"])
def test_what_begins_with_no_unit_is_none(text: str) -> None:
    assert read_unit(text) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("3 Was heißt Kaffee?", WrittenUnit(None, 3, "Was heißt Kaffee?")),
        ("A1-3: möchten은\n언제 써요?", WrittenUnit("A1", 3, "möchten은\n언제 써요?")),
        ("A1 3 – 2 Fragen", WrittenUnit("A1", 3, "2 Fragen")),
        ("13과 가격은 어떻게 물어봐요?", WrittenUnit(None, 13, "가격은 어떻게 물어봐요?")),
        ("13과에서 möchten이 뭐예요?", WrittenUnit(None, 13, "13과에서 möchten이 뭐예요?")),
        ("Lektion 3 Ｗas heißt …?", WrittenUnit(None, 3, "Ｗas heißt …?")),
    ],
)
def test_what_stands_behind_is_a_question(text: str, unit: WrittenUnit) -> None:
    assert read_unit(text) == unit


@given(st.integers(1, 999), st.sampled_from(BEFORE.split("|")), st.sampled_from(AFTER.split("|")))
def test_the_words_of_all_books_are_understood(number: int, before: str, after: str) -> None:
    expected = WrittenUnit(None, number)
    assert read_unit(f"{before} {number}") == read_unit(f"{before.upper()}{number}") == expected
    assert read_unit(f"{number}{after}") == read_unit(f"제{number} {after}") == expected


@given(st.text())
def test_any_text_is_read_in_full_or_not_at_all(text: str) -> None:
    unit = read_unit(text)
    assert unit is None or unit.question in unicodedata.normalize("NFC", text)
