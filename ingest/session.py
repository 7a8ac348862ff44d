"""Connections outside the pool, for advisory locks: a process that holds one is alive, and dead when it is gone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

_PATIENCE = 5.0  # seconds for the database to answer


@asynccontextmanager
async def session(url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection outside the pool, which would drop its locks."""
    connection = await asyncpg.connect(url, timeout=_PATIENCE, command_timeout=_PATIENCE)
    try:
        yield connection
    finally:
        connection.terminate()  # at once, though the database may not answer
