"""Corrections of units: understood, applied, kept."""

import re
from dataclasses import replace

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.library import BookState, Library
from ingest.pdf.document import Block, Bookmark, Document, Page
from ingest.pdf.page_numbers import number_pages
from ingest.units.caption import BadCaption, Caption, parse_caption
from ingest.units.corrections import Correction, find_units, merged, parse_corrections
from ingest.units.printed_pages import own_pages
from tests.ingest.textbooks import Letters, begin, passage, publish, store


def _as_read(title: str) -> str:
    return " ".join(" ".join(title.split())[:100].split())


def _names_no_pages(title: str) -> bool:
    return re.search(r"\d ?: ?\d", title) is None


LINE = "{0.number}: {0.page_first}-{0.page_last} {0.title}"
corrections = st.builds(
    lambda number, first, length, title: Correction(number, first, first + length, title),
    st.integers(1, 999),
    st.integers(1, 2000),
    st.integers(0, 50),
    st.lists(st.text("aÄß약 속8:-,!", min_size=1) | st.just("Um 8:30 Uhr"), min_size=1)
    .map(lambda words: _as_read("T " + " ".join(words)))
    .filter(lambda title: _names_no_pages(title.replace("Um 8:30 Uhr", "Uhr"))),
)


@pytest.fixture
def library(pool: asyncpg.Pool) -> Library:
    return Library(pool, Letters())


# Understood


@given(st.lists(corrections, min_size=1, unique_by=lambda each: each.number))
def test_corrections_written_out_are_read_back(written: list[Correction]) -> None:
    text = "\n".join(LINE.format(each) for each in written)
    assert parse_corrections(text, "A1") == tuple(sorted(written, key=lambda each: each.number))


@given(st.text())
def test_any_text_is_a_correction_or_refused(text: str) -> None:
    try:
        found = parse_corrections(text, "A1")
    except BadCaption:
        return
    assert all(each.number >= 0 for each in found)
    assert all(1 <= each.page_first <= each.page_last or not each.page_last for each in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13: 52-55 약속하기", [Correction(13, 52, 55, "약속하기")]),
        ("13:52", [Correction(13, 52, 52)]),
        ("0: 4-5 Start auf Deutsch", [Correction(0, 4, 5, "Start auf Deutsch")]),
        ("A1 13:52-55 14:56–59", [Correction(13, 52, 55), Correction(14, 56, 59)]),
        ("13：52~55 Um 8:30, bitte!", [Correction(13, 52, 55, "Um 8:30, bitte!")]),
        ("14: 56-59\na1 13: 52-55   Der  Tag ", [Correction(13, 52, 55, "Der Tag"), Correction(14, 56, 59)]),
        ("13: 52-55 2 Kaffee", [Correction(13, 52, 55, "2 Kaffee")]),
        ("13: 52-55 약속하기 14: 56-59 여행", [Correction(13, 52, 55, "약속하기"), Correction(14, 56, 59, "여행")]),
        ("1: 8-11 Hallo, 2: 12", [Correction(1, 8, 11, "Hallo"), Correction(2, 12, 12)]),
        ("1:8-11 2:12-15 Titel", [Correction(1, 8, 11), Correction(2, 12, 15, "Titel")]),
        ("13: 52-55 Um 8:30 Uhr", [Correction(13, 52, 55, "Um 8:30 Uhr")]),
        ("7: 20-29 Um 8:30 Uhr", [Correction(7, 20, 29, "Um 8:30 Uhr")]),
        ("13: 52-55 Von 8:30-9:15", [Correction(13, 52, 55, "Von 8:30-9:15")]),
        ("13: 52-55, 약속 — 하기", [Correction(13, 52, 55, "약속 — 하기")]),
        ("A1: 13：52－55", [Correction(13, 52, 55)]),
        ("A1-13: 52-55", [Correction(13, 52, 55)]),
        ("Lektion 13: S. 52-55 Der Tag", [Correction(13, 52, 55, "Der Tag", printed=True)]),
        ("A1 13과: 52 - 55 약속하기", [Correction(13, 52, 55, "약속하기")]),
        ("13 = 52 bis 55 Der Tag", [Correction(13, 52, 55, "Der Tag")]),
        (
            "A1-13: Der  Tag\nLektion 14: Um halb neun!",
            [Correction(13, 0, 0, "Der Tag"), Correction(14, 0, 0, "Um halb neun!")],
        ),
        ("13과: 약속하기", [Correction(13, title="약속하기")]),
        ("13: -\nA1 2, 15–16: –", [Correction(2), Correction(13), Correction(15), Correction(16)]),
    ],
)
def test_a_line_corrects_units_with_and_without_their_titles(text: str, expected: list[Correction]) -> None:
    assert parse_corrections(text, "A1") == tuple(expected)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("A1", "empty"),
        ("Danke!", "ranges"),
        ("13: 55-52", "ranges"),
        ("B1 13:52-55", "ranges"),
        ("13: 52-55\n13: 56-59", "twice"),
        ("13: 52-55 Hallo 13: 56-59 Hallo", "ranges"),
        ("13: 52-55,57", "ranges"),
        ("13: 52-55, 57 Familie", "ranges"),
        ("13: 52-55 Hallo 14: 56-59, 61 Familie", "ranges"),
        ("14: 56-59 Familie 13: 52-55 Hallo", "ranges"),  # may be a title: units on one line are in order
        ("7: 20-29 Um 8:30", "ranges"),  # unit 8 on page 30, or a time
        ("13: 52-55 Hallo (14: 56-59)", "ranges"),
        ("13: ab 52", "ranges"),
        ("13: Hallo 14: Familie", "ranges"),
    ],
)
def test_what_corrects_nothing_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadCaption) as refusal:
        parse_corrections(text, "A1")
    assert refusal.value.code == code


