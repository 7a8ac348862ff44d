"""What only the operator can mend is told to the admins: once when it begins, once when it is over."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Any

import asyncpg
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.texts import Texts, texts_in
from bot.tutor.conversations import Conversations
from ingest.database import CONNECTION_LOST

logger = logging.getLogger(__name__)

_CLAUDE = "claude"


class Alarm:
    """Owns the table of what is out of order, so that a restart repeats nothing."""

    def __init__(
        self,
        pool: asyncpg.Pool,
        conversations: Conversations,
        bot: ExtBot[Any],
        admin_chats: Iterable[int],
        default_language: str,
    ) -> None:
        self._pool = pool
        self._conversations = conversations
        self._bot = bot
        self._admin_chats = tuple(admin_chats)
        self._default_language = default_language
        self._is_quiet = False  # until it is known
        self._in_order = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def hear(self, reason: str | None) -> None:
        """Why Claude cannot be used until the operator mends it; None when it has answered. Waits for nothing."""
        if reason is None and self._is_quiet:
            return
        self._is_quiet = reason is None
        task = asyncio.create_task(self._pass_on(reason))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _pass_on(self, reason: str | None) -> None:
        async with self._in_order:
            try:
                is_news = await (self._end() if reason is None else self._begin(reason))
            except CONNECTION_LOST as error:
                logger.warning("the state of Claude is not written down: %s", type(error).__name__)
                self._is_quiet = False
                return
            if not is_news:
                return
            if reason is None:
                await self._tell(lambda texts: texts.claude_is_back)
            else:
                await self._tell(lambda texts: texts.claude_is_out.format(reason=reason))

    async def _begin(self, reason: str) -> bool:
        """Whether it was in order before."""
        return (
            await self._pool.fetchval(
                "INSERT INTO outages (service, reason) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING true",
                _CLAUDE,
                reason,
            )
            is True
        )

    async def _end(self) -> bool:
        """Whether it was out of order before."""
        return await self._pool.fetchval("DELETE FROM outages WHERE service = $1 RETURNING true", _CLAUDE) is True

    async def _tell(self, words: Callable[[Texts], str]) -> None:
        await asyncio.gather(*(self._tell_one(chat, words) for chat in self._admin_chats))

    async def _tell_one(self, chat: int, words: Callable[[Texts], str]) -> None:
        """One chat's trouble is not another's."""
        try:
            texts = texts_in(await self._conversations.language(chat) or self._default_language)
            await self._bot.send_message(chat, words(texts))
        except (TelegramError, *CONNECTION_LOST) as error:  # its text may hold the token
            logger.warning("an admin chat was not told about Claude: %s", type(error).__name__)
