"""The command line's output for people: progress, reports and tables."""

import asyncio
from collections.abc import Iterable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

from ingest.books.coverage import Coverage
from ingest.books.failures import FAILURES
from ingest.library import BookCard, Hit, Library, Progress, Report, Stage, UnitCard
from ingest.page_ranges import page_ranges
from ingest.pdf.ocr_languages import packages
from ingest.scans.transcription import Estimate
from ingest.units.remarks import REMARKS
from ingest.vectors.comparison import ALL, CUTOFFS, Compared
from ingest.vectors.reembedding import Reembedding, ReembeddingProgress

out = Console(highlight=False, markup=False)

_STAGES = {
    None: "waiting for its turn",
    Stage.PAGES: "reading pages",
    Stage.TRANSCRIPTS: "having Claude read scans",
    Stage.PASSAGES: "finding units and passages",
    Stage.VECTORS: "embedding passages",
}

_BAD_CAPTIONS = {
    "course": "a course is a name such as A1 or TOPIK2",
    "unit": "a unit is a number and the whole file, as in A1-13",
    "ranges": "the units' pages are written 1:8-11 2:12-15",
    "twice": "this unit's pages are given twice",
}

_POLL = 0.3  # seconds


def explain(code: str | None) -> str:
    """The code of a failed book or a bad caption, in words."""
    return {**_BAD_CAPTIONS, **FAILURES}.get(code or "", f"it failed ({code})")


def priced(estimate: Estimate) -> str:
    return f"{estimate.model} can read the {estimate.pages} scanned pages for about ${estimate.dollars:.2f}"


async def watch(library: Library, book: int) -> Progress | None:
    """Show the progress of reading until it ends: bars on a terminal, elsewhere a line for each stage."""
    with _bars() as bars:
        bar = bars.add_task(_STAGES[None], total=None)
        shown: Stage | None = None
        while (progress := await library.progress(book)) and not progress.over:
            bars.update(bar, description=_STAGES[progress.stage], completed=progress.done, total=progress.total or None)
            if progress.stage != shown and not out.is_terminal:
                out.print(_STAGES[progress.stage])
            shown = progress.stage
            await asyncio.sleep(_POLL)
    return progress


async def watch_reembedding(reembedding: Reembedding) -> ReembeddingProgress:
    """Show the progress until no job for it is left."""
    with _bars() as bars:
        bar = bars.add_task("embedding passages", total=None)
        while (progress := await reembedding.progress()).queued:
            bars.update(bar, completed=progress.done, total=progress.total or None)
            await asyncio.sleep(_POLL)
    return progress


def _bars() -> Bars:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Bars(*columns, TimeElapsedColumn(), console=out, transient=True, disable=not out.is_terminal)


def show_report(report: Report) -> None:
    languages = f" in {', '.join(report.languages)}" if report.languages else ""
    out.print(
        f"{report.pages} pages{languages}, {len(report.units)} units, {report.passages} passages "
        f"({report.seconds:.0f} s)",
        style="bold",
    )
    show_units(report.units)
    for remark in report.remarks:
        text = REMARKS[remark.code].format(
            units=page_ranges(remark.units),
            pages=remark.shown_pages,
            letters=remark.letters,
            packages=packages(remark.lacks),
        )
        out.print(f"! {text}", style="yellow")


def show_units(units: Iterable[UnitCard]) -> None:
    _show_table(
        ("Unit", "Title", "Pages", "in the PDF", "Passages"),
        ((unit.id, unit.title, unit.pages, unit.own_pages, unit.passages) for unit in units),
    )


def show_coverage(coverage: Coverage) -> None:
    _show_table(
        ("Unit", "Title", "Passages", "Tokens", ""),
        (
            (unit.card.id, unit.card.title, unit.card.passages, unit.tokens, "thin" if unit.thin else "")
            for unit in coverage.units
        ),
    )
    if coverage.missing:
        out.print(f"! no unit {page_ranges(coverage.missing)}", style="yellow")


def show_books(books: Iterable[BookCard]) -> None:
    _show_table(
        ("Book", "Caption", "File", "State", "Pages", "Units", "Passages"),
        (
            (
                book.id,
                book.caption,
                book.file_name,
                f"{book.state}: {explain(book.failure)}" if book.failure else book.state.value,
                book.pages,
                book.units,
                book.passages,
            )
            for book in books
        ),
    )


def show_hits(hits: Iterable[Hit]) -> None:
    for hit in hits:
        passage = hit.passage
        unit = f"{passage.unit} {hit.title}" if passage.unit else "outside the units"
        out.print(f"{unit}, page {passage.pages}, score {hit.score:.3f}", style="bold")
        out.print(passage.text, end="\n\n", soft_wrap=True)


def show_comparison(compared: Iterable[Compared]) -> None:
    """A row for each model and language."""
    header = *(f"@{most}" for most in CUTOFFS), "MRR", "s/1k", "¢/1k", "¢ once"
    _show_table(
        ("Model", "in", "asked", *header),
        (
            (
                *((each.model if language == ALL else ""), language, figures.questions),
                *(f"{figures.recall[most]:.2f}" for most in CUTOFFS),
                f"{figures.mrr:.2f}",
                *(
                    (f"{each.seconds:.1f}", _cents(each.cents), _cents(each.course_cents))
                    if language == ALL
                    else ("", "", "")
                ),
            )
            for each in compared
            for language, figures in each.figures.items()
        ),
    )


def _cents(cents: float | None) -> str:
    return "-" if cents is None else f"{cents:.2f}"


def _show_table(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    table = Table(*header, box=None, pad_edge=False, header_style="dim")
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))  # Text: a title may look like markup
    out.print(table)
