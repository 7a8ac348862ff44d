"""The state of books while they are being read, from the first page to the draft."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import asyncpg

from ingest.books import store
from ingest.books.progress import Report, Stage
from ingest.passages import Passage
from ingest.pdf.document import Document
from ingest.pdf.packing import packed, unpacked
from ingest.units.caption import Caption, parse_caption
from ingest.units.corrections import Correction

MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class OpenBook:
    file: bytes  # its digest
    caption: Caption
    corrections: tuple[Correction, ...]
    transcribe: bool  # its scans, by Claude
    document: Document | None  # if it was read before; then `data` is empty
    data: bytes


class VectorsMissing(Exception):
    """A passage has no vector of the active model, as that was changed in the meantime. The next attempt adds it."""


class ReadingState:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def open(self, book: int) -> OpenBook | None:
        """Begin to read a book; None if it was removed, read already or given up.

        The attempt is counted before the work starts: a book that has crashed its worker MOST_ATTEMPTS times is set
        aside.
        """
        row = await self._pool.fetchrow(
            """
            UPDATE books SET state = 'reading', stage = NULL, done = 0, total = 0, attempts = attempts + 1
            WHERE id = $1 AND state IN ('waiting', 'reading') RETURNING caption, corrections, transcribe, attempts, file
            """,
            book,
        )
        if row is None:
            return None
        if row["attempts"] > MOST_ATTEMPTS:
            await self.fail(book, "set_aside")
            return None
        compressed = await self._pool.fetchval("SELECT document FROM files WHERE sha256 = $1", row["file"])
        document = await asyncio.to_thread(unpacked, compressed) if compressed else None
        data = b"" if document else await self._pool.fetchval("SELECT data FROM files WHERE sha256 = $1", row["file"])
        corrections = tuple(Correction(*each) for each in row["corrections"])
        caption = parse_caption(row["caption"])
        return OpenBook(row["file"], caption, corrections, row["transcribe"], document, data)

    async def keep(self, book: int, document: Document) -> None:
        """Store the pages, for the next attempt and for corrections."""
        await self._pool.execute(
            "UPDATE files SET document = $2 WHERE sha256 = (SELECT file FROM books WHERE id = $1)",
            book,
            await asyncio.to_thread(packed, document),
        )

    async def note_progress(self, book: int, stage: Stage, done: int, total: int) -> None:
        await self._pool.execute(
            "UPDATE books SET stage = $2, done = $3, total = $4 WHERE id = $1 AND state = 'reading'",
            book,
            stage,
            done,
            total,
        )

    async def store(self, book: int, passages: Sequence[Passage], report: Report, model: str) -> bool:
        """Store the draft in one transaction; False if the book was removed or read in the meantime.

        `model` becomes the active one if there is none. Raises VectorsMissing.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("INSERT INTO active_model (name) VALUES ($1) ON CONFLICT DO NOTHING", model)
            active = await connection.fetchval(
                "SELECT name FROM active_model FOR SHARE"
            )  # it must not change in this transaction
            course = await connection.fetchval(
                """
                UPDATE books SET state = 'draft', report = $2, transcribe = false
                WHERE id = $1 AND state = 'reading' RETURNING course
                """,
                book,
                asdict(report),
            )
            if course is None:
                return False
            await store.store(connection, book, course, report.units, passages)
            missing = await connection.fetchval(
                """
                SELECT count(*) FROM units u JOIN passages p ON p.unit = u.key JOIN texts t ON t.passage = p.key
                WHERE u.book = $1 AND NOT EXISTS (SELECT FROM vectors v WHERE v.digest = t.digest AND v.model = $2)
                """,
                book,
                active,
            )
            if missing:
                raise VectorsMissing(f"{missing} texts have no vector of {active}")
            return True

    async def uncount_attempt(self, book: int) -> None:
        """Do not count this attempt, as it was interrupted through no fault of the book."""
        await self._pool.execute(
            "UPDATE books SET attempts = attempts - 1 WHERE id = $1 AND state IN ('waiting', 'reading')", book
        )

    async def fail(self, book: int, code: str) -> None:
        """Give the book up; what learners see stays as it is."""
        await self._pool.execute(
            """
            UPDATE books SET state = 'failed', failure = $2, transcribe = false
            WHERE id = $1 AND state IN ('waiting', 'reading')
            """,
            book,
            code,
        )
