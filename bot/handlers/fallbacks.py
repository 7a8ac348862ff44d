"""Answers to what the bot cannot use, and the one error handler."""

import logging
from contextlib import suppress

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.handlers.visit import Visit, Visits, place_of
from bot.sending.refusals import Refusal, meaning
from bot.tutor.conversations import Conversations
from ingest.database import CONNECTION_LOST

logger = logging.getLogger(__name__)


class Fallbacks:
    def __init__(self, conversations: Conversations, visits: Visits) -> None:
        self._conversations = conversations
        self._visits = visits

    async def only_text(self, visit: Visit) -> None:
        """A photo, a voice message, a file, a sticker."""
        await visit.say(visit.texts.only_text)

    async def unknown_command(self, visit: Visit) -> None:
        await visit.say(visit.texts.unknown_command)

    async def not_for_learners(self, visit: Visit) -> str | None:
        """A command or a button of the admins'."""
        if visit.update.callback_query:
            return visit.texts.not_for_learners
        await visit.say(visit.texts.not_for_learners)
        return None

    async def old_button(self, visit: Visit) -> str:
        return visit.texts.button_old

    async def trouble(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The one error handler, for all that no handler could act on."""
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
            texts = await self._visits.texts(update)
            words = texts.database_busy if is_busy else texts.trouble
            with suppress(TelegramError):
                await update.effective_chat.send_message(words, message_thread_id=place_of(update).thread or None)
