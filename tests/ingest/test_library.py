"""The library on a real Postgres: what goes in, what becomes a draft, what learners see."""

import asyncio

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import library as library_module
from ingest.books.reading_state import VectorsMissing
from ingest.embedders import EmbeddingUnavailable, Vector
from ingest.library import BookState, Library
from ingest.pdf.document import Block, Bookmark, Document, Page
from ingest.units.caption import Caption
from tests.ingest.textbooks import Letters, begin, found, passage, publish, report, store


@pytest.fixture
def library(pool: asyncpg.Pool) -> Library:
    return Library(pool, Letters())


async def states(library: Library) -> list[BookState]:
    return [book.state for book in await library.books()]


async def count(pool: asyncpg.Pool, table: str) -> int:
    return int(await pool.fetchval(f"SELECT count(*) FROM {table}"))


async def has_run(pool: asyncpg.Pool) -> None:
    """Whatever is queued."""
    await pool.execute("DELETE FROM procrastinate_jobs")


# Coming in


async def test_a_received_book_waits_with_its_job(library: Library, pool: asyncpg.Pool) -> None:
    receipt = await library.receive(b"%PDF", "buch.pdf", Caption("A1"))
    progress = await library.progress(receipt.book)
    assert not receipt.already
    assert progress
    assert progress.state == BookState.WAITING
    assert not progress.over
    assert await pool.fetchval("SELECT args FROM procrastinate_jobs") == {"book": receipt.book}


async def test_without_its_job_a_book_is_not_kept(library: Library, pool: asyncpg.Pool) -> None:
    await pool.execute("ALTER FUNCTION procrastinate_defer_jobs_v1 RENAME TO gone")
    with pytest.raises(asyncpg.UndefinedFunctionError):
        await library.receive(b"%PDF", "buch.pdf", Caption("A1"))
    assert await library.books() == []
    assert await count(pool, "files") == 0


@pytest.mark.parametrize("state", [BookState.READING, BookState.DRAFT, BookState.PUBLISHED])
async def test_the_same_file_again_changes_nothing(library: Library, pool: asyncpg.Pool, state: BookState) -> None:
    book = await begin(library, "A1")
    if state != BookState.READING:
        await store(library, book, passage("hallo"))
    if state == BookState.PUBLISHED:
        await library.publish(book)
    again = await library.receive(b"%PDF", "anders.pdf", Caption("A1"))
    assert (again.book, again.already) == (book, True)
    assert await states(library) == [state]
    assert await count(pool, "procrastinate_jobs") == 1
    assert [each.file_name for each in await library.books()] == ["buch.pdf"]


async def test_the_same_file_sent_twice_at_once_is_one_book(library: Library, pool: asyncpg.Pool) -> None:
    receipts = await asyncio.gather(*(library.receive(b"%PDF", "a.pdf", Caption("A1")) for _ in range(5)))
    assert sorted(receipt.already for receipt in receipts) == [False, True, True, True, True]
    assert len({receipt.book for receipt in receipts}) == 1
    assert await count(pool, "procrastinate_jobs") == 1


async def test_the_same_file_with_another_caption_is_another_book(library: Library, pool: asyncpg.Pool) -> None:
    first = await library.receive(b"%PDF", "a.pdf", Caption("A1"))
    second = await library.receive(b"%PDF", "a.pdf", Caption("A1", 13))
    assert first.book != second.book
    assert not second.already
    assert await count(pool, "files") == 1


async def test_a_failed_book_may_be_tried_again(library: Library, pool: asyncpg.Pool) -> None:
    book = await begin(library, "A1")
    await library.reading_state.fail(book, "damaged")
    failed = await library.progress(book)
    assert failed
    assert (failed.over, failed.failure) == (True, "damaged")
    await has_run(pool)
    again = await library.receive(b"%PDF", "a.pdf", Caption("A1"))
    assert (again.book, again.already) == (book, False)
    assert await states(library) == [BookState.WAITING]


