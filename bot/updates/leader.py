"""Leader election among the processes with one token, by an advisory lock with a lease."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from typing import Never

import asyncpg

from ingest.database import CONNECTION_LOST, session
from ingest.supervision import keep_alive

logger = logging.getLogger(__name__)

_LOCK = 0x11A8  # the key of the advisory lock: any number, the same in all processes
_INTERVAL = 1.0  # seconds between two tries, and between two heartbeats
_LEASE = 10.0  # seconds

_TRY_LOCK = "SELECT pg_try_advisory_lock($1)"


class _Deposed(Exception):
    """Another process leads."""


class Leader:
    """One process leads at a time. If it ends, dies or sends no heartbeat for `lease` seconds, another takes over.

    The lock is released with the leader's connection. A process that hangs keeps its connection, so a waiting one
    terminates it after `lease` seconds. A leader whose connection has ended leads on until it sees that another
    process has the lock: while the database is away, none can.
    """

    def __init__(self, url: str, term: Callable[[], AbstractAsyncContextManager[None]], lease: float = _LEASE) -> None:
        """`term`: what the leader does; entered when this process begins to lead, left when it no longer does."""
        self._url, self._term, self._lease = url, term, lease

    async def work(self) -> None:
        """Wait and lead, again and again, until cancelled."""
        await keep_alive("leader", self._serve_term)

    async def _serve_term(self) -> Never:
        """Wait and lead; ends with an error."""
        async with session(self._url) as connection:
            await self._wait(connection)
            async with self._term():
                with suppress(*CONNECTION_LOST):
                    await self._send_heartbeats(connection)
                while True:
                    await asyncio.sleep(_INTERVAL)
                    with suppress(*CONNECTION_LOST):
                        await self._reconnect()

    async def _reconnect(self) -> Never:
        async with session(self._url) as connection:
            if not await connection.fetchval(_TRY_LOCK, _LOCK):
                raise _Deposed
            await self._send_heartbeats(connection)

    async def _wait(self, connection: asyncpg.Connection) -> None:
        is_logged = False
        while not await connection.fetchval(_TRY_LOCK, _LOCK):
            if not is_logged:
                logger.info("another process leads; this one waits")
                is_logged = True
            query = """SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
                       WHERE locktype = 'advisory' AND granted AND classid = 0 AND objid = $1::int::oid
                         AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                         AND state_change < clock_timestamp() - make_interval(secs => $2)"""
            await connection.execute(query, _LOCK, self._lease)
            await asyncio.sleep(_INTERVAL)
        if is_logged:
            logger.info("this process leads now")

    async def _send_heartbeats(self, connection: asyncpg.Connection) -> Never:
        """Raises when the connection has ended or does not answer."""
        while True:
            await connection.execute("SELECT")
            await asyncio.sleep(min(_INTERVAL, self._lease / 4))
