"""Connections of their own for advisory locks: whoever holds one is known to live, and to be dead when it ends."""

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
