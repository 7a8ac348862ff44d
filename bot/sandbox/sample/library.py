"""The sample book in a library."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.sandbox.sample import SAMPLE_BOOK
from ingest.database import migrate, open_pool, running_postgres
from ingest.embedders import choose_embedder
from ingest.library import Library
from ingest.reading import read_book
from ingest.units.caption import parse_caption


@asynccontextmanager
async def sample_library() -> AsyncIterator[Library]:
    """A library of its own that has published the sample book, with this machine's embedding model. It is deleted
    afterwards."""
    with tempfile.TemporaryDirectory() as folder, running_postgres("", Path(folder)) as url:
        await migrate(url)
        async with await open_pool(url) as pool:
            library = Library(pool, choose_embedder(""))
            await publish_sample(library)
            yield library


async def publish_sample(library: Library) -> None:
    """As the course A1."""
    receipt = await library.receive(SAMPLE_BOOK.read_bytes(), SAMPLE_BOOK.name, parse_caption("A1"))
    await read_book(library, receipt.book)
    await library.publish(receipt.book)
