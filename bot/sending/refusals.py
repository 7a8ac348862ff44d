"""Classifies Telegram's errors. Only this file looks at their texts.

Telegram may change the texts at any time, so they are only hints: callers must handle `OTHER` as well.
"""

import re
from collections.abc import Awaitable
from enum import Enum, auto

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)


class Refusal(Enum):
    FINE = auto()  # the message looks so already
    WAIT = auto()  # too many requests
    PASSING = auto()  # the request failed; a retry may succeed
    UNSURE = auto()  # the same, but it may have succeeded
    DELETED = auto()  # the message was sent, and deleted at once by another bot
    MOVED = auto()  # the group has become a supergroup
    BLOCKED = auto()  # by the learner, or the bot was removed from the group
    MUTED = auto()  # the bot may not write in the chat, although it is a member
    FORMAT = auto()  # the entities are refused
    BUTTONS = auto()
    MESSAGE = auto()  # the message cannot be edited, or was deleted
    ANSWERED = auto()  # the message to reply to was deleted
    TOPIC = auto()  # the topic is closed or deleted
    OTHER = auto()

    @property
    def passes(self) -> bool:
        """Whether the same request may succeed later."""
        return self in (Refusal.WAIT, Refusal.PASSING, Refusal.UNSURE)

    @property
    def may_end(self) -> bool:
        """Whether it may succeed later, perhaps only after somebody has changed the chat's settings."""
        return self.passes or self in (Refusal.MUTED, Refusal.TOPIC)


# The first match counts: 'reply markup is too long' is about buttons, not about a reply.
_HINTS = {
    "not modified": Refusal.FINE,
    "button|keyboard|reply.?markup": Refusal.BUTTONS,
    "thread|topic": Refusal.TOPIC,
    "repl(y|ied)": Refusal.ANSWERED,
    "entit": Refusal.FORMAT,
    "no rights|send text|(write|plain)_forbidden|chat_restricted|user_banned": Refusal.MUTED,
    "to edit|be edited|edit_time|message.id|message identifier|message_author": Refusal.MESSAGE,
}


def meaning(error: TelegramError) -> Refusal:
    """Classify an error of python-telegram-bot."""
    match error:
        case RetryAfter():
            return Refusal.WAIT
        case ChatMigrated():
            return Refusal.MOVED
        case Forbidden():
            return Refusal.BLOCKED
        case BadRequest():
            text = error.message.lower()
            return next((refusal for words, refusal in _HINTS.items() if re.search(words, text)), Refusal.OTHER)
        case NetworkError() if "immediately deleted" in error.message:
            return Refusal.DELETED
        case NetworkError():
            return Refusal.UNSURE if may_have_arrived(error) else Refusal.PASSING
        case InvalidToken() | Conflict():  # 401, 404 and 409 also occur for a while during Telegram's outages
            return Refusal.PASSING
        case _:  # a response that is not JSON
            return Refusal.UNSURE


def may_have_arrived(error: NetworkError) -> bool:
    """Whether the request may have reached Telegram although there is no readable response."""
    lost = isinstance(error.__cause__, httpx.RequestError)
    return lost and not isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)


async def is_changed(edit: Awaitable[object]) -> bool:
    """Whether an edit succeeded, or changed nothing; False if the message cannot be edited or was deleted. Raises
    TelegramError for other errors."""
    try:
        await edit
    except BadRequest as error:
        return meaning(error) is Refusal.FINE
    return True
