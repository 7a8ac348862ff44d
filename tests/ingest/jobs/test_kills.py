"""Workers that are killed: what is published stays, what is begun is finished, what kills is set aside."""

import random
from collections import Counter

import asyncpg
import pytest

from ingest.library import BookState, Library
from ingest.units.caption import Caption
from tests.ingest.jobs.killing import DEADLY, survive, worker
from tests.ingest.jobs.librarians import end
from tests.ingest.textbooks import Letters, found, passage, publish, textbook

pytestmark = pytest.mark.long

TITLES = [f"Thema {letter}" for letter in "ABCDEFGHIJKL"]


async def test_a_book_whose_workers_are_killed_is_stored_once_and_the_published_one_stays(
    pool: asyncpg.Pool, database_url: str
) -> None:
    library, moments = Library(pool, Letters()), random.Random(4)
    await publish(library, "A1", passage("das alte Buch"))
    book = (await library.receive(textbook(*TITLES), "neu.pdf", Caption("A1"))).book
    # Wherever it strikes, the outcome is the same; the whole takes about two seconds.
    progress = await survive(library, database_url, book, [moments.uniform(0, 2) for _ in range(2)])
    assert progress.state in (BookState.DRAFT, BookState.PUBLISHED)
    assert await found(library, "alt", course="A1") == ["das alte Buch"]
    assert progress.report
    assert [unit.title for unit in progress.report.units] == TITLES
    texts = await pool.fetch("SELECT digest FROM passages JOIN units u ON u.key = unit WHERE book = $1", book)
    assert len(texts) == progress.report.passages == len(TITLES) + 2
    assert max(Counter(row["digest"] for row in texts).values()) == 1
    assert await library.publish(book)
    assert len(await library.units("A1")) == len(TITLES)


async def test_a_book_that_kills_its_worker_three_times_is_set_aside(pool: asyncpg.Pool, database_url: str) -> None:
    library = Library(pool, Letters())
    deadly = (await library.receive(textbook(DEADLY), "gift.pdf", Caption("A1"))).book
    harmless = (await library.receive(textbook("Familie"), "familie.pdf", Caption("A1"))).book
    for _ in range(3):
        async with worker(database_url) as victim:
            await victim.wait()
    async with worker(database_url):
        assert (await end(library, harmless)).state == BookState.DRAFT
        progress = await end(library, deadly)
    assert (progress.state, progress.failure) == (BookState.FAILED, "set_aside")
