"""Workers in processes of their own, killed at moments of our choice.

As a program it is such a worker: `python -m tests.ingest.jobs.killing URL MODEL`.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from ingest.database import open_pool
from ingest.embedders import Vector, choose_embedder
from ingest.jobs.librarian import Librarian
from ingest.library import Library, Progress
from tests.ingest.jobs.librarians import begun, end
from tests.ingest.textbooks import Letters
from tests.programs import Program

LEASE = 2.0  # seconds
SLOW = "letters"  # the model that takes its time
DEADLY = "Gift"  # the word that it does not survive


class SlowLetters(Letters):
    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        await asyncio.sleep(0.05)
        if any(DEADLY in text for text in texts):
            os.kill(os.getpid(), signal.SIGKILL)
        return await super().embed_passages(texts)


@asynccontextmanager
async def worker(url: str, model: str = SLOW) -> AsyncIterator[Program]:
    """A worker process, killed at the end if it lives still."""
    with await asyncio.to_thread(Program, "tests.ingest.jobs.killing", url, model) as process:
        yield process


async def survive(library: Library, url: str, book: int, moments: Sequence[float], model: str = SLOW) -> Progress:
    """How a book ends whose workers are killed so many seconds after each took it, all but the last."""
    for moment in moments:
        async with worker(url, model) as doomed:
            await begun(library, book)
            await asyncio.sleep(moment)
            doomed.close()
    async with worker(url, model):
        return await end(library, book)


async def main(url: str, model: str) -> None:
    async with await open_pool(url) as pool:
        library = Library(pool, SlowLetters() if model == SLOW else choose_embedder(model))
        await Librarian(library, url, LEASE).work()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
