"""Tells the admins when Claude cannot be used until the operator acts, and when it answers again."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import asyncpg
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.texts import Texts, texts_in
from bot.tutor.conversations import Conversations
from ingest.database import CONNECTION_LOST
from ingest.supervision import Tasks

logger = logging.getLogger(__name__)

_RARELY = timedelta(hours=1)  # between two alarms in a chat
_PAUSE = 60.0  # seconds before a failed message is repeated


class Alarm:
    """Owns the tables of outages and of the chats that know of them, so that a restart repeats no alarm."""

    def __init__(
        self,
        pool: asyncpg.Pool,
        conversations: Conversations,
        bot: ExtBot[Any],
        admin_chats: Iterable[int],
        *,
        pause: float = _PAUSE,
    ) -> None:
        self._pause, self._pool, self._conversations, self._bot = pause, pool, conversations, bot
        self._admin_chats = tuple(admin_chats)
        self._is_in_order = False  # as far as this process knows; then a further answer changes nothing
        self._one_by_one = asyncio.Lock()
        self._tasks = Tasks()

    def report(self, reason: str | None) -> None:
        """Report why only the operator can make Claude answer, or None when it has answered. Returns at once."""
        if reason is None and self._is_in_order:
            return
        self._is_in_order = reason is None
        self._tasks.begin(self._pass_on(reason))

    def tell(self, words: Callable[[Texts], str]) -> None:
        """Tell every admin chat, in its language. Returns at once."""
        self._tasks.begin(self._tell_all(words))

    async def work(self) -> None:
        """Tell the chats that could not be reached, until cancelled."""
        try:
            while True:
                await asyncio.sleep(self._pause)
                async with self._one_by_one:
                    try:
                        await self._tell_news()
                    except CONNECTION_LOST as error:
                        logger.warning("the state of Claude is not known: %s", type(error).__name__)
        finally:
            await self._tasks.cancel()

    async def _pass_on(self, reason: str | None) -> None:
        async with self._one_by_one:
            try:
                if reason is None:
                    await self._pool.execute("DELETE FROM outages")
                else:
                    query = "INSERT INTO outages (service, reason) VALUES ('claude', $1) ON CONFLICT DO NOTHING"
                    await self._pool.execute(query, reason)
                await self._tell_news()
            except CONNECTION_LOST as error:
                logger.warning("the state of Claude is not written down: %s", type(error).__name__)
                self._is_in_order = False

    async def _tell_news(self) -> None:
        """Tell each chat about the present state if it does not know it; of an outage at most once an hour."""
        reason = await self._pool.fetchval("SELECT reason FROM outages")
        query = """SELECT chat FROM unnest($1::bigint[]) AS chat LEFT JOIN outages_told USING (chat)
                   WHERE coalesce(is_out, false) <> $2 AND (NOT $2 OR coalesce(begun < now() - $3::interval, true))"""
        rows = await self._pool.fetch(query, self._admin_chats, reason is not None, _RARELY)
        await asyncio.gather(*(self._tell_how_it_is(row["chat"], reason) for row in rows))

    async def _tell_how_it_is(self, chat: int, reason: str | None) -> None:
        def words(texts: Texts) -> str:
            return texts.claude_is_back if reason is None else texts.claude_is_out.format(reason=reason)

        if await self._tell_one(chat, words):
            query = """INSERT INTO outages_told AS old (service, chat, is_out, begun) VALUES ('claude', $1, $2, now())
                       ON CONFLICT (service, chat) DO UPDATE SET
                           is_out = $2, begun = CASE WHEN $2 THEN now() ELSE old.begun END"""
            await self._pool.execute(query, chat, reason is not None)

    async def _tell_all(self, words: Callable[[Texts], str]) -> None:
        await asyncio.gather(*(self._tell_one(chat, words) for chat in self._admin_chats))

    async def _tell_one(self, chat: int, words: Callable[[Texts], str]) -> bool:
        """Whether the chat was told; errors are logged, so that the other chats are told too."""
        try:
            texts = texts_in(await self._conversations.language(chat))
            await self._bot.send_message(chat, words(texts))
        except (TelegramError, *CONNECTION_LOST) as error:  # its text may hold the token
            logger.warning("an admin chat was not told: %s", type(error).__name__)
            return False
        return True