# Applied


def book(*starts: int, pages: int = 12) -> Document:
    """Units 1, 2 ... begin on these pages; the outline says so."""
    bookmarks = tuple(Bookmark(1, f"Lektion {number}: Titel {number}", page) for number, page in enumerate(starts, 1))
    headings = {page: f"Lektion {number}: Titel {number}" for number, page in enumerate(starts, 1)}
    return Document(
        tuple(
            Page(
                number,
                (
                    *([Block("heading", headings[number], number, size=20.0)] if number in headings else []),
                    Block("paragraph", f"Das steht auf Seite {number}.", number, size=10.0),
                ),
            )
            for number in range(1, pages + 1)
        ),
        bookmarks,
    )


def spans(document: Document, *corrections: Correction, caption: str = "A1") -> dict[str, tuple[int, int, str]]:
    plan = find_units(document, parse_caption(caption), corrections)
    return {unit.id: (unit.page_first, unit.page_last, unit.title) for unit in plan.units}


def test_without_corrections_the_units_are_as_they_were_found() -> None:
    assert spans(book(1, 5, 9)) == {"A1-1": (1, 4, "Titel 1"), "A1-2": (5, 8, "Titel 2"), "A1-3": (9, 12, "Titel 3")}


def test_neighbours_make_room_for_a_corrected_unit() -> None:
    assert spans(book(1, 5, 9), Correction(2, 4, 9, "약속하기")) == {
        "A1-1": (1, 3, "Titel 1"),
        "A1-2": (4, 9, "약속하기"),
        "A1-3": (10, 12, "Titel 3"),
    }


def test_a_unit_that_was_not_found_is_put_in() -> None:
    assert spans(book(1, 5), Correction(3, 9, 12, "Neu")) == {
        "A1-1": (1, 4, "Titel 1"),
        "A1-2": (5, 8, "Titel 2"),
        "A1-3": (9, 12, "Neu"),
    }


def test_a_title_is_kept_when_only_the_pages_are_corrected() -> None:
    assert spans(book(1, 5, 9), Correction(2, 6, 8))["A1-2"] == (6, 8, "Titel 2")


def test_pages_remarks_and_confidence_stay_when_only_a_title_is_corrected() -> None:
    found = find_units(book(1, 5), Caption("A1"))
    plan = find_units(book(1, 5), Caption("A1"), [Correction(2, title="Neu")])
    assert plan == replace(found, units=(found.units[0], replace(found.units[1], title="Neu")))


def test_corrections_of_a_caption_with_pages_go_before_it() -> None:
    document = book(1, 5, 9)
    assert spans(document, Correction(2, 6, 8), caption="A1 1:1-4 2:5-8")["A1-2"] == (6, 8, "Titel 2")


def test_a_gap_that_a_correction_leaves_is_remarked() -> None:
    plan = find_units(book(1, 5, 9), Caption("A1"), [Correction(2, 6, 8)])
    assert ("gap", (1, 2), (5,)) in [(remark.code, remark.units, remark.pages) for remark in plan.remarks]


def test_a_gap_is_named_by_the_page_numbers_that_are_printed() -> None:
    document = book(1, 5, 9)
    pages = [
        replace(page, blocks=tuple(replace(block, printed=str(page.number + 40)) for block in page.blocks))
        for page in document.pages
    ]
    plan = find_units(replace(document, pages=tuple(pages)), Caption("A1"), [Correction(2, 6, 8)])
    assert [remark.shown_pages for remark in plan.remarks if remark.code == "gap"] == ["45 (PDF 5)"]


def test_a_later_correction_goes_before_an_earlier_one_and_keeps_its_title() -> None:
    first, second = [Correction(1, 1, 4, "Eins"), Correction(2, 5, 8)], [Correction(1, 2, 4), Correction(3, 9, 9)]
    assert merged(first, second) == (Correction(1, 2, 4, "Eins"), Correction(2, 5, 8), Correction(3, 9, 9))
    assert merged(first, [Correction(2, title="Zwei")])[1] == Correction(2, 5, 8, "Zwei")


def test_what_is_no_unit_is_taken_out() -> None:
    assert list(spans(book(1, 5, 9), Correction(2))) == ["A1-1", "A1-3"]
    plan = find_units(book(1, 5, 9), Caption("A1"), [Correction(1), Correction(2), Correction(3)])
    assert (plan.units, [remark.code for remark in plan.remarks], plan.source) == ((), ["no_units"], "caption")
    assert merged([Correction(1, 1, 4), Correction(2)], [Correction(1), Correction(2, 5, 8)]) == (
        Correction(1), Correction(2, 5, 8),
    )  # fmt: skip


