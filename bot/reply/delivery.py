"""One message as it is to look -> Telegram, whatever Telegram answers."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial
from typing import Any

import telegram
from telegram import LinkPreviewOptions, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import ChatMigrated, TelegramError
from telegram.ext import ExtBot

from bot.reply.appearance import Face
from bot.sending.connection import persistently
from bot.sending.pace import Slot
from bot.sending.refusals import Refusal, meaning

_LONGEST_PAUSE = 10.0
_PATIENCE = 5.0  # seconds for a send; then the reply goes on without its answer
_LAST_PATIENCE = 10.0  # seconds more before a last text is sent once again
_LONGEST_ARRIVAL = 60.0  # seconds after which no answer to a send will come
_LONGEST_EDIT = 20.0  # seconds; nothing newer may overtake an edit
_MOST_SENDS = 4  # of one message, whoever deletes it
_MOST_SENDS_GROWING = 2
_MOST_REFUSED = 3  # in a row; then only the last text is worth another try
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

logger = logging.getLogger(__name__)


class Undeliverable(Exception):
    """The message can't be shown; the cause says why."""


class Muted(Undeliverable):
    """The chat takes nothing from the bot now, whatever it is."""


class Blocked(Muted):
    """The learner has blocked the bot, or it was thrown out of the group."""


class Remedy(Enum):
    """What is tried when Telegram refuses a last text twice, in this order and one on top of the other."""

    PLAIN = auto()  # without formatting
    ANEW = auto()  # as a new message
    ALONE = auto()  # not as an answer to the learner's message
    OUTSIDE = auto()  # not in the topic
    BARE = auto()  # without buttons


_LIKELY = {
    Refusal.FORMAT: Remedy.PLAIN,
    Refusal.MESSAGE: Remedy.ANEW,
    Refusal.ANSWERED: Remedy.ALONE,
    Refusal.TOPIC: Remedy.OUTSIDE,
    Refusal.BUTTONS: Remedy.BARE,
}


def _some_draft_id() -> int:
    return random.randrange(1, 2**31)


@dataclass(eq=False, slots=True)
class _Sending:
    """A send whose answer has not come yet. When it `is_overdue`, a last text is sent once again."""

    request: asyncio.Task[int]
    face: Face
    is_overdue: bool = False

    @property
    def has_arrived(self) -> bool:
        return self.request.done() and self.refusal is None

    @property
    def refusal(self) -> TelegramError | None:
        """Of a request that is done. Raises what is no refusal."""
        error = self.request.exception()
        if error is None or isinstance(error, TelegramError):
            return error
        raise error


@dataclass(eq=False, slots=True)
class Message:
    """A message, perhaps not sent yet, and what is known of it."""

    id: int | None = None
    reply_to: int | None = None
    shown: Face | None = None
    skipped: Face | None = None  # refused, and not worth more than waiting for something newer
    remedies: set[Remedy] = field(default_factory=set)
    refused: int = 0  # in a row
    sends: int = 0  # that may stand in the chat, or have been deleted there
    doubts: int = 0  # sends of which nobody will ever know
    late: list[_Sending] = field(default_factory=list)
    draft_id: int = field(default_factory=_some_draft_id)

    def is_awaited(self, *, is_last: bool) -> bool:
        """Whether nothing is to be done before an answer comes: only a last text is worth a second message by then."""
        if not (is_last and len(self.late) == 1):
            return bool(self.late)
        return self.late[0].request.done() or not self.late[0].is_overdue

    def entities(self, face: Face) -> Sequence[telegram.MessageEntity] | None:
        return None if Remedy.PLAIN in self.remedies else face.content.entities or None

    def keyboard(self, face: Face) -> telegram.InlineKeyboardMarkup | None:
        return None if Remedy.BARE in self.remedies else face.keyboard

    def needs_nothing_for(self, face: Face, *, is_last: bool) -> bool:
        """Whether nothing is to be done to make it look like that."""
        if self.shown == face:
            return True
        return not is_last and (self.skipped == face or self.refused >= _MOST_REFUSED)

    def may_be_sent(self, *, is_last: bool) -> bool:
        return self.sends < (_MOST_SENDS if is_last else _MOST_SENDS_GROWING)


async def _number(request: Awaitable[telegram.Message]) -> int:
    return (await request).message_id


