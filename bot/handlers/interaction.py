"""An interaction: an update with its learner, their chat and their language, as handlers get it."""

import asyncio
import logging
import re
import unicodedata
from collections import defaultdict
from collections.abc import Coroutine
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
    """
    Attributes:
        message: The message, new or edited; for a button, the message that it is attached to.
        learner: As stored when the update came.
        texts: In the learner's language.
        background: Tasks that run beside the handler.
    """

    update: Update
    context: ContextTypes.DEFAULT_TYPE
    message: Message
    learner: Learner
    texts: Texts
    background: list[asyncio.Future[None]]

    @property
    def place(self) -> Place:
        return self.learner.place

    @property
    def person(self) -> int | None:
        """The user who wrote or pressed this; None for messages in the name of a group or a channel."""
        if query := self.update.callback_query:
            return query.from_user.id
        return self.message.from_user.id if self.message.from_user and self.message.sender_chat is None else None

    @property
    def argument(self) -> str:
        """The text after a command, as written."""
        return _composed(" ".join((self.message.text or "").split(maxsplit=1)[1:])).strip()

    @property
    def pressed(self) -> re.Match[str]:
        """The match of the button's callback data with its route."""
        assert self.context.match is not None
        return self.context.match

    @property
    def press(self) -> str:
        """The id of the callback query."""
        assert self.update.callback_query is not None
        return self.update.callback_query.id

    @property
    def label(self) -> str:
        """The label of the pressed button; empty if unknown."""
        query, keyboard = self.update.callback_query, self.message.reply_markup
        buttons = [button for row in (keyboard.inline_keyboard if keyboard else ()) for button in row]
        return next((each.text for each in buttons if query and each.callback_data == query.data), "")

    @property
    def said(self) -> str:
        """The text that is addressed to the bot, without its name."""
        text = addressed_text(self.message, self.context.bot)
        assert text is not None, "routes let only addressed messages through"
        return text

    @property
    def caption(self) -> str:
        """The caption of a file, without the bot's name, which has to stand there in groups."""
        return _mention(self.context.bot).sub("", self.message.caption or "").strip()

    @property
    def about(self) -> str:
        """The text that the message replies to: the quoted part, or all of it; without the bot's name, cut to
        _LONGEST_QUOTE."""
        quote, answered = self.message.quote, self.message.reply_to_message
        words = quote.text if quote else answered and (answered.text or answered.caption)
        return _mention(self.context.bot).sub("", _composed(words or "")).strip()[:_LONGEST_QUOTE]

    @property
    def unseen(self) -> Literal["picture", "sound", "file"] | None:
        """An attachment that the bot cannot read."""
        message = self.message
        if message.photo:
            return "picture"
        if message.voice or message.audio:
            return "sound"
        return "file" if message.effective_attachment else None

    def in_its_place(self, words: str) -> str:
        """With what has to be known in a group."""
        hint = self.texts.ask_in_group.format(bot=self.context.bot.username)
        return f"{words}\n\n{hint}" if self.place.is_group else words

    async def is_group_admin(self) -> bool:
        """Whether the user is an admin of this group; False if Telegram does not say."""
        if self.person is None:
            return False
        try:
            member = await self.context.bot.get_chat_member(self.place.chat, self.person)
        except TelegramError as error:
            logger.warning("whether a user is an admin of a group is unknown: %s", type(error).__name__)
            return False
        return member.status in (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Run it in the background. The update is handled once this is done too; errors go to the error handler."""
        self.background.append(self.context.application.create_task(work, self.update))

    async def refuse(self, words: str) -> str | None:
        """Reply to a message; for a button, return the text as what pops up."""
        if self.update.callback_query:
            return words
        await self.say(words)
        return None

    async def say(self, text: str, keyboard: InlineKeyboardMarkup | None = None, *, quote: bool = False) -> None:
        """Reply to a message; for a button, edit the message that it is attached to.

        `quote`: reply with a reference to the message, as is always done in groups.

        Telegram's errors go to the error handler.
        """
        try:
            if self.update.callback_query is None:
                await self.message.reply_text(text, reply_markup=keyboard, do_quote=quote or None)
            elif not await is_changed(self.message.edit_text(text, reply_markup=keyboard)):
                await self.message.reply_text(text, reply_markup=keyboard, do_quote=False)
        except TelegramError as error:
            await self.context.application.process_error(self.update, error)


class Interactions:
    """Makes interactions. A learner's language is their Telegram client's at first, until they choose another."""

    def __init__(self, conversations: Conversations, default_language: str) -> None:
        self._conversations = conversations
        self._default_language = default_language
        self._background: dict[int, list[asyncio.Future[None]]] = defaultdict(list)  # by update

    async def of(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Interaction:
        message = update.effective_message
        assert message is not None, "routes let only updates with a message through"
        learner = await self._learner(update)
        background = self._background[update.update_id]
        return Interaction(update, context, message, learner, texts_in(learner.language), background)

    async def end(self, update: Update) -> None:
        """Wait for the background tasks of the update's handler."""
        await asyncio.gather(*self._background.pop(update.update_id, ()), return_exceptions=True)

    async def texts(self, update: Update) -> Texts:
        """In the learner's language, or in their client's if the database is away."""
        try:
            return texts_in((await self._learner(update)).language)
        except Exception:  # of any kind: the error message must still be sent
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
    """The text if it is addressed to the bot: in a private chat always, in a group if it mentions the bot or replies to
    it. Forwarded messages in groups never are: a channel's posts all appear so in its discussion group."""
    text = _composed(message.text or message.caption or "")
    if message.chat.type == ChatType.PRIVATE:
        return text.strip()
    if message.forward_origin:
        return None
    mention, answered = _mention(bot), message.reply_to_message
    is_reply = answered is not None and answered.from_user is not None and answered.from_user.id == bot.id
    if is_reply or mention.search(text):
        return mention.sub("", text).strip()
    return None


def _composed(text: str) -> str:
    """With letters that are taken apart (as in file names of macOS and texts of some PDFs) put together: words are
    looked for as they are typed."""
    return unicodedata.normalize("NFC", text)


def _mention(bot: Bot) -> re.Pattern[str]:
    return re.compile(rf"@{re.escape(bot.username)}\b", re.IGNORECASE)
