"""Librarians at work: real PDFs, the real queue, a real Postgres."""

import asyncio
from collections.abc import Sequence

import asyncpg
import pytest

from ingest.embedders import EmbeddingFailed, EmbeddingUnavailable, Vector
from ingest.library import BookState, Library, Stage
from ingest.units.caption import parse_caption
from tests.in_process import run_here
from tests.ingest.jobs.librarians import end, until, working
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
    return Library(pool, Letters(), run=run_here)


async def receive(library: Library, data: bytes, caption: str = "A1") -> int:
    return (await library.receive(data, "buch.pdf", parse_caption(caption))).book


async def queued(pool: asyncpg.Pool) -> list[str]:
    """The states of the queue's books."""
    return [
        row["status"] for row in await pool.fetch("SELECT status FROM procrastinate_jobs WHERE task_name = 'read_book'")
    ]


async def test_a_book_that_is_sent_is_read_and_waits_as_a_draft(pool: asyncpg.Pool, database_url: str) -> None:
    library = Library(pool, Letters())  # in child processes, as everywhere but in tests
    async with working(library, database_url):
        progress = await end(library, await receive(library, textbook("Begrüßung", "Familie")))
    assert progress.state == BookState.DRAFT
    assert progress.report
    assert progress.report.pages == 4
    assert [(unit.id, unit.title) for unit in progress.report.units] == [("A1-1", "Begrüßung"), ("A1-2", "Familie")]
    assert progress.report.languages == ("de",)
    assert progress.report.units == tuple(await library.units("A1", drafts=True))
    assert await library.units("A1") == []
    [hit] = await library.search(await library.embed_question("Familie"), "A1-2", drafts=True)
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
        assert (await end(library, good)).state == BookState.DRAFT


async def test_progress_is_seen_while_a_book_is_read(pool: asyncpg.Pool, database_url: str) -> None:
    embedder = Held()
    library = Library(pool, embedder, run=run_here)
    async with working(library, database_url):
        book = await receive(library, textbook("Begrüßung", "Familie"))
        progress = await until(library, book, lambda progress: progress.stage == Stage.VECTORS)
        assert (progress.state, progress.done) == (BookState.READING, 0)
        assert progress.total > 0
        embedder.go.set()
        assert (await end(library, book)).state == BookState.DRAFT


async def test_the_books_of_a_course_are_read_one_after_the_other_beside_those_of_others(
    pool: asyncpg.Pool, database_url: str
) -> None:
    held = Held()
    library = Library(pool, held, run=run_here)
    first, second = textbook("Begrüßung", "Familie"), textbook("Essen", "Wohnen")
    await receive(library, first)
    next_one, other = await receive(library, second), await receive(library, second, "B1")
    async with working(library, database_url), working(library, database_url):
        await until(library, other, lambda progress: progress.stage == Stage.VECTORS)
        await until(library, next_one, lambda progress: progress.state == BookState.WAITING)
        held.go.set()
        assert (await end(library, next_one)).state == BookState.DRAFT


async def test_a_book_goes_before_the_change_of_the_model(library: Library, pool: asyncpg.Pool) -> None:
    await library.reembedding.begin()
    await receive(library, textbook("Begrüßung", "Familie"))
    worker = await pool.fetchval("SELECT procrastinate_register_worker_v1()")
    fetch = "SELECT task_name FROM procrastinate_fetch_job_v2(NULL, $1)"
    assert [await pool.fetchval(fetch, worker) for _ in range(2)] == ["read_book", "reembed"]


async def test_a_book_corrected_while_it_is_read_goes_on_after_its_worker_stops(
    pool: asyncpg.Pool, database_url: str
) -> None:
    held = Held()
    library = Library(pool, held, run=run_here)
    async with working(library, database_url):
        book = await receive(library, textbook("Begrüßung", "Familie"))
        await held.asked.wait()
        assert await library.correct(book, "1: 2-3 인사") == book
    assert await queued(pool) == ["todo", "todo"]
    other = await receive(library, textbook("Essen", "Wohnen"))
    async with working(Library(pool, Letters(), run=run_here), database_url):
        assert (await end(library, book)).state == BookState.DRAFT
        assert (await end(library, other)).state == BookState.DRAFT
    [unit] = await pool.fetch("SELECT title, page_last FROM units WHERE book = $1 AND number = 1", book)
    assert tuple(unit) == ("인사", 3)