class Post:
    """Brings the messages of one reply to a chat.

    Attributes:
        chat_id: Changes when a group becomes a supergroup.
        drafts: Whether drafts are still worth trying; the first error ends them.
        left: Messages that others have taken the place of, to be deleted.
    """

    def __init__(
        self, bot: ExtBot[Any], chat_id: int, thread_id: int | None, *, drafts: bool, left: Sequence[int]
    ) -> None:
        self._bot, self._thread_id = bot, thread_id
        self.chat_id, self.drafts = chat_id, drafts
        self.left = list(left)
        self._strays: set[asyncio.Task[int]] = set()  # late sends that others have replaced
        self._failures = 0

    @property
    def pause(self) -> float:
        """Seconds to wait before the next attempt: the longer, the more have failed in a row."""
        return min(_LONGEST_PAUSE, 0.25 * 2 ** min(self._failures, 9)) if self._failures else 0.0

    async def deliver(self, message: Message, face: Face, slot: Slot, *, is_last: bool) -> None:
        """One attempt; whether it has succeeded, `message` tells. `is_last`: nothing newer will come to replace this.

        Raises:
            Blocked, Undeliverable: It never will.
        """
        if message.id is None and message.doubts and not await self._is_heard():
            self._failures += 1
            return
        try:
            if face.draft:
                await self._draft(message, face, slot)
            elif message.id is None:
                await self._send(message, face, slot)
            else:
                await self._edit(message, face, slot)
        except TelegramError as error:
            self._note_error(message, face, error, is_last=is_last)

    async def collect(self, message: Message, *, is_last: bool) -> bool:
        """Take in the answers to late sends; false while one may still come. A last text gives the first some more
        time, then is sent once again: the one that is heard of first is kept, and the other deleted.

        Raises:
            Blocked, Undeliverable: The message will never be shown.
        """
        waiting = {sending.request for sending in message.late if not sending.request.done()}
        if is_last and waiting:
            patience = None if message.doubts else _LAST_PATIENCE
            await asyncio.wait(waiting, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        newest = message.late[-1]
        if arrived := next((sending for sending in message.late if sending.has_arrived), None):
            self._arrived(message, arrived)
        elif all(sending.request.done() for sending in message.late):
            message.late.clear()
            assert newest.refusal is not None
            self._note_error(message, newest.face, newest.refusal, is_last=is_last)
        elif is_last and not message.doubts:
            newest.is_overdue = True
            message.sends += 1
            message.doubts += 1
        return is_last or not message.late

    async def tidy(self) -> None:
        """Delete what others have taken the place of. What can't be deleted loses its buttons, which are dead."""
        while self.left:
            number = self.left[-1]
            try:
                await persistently(partial(self._bot.delete_message, self.chat_id, number))
            except TelegramError as error:
                logger.info("a message that is not needed stays in chat %s: %s", self.chat_id, type(error).__name__)
                with suppress(TelegramError):
                    await self._bot.edit_message_reply_markup(self.chat_id, number)
            self.left.remove(number)

    async def catch_strays(self) -> None:
        """Wait for the numbers of late sends that others have taken the place of."""
        try:
            for stray in self._strays:
                await asyncio.wait([stray])
                if stray.exception() is None:
                    self.left.append(stray.result())
        finally:
            for stray in self._strays:
                stray.cancel()

    async def _is_heard(self) -> bool:
        """Whether Telegram answers, asked with what leaves nothing in the chat."""
        try:
            await self._bot.send_chat_action(self.chat_id, ChatAction.TYPING, message_thread_id=self._thread_id)
        except TelegramError as error:
            return not meaning(error).passes
        return True

    async def _draft(self, message: Message, face: Face, slot: Slot) -> None:
        await self._bot.send_message_draft(
            self.chat_id,
            message.draft_id,
            face.content.text,
            entities=face.content.entities or None,
            message_thread_id=self._thread_id,
            rate_limit_args=slot,
        )
        self._succeeded(message, face)

    async def _send(self, message: Message, face: Face, slot: Slot) -> None:
        """Nothing tells Telegram that two sends are the same: so this one is waited for longer than anybody waits
        for it, and if its answer is late the reply goes on meanwhile.

        Nor does Telegram tell a bot what stands in a chat. So where no answer ever comes, or nothing of it can be
        read, a copy may stay there until one of its buttons is pressed: that names it, and it is deleted.
        """
        answered = None
        if message.reply_to and Remedy.ALONE not in message.remedies:
            answered = ReplyParameters(message.reply_to, allow_sending_without_reply=True)
        request = self._bot.send_message(
            self.chat_id,
            face.content.text,
            entities=message.entities(face),
            reply_markup=message.keyboard(face),
            reply_parameters=answered,
            message_thread_id=None if Remedy.OUTSIDE in message.remedies else self._thread_id,
            link_preview_options=_NO_PREVIEW,
            read_timeout=_LONGEST_ARRIVAL,
            rate_limit_args=slot,
        )
        sending = _Sending(asyncio.create_task(_number(request)), face)
        message.late.append(sending)
        await asyncio.wait([sending.request], timeout=_PATIENCE)
        if sending.request.done():
            message.late.remove(sending)
            if sending.refusal:
                raise sending.refusal
            self._arrived(message, sending)

    async def _edit(self, message: Message, face: Face, slot: Slot) -> None:
        await self._bot.edit_message_text(
            face.content.text,
            self.chat_id,
            message.id,
            entities=message.entities(face),
            reply_markup=message.keyboard(face),
            link_preview_options=_NO_PREVIEW,
            read_timeout=_LONGEST_EDIT,
            rate_limit_args=slot,
        )
        self._succeeded(message, face)

    def _arrived(self, message: Message, arrived: _Sending) -> None:
        message.id = arrived.request.result()
        message.sends += 1
        self._strays.update(sending.request for sending in message.late if sending is not arrived)
        message.late.clear()
        self._succeeded(message, arrived.face)

    def _succeeded(self, message: Message, face: Face) -> None:
        message.shown, message.skipped = face, None
        self._failures = message.refused = 0

    def _note_error(self, message: Message, face: Face, error: TelegramError, *, is_last: bool) -> None:
        """Note what an error means for the next attempt."""
        refusal = meaning(error)
        is_there = refusal is Refusal.FINE and message.id is not None
        if isinstance(error, ChatMigrated):
            self.chat_id = error.new_chat_id
        elif face.draft:
            self.drafts = False
        elif not (message.refused or refusal.passes or refusal is Refusal.DELETED):
            message.refused = 1  # said once, it may be a mistake
        elif refusal is Refusal.BLOCKED:
            raise Blocked from error
        elif is_there:
            self._succeeded(message, face)
        elif refusal is Refusal.WAIT:
            pass  # the pace keeps the chat closed until the time that Telegram named
        elif refusal in (Refusal.PASSING, Refusal.UNSURE, Refusal.DELETED):
            self._failures += 1
            if message.id is None and refusal is not Refusal.PASSING:
                message.sends += 1
                message.doubts += refusal is not Refusal.DELETED
        else:
            self._remedy(message, face, refusal, error, is_last=is_last)

    def _remedy(self, message: Message, face: Face, refusal: Refusal, error: TelegramError, *, is_last: bool) -> None:
        """What the text hints at comes first. Beyond that only a last text is worth trying everything, unless the chat
        takes nothing."""
        message.refused += 1
        others = Remedy if is_last and refusal is not Refusal.MUTED else ()
        candidates = (_LIKELY.get(refusal), *others)
        remedy = next((one for one in candidates if one and self._helps(one, message, face, is_last)), None)
        if remedy is Remedy.ANEW and message.id is not None:
            self.left.append(message.id)
            message.id = message.shown = None
        elif remedy is not None:
            message.remedies.add(remedy)
        elif is_last:
            raise (Muted if refusal is Refusal.MUTED else Undeliverable)(error.message) from error
        else:
            message.skipped = face

    def _helps(self, remedy: Remedy, message: Message, face: Face, is_last: bool) -> bool:
        """Whether it would change anything that has not been tried."""
        is_new = message.id is None
        can = {
            Remedy.PLAIN: bool(face.content.entities),
            Remedy.ANEW: not is_new and message.may_be_sent(is_last=is_last),
            Remedy.ALONE: is_new and message.reply_to is not None,
            Remedy.OUTSIDE: is_new and self._thread_id is not None,
            Remedy.BARE: face.keyboard is not None,
        }
        return can[remedy] and remedy not in message.remedies
