"""The transcripts of a file's scans: ordered by an admin who has seen the price, and paid for only once."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace

import asyncpg

from ingest.children.parent import Run
from ingest.jobs.queue import queue_book
from ingest.pdf.document import Document
from ingest.pdf.packing import unpacked
from ingest.pdf.reader import draw_pages
from ingest.scans.transcription import Estimate, Transcriber, TranscriptionFailed, TranscriptionUnavailable, transcribed

logger = logging.getLogger(__name__)

_AT_ONCE = 4  # pages


class Transcripts:
    """Without a transcriber (a setting) nothing new is transcribed."""

    def __init__(self, pool: asyncpg.Pool, transcriber: Transcriber | None, run: Run) -> None:
        self._pool = pool
        self._transcriber = transcriber
        self._run = run

    async def estimate(self, book: int) -> Estimate | None:
        """The price of transcribing the scans of a draft or a failed book; None if there are none."""
        if self._transcriber is None:
            return None
        row = await self._pool.fetchrow(
            """
            SELECT sha256, document FROM files JOIN books ON file = sha256
            WHERE id = $1 AND state IN ('draft', 'failed') AND document IS NOT NULL
            """,
            book,
        )
        document = await asyncio.to_thread(unpacked, row["document"]) if row else None
        if row is None or document is None:
            return None
        missing = _missing(document, await self._stored(row["sha256"]))
        return self._transcriber.estimate(len(missing)) if missing else None

    async def order(self, book: int) -> bool:
        """Queue the transcription of a book's scans; False if it is neither a draft nor failed."""
        if self._transcriber is None:
            return False
        async with self._pool.acquire() as connection, connection.transaction():
            course = await connection.fetchval(
                """
                UPDATE books SET state = 'waiting', stage = NULL, done = 0, total = 0, attempts = 0, failure = NULL,
                                 transcribe = true
                WHERE id = $1 AND state IN ('draft', 'failed') RETURNING course
                """,
                book,
            )
            if course is not None:
                await queue_book(connection, book, course)
            return course is not None

    async def complete(self, file: bytes, document: Document, note: Callable[[int, int], None]) -> list[int]:
        """Transcribe the scans without a transcript; returns the numbers of those that Claude could not read.

        `note` is called with the number of scans done and of all. Raises TranscriptionUnavailable; transcripts so far
        are stored.
        """
        missing = _missing(document, await self._stored(file))
        if self._transcriber is None or not missing:
            return missing
        data = await self._pool.fetchval("SELECT data FROM files WHERE sha256 = $1", file)
        for done in range(0, len(missing), _AT_ONCE):
            note(done, len(missing))
            pictures = await draw_pages(data, missing[done : done + _AT_ONCE], run=self._run)
            try:
                async with asyncio.TaskGroup() as group:
                    for number, picture in pictures.items():
                        group.create_task(self._transcribe(self._transcriber, file, number, picture))
            except* TranscriptionUnavailable as failures:
                raise failures.exceptions[0] from None
        return _missing(document, await self._stored(file))

    async def add_to(self, file: bytes, document: Document) -> Document:
        """The document with the transcripts as its pages' text."""
        texts = await self._stored(file)
        pages = [transcribed(page, texts[page.number]) if page.number in texts else page for page in document.pages]
        return replace(document, pages=tuple(pages))

    async def _transcribe(self, transcriber: Transcriber, file: bytes, number: int, picture: bytes) -> None:
        try:
            text = await transcriber.transcribe(picture)
        except TranscriptionFailed as error:
            logger.error("Page %d was not transcribed: %s", number, error)
            return
        await self._pool.execute(
            "INSERT INTO transcripts (file, page, text) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", file, number, text
        )

    async def _stored(self, file: bytes) -> dict[int, str]:
        rows = await self._pool.fetch("SELECT page, text FROM transcripts WHERE file = $1", file)
        return {row["page"]: row["text"] for row in rows}


def _missing(document: Document, read: dict[int, str]) -> list[int]:
    return [page.number for page in document.pages if page.scan and page.number not in read]
