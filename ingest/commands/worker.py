"""The command `worker`: a process that only reads books."""

import asyncio
from contextlib import suppress

from ingest.commands.running import command, opened_library
from ingest.heartbeat import beating
from ingest.jobs.librarian import Librarian
from ingest.log import set_up_logging
from ingest.settings import LibrarySettings, read_settings


@command
async def worker() -> None:
    """Read the books of the queue until stopped; any number of workers may run."""
    settings = read_settings(LibrarySettings)
    set_up_logging(*settings.keys)
    with suppress(asyncio.CancelledError):  # being stopped is how a worker ends
        async with opened_library() as (library, url):
            with beating(settings.heartbeat_file):
                await Librarian(library, url).work()
