"""Of several processes one leads, and another when that is gone."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from bot.sandbox import patience
from bot.updates.leader import _LOCK, Leader
from tests.databases import HERE, until
from tests.programs import Program

FOR_EVER = 3600.0  # seconds


class Process:
    """Would like to lead; as a task, or as a program: `python -m tests.bot.updates.test_leader URL`."""

    def __init__(self, url: str, lease: float = FOR_EVER) -> None:
        self.terms = 0
        self._leads = asyncio.Event()
        self._work = asyncio.create_task(Leader(url, self._term, lease).work())

    @asynccontextmanager
    async def _term(self) -> AsyncIterator[None]:
        self.terms += 1
        self._leads.set()
        try:
            yield
        finally:
            self._leads.clear()

    @property
    def leads(self) -> bool:
        return self._leads.is_set()

    async def comes_to_lead(self) -> None:
        await asyncio.wait_for(self._leads.wait(), patience.seconds)

    async def stop(self) -> None:
        self._work.cancel()
        await asyncio.gather(self._work, return_exceptions=True)


async def waiting(pool: asyncpg.Pool) -> None:
    """Somebody waits to lead."""
    await until(
        pool,
        f"""SELECT true FROM pg_stat_activity
            WHERE datid = {HERE} AND pid <> pg_backend_pid() AND state = 'idle'
              AND query LIKE '%pg_terminate_backend(pid) FROM pg_locks%'""",
    )


HOLDER = f"SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND database = {HERE} AND objid = $1"


async def test_one_leads_and_the_next_when_it_stops(pool: asyncpg.Pool, database_url: str) -> None:
    first = Process(database_url)
    await first.comes_to_lead()
    before = await pool.fetchval(HOLDER, _LOCK)
    second = Process(database_url)
    await waiting(pool)
    assert (first.leads, second.leads) == (True, False)
    assert await pool.fetchval(HOLDER, _LOCK) == before  # who gives signs of life keeps its connection
    await first.stop()
    assert not first.leads
    await second.comes_to_lead()
    await second.stop()


END_SESSIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND datname = current_database()"""


async def test_whose_connection_ends_leads_on_while_nobody_else_does(pool: asyncpg.Pool, database_url: str) -> None:
    process = Process(database_url)
    await process.comes_to_lead()
    await pool.execute(END_SESSIONS)
    await until(pool, HOLDER, _LOCK)
    assert process.leads
    assert process.terms == 1
    await process.stop()


async def test_who_finds_another_in_its_place_leads_no_more(pool: asyncpg.Pool, database_url: str) -> None:
    process = Process(database_url)
    await process.comes_to_lead()
    async with pool.acquire() as other:
        await other.execute(END_SESSIONS)
        await other.execute("SELECT pg_advisory_lock($1)", _LOCK)
        async with asyncio.timeout(patience.seconds):
            while process.leads:  # noqa: ASYNC110 - only the beginning of a term is given by an event
                await asyncio.sleep(0.02)
        await other.execute("SELECT pg_advisory_unlock($1)", _LOCK)
    await process.comes_to_lead()
    assert process.terms == 2
    await process.stop()


@pytest.mark.parametrize(("trouble", "lease"), [(signal.SIGKILL, FOR_EVER), (signal.SIGSTOP, 2.0)])
async def test_the_next_leads_when_a_leader_is_killed_or_stands_still(
    pool: asyncpg.Pool, database_url: str, trouble: signal.Signals, lease: float
) -> None:
    with await asyncio.to_thread(Program, __name__, database_url) as leader:
        await until(pool, HOLDER, _LOCK)
        next_one = Process(database_url, lease)
        await waiting(pool)
        leader.send_signal(trouble)
        await next_one.comes_to_lead()
        await next_one.stop()


async def main(url: str) -> None:
    Process(url)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
