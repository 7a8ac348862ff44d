"""The library: textbooks go in whole, passages come out."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

import asyncpg
from pydantic import TypeAdapter

from ingest.caption import Caption
from ingest.embedders import Embedder, Vector
from ingest.passages import Paragraph, Passage
from ingest.shelves import UnitCard, shelve
from ingest.units import Remark, Source

# The job that `receive` queues, for the workers of jobs.py.
QUEUE = "books"
READ_BOOK = "read_book"


class State(StrEnum):
    WAITING = "waiting"
    READING = "reading"
    PUBLISHED = "published"
    REPLACED = "replaced"  # by a newer book of the same course or unit
    FAILED = "failed"


class Stage(StrEnum):
    """What is done with a book while it is being read."""

    PAGES = "pages"
    PASSAGES = "passages"
    VECTORS = "vectors"


@dataclass(frozen=True, slots=True)
class Receipt:
    book: int
    already: bool  # the same file with the same caption is known, and nothing has changed


@dataclass(frozen=True, slots=True)
class File:
    """A book as it was sent."""

    data: bytes
    caption: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was understood of a book."""

    pages: int
    passages: int  # with those outside the units
    units: tuple[UnitCard, ...]
    source: Source  # of the units
    confidence: float  # the share of units that their own first page confirms
    remarks: tuple[Remark, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Progress:
    state: State
    stage: Stage | None
    done: int
    total: int
    report: Report | None  # once published
    failure: str | None  # a code, once failed

    @property
    def over(self) -> bool:
        return self.state not in (State.WAITING, State.READING)


@dataclass(frozen=True, slots=True)
class BookCard:
    """What the catalogue says of a book."""

    id: int
    file_name: str
    caption: str
    course: str
    state: State
    failure: str | None
    pages: int
    units: int
    passages: int
    created: datetime


@dataclass(frozen=True, slots=True)
class Hit:
    passage: Passage
    title: str  # of the passage's unit
    score: float  # cosine: 1 is the same meaning; comparable within one model only


class Library:
    def __init__(self, pool: asyncpg.Pool, embedder: Embedder) -> None:
        self._pool = pool
        self.embedder = embedder

    # Books come in

    async def receive(self, data: bytes, file_name: str, caption: Caption) -> Receipt:
        """Keep the file and queue the reading of it, both or neither.

        A known file is read again when it failed, was replaced, or has no vectors of the present model.
        """
        key = (hashlib.sha256(data).digest(), str(caption))
        async with self._pool.acquire() as connection, connection.transaction():
            book = await connection.fetchval(
                """
                INSERT INTO books AS known (sha256, caption, course, unit, file_name, file)
                VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (sha256, caption) DO UPDATE
                SET state = 'waiting', stage = NULL, done = 0, total = 0, report = NULL, failure = NULL
                WHERE known.state IN ('failed', 'replaced') OR (known.state = 'published' AND NOT EXISTS (
                    SELECT FROM units u JOIN vectors v ON v.unit = u.key
                    WHERE u.book = known.id AND v.model = $7))
                RETURNING id
                """,
                *key,
                caption.course,
                caption.unit,
                file_name,
                data,
                self.embedder.name,
            )
            if book is None:
                known = await connection.fetchval("SELECT id FROM books WHERE sha256 = $1 AND caption = $2", *key)
                return Receipt(known, already=True)
            await connection.execute(
                """
                SELECT procrastinate_defer_jobs_v1(
                    ARRAY[ROW($1, $2, 0, $3, $4, $5::jsonb, NULL)::procrastinate_job_to_defer_v1])
                WHERE NOT EXISTS (SELECT FROM procrastinate_jobs WHERE queueing_lock = $4 AND status = 'todo')
                """,
                QUEUE,
                READ_BOOK,
                f"course:{caption.course}",  # a course's books one after the other: the last one sent stays
                f"book:{book}",
                {"book": book},
            )
            return Receipt(book, already=False)

    async def open(self, book: int) -> File | None:
        """The file, to be read now; None when it is removed, published or given up."""
        row = await self._pool.fetchrow(
            """
            UPDATE books SET state = 'reading', stage = 'pages', done = 0, total = 0
            WHERE id = $1 AND state IN ('waiting', 'reading') RETURNING file, caption
            """,
            book,
        )
        return File(row["file"], row["caption"]) if row else None

    async def note_progress(self, book: int, stage: Stage, done: int, total: int) -> None:
        await self._pool.execute(
            "UPDATE books SET stage = $2, done = $3, total = $4 WHERE id = $1 AND state = 'reading'",
            book,
            stage,
            done,
            total,
        )

    async def publish(self, book: int, passages: Sequence[Passage], vectors: Sequence[Vector], report: Report) -> bool:
        """Show learners this book instead of what it replaces; False when nobody wants it any more.

        One transaction: they see all of it or none. A whole course replaces the course, a single unit that
        unit. `vectors` are those of `passages`, in order.
        """
        model = self.embedder.name
        async with self._pool.acquire() as connection, connection.transaction():
            if not await shelve(connection, book, report.units, passages, vectors, model):
                return False
            await connection.execute(
                "UPDATE books SET state = 'published', published = now(), report = $2 WHERE id = $1",
                book,
                asdict(report),
            )
            return True

    async def fail(self, book: int, code: str) -> None:
        """Give the book up; what learners see stays as it is."""
        await self._pool.execute(
            """
            UPDATE books SET state = 'failed', failure = $2
            WHERE id = $1 AND state IN ('waiting', 'reading')
            """,
            book,
            code,
        )

    async def remove(self, book: int) -> bool:
        """Delete the book and all that came from it, even while it is being read; False if there is none."""
        return bool(await self._pool.fetchval("DELETE FROM books WHERE id = $1 RETURNING true", book))

    async def progress(self, book: int) -> Progress | None:
        """How far the reading is or how it ended; None if there is no such book."""
        row = await self._pool.fetchrow(
            "SELECT state, stage, done, total, report, failure FROM books WHERE id = $1", book
        )
        if row is None:
            return None
        return Progress(
            State(row["state"]),
            Stage(row["stage"]) if row["stage"] else None,
            row["done"],
            row["total"],
            _REPORT.validate_python(row["report"]) if row["report"] else None,
            row["failure"],
        )

    async def books(self) -> list[BookCard]:
        """Every book that is kept, the oldest first."""
        rows = await self._pool.fetch(
            """
            SELECT id, file_name, caption, course, state, failure, created,
                   coalesce((report->'pages')::int, 0) AS pages,
                   coalesce(jsonb_array_length(report->'units'), 0) AS units,
                   coalesce((report->'passages')::int, 0) AS passages
            FROM books ORDER BY id
            """
        )
        return [BookCard(**{**row, "state": State(row["state"])}) for row in rows]

    # Passages come out

    async def courses(self) -> list[str]:
        """The courses that have units, by name."""
        rows = await self._pool.fetch(
            "SELECT DISTINCT course FROM units WHERE live AND number IS NOT NULL ORDER BY course"
        )
        return [row["course"] for row in rows]

    async def units(self, course: str | None = None) -> list[UnitCard]:
        """The units that learners see, in order; of one course or of all."""
        return await self._cards("($1::text IS NULL OR course = $1)", course)

    async def unit(self, id: str) -> UnitCard | None:
        return next(iter(await self._cards("id = $1", id)), None)

    async def _cards(self, which: str, value: str | None) -> list[UnitCard]:
        rows = await self._pool.fetch(
            f"""
            SELECT id, course, number, title, page_first, page_last,
                   (SELECT count(*) FROM passages WHERE unit = key) AS passages
            FROM units WHERE live AND number IS NOT NULL AND {which} ORDER BY course, number
            """,
            value,
        )
        return [UnitCard(**row) for row in rows]

    async def search(
        self, question: Vector, unit: str | None = None, course: str | None = None, top: int = 3
    ) -> list[Hit]:
        """The passages nearest to the question, best first: of the unit, else of the course, else of all."""
        rows = await self._pool.fetch(
            """
            SELECT p.*, u.id, u.number, u.title, 1 - (v.embedding <=> $1) AS score
            FROM units u JOIN passages p ON p.unit = u.key JOIN vectors v USING (unit, position)
            WHERE u.live AND v.model = $2
              AND ($3::text IS NULL OR u.id = $3) AND ($4::text IS NULL OR u.course = $4)
            ORDER BY v.embedding <=> $1 LIMIT $5
            """,
            question,
            self.embedder.name,
            unit,
            course,
            top,
        )
        return [_hit(row) for row in rows]


_REPORT = TypeAdapter(Report)
_PARAGRAPHS = TypeAdapter(tuple[Paragraph, ...])


def _hit(row: asyncpg.Record) -> Hit:
    passage = Passage(
        unit=None if row["number"] is None else row["id"],
        section=row["section"],
        paragraphs=_PARAGRAPHS.validate_python(row["paragraphs"]),
        page_first=row["page_first"],
        page_last=row["page_last"],
        tokens=row["tokens"],
    )
    return Hit(passage, row["title"], row["score"])
