"""Sends or edits one message until it looks as it should, with retries and fallbacks for Telegram's errors."""

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import telegram
from telegram import LinkPreviewOptions, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import ChatMigrated, TelegramError
from telegram.ext import ExtBot

from bot.reply.appearance import View
from bot.reply.message import Message, PendingSend, Remedy
from bot.sending.connection import persistently
from bot.sending.refusals import Refusal, meaning
from bot.sending.slots import Slot

_LONGEST_PAUSE = 10.0
_SEND_TIMEOUT = 5.0  # seconds that the reply waits for the response to a send
_FINAL_SEND_TIMEOUT = 10.0  # more seconds before a final text is sent again
_RESPONSE_TIMEOUT = 60.0  # seconds after which no response to a send will come
_EDIT_TIMEOUT = 20.0  # seconds; the next edit waits for this one, so that it cannot overtake it
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

logger = logging.getLogger(__name__)


class Undeliverable(Exception):
    """The message cannot be shown; the cause says why."""


class Muted(Undeliverable):
    """The bot may not write in the chat now."""


class Blocked(Muted):
    """The learner has blocked the bot, or it was thrown out of the group."""


async def _number(request: Awaitable[telegram.Message]) -> int:
    return (await request).message_id


class Post:
    """Sends and edits the messages of one reply.

    Attributes:
        chat_id: Changes when a group becomes a supergroup.
        drafts: Whether to use drafts; the first error ends them.
        obsolete: Ids of messages to be deleted, as others have replaced them.
    """

    def __init__(
        self, bot: ExtBot[Any], chat_id: int, thread_id: int | None, *, drafts: bool, obsolete: Sequence[int]
    ) -> None:
        self._bot, self._thread_id = bot, thread_id
        self.chat_id, self.drafts = chat_id, drafts
        self.obsolete = list(obsolete)
        self._duplicates: set[asyncio.Task[int]] = set()  # sends without a response whose repetition has succeeded
        self._failures = 0

    @property
    def pause(self) -> float:
        """Seconds to wait before the next attempt (exponential backoff)."""
        return min(_LONGEST_PAUSE, 0.25 * 2 ** min(self._failures, 9)) if self._failures else 0.0

    async def deliver(self, message: Message, view: View, slot: Slot, *, is_last: bool) -> None:
        """Make one attempt, and note its result in `message`. `is_last`: the view is final.

        Raises:
            Blocked, Undeliverable: No attempt will succeed.
        """
        if message.id is None and message.uncertain and not await self._is_reachable():
            self._failures += 1
            return
        try:
            if view.draft:
                await self._draft(message, view, slot)
            elif message.id is None:
                await self._send(message, view, slot)
            else:
                await self._edit(message, view, slot)
        except TelegramError as error:
            self._note_error(message, view, error, is_last=is_last)

    async def collect(self, message: Message, *, is_last: bool) -> bool:
        """Take the responses of pending sends; False if there is none yet. A final text waits for one a while, then is
        sent again: the message whose response comes first is kept, the other deleted.

        Raises:
            Blocked, Undeliverable: No attempt will succeed.
        """
        waiting = {sending.request for sending in message.pending if not sending.request.done()}
        if is_last and waiting:
            patience = None if message.uncertain else _FINAL_SEND_TIMEOUT
            await asyncio.wait(waiting, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        newest = message.pending[-1]
        if arrived := next((sending for sending in message.pending if sending.has_arrived), None):
            self._arrived(message, arrived)
        elif all(sending.request.done() for sending in message.pending):
            message.pending.clear()
            assert newest.refusal is not None
            self._note_error(message, newest.view, newest.refusal, is_last=is_last)
        elif is_last and not message.uncertain:
            newest.is_overdue = True
            message.sends += 1
            message.uncertain += 1
        return is_last or not message.pending

    async def delete_obsolete(self) -> None:
        """Delete obsolete messages; from those that cannot be deleted, remove the buttons, which have no effect."""
        while self.obsolete:
            number = self.obsolete[-1]
            try:
                await persistently(partial(self._bot.delete_message, self.chat_id, number))
            except TelegramError as error:
                logger.info("a message that is not needed stays in chat %s: %s", self.chat_id, type(error).__name__)
                with suppress(TelegramError):
                    await self._bot.edit_message_reply_markup(self.chat_id, number)
            self.obsolete.remove(number)

    async def collect_duplicates(self) -> None:
        """Wait for the ids of duplicate messages."""
        try:
            for duplicate in self._duplicates:
                await asyncio.wait([duplicate])
                if duplicate.exception() is None:
                    self.obsolete.append(duplicate.result())
        finally:
            for duplicate in self._duplicates:
                duplicate.cancel()

    async def _is_reachable(self) -> bool:
        """Whether Telegram answers a request that leaves nothing in the chat."""
        try:
            await self._bot.send_chat_action(self.chat_id, ChatAction.TYPING, message_thread_id=self._thread_id)
        except TelegramError as error:
            return not meaning(error).passes
        return True

    async def _draft(self, message: Message, view: View, slot: Slot) -> None:
        await self._bot.send_message_draft(
            self.chat_id,
            message.draft_id,
            view.content.text,
            entities=view.content.entities or None,
            message_thread_id=self._thread_id,
            rate_limit_args=slot,
        )
        self._succeeded(message, view)

    async def _send(self, message: Message, view: View, slot: Slot) -> None:
        """Send a message. sendMessage is not idempotent, so its response is waited for as long as it may come, in the
        background if it is late.

        If the response is lost, or the process dies before the id is stored, that copy cannot be found again: Telegram
        lists no chat's messages, and recognizes no repeated send. It stays until one of its buttons is pressed, which
        tells its id; then it is deleted.
        """
        answered = None
        if message.reply_to and Remedy.NO_REFERENCE not in message.remedies:
            answered = ReplyParameters(message.reply_to, allow_sending_without_reply=True)
        request = self._bot.send_message(
            self.chat_id,
            view.content.text,
            entities=message.entities(view),
            reply_markup=message.keyboard(view),
            reply_parameters=answered,
            message_thread_id=None if Remedy.NO_TOPIC in message.remedies else self._thread_id,
            link_preview_options=_NO_PREVIEW,
            read_timeout=_RESPONSE_TIMEOUT,
            rate_limit_args=slot,
        )
        sending = PendingSend(asyncio.create_task(_number(request)), view)
        message.pending.append(sending)
        await asyncio.wait([sending.request], timeout=_SEND_TIMEOUT)
        if sending.request.done():
            message.pending.remove(sending)
            if sending.refusal:
                raise sending.refusal
            self._arrived(message, sending)

    async def _edit(self, message: Message, view: View, slot: Slot) -> None:
        await self._bot.edit_message_text(
            view.content.text,
            self.chat_id,
            message.id,
            entities=message.entities(view),
            reply_markup=message.keyboard(view),
            link_preview_options=_NO_PREVIEW,
            read_timeout=_EDIT_TIMEOUT,
            rate_limit_args=slot,
        )
        self._succeeded(message, view)

    def _arrived(self, message: Message, arrived: PendingSend) -> None:
        message.id = arrived.request.result()
        message.sends += 1
        self._duplicates.update(sending.request for sending in message.pending if sending is not arrived)
        message.pending.clear()
        self._succeeded(message, arrived.view)

    def _succeeded(self, message: Message, view: View) -> None:
        message.shown, message.skipped = view, None
        self._failures = message.refused = 0

    def _note_error(self, message: Message, view: View, error: TelegramError, *, is_last: bool) -> None:
        """Decide what an error means for the next attempt."""
        refusal = meaning(error)
        is_shown = refusal is Refusal.FINE and message.id is not None
        if isinstance(error, ChatMigrated):
            self.chat_id = error.new_chat_id
        elif view.draft:
            self.drafts = False
        elif not (message.refused or refusal.passes or refusal is Refusal.DELETED):
            message.refused = 1  # try again before believing it
        elif refusal is Refusal.BLOCKED:
            raise Blocked from error
        elif is_shown:
            self._succeeded(message, view)
        elif refusal is Refusal.WAIT:
            pass  # Pace keeps the chat closed until `retry_after` is over
        elif refusal in (Refusal.PASSING, Refusal.UNSURE, Refusal.DELETED):
            self._failures += 1
            if message.id is None and refusal is not Refusal.PASSING:
                message.sends += 1
                message.uncertain += refusal is not Refusal.DELETED
        else:
            self._remedy(message, view, refusal, error, is_last=is_last)

    def _remedy(self, message: Message, view: View, refusal: Refusal, error: TelegramError, *, is_last: bool) -> None:
        """Take the next fallback. If there is none, give a final text up, and wait for the next one otherwise."""
        message.refused += 1
        remedy = message.remedy_for(refusal, view, in_topic=self._thread_id is not None, is_last=is_last)
        if remedy is Remedy.NEW_MESSAGE and message.id is not None:
            self.obsolete.append(message.id)
            message.id = message.shown = None
        elif remedy is not None:
            message.remedies.add(remedy)
        elif is_last:
            raise (Muted if refusal is Refusal.MUTED else Undeliverable)(error.message) from error
        else:
            message.skipped = view
