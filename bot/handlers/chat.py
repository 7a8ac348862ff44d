"""Who speaks, and where: what every handler wants to know of an update first."""

import re

from telegram import Bot, InlineKeyboardMarkup, Message, Update, User
from telegram.constants import ChatType
from telegram.error import BadRequest

from bot.texts import known_language
from bot.tutor.conversations import Conversations, Learner, Place

# Accounts that Telegram lets speak for others: 'Telegram', the anonymous admin, the channel bot.
_NOBODY = frozenset({777000, 1087968824, 136817688})


def place_of(update: Update) -> Place:
    """The chat, and in a group with topics the topic."""
    assert update.effective_chat is not None, "routes let only updates of a chat through"
    message = update.effective_message
    topic = message.message_thread_id if message and message.is_topic_message else None
    return Place(update.effective_chat.id, topic or 0)


async def learner_of(update: Update, conversations: Conversations) -> Learner:
    """The learner of this place, who speaks the Telegram client's language until choosing another."""
    user = update.effective_user
    return await conversations.learner(place_of(update), known_language(user.language_code if user else None))


def is_in_person(message: Message) -> bool:
    """Whether a person wrote this: not a forwarded or edited message, nobody in a channel's or group's name."""
    return (
        _is_person(message.from_user)
        and message.sender_chat is None
        and message.forward_origin is None
        and message.via_bot is None
        and message.edit_date is None
    )


def person_of(message: Message) -> int | None:
    """Who wrote this, where a person did in their own name: others press buttons as somebody else."""
    return message.from_user.id if message.from_user and message.sender_chat is None else None


def is_admin(update: Update, admin_chats: frozenset[int]) -> bool:
    """Whether a person speaks, or presses a button, in one of the admins' chats."""
    chat, query = update.effective_chat, update.callback_query
    if chat is None or chat.id not in admin_chats:
        return False
    if query is not None:
        return _is_person(query.from_user)
    return update.message is not None and is_in_person(update.message)


def _is_person(user: User | None) -> bool:
    return user is not None and not user.is_bot and user.id not in _NOBODY


def addressed_text(message: Message, bot: Bot) -> str | None:
    """What is said to the bot: in a private chat all, in a group what mentions it or replies to it; else None."""
    text = message.text or ""
    if message.chat.type == ChatType.PRIVATE:
        return text.strip()
    mention = re.compile(rf"@{re.escape(bot.username)}\b", re.IGNORECASE)
    answered = message.reply_to_message
    is_reply = answered is not None and answered.from_user is not None and answered.from_user.id == bot.id
    if is_reply or mention.search(text):
        return mention.sub("", text).strip()
    return None


async def say(update: Update, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
    """Answer a command with a message, and a button by changing the message it stands under."""
    message = update.effective_message
    assert message is not None, "routes let only updates with a message through"
    if update.callback_query is None:
        await message.reply_text(text, reply_markup=keyboard)
        return
    try:
        await message.edit_text(text, reply_markup=keyboard)
    except BadRequest as error:
        reason = error.message.lower()
        if "not found" in reason:  # deleted meanwhile
            await message.reply_text(text, reply_markup=keyboard, do_quote=False)
        elif "not modified" not in reason:  # the second tap on a button asks for what is there already
            raise
