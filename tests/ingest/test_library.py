"""The library on a real Postgres: what goes in, what learners see, what replaces what."""

import asyncio

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.caption import Caption, parse_caption
from ingest.library import Library, Stage, State
from ingest.passages import Passage
from tests.ingest.textbooks import Letters, passage, report


@pytest.fixture
def library(pool: asyncpg.Pool) -> Library:
    return Library(pool, Letters())


async def begin(library: Library, caption: str, data: bytes = b"%PDF") -> int:
    """A book that is being read."""
    receipt = await library.receive(data, "buch.pdf", parse_caption(caption))
    assert await library.open(receipt.book)
    return receipt.book


async def publish(library: Library, book: int, *passages: Passage) -> bool:
    vectors = await library.embedder.embed_passages([each.text for each in passages])
    return await library.publish(book, passages, vectors, report(passages))


async def found(library: Library, question: str, unit: str | None = None, course: str | None = None) -> list[str]:
    hits = await library.search(await library.embedder.embed_query(question), unit, course)
    return [hit.passage.text for hit in hits]


async def states(library: Library) -> list[State]:
    return [book.state for book in await library.books()]


async def count(pool: asyncpg.Pool, table: str) -> int:
    return int(await pool.fetchval(f"SELECT count(*) FROM {table}"))


# Coming in


async def test_a_received_book_waits_with_its_job(library: Library, pool: asyncpg.Pool) -> None:
    receipt = await library.receive(b"%PDF", "buch.pdf", Caption("A1"))
    progress = await library.progress(receipt.book)
    assert not receipt.already
    assert progress
    assert progress.state == State.WAITING
    assert not progress.over
    assert await pool.fetchval("SELECT args FROM procrastinate_jobs") == {"book": receipt.book}


async def test_without_its_job_a_book_is_not_kept(library: Library, pool: asyncpg.Pool) -> None:
    await pool.execute("ALTER FUNCTION procrastinate_defer_jobs_v1 RENAME TO gone")
    with pytest.raises(asyncpg.UndefinedFunctionError):
        await library.receive(b"%PDF", "buch.pdf", Caption("A1"))
    assert await library.books() == []


@pytest.mark.parametrize("published", [False, True])
async def test_the_same_file_again_changes_nothing(library: Library, pool: asyncpg.Pool, published: bool) -> None:
    book = await begin(library, "A1")
    if published:
        await publish(library, book, passage("hallo"))
    again = await library.receive(b"%PDF", "anders.pdf", Caption("A1"))
    assert (again.book, again.already) == (book, True)
    assert await count(pool, "procrastinate_jobs") == 1
    assert [each.file_name for each in await library.books()] == ["buch.pdf"]


async def test_the_same_file_sent_twice_at_once_is_one_book(library: Library, pool: asyncpg.Pool) -> None:
    receipts = await asyncio.gather(*(library.receive(b"%PDF", "a.pdf", Caption("A1")) for _ in range(5)))
    assert sorted(receipt.already for receipt in receipts) == [False, True, True, True, True]
    assert len({receipt.book for receipt in receipts}) == 1
    assert await count(pool, "procrastinate_jobs") == 1


async def test_the_same_file_with_another_caption_is_another_book(library: Library) -> None:
    first = await library.receive(b"%PDF", "a.pdf", Caption("A1"))
    second = await library.receive(b"%PDF", "a.pdf", Caption("A1", 13))
    assert first.book != second.book
    assert not second.already


async def test_a_failed_book_may_be_tried_again(library: Library, pool: asyncpg.Pool) -> None:
    book = await begin(library, "A1")
    await library.fail(book, "damaged")
    failed = await library.progress(book)
    assert failed
    assert (failed.over, failed.failure) == (True, "damaged")
    await pool.execute("DELETE FROM procrastinate_jobs")  # it has run
    again = await library.receive(b"%PDF", "a.pdf", Caption("A1"))
    assert (again.book, again.already) == (book, False)
    assert await states(library) == [State.WAITING]


async def test_progress_is_noted(library: Library) -> None:
    book = await begin(library, "A1")
    await library.note_progress(book, Stage.VECTORS, 30, 200)
    progress = await library.progress(book)
    assert progress
    assert (progress.stage, progress.done, progress.total) == (Stage.VECTORS, 30, 200)


# Being seen


async def test_learners_see_a_book_once_it_is_published(library: Library) -> None:
    book = await begin(library, "A1")
    assert await library.courses() == []
    await publish(library, book, passage("hallo"), passage("tschüss"), passage("vorwort", unit=None))
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


async def test_a_search_finds_the_nearest_passages_of_the_unit_first(library: Library) -> None:
    book = await begin(library, "A1")
    near, far, other = passage("anna anna"), passage("zzz"), passage("anna", unit="A1-2")
    await publish(library, book, far, near, other)
    hits = await library.search(await library.embedder.embed_query("anna"), unit="A1-1")
    assert [hit.passage for hit in hits] == [near, far]  # whole, with the boxes of their lines
    assert hits[0].title == "Titel A1-1"
    assert 1 >= hits[0].score > hits[1].score