# Being read


async def test_what_was_read_is_kept_for_the_next_attempt(library: Library) -> None:
    book = await begin(library, "A1")
    page = Page(1, (Block("heading", "Käse", 1, ((1.5, 2.0, 3.0, 4.0),), 12.0, True),), label="i")
    document = Document((page, Page(2, (), problem="no_text")), (Bookmark(1, "Kapitel", None),))
    await library.reading_state.keep(book, document)
    opened = await library.reading_state.open(book)
    assert opened
    assert opened.document == document
    assert opened.data == b""


async def test_a_book_whose_worker_has_died_three_times_is_set_aside(library: Library) -> None:
    book = await begin(library, "A1")
    assert await library.reading_state.open(book)
    assert await library.reading_state.open(book)
    assert await library.reading_state.open(book) is None
    progress = await library.progress(book)
    assert progress
    assert (progress.state, progress.failure) == (BookState.FAILED, "set_aside")
    again = await library.receive(b"%PDF", "a.pdf", Caption("A1"))
    assert await library.reading_state.open(again.book)


async def test_an_attempt_that_is_interrupted_in_order_does_not_count(library: Library) -> None:
    book = await begin(library, "A1")
    for _ in range(5):
        await library.reading_state.uncount_attempt(book)
        assert await library.reading_state.open(book)


async def test_a_book_is_stored_once_however_often_it_is_read(library: Library, pool: asyncpg.Pool) -> None:
    book = await begin(library, "A1")
    stored = await asyncio.gather(*(store(library, book, passage("text")) for _ in range(3)))
    assert sorted(stored) == [False, False, True]
    assert await count(pool, "passages") == 1


async def test_a_draft_without_all_its_vectors_is_not_stored(library: Library, pool: asyncpg.Pool) -> None:
    await publish(library, "A1", passage("alt"), data=b"old")
    book = await begin(library, "A1")
    with pytest.raises(VectorsMissing, match="1 texts"):
        await library.reading_state.store(book, [passage("neu")], report([passage("neu")]), "letters")
    assert await states(library) == [BookState.PUBLISHED, BookState.READING]
    assert await count(pool, "passages") == 1


# Being seen


async def test_learners_see_a_book_once_it_is_published(library: Library) -> None:
    book = await begin(library, "A1")
    await store(library, book, passage("hallo"), passage("tschüss"), passage("vorwort", unit=None))
    assert not [*await library.courses(), *await library.units(), *await found(library, "hallo")]
    assert await library.publish(book)
    assert await library.courses() == ["A1"]
    [unit] = await library.units("A1")
    assert (unit.id, unit.number, unit.title, unit.passages) == ("A1-1", 1, "Titel A1-1", 2)
    assert await library.unit("A1-1") == unit
    assert await library.unit("A1-2") is None
    assert await library.units("B1") == []
    progress = await library.progress(book)
    assert progress
    assert progress.report
    assert progress.report.units == (unit,)


async def test_operators_see_the_newest_draft_where_nothing_is_published(library: Library) -> None:
    await publish(library, "A1", passage("gedruckt"))
    await store(library, await begin(library, "A1", b"new"), passage("entwurf"))
    for title in ("erster", "zweiter"):
        await store(library, await begin(library, "B1", title.encode()), passage(title, unit="B1-1"))
    question = await library.embed_question("entwurf")
    hits = await library.search(question, drafts=True)
    assert {hit.passage.text for hit in hits} == {"gedruckt", "zweiter"}
    assert await library.courses(drafts=True) == ["A1", "B1"]
    assert await library.unit("B1-1", drafts=True)
    assert await library.courses() == ["A1"]
    assert await found(library, "zweiter") == ["gedruckt"]


