"""The state of the books that are being read, from the first page to the draft."""

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
    document: Document | None  # when it was read before; then `data` is empty
    data: bytes


class VectorsMissing(Exception):
    """A passage has no vector of the active model: that was changed meanwhile. The next attempt adds what lacks."""


class ReadingState:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def open(self, book: int) -> OpenBook | None:
        """The book, to be read now; None when it is removed, read already or given up.

        Counts the attempt before the work starts: a book that has ended its worker too often is set aside.
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
        """Remember what was read, for the next attempt and for corrections."""
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
        """Make a draft of what was read, whole or not at all; False when nobody wants it any more.

        `model` becomes the active one if none is. Raises VectorsMissing.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("INSERT INTO active_model (name) VALUES ($1) ON CONFLICT DO NOTHING", model)
            active = await connection.fetchval("SELECT name FROM active_model FOR SHARE")  # it stays until we are done
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

    async def give_back(self, book: int) -> None:
        """The attempt was interrupted in order; it does not count."""
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
