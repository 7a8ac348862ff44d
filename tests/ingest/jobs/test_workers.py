"""Workers of the queue: what ends one, and who goes on."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from procrastinate import App, utils

from bot.sandbox import patience
from ingest.jobs.queue import defer
from ingest.jobs.workers import LIVES, AtOnce, Worker
from tests.databases import HERE
from tests.databases import until as database_says

LEASE = 2.0  # seconds
SESSIONS = f"FROM pg_stat_activity WHERE datid = {HERE} AND pid <> pg_backend_pid()"


class Desk:
    """Notes what is begun and what is done; waits meanwhile where it is told to, and meets `troubles` first."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.done: list[int] = []
        self.go = asyncio.Event()
        self.go.set()
        self.troubles: list[Exception] = []

    def add_tasks(self, app: App) -> None:
        app.task(name="note", queue="notes", retry=AtOnce())(self._note)

    async def _note(self, number: int) -> None:
        self.begun.append(number)
        if self.troubles:
            raise self.troubles.pop()
        await self.go.wait()
        self.done.append(number)


@asynccontextmanager
async def working(url: str, desk: Desk, at_once: int = 10, lease: float = LEASE) -> AsyncIterator[None]:
    worker = Worker(url, "worker", ["notes"], desk.add_tasks, at_once=at_once, delete_jobs="always", lease=lease)
    work = asyncio.create_task(worker.work(patience=0))
    try:
        yield
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


async def note(pool: asyncpg.Pool, number: int, lock: str | None = None) -> None:
    async with pool.acquire() as connection:
        await defer(connection, "notes", "note", {"number": number}, lock=lock)


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(patience.seconds):
        while not reached():  # noqa: ASYNC110 - some of it happens in the database
            await asyncio.sleep(0.02)


async def test_the_job_of_a_process_that_is_killed_is_taken_over_before_its_heart_is_missed(
    pool: asyncpg.Pool, database_url: str
) -> None:
    await note(pool, 1)
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", __name__, database_url)
    await database_says(pool, "SELECT true FROM procrastinate_jobs WHERE status = 'doing'")
    process.kill()
    await process.wait()
    await pool.execute("UPDATE procrastinate_workers SET last_heartbeat = now() + interval '1 hour'")
    desk = Desk()
    async with working(database_url, desk):
        await until(lambda: desk.done == [1])


async def test_the_job_of_one_that_stands_still_is_taken_over_though_its_connection_lives(
    pool: asyncpg.Pool, database_url: str
) -> None:
    desk = Desk()
    async with working(database_url, desk), pool.acquire() as other:
        await note(pool, 1)
        await until(lambda: desk.done == [1])
        still = await other.fetchval(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        await other.execute("SELECT pg_advisory_lock($1, $2)", LIVES, still)
        await other.execute(
            """INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)
               VALUES ('notes', 'note', '{"number": 2}', 'doing', $1)""",
            still,
        )
        await until(lambda: desk.done == [1, 2])


async def test_a_living_worker_keeps_its_job(pool: asyncpg.Pool, database_url: str) -> None:
    desk, other = Desk(), Desk()
    desk.go.clear()
    async with working(database_url, desk, lease=8.0):  # a machine may stand still for a while
        await note(pool, 1)
        await until(lambda: desk.begun == [1])
        async with working(database_url, other, lease=8.0):
            await database_says(pool, f"SELECT count(*) = 2 {SESSIONS} AND query LIKE '%pg_locks%'")  # it has looked
            beat = await pool.fetchval("SELECT min(last_heartbeat) FROM procrastinate_workers")
            await database_says(pool, "SELECT min(last_heartbeat) > $1 FROM procrastinate_workers", beat)
            desk.go.set()
            await until(lambda: desk.done == [1])
    assert other.begun == []


async def test_who_has_lost_a_job_does_not_end_it(pool: asyncpg.Pool, database_url: str) -> None:
    desk = Desk()
    desk.go.clear()
    async with working(database_url, desk, at_once=1), pool.acquire() as other:
        await note(pool, 1)
        await until(lambda: desk.begun == [1])
        worker = await other.fetchval("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        await other.execute("SELECT pg_advisory_lock($1, $2)", 0x11A7, worker)  # it lives
        await other.execute("UPDATE procrastinate_jobs SET worker_id = $1", worker)
        await note(pool, 2)
        desk.go.set()
        await until(lambda: desk.done == [1, 2])
        assert await other.fetchval("SELECT status FROM procrastinate_jobs WHERE worker_id = $1", worker) == "doing"
        await other.execute("SELECT pg_advisory_unlock_all()")  # and dies
        await until(lambda: desk.done == [1, 2, 1])


@pytest.mark.parametrize("whose", ["true", "query LIKE '%pg_locks%'"])
async def test_a_worker_whose_connections_end_begins_again(pool: asyncpg.Pool, database_url: str, whose: str) -> None:
    desk = Desk()
    async with working(database_url, desk):
        await note(pool, 1)
        await until(lambda: desk.done == [1])
        first = await pool.fetchval("SELECT max(id) FROM procrastinate_workers")
        await end_connections(pool, whose)
        await database_says(pool, "SELECT true FROM procrastinate_workers WHERE id > $1", first)
        await note(pool, 2)
        await until(lambda: 2 in desk.done)


async def test_what_is_in_hand_when_the_connections_end_is_done(pool: asyncpg.Pool, database_url: str) -> None:
    desk = Desk()
    desk.go.clear()
    async with working(database_url, desk):
        await note(pool, 1)
        await until(lambda: desk.begun == [1])
        await end_connections(pool, "true")
        desk.go.set()
        await until(lambda: 1 in desk.done)


async def test_a_worker_that_does_not_hear_of_jobs_any_more_looks_for_them(
    pool: asyncpg.Pool, database_url: str
) -> None:
    desk = Desk()
    async with working(database_url, desk):
        await end_connections(pool, "query LIKE 'LISTEN%'")
        await note(pool, 1)
        await until(lambda: desk.done == [1])


async def end_connections(pool: asyncpg.Pool, which: str) -> None:
    """End those of them that are not the test's own, once there is one."""
    await database_says(pool, f"SELECT bool_or(pg_terminate_backend(pid)) {SESSIONS} AND {which}")


async def test_what_waits_for_a_lock_is_begun_when_the_lock_is_free(pool: asyncpg.Pool, database_url: str) -> None:
    desk = Desk()
    async with working(database_url, desk):
        for number in range(20):
            await note(pool, number, lock="one")
        await until(lambda: len(desk.done) == 20)
    assert desk.done == list(range(20))


async def test_what_the_database_broke_off_is_done_at_once_though_this_machines_clock_is_ahead(
    pool: asyncpg.Pool, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(utils, "utcnow", lambda: datetime.now(UTC) + timedelta(hours=1))
    desk = Desk()
    desk.troubles = [ConnectionResetError()]
    async with working(database_url, desk):
        await note(pool, 1)
        await until(lambda: desk.done == [1])


async def test_a_worker_that_stops_gives_back_what_it_has_in_hand(pool: asyncpg.Pool, database_url: str) -> None:
    desk, other = Desk(), Desk()
    desk.go.clear()
    async with working(database_url, desk):
        await note(pool, 1)
        await until(lambda: desk.begun == [1])
    async with working(database_url, other):
        await until(lambda: other.done == [1])
    assert desk.done == []


async def main(url: str) -> None:
    desk = Desk()
    desk.go.clear()
    async with working(url, desk):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
