"""Replies to what the bot cannot use, and the error handler."""

import logging
from contextlib import suppress

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.handlers.interaction import Interaction, Interactions, place_of
from bot.sending.refusals import Refusal, meaning
from bot.tutor.conversations import Conversations
from ingest.database import CONNECTION_LOST

logger = logging.getLogger(__name__)


class Fallbacks:
    def __init__(self, conversations: Conversations, interactions: Interactions) -> None:
        self._conversations = conversations
        self._interactions = interactions

    async def only_text(self, interaction: Interaction) -> None:
        """A photo, a voice message, a file, a sticker."""
        await interaction.say(interaction.texts.only_text)

    async def unknown_command(self, interaction: Interaction) -> None:
        """In a group a command may be another bot's, unless it names this one."""
        command = (interaction.message.text or "").split(maxsplit=1)[0].lower()
        if not interaction.place.is_group or command.endswith(f"@{interaction.context.bot.username.lower()}"):
            await interaction.say(interaction.texts.unknown_command)

    async def not_for_learners(self, interaction: Interaction) -> str | None:
        """An admin's command or button."""
        return await interaction.refuse(interaction.texts.not_for_learners)

    async def old_button(self, interaction: Interaction) -> str:
        return interaction.texts.button_old

    async def trouble(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The error handler. Tells the learner, now or, if Telegram refuses that, with the chat's next update."""
        error = context.error
        refusal = meaning(error) if isinstance(error, TelegramError) else None
        if refusal is Refusal.BLOCKED and isinstance(update, Update) and update.effective_chat:
            await self._conversations.mark_blocked(place_of(update))
            return
        if refusal and (refusal.may_end or refusal in (Refusal.DELETED, Refusal.MOVED)):
            # Telegram's errors may carry the token in their text.
            logger.warning("Telegram: %s", type(error).__name__)
            if refusal.may_end and isinstance(update, Update) and update.effective_chat:
                await self._conversations.mark_unheard(place_of(update))
            return
        is_busy = isinstance(error, CONNECTION_LOST)
        if is_busy:
            logger.warning("the database: %s", type(error).__name__)
        else:
            logger.error("an update was not handled", exc_info=error)
        if isinstance(update, Update) and update.effective_chat:
            texts = await self._interactions.texts(update)
            words = texts.database_busy if is_busy else texts.trouble
            try:
                await update.effective_chat.send_message(words, message_thread_id=place_of(update).thread or None)
            except TelegramError:
                with suppress(*CONNECTION_LOST):
                    await self._conversations.mark_unheard(place_of(update))
