"""What Telegram lets one token send, shared by the processes that send with it; owns the SQL of it."""

import asyncio
from contextlib import suppress
from uuid import uuid4

import asyncpg

from bot.sending.pace import Pace
from ingest.database import CONNECTION_LOST

_LOOK = 0.5  # seconds between two looks at the others
_ALIVE = 1.5  # seconds since a heartbeat in which its process counts
_LATELY = 2.0  # seconds after its last message in which a process counts as busy

_AFTER_REFUSAL = 0.9  # of the budget is left
_STEP, _QUIET = 0.5, 10.0  # it grows by so much a second after each so many seconds without a refusal
_LEAST = 3.0  # a second
_MOST_AHEAD = 20  # messages to a chat: what is taken up beyond them, a clock that was put back has left
_PATIENCE = 1.0  # seconds to wait for the database before a message is sent without it


class SendBudget:
    """Tells `pace` this process's share: those that send share the budget evenly.

    Messages to one chat are counted together, whichever process sends them. A 429 lowers the budget and closes its chat
    for all; while none comes the budget grows, up to `most` a second. Without the database each keeps the share it had.
    """

    def __init__(self, pool: asyncpg.Pool, pace: Pace, most: float) -> None:
        self._pool, self._pace, self._most = pool, pace, most
        self._process = uuid4()
        self._refusals: dict[int, float] = {}  # seconds by chat, not written down yet
        self._refused = asyncio.Event()
        pace.on_refusal = self._note
        pace.reserve = self._reserve

    async def work(self) -> None:
        """Until cancelled."""
        try:
            while True:
                with suppress(*CONNECTION_LOST):
                    await self.look()
                with suppress(TimeoutError):
                    async with asyncio.timeout(_LOOK):
                        await self._refused.wait()
                self._refused.clear()
        finally:
            with suppress(*CONNECTION_LOST):
                await self._pool.execute("DELETE FROM senders WHERE process = $1", self._process)

    async def look(self) -> None:
        """Renew this process's heartbeat, share its refusals, and learn those of the others."""
        await self._tell_refusals()
        self._pace.allow(await self._share())
        closed = await self._pool.fetch(
            """WITH past AS (DELETE FROM closed_chats WHERE until < now()),
                    rested AS (DELETE FROM used_chats WHERE until < now())
               SELECT chat, extract(epoch FROM until - now())::float AS left FROM closed_chats WHERE until > now()"""
        )
        for chat in closed:
            self._pace.close(chat["chat"], chat["left"])

    async def _reserve(self, chat: int, period: float) -> float:
        """Count one more message to a chat, which takes up `period`. Returns the seconds that are taken up; 0 while
        the database is away."""
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

    async def _tell_refusals(self) -> None:
        if not self._refusals:
            return
        query = """WITH closed AS (
                       INSERT INTO closed_chats (chat, until)
                       SELECT chat, now() + make_interval(secs => seconds)
                       FROM unnest($1::bigint[], $2::float[]) AS new (chat, seconds)
                       ON CONFLICT (chat) DO UPDATE SET until = greatest(closed_chats.until, excluded.until)
                   )
                   UPDATE send_budget SET per_second = greatest($3, per_second * $4), changed = now(), refused = now()
                   WHERE refused < now() - interval '1 second'"""
        await self._pool.execute(query, list(self._refusals), list(self._refusals.values()), _LEAST, _AFTER_REFUSAL)
        self._refusals.clear()

    async def _share(self) -> float:
        """Messages a second. A process that begins to send counts itself at once, the others at their next look."""
        query = """WITH this AS (
                       INSERT INTO senders (process, is_busy, heartbeat) VALUES ($1, $2, now())
                       ON CONFLICT (process) DO UPDATE SET is_busy = $2, heartbeat = now()
                   ), growth AS (
                       UPDATE send_budget SET per_second = per_second + $4, changed = now()
                       WHERE $2 AND changed < now() - make_interval(secs => $5) AND per_second < $3
                   )
                   SELECT least($3, per_second) / (1 + (
                       SELECT count(*) FROM senders
                       WHERE process <> $1 AND heartbeat > now() - make_interval(secs => $6) AND (is_busy OR NOT $2)))
                   FROM send_budget"""
        share: float = await self._pool.fetchval(
            query, self._process, self._pace.is_busy(_LATELY), self._most, _STEP, _QUIET, _ALIVE
        )
        return share
