"""The limit on messages of one token, shared by all processes that use it; owns its SQL."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import asyncpg

from bot.sending.pace import Pace
from ingest.database import CONNECTION_LOST

_SYNC = 0.5  # seconds between two synchronizations with the other processes
_ALIVE = 1.5  # seconds after its last heartbeat in which a process counts
_LATELY = 2.0  # seconds after its last message in which a process counts as busy

_AFTER_REFUSAL = 0.9  # a 429 multiplies the budget by this
_STEP, _QUIET = 0.5, 10.0  # without a 429 it grows by _STEP messages a second every _QUIET seconds
_LEAST = 3.0  # messages a second
_SKEW = timedelta(seconds=5)  # by which the clock may be put back while its times still count
_MOST_AHEAD = 20  # messages reserved in a chat; more are left over from a clock that was put back
_PATIENCE = 1.0  # seconds to wait for the database before a message is sent without a reservation


class SendBudget:
    """Sets the rate of `pace`: the processes that send share the budget evenly.

    Messages to one chat are counted together, whichever process sends them. A 429 lowers the budget and closes its chat
    for all processes; without one the budget grows, up to `most` messages a second. While the database is away each
    process keeps its share.
    """

    def __init__(self, pool: asyncpg.Pool, pace: Pace, most: float) -> None:
        self._pool, self._pace, self._most = pool, pace, most
        self._process = uuid4()
        self._refusals: dict[int, float] = {}  # seconds by chat, not stored yet
        self._refused = asyncio.Event()
        pace.on_refusal = self._note
        pace.reserve = self._reserve

    async def work(self) -> None:
        """Synchronize until cancelled."""
        try:
            while True:
                with suppress(*CONNECTION_LOST):
                    await self.sync()
                with suppress(TimeoutError):
                    async with asyncio.timeout(_SYNC):
                        await self._refused.wait()
                self._refused.clear()
        finally:
            with suppress(*CONNECTION_LOST):
                await self._pool.execute("DELETE FROM senders WHERE process = $1", self._process)

    async def sync(self) -> None:
        """Renew this process's heartbeat and share, store its 429s, and apply those of others."""
        await self._share_refusals()
        self._pace.set_rate(await self._share())
        closed = await self._pool.fetch(
            """WITH past AS (DELETE FROM closed_chats WHERE NOT now() BETWEEN since - $1::interval AND until),
                    rested AS (DELETE FROM used_chats WHERE until < now())
               SELECT chat, extract(epoch FROM until - now())::float AS left FROM closed_chats
               WHERE now() BETWEEN since - $1::interval AND until""",
            _SKEW,
        )
        for chat in closed:
            self._pace.close(chat["chat"], chat["left"])

    async def _reserve(self, chat: int, period: float) -> float:
        """Count one more message to a chat, which takes up `period` seconds. Returns the seconds that are taken up by
        all; 0 while the database is away."""
        with suppress(*CONNECTION_LOST):
            async with asyncio.timeout(_PATIENCE):
                used: float = await self._pool.fetchval(
                    """INSERT INTO used_chats AS old (chat, until)
                       VALUES ($1, clock_timestamp() + make_interval(secs => $2))
                       ON CONFLICT (chat) DO UPDATE SET
                           until = least(greatest(old.until, clock_timestamp()),
                                         clock_timestamp() + make_interval(secs => $3 * $2)) + make_interval(secs => $2)
                       RETURNING extract(epoch FROM until - clock_timestamp())::float""",
                    chat,
                    period,
                    _MOST_AHEAD,
                )
                return used
        return 0.0

    def _note(self, chat: int, seconds: float) -> None:
        self._refusals[chat] = seconds
        self._refused.set()

    async def _share_refusals(self) -> None:
        if not self._refusals:
            return
        query = """WITH closed AS (
                       INSERT INTO closed_chats (chat, until)
                       SELECT chat, now() + make_interval(secs => seconds)
                       FROM unnest($1::bigint[], $2::float[]) AS new (chat, seconds)
                       ON CONFLICT (chat) DO UPDATE SET
                           until = greatest(closed_chats.until, excluded.until), since = now()
                   )
                   UPDATE send_budget SET per_second = greatest($3, per_second * $4), changed = now(), refused = now()
                   WHERE refused < now() - interval '1 second'"""
        await self._pool.execute(query, list(self._refusals), list(self._refusals.values()), _LEAST, _AFTER_REFUSAL)
        self._refusals.clear()

    async def _share(self) -> float:
        """This process's messages a second. One that begins to send counts itself at once; others count it at their
        next synchronization."""
        query = """WITH this AS (
                       INSERT INTO senders (process, is_busy, heartbeat) VALUES ($1, $2, now())
                       ON CONFLICT (process) DO UPDATE SET is_busy = $2, heartbeat = now()
                   ), growth AS (
                       UPDATE send_budget SET per_second = per_second + $4, changed = now()
                       WHERE $2 AND changed < now() - make_interval(secs => $5) AND per_second < $3
                   )
                   SELECT least($3, per_second) / (1 + (
                       SELECT count(*) FROM senders
                       WHERE process <> $1 AND (is_busy OR NOT $2) AND heartbeat
                           BETWEEN now() - make_interval(secs => $6) AND now() + make_interval(secs => $6)))
                   FROM send_budget"""
        share: float = await self._pool.fetchval(
            query, self._process, self._pace.is_busy(_LATELY), self._most, _STEP, _QUIET, _ALIVE
        )
        return share
