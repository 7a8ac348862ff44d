"""Joins what a Telegram client splits into several messages: a paste of more than 4,096 characters, an album."""

import asyncio
from collections import deque
from dataclasses import replace
from datetime import timedelta

from telegram import MessageEntity, Update
from telegram.error import TelegramError

from bot.handlers.interaction import Interaction, addressed_text, place_of
from bot.records.inbox import Inbox, RawUpdate

_LONG_PART = 3500  # characters from which a message may be a part of a paste; clients split at a space before 4,096
_NEXT_PART = 1.0  # seconds within which the next part arrives
_SENT_WITHIN = timedelta(seconds=2)  # between two parts, by Telegram's clock, which has whole seconds
_MOST_PARTS = 10
_REMEMBERED = 1000  # albums


class Pastes:
    """The parts stay in the inbox until the whole is stored, so a crash loses none of them."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._albums: deque[str] = deque(maxlen=_REMEMBERED)  # that were answered

    async def whole(self, interaction: Interaction) -> list[Interaction]:
        """A message and the parts that follow it, once no more arrive. Empty for a late picture without a caption of an
        album that has been answered."""
        album = interaction.message.media_group_id
        if album in self._albums and not interaction.said:
            return []
        if len(interaction.said) < _LONG_PART and not album:
            return [interaction]
        parts, age = await self._arrived(interaction)
        while age < _NEXT_PART and len(parts) < _MOST_PARTS:
            await asyncio.sleep(_NEXT_PART - age)
            parts, age = await self._arrived(interaction)
        if album:
            self._albums.append(album)
        return parts

    async def _arrived(self, interaction: Interaction) -> tuple[list[Interaction], float]:
        """A message and the parts that follow it so far, with the seconds since the last one came."""
        parts, age = [interaction], 0.0
        for raw, its_age in await self._inbox.unhandled_from(interaction.update.update_id):
            if raw["update_id"] == interaction.update.update_id:
                age = its_age
            elif part := _next_part(parts[-1], raw):
                parts.append(part)
                age = its_age
        return parts, age

    async def mark_handled(self, parts: list[Interaction]) -> None:
        """Mark the updates of all parts as handled, in one transaction."""
        await self._inbox.mark_handled([interaction.update.update_id for interaction in parts])


def _next_part(interaction: Interaction, raw: RawUpdate) -> Interaction | None:
    """An update as the part that follows this interaction; None if it does not belong to it."""
    bot = interaction.context.bot
    try:
        update = Update.de_json(raw, bot)
    except (TelegramError, KeyError, TypeError, ValueError, AttributeError):  # the update worker will set it aside
        return None
    message = update.message
    if message is None or place_of(update) != interaction.place or addressed_text(message, bot) is None:
        return None
    part = replace(interaction, update=update, message=message)
    is_command = any(e.type == MessageEntity.BOT_COMMAND and e.offset == 0 for e in message.entities)
    belongs = (part.person, message.media_group_id) == (interaction.person, interaction.message.media_group_id)
    return part if belongs and not is_command and message.date - interaction.message.date <= _SENT_WITHIN else None
