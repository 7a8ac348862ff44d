"""Editions of a course on a real Postgres: published, replaced, taken back, tidied up."""

import asyncio

import asyncpg
import pytest

from ingest.library import BookState, Library
from tests.ingest.textbooks import Letters, begin, found, passage, publish, store


@pytest.fixture
def library(pool: asyncpg.Pool) -> Library:
    return Library(pool, Letters())


async def draft(library: Library, data: bytes, text: str, caption: str = "A1", unit: str = "A1-1") -> int:
    book = await begin(library, caption, data)
    assert await store(library, book, passage(text, unit=unit))
    return book


async def states(library: Library) -> list[BookState]:
    return [book.state for book in await library.books()]


async def days_pass(pool: asyncpg.Pool) -> None:
    await pool.execute("UPDATE editions SET published = published - interval '2 days'")
    await pool.execute("UPDATE vectors SET created = created - interval '2 days'")
    await pool.execute("UPDATE active_model SET since = since - interval '2 days'")


# Publishing


async def test_a_new_book_of_the_course_replaces_the_old_one(library: Library) -> None:
    await publish(library, "A1", passage("alt"), passage("rest", unit="A1-2"), data=b"old")
    await publish(library, "A1", passage("neu"), data=b"new")
    assert await found(library, "alt", course="A1") == ["neu"]
    assert [unit.id for unit in await library.units("A1")] == ["A1-1"]
    assert await states(library) == [BookState.REPLACED, BookState.PUBLISHED]


async def test_a_file_for_one_unit_replaces_that_unit_only(library: Library) -> None:
    await publish(library, "A1", passage("eins"), passage("zwei", unit="A1-2"))
    await publish(library, "A1-2", passage("neu", unit="A1-2"), passage("rand", unit=None))
    assert await found(library, "eins", "A1-1") == ["eins"]
    assert await found(library, "zwei", "A1-2") == ["neu"]
    assert await states(library) == [BookState.PUBLISHED, BookState.PUBLISHED]
    await publish(library, "A1-2", passage("ganz neu", unit="A1-2"), data=b"new")
    assert sorted(await found(library, "rand", course="A1")) == ["eins", "ganz neu"]  # its margins go with it


async def test_a_new_course_replaces_the_files_of_its_units_too(library: Library) -> None:
    await publish(library, "A1-1", passage("datei"))
    await publish(library, "A1", passage("kurs"))
    assert await found(library, "datei") == ["kurs"]


async def test_what_is_no_draft_is_not_published(library: Library) -> None:
    reading = await begin(library, "A1")
    published = await publish(library, "B1", passage("text", unit="B1-1"))
    for book in (reading, published, 99):
        assert not await library.publish(book)
    assert await library.courses() == ["B1"]


async def test_two_drafts_of_a_course_published_at_once_leave_one(library: Library) -> None:
    books = [await draft(library, data, "text") for data in (b"a", b"b", b"c")]
    assert await asyncio.gather(*(library.publish(book) for book in books)) == [True, True, True]
    assert len(await found(library, "text")) == 1
    assert sorted(await states(library)) == [BookState.PUBLISHED, BookState.REPLACED, BookState.REPLACED]


async def test_a_replaced_file_that_is_sent_again_becomes_a_draft_of_its_own(library: Library) -> None:
    old = await publish(library, "A1", passage("alt"), data=b"old")
    await publish(library, "A1", passage("neu"), data=b"new")
    again = await draft(library, b"old", "alt")
    assert again != old
    assert await found(library, "alt") == ["neu"]
    assert await library.publish(again)
    assert await found(library, "alt") == ["alt"]


# Going back


async def test_going_back_shows_the_edition_before_and_makes_a_draft_of_the_newer(library: Library) -> None:
    await publish(library, "A1", passage("alt"), data=b"old")
    new = await publish(library, "A1", passage("neu"), data=b"new")
    assert await library.rollback("A1")
    assert await found(library, "neu") == ["alt"]
    assert await states(library) == [BookState.PUBLISHED, BookState.DRAFT]
    assert await library.publish(new)
    assert await found(library, "alt") == ["neu"]
    assert await states(library) == [BookState.REPLACED, BookState.PUBLISHED]


async def test_going_back_restores_the_one_unit_that_was_replaced(library: Library) -> None:
    await publish(library, "A1", passage("eins"), passage("zwei", unit="A1-2"))
    await publish(library, "A1-2", passage("neu", unit="A1-2"))
    assert await library.rollback("A1")
    assert sorted(await found(library, "zwei", course="A1")) == ["eins", "zwei"]
    assert await states(library) == [BookState.PUBLISHED, BookState.DRAFT]


