"""Librarians at work: real PDFs, the real queue, a real Postgres."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import asyncpg
import pytest

from ingest.caption import parse_caption
from ingest.embedders import EmbeddingFailed, EmbeddingUnavailable, Vector
from ingest.jobs import Librarian
from ingest.library import Library, Progress, Stage, State
from tests.ingest.textbooks import Letters, textbook


class Held(Letters):
    """Embeds passages when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()
        self.go = asyncio.Event()

    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        self.asked.set()
        await self.go.wait()
        return await super().embed_passages(texts)


class Failing(Letters):
    """Fails with these errors, one a call, before it works."""

    def __init__(self, *errors: Exception) -> None:
        super().__init__()
        self.errors = list(errors)

    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        if self.errors:
            raise self.errors.pop(0)
        return await super().embed_passages(texts)


@pytest.fixture
def library(pool: asyncpg.Pool) -> Library:
    return Library(pool, Letters())


@asynccontextmanager
async def working(library: Library, url: str) -> AsyncIterator[None]:
    work = asyncio.create_task(Librarian(library, url).work(patience=0))
    try:
        yield
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work


async def receive(library: Library, data: bytes, caption: str = "A1") -> int:
    return (await library.receive(data, "buch.pdf", parse_caption(caption))).book


async def until(library: Library, book: int, reached: Callable[[Progress], bool]) -> Progress:
    """The book's progress once it is as far as that; what we wait for is in the database, so we look again."""
    while True:
        progress = await library.progress(book)
        assert progress
        if reached(progress):
            return progress
        await asyncio.sleep(0.02)


async def end(library: Library, book: int) -> Progress:
    return await until(library, book, lambda progress: progress.over)


async def queued(pool: asyncpg.Pool) -> list[str]:
    """The states of the queue's books."""
    return [
        row["status"] for row in await pool.fetch("SELECT status FROM procrastinate_jobs WHERE task_name = 'read_book'")
    ]


async def test_a_book_that_is_sent_is_read_and_published(
    library: Library, pool: asyncpg.Pool, database_url: str
) -> None:
    async with working(library, database_url):
        progress = await end(library, await receive(library, textbook("Begrüßung", "Familie")))
    assert progress.state == State.PUBLISHED
    assert progress.report
    assert progress.report.pages == 4
    assert [(unit.id, unit.title) for unit in progress.report.units] == [("A1-1", "Begrüßung"), ("A1-2", "Familie")]
    assert progress.report.units == tuple(await library.units("A1"))
    [hit] = await library.search(await library.embedder.embed_query("Familie"), "A1-2")
    assert "Im Text 1 geht es um Familie." in hit.passage.text
    assert (hit.passage.page_first, hit.passage.page_last) == (3, 3)
    assert await queued(pool) == []


async def test_a_file_that_cannot_be_read_fails_with_its_reason_and_the_next_goes_on(
    library: Library, database_url: str
) -> None:
    async with working(library, database_url):
        bad = await receive(library, b"GIF89a", "A1")
        good = await receive(library, textbook("Begrüßung", "Familie"), "A1-1")
        assert (await end(library, bad)).failure == "not_a_pdf"
        assert (await end(library, good)).state == State.PUBLISHED


async def test_progress_is_seen_while_a_book_is_read(pool: asyncpg.Pool, database_url: str) -> None:
    embedder = Held()
    library = Library(pool, embedder)
    async with working(library, database_url):
        book = await receive(library, textbook("Begrüßung", "Familie"))
        progress = await until(library, book, lambda progress: progress.stage == Stage.VECTORS)
        assert (progress.state, progress.done) == (State.READING, 0)
        assert progress.total > 0
        embedder.go.set()
        assert (await end(library, book)).state == State.PUBLISHED


async def test_a_librarian_that_stops_gives_its_book_back(pool: asyncpg.Pool, database_url: str) -> None:
    held = Held()
    library = Library(pool, held)
    async with working(library, database_url):
        book = await receive(library, textbook("Begrüßung", "Familie"))
        await held.asked.wait()
    assert await queued(pool) == ["todo"]
    async with working(Library(pool, Letters()), database_url):
        assert (await end(library, book)).state == State.PUBLISHED


async def test_the_book_of_a_killed_worker_is_taken_over(
    library: Library, pool: asyncpg.Pool, database_url: str
) -> None:
    book = await receive(library, textbook("Begrüßung", "Familie"))
    worker = await pool.fetchval("SELECT procrastinate_register_worker_v1()")
    await pool.execute("SELECT procrastinate_fetch_job_v2(ARRAY['books'], $1)", worker)
    await pool.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    assert await queued(pool) == ["doing"]
    async with working(library, database_url):
        assert (await end(library, book)).state == State.PUBLISHED


async def test_a_book_waits_for_a_provider_that_cannot_answer_now(pool: asyncpg.Pool, database_url: str) -> None:
    library = Library(pool, Failing(EmbeddingUnavailable("busy")))
    async with working(library, database_url):
        book = await receive(library, textbook("Begrüßung", "Familie"))
        assert (await end(library, book)).state == State.PUBLISHED


@pytest.mark.parametrize(
    ("error", "failure"),
    [(EmbeddingFailed("wrong size"), "not_embedded"), (ZeroDivisionError(), "unexpected")],
)
async def test_an_error_that_would_come_again_fails_the_book(
    pool: asyncpg.Pool, database_url: str, error: Exception, failure: str
) -> None:
    library = Library(pool, Failing(error))
    async with working(library, database_url):
        book = await receive(library, textbook("Begrüßung", "Familie"))
        assert (await end(library, book)).failure == failure


async def test_a_book_that_is_interrupted_again_and_again_is_given_up(
    library: Library, pool: asyncpg.Pool, database_url: str
) -> None:
    book = await receive(library, textbook("Begrüßung", "Familie"))
    await pool.execute("UPDATE procrastinate_jobs SET attempts = 5")
    async with working(library, database_url):
        assert (await end(library, book)).failure == "gave_up"


async def test_two_librarians_share_the_work(library: Library, database_url: str) -> None:
    async with working(library, database_url), working(library, database_url):
        books = [await receive(library, textbook(title, "Familie"), title) for title in ("A1", "B1", "C1")]
        assert [(await end(library, book)).state for book in books] == [State.PUBLISHED] * 3
    assert [unit.passages for unit in await library.units()] == [1] * 6


async def test_a_course_keeps_the_book_that_was_sent_last(library: Library, database_url: str) -> None:
    first, last = [await receive(library, textbook(title, "Familie")) for title in ("Alt", "Neu")]
    async with working(library, database_url), working(library, database_url):
        assert (await end(library, last)).state == State.PUBLISHED
        assert (await end(library, first)).state == State.REPLACED
    assert [unit.title for unit in await library.units("A1")] == ["Neu", "Familie"]
