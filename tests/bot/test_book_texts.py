"""What admins read about books fits into a message, and says the important things first."""

from datetime import UTC, datetime
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.book_texts import catalogue_text, verdict_text
from bot.sandbox.entities import LONGEST_TEXT
from bot.texts import LANGUAGES
from ingest.library import BookCard, BookState, Progress, Report, UnitCard
from ingest.units.remarks import Remark

CODES = get_args(Remark.__annotations__["code"])
NEVER = datetime(2026, 1, 1, tzinfo=UTC)


def report(units: int, remarks: int, pages: int) -> Report:
    cards = [UnitCard(f"A1-{n}", "A1", n, "Wie er in Büchern steht · 제목", n, n, 1) for n in range(1, units + 1)]
    odd = tuple(range(1, pages, 2))
    told = tuple(Remark(CODES[n % len(CODES)], odd, odd) for n in range(remarks))
    return Report(pages, units, tuple(cards), "outline", 1.0, told, 1.0, ("de", "ko"))


@given(st.integers(0, 300), st.integers(0, 80), st.integers(1, 3000), st.sampled_from(sorted(LANGUAGES)))
def test_a_verdict_fits_however_much_there_is_to_say(units: int, remarks: int, pages: int, language: str) -> None:
    texts = LANGUAGES[language]
    found = report(units, remarks, pages)
    text = verdict_text(texts, "buch.pdf", Progress(BookState.DRAFT, None, 0, 0, found, None))
    assert len(text) <= LONGEST_TEXT
    assert "buch.pdf" in text
    assert units == 0 or "A1-1 " in text
    assert remarks == 0 or texts.book_remarks[CODES[0]].partition("{")[0] in text


def test_a_long_catalogue_shows_the_newest_books() -> None:
    texts = LANGUAGES["ko"]
    books = [BookCard(n, f"buch{n}.pdf", "A1", "A1", BookState.REPLACED, None, 9, 9, 9, NEVER) for n in range(1, 500)]
    text = catalogue_text(texts, books)
    assert len(text) <= LONGEST_TEXT
    assert "buch499.pdf" in text
    assert "buch1.pdf" not in text
