"""A 200-page book from the file to the draft: time, memory, and how much the event loop suffers."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from rich import print
from rich.table import Table

from ingest.embedders import choose_embedder
from ingest.jobs.librarian import Librarian
from ingest.library import BookState, Library, Progress, Report
from ingest.passages import Passage
from ingest.units.caption import Caption
from tests.bench._memory import resident
from tests.bench.reading import PAGES, long_book
from tests.databases import own_postgres

_EVERY = 0.01  # seconds


async def main() -> None:
    table = Table("", "", title=f"A book of {PAGES} pages goes in", show_header=False)
    async with own_postgres() as (url, pool):
        library = Library(pool, choose_embedder())
        question = await library.embed_question("Hallo")  # the bot, too, loads its model at the start
        async with _watched() as watch:
            progress, seconds = await _read(library, url, long_book())
        assert progress.state == BookState.DRAFT
        assert progress.report
        table.add_row("from the file to the draft", f"{seconds:.1f} s (aim: 60 s)")
        texts = await pool.fetchval("SELECT (SELECT count(*) FROM passages) + (SELECT count(*) FROM snippets)")
        different = await pool.fetchval("SELECT count(*) FROM vectors")
        table.add_row("passages", f"{progress.report.passages}")
        table.add_row("they and their snippets, different ones", f"{texts}, {different}")
        table.add_row("memory at its peak, readers included", f"{watch.memory / 2**20:.0f} MB")
        table.add_row("event loop late by, 99th percentile", f"{1000 * watch.late(0.99):.1f} ms")
        table.add_row("event loop late by, at most", f"{1000 * watch.late(1):.1f} ms")
        hits = await library.search(question, course="A1", top=10_000, drafts=True)
        passages = [hit.passage for hit in hits]
        speed = await _embedding(library, passages)
        table.add_row("embedding", f"{speed:.0f} passages/s")
        all_different = seconds + (texts - different) / speed  # snippets take less
        table.add_row("the whole, had all been different, at most", f"{all_different:.0f} s (reckoned)")
        table.add_row("storing", f"{await _storing(library, passages, progress.report):.0f} rows/s")
        started = time.perf_counter()
        assert await library.publish(1)
        table.add_row("publishing", f"{1000 * (time.perf_counter() - started):.0f} ms")
    print(table)


async def _read(library: Library, url: str, data: bytes) -> tuple[Progress, float]:
    started = time.perf_counter()
    work = asyncio.create_task(Librarian(library, url).work())
    receipt = await library.receive(data, "long.pdf", Caption("A1"))
    while True:
        progress = await library.progress(receipt.book)
        assert progress
        if progress.over:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            return progress, time.perf_counter() - started
        await asyncio.sleep(0.1)


async def _embedding(library: Library, passages: list[Passage]) -> float:
    embedder, texts = library.vectors.wanted, [passage.text for passage in passages]
    started = time.perf_counter()
    for first in range(0, len(texts), embedder.batch):
        await embedder.embed_passages(texts[first : first + embedder.batch])
    return len(passages) / (time.perf_counter() - started)


async def _storing(library: Library, passages: list[Passage], report: Report) -> float:
    """Rows a second, of a book whose vectors are there."""
    receipt = await library.receive(b"again", "again.pdf", Caption("A1"))
    await library.reading_state.open(receipt.book)
    model = library.vectors.wanted.name
    started = time.perf_counter()
    assert await library.reading_state.store(receipt.book, passages, report, model)
    return len(passages) / (time.perf_counter() - started)


@dataclass(slots=True)
class _Watch:
    memory: int
    delays: list[float]

    def late(self, share: float) -> float:
        """By how many seconds the loop was late in that share of cases, at most."""
        ordered = sorted(self.delays)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@asynccontextmanager
async def _watched() -> AsyncIterator[_Watch]:
    """Measures the process, its children and its event loop as long as the context is open."""
    watch = _Watch(0, [])

    async def weigh() -> None:
        while True:
            watch.memory = max(watch.memory, await asyncio.to_thread(resident))
            await asyncio.sleep(0.2)

    async def time_the_loop() -> None:
        while True:
            started = time.perf_counter()
            await asyncio.sleep(_EVERY)
            watch.delays.append(time.perf_counter() - started - _EVERY)

    tasks = [asyncio.create_task(each) for each in (weigh(), time_the_loop())]
    try:
        yield watch
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