async def test_a_search_finds_the_nearest_passages_of_the_unit_first(library: Library) -> None:
    near, far, other = passage("anna anna"), passage("zzz"), passage("anna", unit="A1-2")
    await publish(library, "A1", far, near, other)
    hits = await library.search(await library.embed_question("anna"), unit="A1-1")
    assert [hit.passage for hit in hits] == [near, far]  # whole, with the boxes of their lines
    assert hits[0].title == "Titel A1-1"
    assert hits[0].score > hits[1].score
    assert 1 >= hits[0].likeness > hits[1].likeness


async def test_without_a_unit_the_whole_course_is_searched(library: Library) -> None:
    await publish(library, "A1", passage("anna"), passage("anne", unit=None))
    await publish(library, "B1", passage("annaa", unit="B1-1"))
    assert await found(library, "anna", course="A1") == ["anna", "anne"]
    assert len(await found(library, "anna")) == 3


async def test_a_text_that_stands_twice_in_a_book_is_found_in_both_places(library: Library) -> None:
    await publish(library, "A1", passage("refrain", page=1), passage("refrain", page=9))
    hits = await library.search(await library.embed_question("refrain"), unit="A1-1")
    assert [hit.passage.page_first for hit in hits] in ([1, 9], [9, 1])


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
async def test_any_clean_text_comes_out_as_it_went_in(library: Library, text: str) -> None:
    book = await publish(library, "A1", passage(text))
    assert await found(library, text, "A1-1") == [text]
    await library.remove(book)


async def test_coverage_shows_thin_units_and_missing_numbers(library: Library) -> None:
    long = "wort " * 100
    units = [passage(long, unit=f"A1-{number}") for number in (2, 3, 6)]
    await publish(library, "A1", *units, passage("kurz", unit="A1-4"))
    coverage = await library.coverage("A1")
    assert [(unit.card.id, unit.tokens, unit.thin) for unit in coverage.units] == [
        ("A1-2", 500, False),
        ("A1-3", 500, False),
        ("A1-4", 4, True),
        ("A1-6", 500, False),
    ]
    assert coverage.missing == (5,)
    assert (await library.coverage("B1")).units == ()


# Going out


async def test_a_removed_book_leaves_nothing_but_vectors_for_the_next(library: Library, pool: asyncpg.Pool) -> None:
    book = await publish(library, "A1", passage("hallo"), passage("rest", unit=None))
    assert await library.remove(book)
    assert not await library.remove(book)
    assert await library.progress(book) is None
    assert await library.units() == []
    assert [await count(pool, table) for table in ("books", "files", "units", "passages")] == [0, 0, 0, 0]


async def test_a_file_is_kept_as_long_as_a_book_needs_it(library: Library, pool: asyncpg.Pool) -> None:
    course, unit = await begin(library, "A1"), await begin(library, "A1-1")
    await library.remove(course)
    assert await count(pool, "files") == 1
    await library.remove(unit)
    assert await count(pool, "files") == 0


async def test_a_book_removed_while_it_is_read_is_not_stored(library: Library) -> None:
    book = await begin(library, "A1")
    await library.remove(book)
    assert not await store(library, book, passage("hallo"))
    assert await library.reading_state.open(book) is None
    assert await library.units(drafts=True) == []


class Silent(Letters):
    asked = 0

    async def embed_query(self, text: str) -> Vector:  # noqa: ARG002
        self.asked += 1
        raise EmbeddingUnavailable("no answer")


@pytest.mark.parametrize(("long", "asked"), [(0.0, 1), (1000.0, 3)])
async def test_questions_do_not_wait_one_after_the_other_for_a_provider_that_is_silent(
    pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch, long: float, asked: int
) -> None:
    """One that fails at once may be tried each time."""
    monkeypatch.setattr(library_module, "_LONG", long)
    embedder = Silent()
    library = Library(pool, embedder)
    for _ in range(3):
        with pytest.raises(EmbeddingUnavailable):
            await library.embed_question("Was?")
    assert embedder.asked == asked