# Kept


async def test_a_corrected_draft_waits_to_be_cut_again(library: Library, pool: asyncpg.Pool) -> None:
    draft = await begin(library, "A1")
    await store(library, draft, passage("text"))
    await pool.execute("DELETE FROM procrastinate_jobs")
    assert await library.correct(draft, "2: 5-8 Familie") == draft
    assert await library.correct(draft, "A1 1:1-4") == draft
    assert not await library.publish(draft)
    assert [row["args"] for row in await pool.fetch("SELECT args FROM procrastinate_jobs")] == [{"book": draft}]
    opened = await library.reading_state.open(draft)
    assert opened
    assert opened.corrections == (Correction(1, 1, 4), Correction(2, 5, 8, "Familie"))


async def test_a_title_of_a_unit_that_is_not_in_the_book_is_refused(library: Library) -> None:
    draft = await begin(library, "A1")
    await store(library, draft, passage("text"))
    with pytest.raises(BadCaption):
        await library.correct(draft, "9: Familie")


async def test_a_correction_during_the_reading_is_not_lost(library: Library) -> None:
    book = await begin(library, "A1")
    assert await library.correct(book, "1: 1-4") == book
    assert not await store(library, book, passage("ohne Korrektur"))
    opened = await library.reading_state.open(book)
    assert opened
    assert opened.corrections == (Correction(1, 1, 4),)
    assert await store(library, book, passage("mit Korrektur"))


async def test_correcting_a_published_book_makes_one_draft_and_learners_keep_the_book(
    library: Library, pool: asyncpg.Pool
) -> None:
    published = await publish(library, "A1", passage("alt"))
    draft = await library.correct(published, "1: 1-4 Neu")
    assert draft not in (None, published)
    assert await library.correct(published, "2: 5-8") == draft
    assert [book.state for book in await library.books()] == [BookState.PUBLISHED, BookState.WAITING]
    assert await library.unit("A1-1")
    assert await pool.fetchval("SELECT count(*) FROM files") == 1
    opened = await library.reading_state.open(draft or 0)
    assert opened
    assert opened.corrections == (Correction(1, 1, 4, "Neu"), Correction(2, 5, 8))
    assert (await library.receive(b"%PDF", "buch.pdf", Caption("A1"))).book == draft


async def test_a_correction_that_does_not_fit_the_book_changes_nothing(library: Library) -> None:
    unit = await publish(library, "A1-3", passage("text", unit="A1-3"))
    for line in ("4: 1-2", "B1 3:1-2", "3: -", "Danke"):
        with pytest.raises(BadCaption):
            await library.correct(unit, line)
    assert await library.correct(99, "1: 1-2") is None
    assert [book.state for book in await library.books()] == [BookState.PUBLISHED]


# Printed page numbers


@pytest.mark.parametrize("line", ["2: 15쪽-17쪽 Neu", "2: 15-17쪽 Neu", "2: S. 15-17 Neu", "2: p. 15–17 Neu"])
def test_pages_may_be_said_as_they_are_printed(line: str) -> None:
    document = book(1, 5, 9)
    pages = number_pages([replace(page, label=str(page.number + 10)) for page in document.pages])
    plan = find_units(replace(document, pages=pages), Caption("A1"), parse_corrections(line, "A1"))
    unit = plan.units[1]
    assert (unit.page_first, unit.page_last, unit.title) == (5, 7, "Neu")
    assert (unit.printed_first, unit.printed_last) == ("15", "17")


def test_a_caption_s_pages_may_be_the_printed_ones_too_but_not_some_of_them() -> None:
    caption = parse_caption("A1 1:11쪽-14쪽, 2: S. 15-17")
    assert parse_caption(str(caption)) == caption
    document = book(1, 5, 9)
    pages = number_pages([replace(page, label=str(page.number + 10)) for page in document.pages])
    units = find_units(replace(document, pages=pages), caption).units
    assert [(unit.page_first, unit.page_last) for unit in units] == [(1, 4), (5, 7)]
    with pytest.raises(BadCaption):
        parse_caption("A1 1:11-14쪽 2:15-17")


def test_a_page_that_is_printed_nowhere_is_beyond_the_end() -> None:
    plan = find_units(book(1, 5, 9), Caption("A1"), [Correction(2, 700, 710, printed=True)])
    assert "beyond_end" in {remark.code for remark in plan.remarks}


def test_a_number_that_is_printed_twice_means_the_first_of_them_and_a_span_goes_on_from_its_begin() -> None:
    printed = ["9", "10", *map(str, range(1, 11))]  # a preface, then the book counts anew
    pages = tuple(Page(at, (Block("paragraph", "Text", at, printed=label),)) for at, label in enumerate(printed, 1))
    assert own_pages(Document(pages), 9, 10) == (1, 2)
    assert own_pages(Document(pages), 3, 10) == (5, 12)