async def test_there_is_nothing_before_the_first_edition(library: Library) -> None:
    await publish(library, "A1", passage("eins"))
    await publish(library, "B1", passage("anderes", unit="B1-1"))
    assert not await library.rollback("A1")
    assert not await library.rollback("C1")
    assert await library.courses() == ["A1", "B1"]


async def test_going_back_passes_over_editions_whose_books_are_removed(library: Library) -> None:
    await publish(library, "A1", passage("eins"), data=b"1")
    second = await publish(library, "A1", passage("zwei"), data=b"2")
    third = await publish(library, "A1", passage("drei"), data=b"3")
    await library.remove(second)
    assert await library.rollback("A1")
    assert await found(library, "drei") == ["eins"]
    assert await library.publish(third)
    await library.remove(third)
    assert await library.courses() == []
    assert list(await library.ways_back()) == ["A1"]
    assert await library.rollback("A1")
    assert await found(library, "drei") == ["eins"]
    assert await library.ways_back() == {}


async def test_going_back_from_an_edition_that_is_no_longer_the_present_one_changes_nothing(library: Library) -> None:
    for text in ("eins", "zwei", "drei"):
        await publish(library, "A1", passage(text), data=text.encode())
    await publish(library, "B1", passage("einzig", unit="B1-1"))
    ways_back = await library.ways_back()
    assert list(ways_back) == ["A1"]
    assert all(await asyncio.gather(*(library.rollback("A1", ways_back["A1"]) for _ in range(3))))
    assert await found(library, "drei", course="A1") == ["zwei"]
    await publish(library, "A1", passage("vier"), data=b"vier")
    assert not await library.rollback("A1", ways_back["A1"])
    assert await found(library, "drei", course="A1") == ["vier"]


async def test_learners_see_one_edition_or_the_other_while_it_changes(library: Library) -> None:
    await publish(library, "A1", *(passage(f"alt {n}") for n in range(5)), data=b"old")
    new = await begin(library, "A1", b"new")
    await store(library, new, *(passage(f"neu {n}") for n in range(7)))
    question = await library.embed_question("alt neu")
    seen: set[frozenset[str]] = set()

    async def look() -> None:
        while True:
            hits = await library.search(question, course="A1", top=100)
            seen.add(frozenset(hit.passage.text for hit in hits))

    looking = asyncio.create_task(look())
    for _ in range(10):
        assert await library.publish(new)
        assert await library.rollback("A1")
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)
    assert seen <= {frozenset(f"alt {n}" for n in range(5)), frozenset(f"neu {n}" for n in range(7))}


# Tidying up


async def test_only_what_no_edition_and_no_draft_needs_is_deleted_and_after_a_day(
    library: Library, pool: asyncpg.Pool
) -> None:
    for text in ("eins", "zwei", "drei"):
        await publish(library, "A1", passage(text), data=text.encode())
    await draft(library, b"vier", "vier")
    await library.tidy_up()
    assert await pool.fetchval("SELECT count(*) FROM passages") == 4
    await days_pass(pool)
    await library.tidy_up()
    assert await pool.fetchval("SELECT count(*) FROM passages") == 3
    assert await pool.fetchval("SELECT count(*) FROM vectors") == 3
    assert await pool.fetchval("SELECT count(*) FROM files") == 4
    assert await found(library, "drei") == ["drei"]
    assert await library.rollback("A1")
    assert await found(library, "drei") == ["zwei"]
    assert not await library.rollback("A1")


async def test_the_edition_before_stays_though_the_one_between_was_removed(
    library: Library, pool: asyncpg.Pool
) -> None:
    await publish(library, "A1", passage("eins"), data=b"1")
    second = await publish(library, "A1", passage("zwei"), data=b"2")
    await publish(library, "A1", passage("drei"), data=b"3")
    await library.remove(second)
    await days_pass(pool)
    await library.tidy_up()
    assert await library.rollback("A1")
    assert await found(library, "drei") == ["eins"]


async def test_a_text_that_another_book_has_keeps_its_vector(library: Library, pool: asyncpg.Pool) -> None:
    first = await publish(library, "A1", passage("gleich"), passage("nur hier"))
    await publish(library, "A1-2", passage("gleich", unit="A1-2"))
    await library.remove(first)
    await library.tidy_up()
    assert await pool.fetchval("SELECT count(*) FROM vectors") == 2  # a reading under way may count on it
    await days_pass(pool)
    await library.tidy_up()
    assert await pool.fetchval("SELECT count(*) FROM vectors") == 1
    assert await found(library, "gleich") == ["gleich"]
    assert await pool.fetchval("SELECT count(*) FROM vectors") == 1