async def test_without_a_unit_the_whole_course_is_searched(library: Library) -> None:
    await publish(library, await begin(library, "A1"), passage("anna"), passage("anne", unit=None))
    await publish(library, await begin(library, "B1"), passage("annaa", unit="B1-1"))
    assert await found(library, "anna", course="A1") == ["anna", "anne"]
    assert len(await found(library, "anna")) == 3


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
async def test_any_clean_text_comes_out_as_it_went_in(library: Library, text: str) -> None:
    book = await begin(library, "A1")
    await publish(library, book, passage(text))
    assert await found(library, text, "A1-1") == [text]
    await library.remove(book)


# Replacing


async def test_a_new_book_of_the_course_replaces_the_old_one(library: Library) -> None:
    await publish(library, await begin(library, "A1", b"old"), passage("alt"), passage("rest", unit="A1-2"))
    await publish(library, await begin(library, "A1", b"new"), passage("neu"))
    assert await found(library, "alt", course="A1") == ["neu"]
    assert [unit.id for unit in await library.units("A1")] == ["A1-1"]
    assert await states(library) == [State.REPLACED, State.PUBLISHED]


async def test_a_file_for_one_unit_replaces_that_unit_only(library: Library) -> None:
    await publish(library, await begin(library, "A1"), passage("eins"), passage("zwei", unit="A1-2"))
    await publish(library, await begin(library, "A1-2"), passage("neu", unit="A1-2"))
    assert await found(library, "eins", "A1-1") == ["eins"]
    assert await found(library, "zwei", "A1-2") == ["neu"]
    assert await states(library) == [State.PUBLISHED, State.PUBLISHED]


async def test_a_replaced_book_may_come_back(library: Library, pool: asyncpg.Pool) -> None:
    old = await begin(library, "A1", b"old")
    await publish(library, old, passage("alt"))
    await publish(library, await begin(library, "A1", b"new"), passage("neu"))
    await pool.execute("DELETE FROM procrastinate_jobs")  # they have run
    assert await begin(library, "A1", b"old") == old
    assert await found(library, "alt") == ["neu"]
    await publish(library, old, passage("alt"))
    assert await found(library, "alt") == ["alt"]


async def test_two_books_of_a_course_published_at_once_leave_one(library: Library) -> None:
    books = [await begin(library, "A1", data) for data in (b"a", b"b", b"c")]
    await asyncio.gather(*(publish(library, book, passage("text")) for book in books))
    assert len(await found(library, "text")) == 1
    assert sorted(await states(library)) == [State.PUBLISHED, State.REPLACED, State.REPLACED]


async def test_a_book_is_published_once_however_often_it_is_read(library: Library, pool: asyncpg.Pool) -> None:
    book = await begin(library, "A1")
    assert sorted(await asyncio.gather(*(publish(library, book, passage("text")) for _ in range(3)))) == [
        False,
        False,
        True,
    ]
    assert await count(pool, "passages") == 1


async def test_a_publication_that_breaks_off_leaves_the_old_book(library: Library) -> None:
    await publish(library, await begin(library, "A1", b"old"), passage("alt"))
    book = await begin(library, "A1", b"new")
    with pytest.raises(ValueError, match="zip"):  # a vector is missing
        await library.publish(book, [passage("neu")], [], report([passage("neu")]))
    assert await found(library, "alt") == ["alt"]


# Going out


async def test_a_removed_book_leaves_nothing(library: Library, pool: asyncpg.Pool) -> None:
    book = await begin(library, "A1")
    await publish(library, book, passage("hallo"), passage("rest", unit=None))
    assert await library.remove(book)
    assert not await library.remove(book)
    assert await library.progress(book) is None
    assert [await count(pool, table) for table in ("books", "units", "passages", "vectors")] == [0, 0, 0, 0]


async def test_a_book_removed_while_it_is_read_is_not_published(library: Library) -> None:
    book = await begin(library, "A1")
    await library.remove(book)
    assert not await publish(library, book, passage("hallo"))
    assert await library.open(book) is None
    assert await library.units() == []


# Models


async def test_vectors_of_models_of_different_sizes_live_side_by_side(library: Library, pool: asyncpg.Pool) -> None:
    small = Library(pool, Letters("few letters", dimensions=5))
    await publish(library, await begin(library, "A1"), passage("gross"))
    await publish(small, await begin(small, "B1"), passage("klein", unit="B1-1"))
    assert await found(library, "klein") == ["gross"]
    assert await found(small, "gross") == ["klein"]


async def test_a_known_file_is_read_again_for_a_new_model(library: Library, pool: asyncpg.Pool) -> None:
    book = await begin(library, "A1")
    await publish(library, book, passage("text"))
    await pool.execute("DELETE FROM procrastinate_jobs")  # it has run
    other = Library(pool, Letters("few letters", dimensions=5))
    assert await begin(other, "A1") == book
    assert await found(library, "text") == ["text"]
    await publish(other, book, passage("text"))
    assert await found(other, "text") == ["text"]