async def test_a_killed_worker_is_replaced_though_its_job_was_ordered_again(
    library: Library, pool: asyncpg.Pool, database_url: str
) -> None:
    await receive(library, textbook("Begrüßung", "Familie"))
    async with working(library, database_url):
        await end(library, 1)
    new = Library(pool, Letters("new letters", 7), lambda _: Letters(), run=run_here)
    await library.correct(1, "1: 2-3 인사")
    await new.reembedding.begin()
    worker = await pool.fetchval("SELECT procrastinate_register_worker_v1()")
    for _ in range(2):
        await pool.execute("SELECT procrastinate_fetch_job_v2(NULL, $1)", worker)
    await pool.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    assert await pool.fetchval("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'") == 2
    await library.correct(1, "1: 2 안녕")
    await new.reembedding.begin()
    async with working(new, database_url):
        assert (await end(library, 1)).state == BookState.DRAFT
        while not (await new.reembedding.progress()).active:  # noqa: ASYNC110 - it happens in the database
            await asyncio.sleep(0.02)
    assert (await library.units("A1", drafts=True))[0].title == "안녕"


async def test_a_book_waits_for_a_provider_that_cannot_answer_now(pool: asyncpg.Pool, database_url: str) -> None:
    library = Library(pool, Failing(EmbeddingUnavailable("busy")), run=run_here)
    book = await receive(library, textbook("Begrüßung", "Familie"))
    await pool.execute("UPDATE books SET attempts = 2")  # waiting is no reason to set it aside
    async with working(library, database_url):
        assert (await end(library, book)).state == BookState.DRAFT


@pytest.mark.parametrize(
    ("error", "failure"), [(EmbeddingFailed("wrong size"), "not_embedded"), (ZeroDivisionError(), "unexpected")]
)
async def test_an_error_that_would_come_again_fails_the_book(
    pool: asyncpg.Pool, database_url: str, error: Exception, failure: str
) -> None:
    library = Library(pool, Failing(error), run=run_here)
    async with working(library, database_url):
        book = await receive(library, textbook("Begrüßung", "Familie"))
        assert (await end(library, book)).failure == failure


async def test_a_corrected_draft_is_cut_anew_without_reading_again_or_embedding_a_text_twice(
    pool: asyncpg.Pool, database_url: str
) -> None:
    embedder = Letters()
    library = Library(pool, embedder, run=run_here)
    async with working(library, database_url):
        book = await receive(library, textbook("Begrüßung", "Familie", "Essen"))
        assert (await end(library, book)).state == BookState.DRAFT
        await pool.execute("UPDATE files SET data = 'gone'")
        assert await library.correct(book, "2: 3 우리 가족\n3: 4-5") == book
        assert (await end(library, book)).state == BookState.DRAFT
    units = await library.units("A1", drafts=True)
    assert [(unit.id, unit.title, unit.page_first) for unit in units] == [
        ("A1-1", "Begrüßung", 2),
        ("A1-2", "우리 가족", 3),
        ("A1-3", "Essen", 4),
    ]
    assert len(embedder.embedded) == len(set(embedder.embedded))


async def test_the_library_is_re_embedded_by_a_worker_with_the_new_setting(
    pool: asyncpg.Pool, database_url: str
) -> None:
    old, new = Library(pool, Letters(), run=run_here), Library(pool, Letters("new letters", 7), run=run_here)
    async with working(old, database_url):
        await end(old, await receive(old, textbook("Begrüßung", "Familie")))
        await new.reembedding.begin()
        async with working(new, database_url):
            while not (await new.reembedding.progress()).active:  # noqa: ASYNC110 - it happens in the database
                await asyncio.sleep(0.02)
    assert (await new.embed_question("Familie")).model == "new letters"
