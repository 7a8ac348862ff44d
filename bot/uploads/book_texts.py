"""What admins read about a book: how far it is, what was understood of it, and the catalogue. Pure."""

from collections.abc import Sequence

from bot.reply.inline import utf16
from bot.reply.render import LONGEST_TEXT, fitting
from bot.texts import Count, Texts, shortened
from ingest.books.coverage import Coverage
from ingest.library import BookCard, BookState, Progress, UnitCard
from ingest.page_ranges import page_ranges
from ingest.pdf.ocr_languages import packages
from ingest.units.remarks import Remark

_LONGEST_NUMBERS = 150  # characters


def progress_text(texts: Texts, name: str, progress: Progress) -> str:
    count = f" {progress.done}/{progress.total}" if progress.total else ""
    return f"📖 {name}\n{texts.book_stages[progress.stage or 'waiting']}{count}"


def verdict_text(texts: Texts, name: str, progress: Progress) -> str:
    """What was found in the book, unit by unit, and what the admin should check; or why reading failed."""
    if progress.state is BookState.FAILED or progress.report is None:
        reason = texts.book_failures.get(progress.failure or "", texts.book_failures["unexpected"])
        return f"❌ {name}\n{reason}"
    report = progress.report
    head = (texts.book_draft if progress.state is BookState.DRAFT else texts.book_done).format(
        name=name, pages=Count(report.pages), passages=Count(report.passages), seconds=f"{report.seconds:.0f}"
    )
    units = [_unit_line(texts, unit) for unit in report.units]
    remarks = [_remark_line(texts, remark) for remark in report.remarks]
    about = texts.book_about.format(
        confidence=f"{report.confidence:.0%}",
        source=texts.book_sources[report.source],
        languages=", ".join(report.languages) or "?",
    )
    asks = [] if report.sure or progress.state is not BookState.DRAFT else [texts.book_ask]
    return _within_limit([head, about], ["", *units] if units else [], ["", *remarks, *asks])


def catalogue_text(texts: Texts, books: Sequence[BookCard]) -> str:
    """The newest books first, as a message may not hold all."""
    if not books:
        return f"{texts.books_none} {texts.book_how}"
    return _within_limit([texts.books, ""], [_book_line(texts, book) for book in reversed(books)])


def coverage_text(texts: Texts, course: str, coverage: Coverage) -> str:
    """A line for each unit, marked if it has little text, and one for the missing units."""
    lines = [("⚠️ " if unit.thin else "") + _unit_line(texts, unit.card) for unit in coverage.units]
    missing = texts.book_remarks["missing"].format(units=page_ranges(coverage.missing), pages="")
    lines = lines or [texts.book_remarks["no_units"]]
    return _within_limit([f"📊 {course}"], lines, [missing] if coverage.missing else [])


def _book_line(texts: Texts, book: BookCard) -> str:
    line = f"{book.id}. {book.file_name} ({book.caption}) · {texts.book_states[book.state]}"
    return line + (texts.book_pages.format(pages=Count(book.pages)) if book.pages else "")


def _unit_line(texts: Texts, unit: UnitCard) -> str:
    own = f" (PDF {unit.own_pages})" if unit.own_pages else ""
    return texts.book_unit.format(
        unit=f"{unit.id} {unit.title}".rstrip(), pages=unit.pages, own=own, passages=Count(unit.passages)
    )


def _remark_line(texts: Texts, remark: Remark) -> str:
    return texts.book_remarks[remark.code].format(
        units=shortened(page_ranges(remark.units), _LONGEST_NUMBERS),
        pages=shortened(remark.shown_pages, _LONGEST_NUMBERS),
        letters=remark.letters,
        packages=packages(remark.lacks),
    )


def _within_limit(head: Sequence[str], lines: Sequence[str], foot: Sequence[str] = ()) -> str:
    """Head and foot, and between them as many lines as a message holds."""
    foot = fitting(foot, LONGEST_TEXT // 3)
    room = LONGEST_TEXT - sum(utf16(line) + 1 for line in (*head, *foot))
    return "\n".join((*head, *fitting(lines, room), *foot)).rstrip()
