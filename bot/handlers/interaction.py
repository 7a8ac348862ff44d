"""An interaction: an update as the handlers see it, with who speaks, where and in which language."""

import asyncio
import logging
import re
from collections import defaultdict
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from telegram import Bot, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.sending.refusals import is_changed
from bot.texts import Texts, known_language, texts_in
from bot.tutor.conversations import Conversations
from bot.tutor.turns import Learner, Place

logger = logging.getLogger(__name__)

_LONGEST_QUOTE = 1000  # characters


@dataclass(frozen=True, slots=True)
class Interaction:
    """Made once for each update, before its handler.

    Attributes:
        message: What was said, perhaps edited; of a button, the message that it stands under.
        learner: As they were when the update came.
        texts: In the learner's language.
        begun: What goes on beside the handler.
    """

    update: Update
    context: ContextTypes.DEFAULT_TYPE
    message: Message
    learner: Learner
    texts: Texts
    begun: list[asyncio.Future[None]]

    @property
    def place(self) -> Place:
        return self.learner.place

    @property
    def person(self) -> int | None:
        """Who said this in their own name, or pressed the button; None for who speaks as a group or a channel."""
        if query := self.update.callback_query:
            return query.from_user.id
        return self.message.from_user.id if self.message.from_user and self.message.sender_chat is None else None

    @property
    def arguments(self) -> Sequence[str]:
        """The words behind a command."""
        return self.context.args or ()

    @property
    def argument(self) -> str:
        """All that stands behind a command, as it was written."""
        return " ".join((self.message.text or "").split(maxsplit=1)[1:]).strip()

    @property
    def pressed(self) -> re.Match[str]:
        """What the button's data says."""
        assert self.context.match is not None
        return self.context.match

    @property
    def press(self) -> str:
        """Telegram's name for the press of a button."""
        assert self.update.callback_query is not None
        return self.update.callback_query.id

    @property
    def label(self) -> str:
        """What stood on the button when it was pressed; nothing where that is not known."""
        query, keyboard = self.update.callback_query, self.message.reply_markup
        buttons = [button for row in (keyboard.inline_keyboard if keyboard else ()) for button in row]
        return next((each.text for each in buttons if query and each.callback_data == query.data), "")

    @property
    def said(self) -> str:
        """What is said to the bot, without its name."""
        text = addressed_text(self.message, self.context.bot)
        assert text is not None, "routes let only what is meant for the bot through"
        return text

    @property
    def about(self) -> str:
        """What is replied to: the words that were marked in it, or all of it, as far as a question needs them."""
        quote, answered = self.message.quote, self.message.reply_to_message
        words = quote.text if quote else answered and (answered.text or answered.caption)
        return (words or "").strip()[:_LONGEST_QUOTE]

    @property
    def unseen(self) -> Literal["picture", "sound", "file"] | None:
        """What came with the words that the bot cannot see or hear."""
        message = self.message
        if message.photo:
            return "picture"
        if message.voice or message.audio:
            return "sound"
        return "file" if message.effective_attachment else None

    async def is_group_admin(self) -> bool:
        """Whether Telegram says that who pressed the button is an admin of this group; a group where the bot can't ask
        has none."""
        if self.person is None:
            return False
        try:
            member = await self.context.bot.get_chat_member(self.place.chat, self.person)
        except TelegramError as error:
            logger.warning("who is an admin of a group is not to be known: %s", type(error).__name__)
            return False
        return member.status in (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Run it beside the handler. The update is handled once it is done too; errors go to the one error handler."""
        self.begun.append(self.context.application.create_task(work, self.update))

    async def refuse(self, words: str) -> str | None:
        """Say no to a message; for a button, gives the words that pop up."""
        if self.update.callback_query:
            return words
        await self.say(words)
        return None

    async def say(self, text: str, keyboard: InlineKeyboardMarkup | None = None, *, quote: bool = False) -> None:
        """Answer a command with a message, and a button by changing the message it stands under.

        `quote`: it is shown which message is answered; in groups it always is.

        Raises nothing: Telegram's errors go to the one error handler.
        """
        try:
            if self.update.callback_query is None:
                await self.message.reply_text(text, reply_markup=keyboard, do_quote=quote or None)
            elif not await is_changed(self.message.edit_text(text, reply_markup=keyboard)):
                await self.message.reply_text(text, reply_markup=keyboard, do_quote=False)
        except TelegramError as error:
            await self.context.application.process_error(self.update, error)


class Interactions:
    """Makes them: learners are spoken to in their Telegram client's language until they choose another."""

    def __init__(self, conversations: Conversations, default_language: str) -> None:
        self._conversations = conversations
        self._default_language = default_language
        self._begun: dict[int, list[asyncio.Future[None]]] = defaultdict(list)  # by update

    async def of(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Interaction:
        message = update.effective_message
        assert message is not None, "routes let only updates with a message through"
        learner = await self._learner(update)
        begun = self._begun[update.update_id]
        return Interaction(update, context, message, learner, texts_in(learner.language), begun)

    async def end(self, update: Update) -> None:
        """Wait for what the update's handler has begun."""
        await asyncio.gather(*self._begun.pop(update.update_id, ()), return_exceptions=True)

    async def texts(self, update: Update) -> Texts:
        """In the chosen language, or in the client's where the database does not answer."""
        try:
            return texts_in((await self._learner(update)).language)
        except Exception:  # of any kind: it must not silence the apology
            return texts_in(self._clients_language(update))

    async def _learner(self, update: Update) -> Learner:
        return await self._conversations.learner(place_of(update), self._clients_language(update), update.update_id)

    def _clients_language(self, update: Update) -> str:
        user = update.effective_user
        return known_language(user.language_code if user else None, self._default_language)


def place_of(update: Update) -> Place:
    """The chat, and in a group with topics the topic."""
    assert update.effective_chat is not None, "routes let only updates of a chat through"
    message = update.effective_message
    topic = message.message_thread_id if message and message.is_topic_message else None
    return Place(update.effective_chat.id, topic or 0)


def addressed_text(message: Message, bot: Bot) -> str | None:
    """What is said to the bot: in a private chat all, in a group what mentions it or replies to it; else None.

    What is passed on to a group (a channel's posts all are, where people discuss them) was said to others.
    """
    text = message.text or message.caption or ""
    if message.chat.type == ChatType.PRIVATE:
        return text.strip()
    if message.forward_origin:
        return None
    mention = re.compile(rf"@{re.escape(bot.username)}\b", re.IGNORECASE)
    answered = message.reply_to_message
    is_reply = answered is not None and answered.from_user is not None and answered.from_user.id == bot.id
    if is_reply or mention.search(text):
        return mention.sub("", text).strip()
    return None
