"""Finds a message whose id was lost: the response to its sending did not come, or the process died before storing it.

Telegram lists no chat's messages, and recognizes no repeated send. But it numbers them, and whoever changes the buttons
of a message gets all of it back; it refuses that for messages of others.
"""

from collections.abc import Container
from typing import Any

import asyncpg
from telegram import InlineKeyboardMarkup, Message
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.keyboards import lost_keyboard
from bot.sending.pace import Pace
from bot.sending.refusals import Refusal, meaning
from bot.sending.slots import Priority
from ingest.database import CONNECTION_LOST

# Numbers that are looked at, as far as the limits allow it: the messages of all private chats are counted together.
_FURTHEST = 10


class LostMessages:
    def __init__(self, pool: asyncpg.Pool, bot: ExtBot[Any], pace: Pace) -> None:
        self._pool, self._bot, self._pace = pool, bot, pace

    async def find(
        self, chat: int, question: int, after: int, texts: Container[str], keyboard: InlineKeyboardMarkup | None = None
    ) -> int | None:
        """The id of the bot's first message after the one with the id `after` that has one of these texts, replies to
        the `question` if to any, and is not known; it has this `keyboard` then, or another that must be removed. None
        if there is none, or if that cannot be known now.

        Known are the messages that this process has sent, and those with an answer or about a book. Only another one,
        which an earlier or another process has sent, loses its buttons when it is looked at.
        """
        try:
            stored = await self._stored(chat, after)
            for number in range(after + 1, after + 1 + _FURTHEST):
                if number in stored or self._pace.has_sent(chat, number):
                    continue
                found = await self._look_at(chat, number, keyboard or lost_keyboard())
                if found is None:
                    continue
                replied = found.reply_to_message
                if found.text in texts and (replied is None or replied.message_id == question):
                    return number
                await self._change(chat, number)
        except (*CONNECTION_LOST, TelegramError):
            pass
        return None

    async def _look_at(self, chat: int, number: int, keyboard: InlineKeyboardMarkup) -> Message | None:
        """A message of the bot, with the keyboard or, if it had that already, without; None if there is none."""
        try:
            return await self._change(chat, number, reply_markup=keyboard, rate_limit_args=Priority.PROBE)
        except BadRequest as error:
            return await self._change(chat, number) if meaning(error) is Refusal.FINE else None

    async def _change(self, chat: int, number: int, **more: Any) -> Message | None:
        changed = await self._bot.edit_message_reply_markup(chat, number, **more)
        return changed if isinstance(changed, Message) else None

    async def _stored(self, chat: int, after: int) -> set[int]:
        query = """SELECT message FROM (
                       SELECT unnest(replies) AS message FROM turns WHERE chat = $1
                       UNION SELECT message FROM uploads WHERE chat = $1
                       UNION SELECT shown FROM downloads WHERE chat = $1) AS known WHERE message > $2"""
        return {row["message"] for row in await self._pool.fetch(query, chat, after)}
