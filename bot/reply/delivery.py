"""One message as it is to look -> Telegram, whatever Telegram answers."""

import logging
import random
from dataclasses import dataclass, field
from typing import Any

from telegram import InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter
from telegram.ext import ExtBot

from bot.pace import Slot, may_have_arrived
from bot.reply.render import Rendered

_LONGEST_PAUSE = 10.0
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

logger = logging.getLogger(__name__)


class Undeliverable(Exception):
    """The message can't be shown; the cause says why."""


class Blocked(Undeliverable):
    """The learner has blocked the bot, or it was thrown out of the group."""


@dataclass(frozen=True, slots=True)
class Face:
    """How a message is to look."""

    content: Rendered
    keyboard: InlineKeyboardMarkup | None = None
    draft: bool = False


def _some_draft_id() -> int:
    return random.randrange(1, 2**31)


@dataclass(eq=False, slots=True)
class Message:
    """A message, perhaps not sent yet, and what is known of it."""

    id: int | None = None
    reply_to: int | None = None
    shown: Face | None = None
    plain: bool = False  # Telegram has refused its entities
    doubts: int = 0  # sends that may have arrived, though no answer came
    draft_id: int = field(default_factory=_some_draft_id)

    @property
    def is_doubtful(self) -> bool:
        """Whether it may stand in the chat, though nobody knows its number."""
        return self.id is None and self.doubts > 0


class Post:
    """Brings the messages of one reply to a chat.

    Attributes:
        chat_id: Changes when a group becomes a supergroup.
        drafts: Whether drafts are still worth trying; the first error ends them.
        edits: How often a message or draft was changed.
    """

    def __init__(self, bot: ExtBot[Any], chat_id: int, thread_id: int | None, *, drafts: bool) -> None:
        self._bot, self._thread_id = bot, thread_id
        self.chat_id, self.drafts, self.edits = chat_id, drafts, 0
        self._failures = 0

    @property
    def pause(self) -> float:
        """Seconds to wait before the next attempt: the longer, the more have failed in a row."""
        return min(_LONGEST_PAUSE, 0.25 * 2 ** min(self._failures, 9)) if self._failures else 0.0

    async def deliver(self, message: Message, face: Face, slot: Slot, *, is_last: bool) -> bool:
        """Whether the message now looks like that; if not, it is worth another slot after a `pause`. `is_last`:
        nothing newer will come to replace this.

        Raises:
            Blocked, Undeliverable: It never will.
        """
        try:
            await self._request(message, face, slot)
        except RetryAfter:
            self.drafts = self.drafts and not face.draft
            return False  # the pace keeps this chat closed until the time that Telegram named
        except Forbidden as error:
            raise Blocked from error
        except ChatMigrated as error:
            self.chat_id = error.new_chat_id
            return False
        except BadRequest as error:
            if not self._is_fine(message, face, error):
                return False
        except NetworkError as error:
            self._note_failure(message, face, error, is_last=is_last)
            return False
        self._failures = 0
        message.shown = face
        return True

    async def _request(self, message: Message, face: Face, slot: Slot) -> None:
        text, entities = face.content.text, face.content.entities or None
        if face.draft:
            await self._bot.send_message_draft(
                self.chat_id,
                message.draft_id,
                text,
                entities=entities,
                message_thread_id=self._thread_id,
                rate_limit_args=slot,
            )
            self.edits += 1
        elif message.id is None:
            answered = ReplyParameters(message.reply_to, allow_sending_without_reply=True) if message.reply_to else None
            sent = await self._bot.send_message(
                self.chat_id,
                text,
                entities=entities,
                reply_markup=face.keyboard,
                reply_parameters=answered,
                message_thread_id=self._thread_id,
                link_preview_options=_NO_PREVIEW,
                rate_limit_args=slot,
            )
            message.id = sent.message_id
        else:
            await self._bot.edit_message_text(
                text,
                self.chat_id,
                message.id,
                entities=entities,
                reply_markup=face.keyboard,
                link_preview_options=_NO_PREVIEW,
                rate_limit_args=slot,
            )
            self.edits += 1

    def _is_fine(self, message: Message, face: Face, error: BadRequest) -> bool:
        """Whether a refusal means that all is well; otherwise notes what to do differently."""
        reason = error.message.lower()
        if "not modified" in reason:
            return True
        if face.draft:
            self.drafts = False
        elif "message to edit not found" in reason or "message can't be edited" in reason:
            message.id = message.shown = None
        elif "entit" in reason and face.content.entities:
            message.plain = True
        else:
            raise Undeliverable(reason) from error
        return False

    def _note_failure(self, message: Message, face: Face, error: NetworkError, *, is_last: bool) -> None:
        """A last text that may have arrived is repeated once, no other ever."""
        if face.draft:
            self.drafts = False
            return
        self._failures += 1
        if message.id is None and may_have_arrived(error):
            message.doubts += 1
            if is_last and message.doubts > 1:
                logger.warning("no answer to a send in chat %s; taken as arrived", self.chat_id)
                message.shown = face
