"""kill -9 of the worker at 20 random moments of one book: is what learners see intact, does the job end?"""

import random
import time
from collections import Counter

import asyncpg
from rich import print
from rich.table import Table

from bot.sandbox.sample import SAMPLE_BOOK
from ingest.embedders import USE, choose_embedder
from ingest.library import BookState, Library, UnitCard
from ingest.reading import read_book
from ingest.units.caption import Caption
from tests.databases import own_postgres
from tests.ingest.jobs.killing import worker
from tests.ingest.jobs.librarians import begun, end
from tests.ingest.textbooks import textbook

MOMENTS = 20


async def main() -> None:
    table = Table("killed after", "in stage", "published edition", "ended after", "as", "passages", "twice")
    moments = random.Random(20)
    async with own_postgres() as (url, pool):
        library = Library(pool, choose_embedder(USE))
        old = await _published(library)
        whole = await _undisturbed(pool, library, url)
        for moment in sorted(moments.uniform(0, whole) for _ in range(MOMENTS)):
            table.add_row(*await _kill(pool, library, url, moment, old))
            await _forget_drafts(pool, library)
    table.title = f"{MOMENTS} kills of a book that takes {whole:.1f} s"
    print(table)


async def _published(library: Library) -> list[UnitCard]:
    """The edition that learners see all the while."""
    receipt = await library.receive(textbook("Altes", "Bewährtes"), "old.pdf", Caption("A1"))
    await read_book(library, receipt.book)
    assert await library.publish(receipt.book)
    return await library.units("A1")


async def _undisturbed(pool: asyncpg.Pool, library: Library, url: str) -> float:
    """Seconds from taking the book to its draft."""
    book = await _new_edition(pool, library)
    async with worker(url, USE):
        await begun(library, book)
        started = time.perf_counter()
        assert (await end(library, book)).state == BookState.DRAFT
    await _forget_drafts(pool, library)
    return time.perf_counter() - started


async def _kill(pool: asyncpg.Pool, library: Library, url: str, moment: float, old: list[UnitCard]) -> tuple[str, ...]:
    book = await _new_edition(pool, library)
    async with worker(url, USE) as doomed:
        await begun(library, book)
        killing = time.perf_counter()
        while time.perf_counter() < killing + moment:
            assert await library.units("A1") == old
        progress = await library.progress(book)
        doomed.close()
    started = time.perf_counter()
    async with worker(url, USE):
        ended = await end(library, book)
    digests = await pool.fetch("SELECT unit, digest FROM passages JOIN units u ON u.key = unit WHERE book = $1", book)
    twice = sum(count - 1 for count in Counter(tuple(row) for row in digests).values())
    return (
        f"{moment:.2f} s",
        (progress.stage or progress.state) if progress else "",
        "intact" if await library.units("A1") == old else "BROKEN",
        f"{time.perf_counter() - started:.1f} s",
        ended.state,
        str(len(digests)),
        str(twice),
    )


async def _new_edition(pool: asyncpg.Pool, library: Library) -> int:
    """The same book as another file: nothing is known of its pages."""
    number = await pool.fetchval("SELECT count(*) FROM books")
    return (await library.receive(SAMPLE_BOOK.read_bytes() + b"\n" * (1 + number), "new.pdf", Caption("A1"))).book


async def _forget_drafts(pool: asyncpg.Pool, library: Library) -> None:
    for book in await library.books():
        if book.state != BookState.PUBLISHED:
            await library.remove(book.id)
    await pool.execute("DELETE FROM vectors v WHERE NOT EXISTS (SELECT FROM passages WHERE digest = v.digest)")
