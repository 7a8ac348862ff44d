"""Joins what a Telegram client sends in several messages: a paste of more than 4,096 characters, an album."""

import asyncio
from collections import deque
from dataclasses import replace
from datetime import timedelta

from telegram import MessageEntity, Update
from telegram.error import TelegramError

from bot.handlers.interaction import Interaction, addressed_text, place_of
from bot.inbox import Inbox, RawUpdate

_PART = 3500  # characters from which a message may be a part; clients cut at a blank before 4,096
_NEXT_PART = 1.0  # seconds within which the next part comes
_BETWEEN = timedelta(seconds=2)  # two parts, by Telegram's clock, which shows whole seconds
_MOST_PARTS = 10
_REMEMBERED = 1000  # albums


class Pastes:
    """The parts stay in the inbox until the whole is stored, so that no part of it is in memory alone."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._albums: deque[str] = deque(maxlen=_REMEMBERED)  # that were answered

    async def whole(self, interaction: Interaction) -> list[Interaction]:
        """A message with the parts that belong to it, when no more of them come. The chat waits for it. Nothing where
        it is a picture of an album that has its answer: it came late, and has no words of its own."""
        album = interaction.message.media_group_id
        if album in self._albums and not interaction.said:
            return []
        if len(interaction.said) < _PART and not album:
            return [interaction]
        while True:
            parts, age = [interaction], 0.0
            for raw, age_of_this in await self._inbox.from_this_on(interaction.update.update_id):
                if raw["update_id"] == interaction.update.update_id:
                    age = age_of_this
                elif part := _part_behind(parts[-1], raw):
                    parts.append(part)
                    age = age_of_this
            if age >= _NEXT_PART or len(parts) >= _MOST_PARTS:
                if album:
                    self._albums.append(album)
                return parts
            await asyncio.sleep(_NEXT_PART - age)

    async def put_away(self, parts: list[Interaction]) -> None:
        """All of them at once are handled."""
        await self._inbox.put_away([interaction.update.update_id for interaction in parts])


def _part_behind(interaction: Interaction, raw: RawUpdate) -> Interaction | None:
    """The next part of what this interaction begins or continues, if it is one."""
    bot = interaction.context.bot
    try:
        update = Update.de_json(raw, bot)
    except (TelegramError, KeyError, TypeError, ValueError, AttributeError):  # it will be set aside in its turn
        return None
    message = update.message
    if message is None or place_of(update) != interaction.place or addressed_text(message, bot) is None:
        return None
    part = replace(interaction, update=update, message=message)
    is_command = any(e.type == MessageEntity.BOT_COMMAND and e.offset == 0 for e in message.entities)
    belongs = (part.person, message.media_group_id) == (interaction.person, interaction.message.media_group_id)
    return part if belongs and not is_command and message.date - interaction.message.date <= _BETWEEN else None
