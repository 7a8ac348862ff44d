"""What the bot has no use for, and what goes wrong: each gets a kind line."""

import logging

from telegram import Update
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter
from telegram.ext import ContextTypes

from bot.handlers.chat import learner_of, place_of, say
from bot.texts import Texts, known_language, texts_in
from bot.tutor.conversations import Conversations
from ingest.database import CONNECTION_LOST

logger = logging.getLogger(__name__)


class Fallbacks:
    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    async def only_text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A photo, a voice message, a file, a sticker."""
        learner = await learner_of(update, self._conversations)
        await say(update, texts_in(learner.language).only_text)

    async def unknown_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        learner = await learner_of(update, self._conversations)
        await say(update, texts_in(learner.language).unknown_command)

    async def not_for_learners(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
        """A command or a button of the admins'."""
        learner = await learner_of(update, self._conversations)
        words = texts_in(learner.language).not_for_learners
        if update.callback_query:
            return words
        await say(update, words)
        return None

    async def old_button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str:
        learner = await learner_of(update, self._conversations)
        return texts_in(learner.language).button_old

    async def trouble(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The one error handler: whatever no handler could act on."""
        error = context.error
        if isinstance(error, Forbidden) and isinstance(update, Update) and update.effective_chat:
            await self._conversations.mark_blocked(place_of(update))
            return
        is_passing = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
        if is_passing or isinstance(error, Conflict | RetryAfter):
            # Telegram's errors may carry the token in their text.
            logger.warning("Telegram: %s", type(error).__name__)
            return
        is_busy = isinstance(error, CONNECTION_LOST)
        if is_busy:
            logger.warning("the database: %s", type(error).__name__)
        else:
            logger.error("an update was not handled", exc_info=error)
        if isinstance(update, Update) and update.effective_chat:
            texts = await self._texts(update)
            words = texts.database_busy if is_busy else texts.trouble
            await update.effective_chat.send_message(words, message_thread_id=place_of(update).thread or None)

    async def _texts(self, update: Update) -> Texts:
        """In the chosen language; where the database is the trouble, in that of the client."""
        try:
            return texts_in((await learner_of(update, self._conversations)).language)
        except Exception:  # of any kind: it must not silence the apology
            user = update.effective_user
            return texts_in(known_language(user.language_code if user else None))
