"""Joins what a Telegram client sends in several messages: a paste of more than 4,096 characters, an album."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from telegram import MessageEntity, Update
from telegram.error import TelegramError

from bot.handlers.visit import Visit, addressed_text, place_of
from bot.inbox import Inbox, RawUpdate

_PART = 3500  # characters from which a message may be a part; clients cut at a blank before 4,096
_NEXT_PART = 1.0  # seconds within which the next part comes
_BETWEEN = timedelta(seconds=2)  # two parts, by Telegram's clock, which shows whole seconds
_MOST_PARTS = 10


class Pastes:
    """The parts stay in the inbox until the whole is stored, so that no part of it is in memory alone."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def whole(self, visit: Visit) -> list[Visit]:
        """A message with the parts that belong to it, when no more of them come. The chat waits for it."""
        if len(visit.said) < _PART and not visit.message.media_group_id:
            return [visit]
        while True:
            parts, age = [visit], 0.0
            for raw, age_of_this in await self._inbox.from_this_on(visit.update.update_id):
                if raw["update_id"] == visit.update.update_id:
                    age = age_of_this
                elif part := _part_behind(parts[-1], raw):
                    parts.append(part)
                    age = age_of_this
            if age >= _NEXT_PART or len(parts) >= _MOST_PARTS:
                return parts
            await asyncio.sleep(_NEXT_PART - age)

    async def put_away(self, parts: list[Visit]) -> None:
        """All of them at once are handled."""
        await self._inbox.put_away([visit.update.update_id for visit in parts])


def _part_behind(visit: Visit, raw: RawUpdate) -> Visit | None:
    """The next part of what this visit begins or continues, if it is one."""
    bot = visit.context.bot
    try:
        update = Update.de_json(raw, bot)
    except (TelegramError, KeyError, TypeError, ValueError, AttributeError):  # it will be set aside in its turn
        return None
    message = update.message
    if message is None or place_of(update) != visit.place or addressed_text(message, bot) is None:
        return None
    part = replace(visit, update=update, message=message)
    is_command = any(e.type == MessageEntity.BOT_COMMAND and e.offset == 0 for e in message.entities)
    belongs = (part.person, message.media_group_id) == (visit.person, visit.message.media_group_id)
    return part if belongs and not is_command and message.date - visit.message.date <= _BETWEEN else None
