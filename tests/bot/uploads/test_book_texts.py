"""What admins read about books fits into a message, and says the important things first."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.keyboards import book_keyboard
from bot.sandbox.telegram.entities import LONGEST_TEXT, utf16_length
from bot.texts import LANGUAGES
from bot.uploads.book_texts import catalogue_text, coverage_text, verdict_text
from ingest.books.coverage import coverage
from ingest.library import BookCard, BookState, Progress, Report, UnitCard
from ingest.units.evidence import SURE
from ingest.units.remarks import Remark

CODES = get_args(Remark.__annotations__["code"])


def report(units: int, remarks: int, pages: int) -> Report:
    cards = [UnitCard(f"A1-{n}", "A1", n, "Wie er in Büchern 📗📘📙📗📘📙📗📘", n, n, 1) for n in range(1, units + 1)]
    odd = tuple(range(1, pages, 2))
    told = tuple(Remark(CODES[n % len(CODES)], odd, odd) for n in range(remarks))
    return Report(pages, units, tuple(cards), "outline", 1.0, told, 1.0, ("de", "ko"))


@given(st.integers(0, 300), st.integers(0, 80), st.integers(1, 3000), st.sampled_from(sorted(LANGUAGES)))
def test_a_verdict_fits_however_much_there_is_to_say(units: int, remarks: int, pages: int, language: str) -> None:
    texts = LANGUAGES[language]
    found = report(units, remarks, pages)
    text = verdict_text(texts, "buch.pdf", Progress(BookState.DRAFT, None, 0, 0, found, None))
    assert utf16_length(text) <= LONGEST_TEXT
    assert "buch.pdf" in text
    assert units == 0 or "A1-1 " in text
    assert remarks == 0 or texts.book_remarks[CODES[0]].partition("{")[0] in text


def test_what_there_is_of_a_course_without_units_is_said() -> None:
    texts = LANGUAGES["ko"]
    assert texts.book_remarks["no_units"] in coverage_text(texts, "A2", coverage([]))


def test_a_long_catalogue_shows_the_newest_books() -> None:
    texts = LANGUAGES["ko"]
    books = [BookCard(n, f"📗📘📙📗buch{n}.pdf", "A1", "A1", BookState.REPLACED, None, 9, 9, 9) for n in range(1, 500)]
    text = catalogue_text(texts, books)
    assert utf16_length(text) <= LONGEST_TEXT
    assert "buch499.pdf" in text
    assert "buch1.pdf" not in text


def test_one_page_is_no_pages_and_a_book_that_was_not_read_has_none() -> None:
    books = [BookCard(n, "a.pdf", "A1", "A1", BookState.DRAFT, None, n, n, n) for n in range(3)]
    lines = catalogue_text(LANGUAGES["de"], books).splitlines()[2:]
    assert [line.partition(" · ")[2] for line in lines] == ["Entwurf · 2 Seiten", "Entwurf · 1 Seite", "Entwurf"]


def test_pages_are_shown_as_they_are_printed_with_the_pdf_s_own_in_brackets_where_these_differ() -> None:
    cards = (
        UnitCard("A1-1", "A1", 1, "Hallo", 4, 5, 3, "2", "3"),
        UnitCard("A1-2", "A1", 2, "Café", 6, 7, 3, "6", "7"),
    )
    progress = Progress(BookState.DRAFT, None, 0, 0, Report(9, 6, cards, "headings", 1.0, (), 1.0), None)
    shown = {language: verdict_text(texts, "buch.pdf", progress) for language, texts in LANGUAGES.items()}
    assert "A1-1 Hallo · 2-3쪽 (PDF 4-5) · " in shown["ko"]
    assert "A1-2 Café · 6-7쪽 · " in shown["ko"]
    assert "S. 2-3 (PDF 4-5)" in shown["de"]
    assert "p. 2-3 (PDF 4-5)" in shown["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_units_that_are_not_sure_are_asked_about_before_publishing_is_offered(language: str) -> None:
    texts = LANGUAGES[language]
    for confidence in (SURE, SURE - 0.01):
        found = replace(report(3, 0, 9), confidence=confidence)
        text = verdict_text(texts, "buch.pdf", Progress(BookState.DRAFT, None, 0, 0, found, None))
        markup = book_keyboard(texts, 7, BookState.DRAFT, None, found.sure)
        assert markup is not None
        labels = [button.text for row in markup.inline_keyboard for button in row]
        assert (texts.book_ask in text) == (not found.sure)
        assert labels[0] == (texts.button_publish if found.sure else texts.button_correct)
        assert (texts.button_publish_anyway in labels) == (not found.sure)
