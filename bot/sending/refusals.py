"""What Telegram means when it does not do what it was asked: the one place that reads its errors.

Their texts are Telegram's to change, and every version of its API brings new ones. So a text is only a hint: who acts
on it must also do right by `OTHER`.
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
    FINE = auto()  # it is so already
    WAIT = auto()  # too many requests
    PASSING = auto()  # it was not done; the next try may do it
    UNSURE = auto()  # the same, but it may have been done
    DELETED = auto()  # it was sent, and deleted at once by another bot
    MOVED = auto()  # the group has another number now
    BLOCKED = auto()  # by the learner, or the bot was thrown out of the group
    MUTED = auto()  # the bot may not write there now, but where it has been thrown out
    FORMAT = auto()  # the text's entities are not liked
    BUTTONS = auto()
    MESSAGE = auto()  # the message can't be changed, or is not there any more
    ANSWERED = auto()  # the message to be answered is not there any more
    TOPIC = auto()  # the topic is closed or gone
    OTHER = auto()

    @property
    def passes(self) -> bool:
        """Whether the same request may succeed a while later."""
        return self in (Refusal.WAIT, Refusal.PASSING, Refusal.UNSURE)

    @property
    def may_end(self) -> bool:
        """The same, if only after somebody has done something about it."""
        return self.passes or self in (Refusal.MUTED, Refusal.TOPIC)


# The first that fits counts: 'reply markup is too long' is about buttons, not about the message that is answered.
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
    """What to make of an error that python-telegram-bot has raised."""
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
        case InvalidToken() | Conflict():  # 401, 404 and 409 come and go while Telegram has trouble of its own
            return Refusal.PASSING
        case _:  # an answer that is no JSON
            return Refusal.UNSURE


def may_have_arrived(error: NetworkError) -> bool:
    """Whether a request may have reached Telegram though its answer never came, or cannot be decoded."""
    lost = isinstance(error.__cause__, httpx.RequestError)
    return lost and not isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)


async def is_changed(edit: Awaitable[object]) -> bool:
    """Whether a message looks as it should now, or did already; false where it cannot be changed, or is not there any
    more. Raises TelegramError."""
    try:
        await edit
    except BadRequest as error:
        return meaning(error) is Refusal.FINE
    return True
