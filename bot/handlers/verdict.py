"""What admins read about a book: how far it is, what was understood of it, and the catalogue. Pure."""

from collections.abc import Sequence

from bot.texts import Texts
from ingest.coverage import Coverage
from ingest.library import BookCard, Progress, State
from ingest.units import Remark

_LONGEST = 3900  # characters, under Telegram's 4096


def progress_text(texts: Texts, name: str, progress: Progress) -> str:
    stage = texts.book_stages[progress.stage if progress.stage else "waiting"]
    if not progress.total:
        return texts.book_waiting.format(name=name, stage=stage)
    return texts.book_progress.format(name=name, stage=stage, done=progress.done, total=progress.total)


def verdict_text(texts: Texts, name: str, progress: Progress) -> str:
    """The end of it: what is in the book, unit by unit, and what the admin should look at; or why it failed."""
    if progress.state is State.FAILED or progress.report is None:
        reason = texts.book_failures.get(progress.failure or "", texts.book_failures["unexpected"])
        return texts.book_failed.format(name=name, reason=reason)
    report = progress.report
    head = (texts.book_draft if progress.state is State.DRAFT else texts.book_done).format(
        name=name, pages=report.pages, passages=report.passages, seconds=f"{report.seconds:.0f}"
    )
    units = [
        texts.book_unit.format(
            unit=unit.id,
            title=unit.title,
            pages=_pages(unit.page_first, unit.page_last),
            passages=unit.passages,
        )
        for unit in report.units
    ]
    remarks = [
        texts.book_remarks[remark.code].format(units=_ranges(remark.units), pages=_pages_of(remark))
        for remark in report.remarks
    ]
    about = texts.book_about.format(
        confidence=f"{report.confidence:.0%}",
        source=texts.book_sources[report.source],
        languages=", ".join(report.languages) or "?",
    )
    return _within_limit([head, about, "", *units, "", *remarks])


def catalogue_text(texts: Texts, books: Sequence[BookCard]) -> str:
    if not books:
        return texts.books_none
    lines = [
        texts.book_line.format(
            id=book.id,
            name=book.file_name,
            course=book.caption,
            state=texts.book_states[book.state],
            pages=book.pages,
        )
        for book in books
    ]
    return _within_limit([texts.books, "", *lines])


def coverage_text(texts: Texts, course: str, coverage: Coverage) -> str:
    """A line for each unit, with a warning at the thin ones and one for those that are missing."""
    lines = [
        ("⚠️ " if unit.thin else "")
        + texts.book_unit.format(
            unit=unit.card.id,
            title=unit.card.title,
            pages=_pages(unit.card.page_first, unit.card.page_last),
            passages=unit.card.passages,
        )
        for unit in coverage.units
    ]
    missing = [texts.book_remarks["missing"].format(units=_ranges(coverage.missing), pages="")]
    return _within_limit([f"📊 {course}", *lines, *(missing if coverage.missing else ())])


def _pages(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _pages_of(remark: Remark) -> str:
    if remark.code in ("gap", "overlap"):  # from one to the other
        return _pages(*remark.pages)
    return _ranges(remark.pages)


def _within_limit(lines: Sequence[str]) -> str:
    """As many lines as a message holds."""
    text = ""
    for line in lines:
        if len(text) + len(line) > _LONGEST:
            return f"{text}…"
        text += f"{line}\n"
    return text.rstrip()


def _ranges(numbers: Sequence[int]) -> str:
    """`3-5, 9` for 3, 4, 5, 9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(_pages(first, last) for first, last in runs)
