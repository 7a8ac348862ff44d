"""Finds a message whose id was lost: the response to its sending did not come, or the process died before storing it.

Telegram lists no chat's messages, and recognizes no repeated send. But it numbers them, and whoever changes the buttons
of a message gets all of it back; it refuses that for messages of others.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import asyncpg
import telegram
from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.keyboards import lost_keyboard
from bot.sending.refusals import Refusal, meaning
from bot.sending.slots import Priority
from ingest.database import CONNECTION_LOST

# Numbers that are looked at, as far as the limits allow it: the messages of all private chats are counted together.
_FURTHEST = 10


class LostMessages:
    def __init__(self, pool: asyncpg.Pool, bot: ExtBot[Any]) -> None:
        self._pool, self._bot = pool, bot

    async def find(
        self, chat: int, after: int, is_lost: Callable[[str], bool], keyboard: InlineKeyboardMarkup | None = None
    ) -> int | None:
        """The id of the bot's first message after the one with the id `after` that is stored nowhere and whose text
        `is_lost` accepts; it has this `keyboard` then, or another that must be removed. None if there is none, or if
        that cannot be known now."""
        with suppress(*CONNECTION_LOST):
            stored = await self._stored(chat)
            for number in range(after + 1, after + 1 + _FURTHEST):
                if number in stored:
                    continue
                change = partial(self._bot.edit_message_reply_markup, chat, number)
                try:
                    found = await change(reply_markup=keyboard or lost_keyboard(), rate_limit_args=Priority.PROBE)
                except BadRequest as error:  # there is none, or it is somebody else's
                    if meaning(error) is Refusal.FINE:  # it was found before, and its id was lost again
                        return number
                    continue
                except TelegramError:
                    return None
                if isinstance(found, telegram.Message) and is_lost(found.text or ""):
                    return number
                with suppress(TelegramError):
                    await change()
        return None

    async def _stored(self, chat: int) -> set[int]:
        """The messages with an answer or about a book. Of others the database knows nothing: one that is looked at
        loses its buttons."""
        query = """SELECT unnest(replies) FROM turns WHERE chat = $1 UNION SELECT message FROM uploads WHERE chat = $1
                   UNION SELECT shown FROM downloads WHERE chat = $1"""
        return {row[0] for row in await self._pool.fetch(query, chat)}
