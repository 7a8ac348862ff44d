"""One message of a reply: what is known of it, and what may still be tried."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from telegram import InlineKeyboardMarkup, MessageEntity
from telegram.error import TelegramError

from bot.reply.appearance import View
from bot.sending.refusals import Refusal

_MOST_SENDS = 4  # of one message, though another bot deletes it each time
_MOST_SENDS_GROWING = 2
_MOST_REFUSED = 3  # in a row; then only the final text is tried again


class Remedy(Enum):
    """Fallbacks when Telegram refuses a final text twice. They are tried in this order and add up."""

    NO_FORMATTING = auto()
    NEW_MESSAGE = auto()
    NO_REFERENCE = auto()  # not as a reply to the learner's message
    NO_TOPIC = auto()
    NO_BUTTONS = auto()


_LIKELY = {
    Refusal.FORMAT: Remedy.NO_FORMATTING,
    Refusal.MESSAGE: Remedy.NEW_MESSAGE,
    Refusal.ANSWERED: Remedy.NO_REFERENCE,
    Refusal.TOPIC: Remedy.NO_TOPIC,
    Refusal.BUTTONS: Remedy.NO_BUTTONS,
}


def _some_draft_id() -> int:
    return random.randrange(1, 2**31)


@dataclass(eq=False, slots=True)
class PendingSend:
    """A send without a response yet. Once it `is_overdue`, a final text is sent again."""

    request: asyncio.Task[int]
    view: View
    is_overdue: bool = False

    @property
    def has_arrived(self) -> bool:
        return self.request.done() and self.refusal is None

    @property
    def refusal(self) -> TelegramError | None:
        """Telegram's error, if the request, which is done, has one. Raises errors of other kinds."""
        error = self.request.exception()
        if error is None or isinstance(error, TelegramError):
            return error
        raise error


@dataclass(eq=False, slots=True)
class Message:
    """A message and what is known of it, whether sent or not."""

    id: int | None = None
    reply_to: int | None = None
    shown: View | None = None
    skipped: View | None = None  # refused; not tried again, as a newer one will come
    remedies: set[Remedy] = field(default_factory=set)
    refused: int = 0  # in a row
    sends: int = 0  # that have, or may have, reached the chat
    uncertain: int = 0  # sends whose response was lost
    pending: list[PendingSend] = field(default_factory=list)
    draft_id: int = field(default_factory=_some_draft_id)

    def is_awaited(self, *, is_last: bool) -> bool:
        """Whether to wait for a response before anything else: meanwhile only a final text is sent a second time."""
        if not (is_last and len(self.pending) == 1):
            return bool(self.pending)
        return self.pending[0].request.done() or not self.pending[0].is_overdue

    def entities(self, view: View) -> Sequence[MessageEntity] | None:
        return None if Remedy.NO_FORMATTING in self.remedies else view.content.entities or None

    def keyboard(self, view: View) -> InlineKeyboardMarkup | None:
        return None if Remedy.NO_BUTTONS in self.remedies else view.keyboard

    def needs_nothing_for(self, view: View, *, is_last: bool) -> bool:
        """Whether it looks like that already, or trying again is not worth it."""
        if self.shown == view:
            return True
        return not is_last and (self.skipped == view or self.refused >= _MOST_REFUSED)

    def may_be_sent(self, *, is_last: bool) -> bool:
        return self.sends < (_MOST_SENDS if is_last else _MOST_SENDS_GROWING)

    def remedy_for(self, refusal: Refusal, view: View, *, in_topic: bool, is_last: bool) -> Remedy | None:
        """The fallback that the refusal suggests, if it would change the request and has not been tried. For a final
        text all others follow, unless the chat refuses every message."""
        is_new = self.id is None
        helps = {
            Remedy.NO_FORMATTING: bool(view.content.entities),
            Remedy.NEW_MESSAGE: not is_new and self.may_be_sent(is_last=is_last),
            Remedy.NO_REFERENCE: is_new and self.reply_to is not None,
            Remedy.NO_TOPIC: is_new and in_topic,
            Remedy.NO_BUTTONS: view.keyboard is not None,
        }
        others = Remedy if is_last and refusal is not Refusal.MUTED else ()
        candidates = (_LIKELY.get(refusal), *others)
        return next((one for one in candidates if one and helps[one] and one not in self.remedies), None)
