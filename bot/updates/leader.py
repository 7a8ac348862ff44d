"""Which of the processes with one token is at work for it, where only one may be."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from typing import Never

import asyncpg

from ingest.database import CONNECTION_LOST, session
from ingest.supervision import keep_alive

logger = logging.getLogger(__name__)

_LEADS = 0x11A8  # the advisory lock of the leader: any number, as long as every process uses the same
_LOOK = 1.0  # seconds between two tries, and between two signs of life
_LEASE = 10.0  # seconds

_TRY = "SELECT pg_try_advisory_lock($1)"


class _Deposed(Exception):
    """Another process leads."""


class Leader:
    """One process leads at a time. When it dies, is stopped or gives no sign of life for `lease` seconds, another does.

    The lock goes with the leader's connection. A process that stands still keeps its connection: so the next one
    ends it, and the old leader learns that it leads no more when it goes on. Whose connection ends leads on until
    another one is seen to lead: while the database is away, none can.
    """

    def __init__(self, url: str, term: Callable[[], AbstractAsyncContextManager[None]], lease: float = _LEASE) -> None:
        """`term` is entered when this process begins to lead, and left when it no longer does."""
        self._url, self._term, self._lease = url, term, lease

    async def work(self) -> None:
        """Wait, lead, and wait again; until cancelled."""
        await keep_alive("leader", self._live)

    async def _live(self) -> Never:
        """Wait and lead; ends by an error."""
        async with session(self._url) as connection:
            await self._wait(connection)
            async with self._term():
                with suppress(*CONNECTION_LOST):
                    await self._lead(connection)
                while True:
                    await asyncio.sleep(_LOOK)
                    with suppress(*CONNECTION_LOST):
                        await self._lead_on()

    async def _lead_on(self) -> Never:
        async with session(self._url) as connection:
            if not await connection.fetchval(_TRY, _LEADS):
                raise _Deposed
            await self._lead(connection)

    async def _wait(self, connection: asyncpg.Connection) -> None:
        is_told = False
        while not await connection.fetchval(_TRY, _LEADS):
            if not is_told:
                logger.info("another process leads; this one waits")
                is_told = True
            query = """SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
                       WHERE locktype = 'advisory' AND granted AND classid = 0 AND objid = $1::int::oid
                         AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                         AND state_change < clock_timestamp() - make_interval(secs => $2)"""
            await connection.execute(query, _LEADS, self._lease)
            await asyncio.sleep(_LOOK)
        if is_told:
            logger.info("this process leads now")

    async def _lead(self, connection: asyncpg.Connection) -> Never:
        """Give signs of life. Raises when the connection has ended, or is silent."""
        while True:
            await connection.execute("SELECT")
            await asyncio.sleep(min(_LOOK, self._lease / 4))
