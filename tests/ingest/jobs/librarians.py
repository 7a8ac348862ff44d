"""A librarian at work, and how far it is with a book."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from ingest.jobs.librarian import Librarian
from ingest.library import BookState, Library, Progress


@asynccontextmanager
async def working(library: Library, url: str) -> AsyncIterator[None]:
    work = asyncio.create_task(Librarian(library, url, lease=2.0).work(patience=0))
    try:
        yield
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work


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


async def begun(library: Library, book: int) -> Progress:
    return await until(library, book, lambda progress: progress.state != BookState.WAITING)
