"""Reads a book, from its file to a draft: pages, units, passages, vectors."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from functools import partial
from time import monotonic

from ingest.books.reading_state import OpenBook
from ingest.cutting import Cut, Order, cut
from ingest.database import CONNECTION_LOST
from ingest.library import Library, Report, Stage, UnitCard
from ingest.pdf.document import Document
from ingest.pdf.reader import UnreadablePDF, read_pdf, refuse_without_text
from ingest.search.snippets import embedded_texts
from ingest.supervision import background
from ingest.units.remarks import Remark


async def read_book(library: Library, book: int) -> None:
    """Make a draft of a waiting book. Steps that an interrupted attempt has done are not repeated.

    Raises UnreadablePDF, EmbeddingFailed, VectorsMissing, TranscriptionUnavailable.
    """
    started = monotonic()
    opened = await library.reading_state.open(book)
    if opened is None:
        return
    async with _noting(library, book) as note:
        document = opened.document or await _read_file(library, book, opened, note)
        remarks, document = await _transcribe(library, opened, document, note)
        note(Stage.PASSAGES, 0, 0)
        found = await cut(Order(document, opened.caption, opened.corrections), run=library.run)
        plan = replace(found.plan, remarks=(*found.plan.remarks, *remarks))
        texts = embedded_texts(found.passages)
        model = await library.vectors.complete(opened.caption.course, texts, partial(note, Stage.VECTORS))
    report = _report(len(document.pages), replace(found, plan=plan), monotonic() - started)
    await library.reading_state.store(book, found.passages, report, model)


_Note = Callable[[Stage, int, int], None]


async def _read_file(library: Library, book: int, opened: OpenBook, note: _Note) -> Document:
    try:
        document = await read_pdf(opened.data, partial(note, Stage.PAGES), run=library.run)
    except UnreadablePDF as refused:
        if refused.document:  # Claude may still transcribe it
            await library.reading_state.keep(book, refused.document)
        raise
    await library.reading_state.keep(book, document)
    return document


async def _transcribe(
    library: Library, opened: OpenBook, document: Document, note: _Note
) -> tuple[list[Remark], Document]:
    """The document with its transcripts, made now if ordered; and remarks on pages that Claude could not read."""
    remarks = []
    if opened.transcribe:
        lost = await library.transcripts.complete(opened.file, document, partial(note, Stage.TRANSCRIPTS))
        remarks = [Remark("not_transcribed", pages=tuple(lost))] if lost else []
    document = await library.transcripts.add_to(opened.file, document)
    refuse_without_text(document)
    return remarks, document


def _report(pages: int, found: Cut, seconds: float) -> Report:
    plan, passages = found.plan, found.passages
    counts = Counter(passage.unit for passage in passages)
    return Report(
        pages=pages,
        passages=len(passages),
        units=tuple(
            UnitCard(
                *(u.id, plan.course, u.number, u.title, u.page_first, u.page_last, counts[u.id]),
                *(u.printed_first, u.printed_last, found.headings.get(u.id, ())),
            )
            for u in plan.units
        ),
        source=plan.source,
        confidence=plan.confidence,
        remarks=plan.remarks,
        seconds=seconds,
        languages=found.languages,
    )


@asynccontextmanager
async def _noting(library: Library, book: int) -> AsyncIterator[_Note]:
    """Yields a function that notes the progress; it is written to the book's row once a second."""
    latest: tuple[Stage, int, int] | None = None

    def note(stage: Stage, done: int, total: int) -> None:
        nonlocal latest
        latest = (stage, done, total)

    async def write() -> None:
        written = None
        while True:
            if latest and latest != written:
                written = latest
                with suppress(*CONNECTION_LOST):  # progress may be lost
                    await library.reading_state.note_progress(book, *written)
            await asyncio.sleep(1)

    async with background(write):
        yield note
