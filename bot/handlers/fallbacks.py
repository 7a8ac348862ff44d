"""Replies to what the bot cannot use, and the error handler."""

import logging
from contextlib import suppress

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.handlers.interaction import Interaction, Interactions, place_of
from bot.sending.refusals import Refusal, meaning
from bot.tutor.conversations import Conversations
from bot.tutor.turns import Place
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
        known = update if isinstance(update, Update) and update.effective_chat else None
        if isinstance(error, TelegramError) and await self._is_chats_state(error, place_of(known) if known else None):
            return
        is_busy = isinstance(error, CONNECTION_LOST)
        if is_busy:
            logger.warning("the database: %s", type(error).__name__)
        else:
            logger.error("an update was not handled", exc_info=error)
        if known:
            texts = await self._interactions.texts(known)
            await self._tell(known, texts.database_busy if is_busy else texts.trouble)

    async def _is_chats_state(self, error: TelegramError, place: Place | None) -> bool:
        """Whether nothing can be said there now, which is noted."""
        refusal = meaning(error)
        if refusal is Refusal.BLOCKED and place:
            await self._conversations.mark_blocked(place)
            return True
        if not (refusal.may_end or refusal in (Refusal.DELETED, Refusal.MOVED)):
            return False
        logger.warning("Telegram: %s", type(error).__name__)  # its text may hold the token
        if refusal.may_end and place:
            await self._conversations.mark_unheard(place)
        return True

    async def _tell(self, update: Update, words: str) -> None:
        assert update.effective_chat is not None
        place = place_of(update)
        try:
            await update.effective_chat.send_message(words, message_thread_id=place.thread or None)
        except TelegramError:
            with suppress(*CONNECTION_LOST):
                await self._conversations.mark_unheard(place)
