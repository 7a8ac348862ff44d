"""The rate limiter of all messages and edits: each waits for a slot, and is sent again where that may help."""

import asyncio
import math
import os
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from itertools import count
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.sending.refusals import Refusal, meaning
from bot.sending.slots import ALL_PER_SECOND, Priority, Slot, Slots
from ingest.jobs.workers import STAYS_OWN

# Without it python-telegram-bot warns at every RetryAfter that `retry_after` will become a timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_TRIES = 5
_AFTER_FAILURE = 1.0  # seconds before the next try when Telegram could not be reached or failed
_REMEMBERED = 1000  # edited messages
_LONGEST_WAIT = 60.0  # seconds for a request without a slot, as its handler, and so the chat, waits for it
_RESERVATION_VALID = 1.0  # seconds; a request that leaves later is reserved again
_CLAIM_VALID = 0.1  # seconds; after a longer wait the claim is repeated
_SLACK = 1.0  # messages a chat's burst is reduced by, as some reach Telegram later than they were counted

_Answer = bool | dict[str, Any] | list[dict[str, Any]]
_Send = Callable[[], Coroutine[Any, Any, _Answer]]


class Pace(Slots, BaseRateLimiter[Priority | Slot]):
    """`Application.builder().rate_limiter(pace)` puts it before every request, so nothing can bypass it.

    A 429 closes its chat for the time that it names; other chats go on. A request with a `Slot` gets the error, and its
    sender asks for another slot. Requests without one are retried here, in the new chat if the group has become a
    supergroup; those that would wait for more than a minute raise RetryAfter. Other refusals are retried once.
    An edit of buttons alone is dropped if a newer edit of its message was requested.

    Attributes:
        on_refusal: Called for each 429, with the chat and its seconds.
        refusals: How many there were.
        reserve: Called before each request, to share a chat's limit with other processes: given the chat and the
            seconds that one message takes up, returns the seconds taken up by all processes, this request included.
    """

    def __init__(self, *, per_second: float = ALL_PER_SECOND) -> None:
        super().__init__(per_second)
        self.on_refusal: Callable[[int, float], None] | None = None
        self.reserve: Callable[[int, float], Awaitable[float]] | None = None
        self.refusals = 0
        self._edits = count()
        self._changes: dict[object, int] = {}  # by message, the number of its newest edit

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        self.end()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, _Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Priority | Slot | None,
    ) -> _Answer:
        """Called by python-telegram-bot for every request; `callback` sends it."""
        chat_id = data.get("chat_id")
        if chat_id is None or not _is_message(endpoint):
            return await callback(*args, **kwargs)
        send: _Send = partial(callback, *args, **kwargs)
        if endpoint.startswith("edit"):
            send = self._unless_outdated(send, endpoint, (chat_id, data.get("message_id")))
        if not isinstance(rate_limit_args, Slot):
            return await self._send_with_retries(send, endpoint, data, rate_limit_args or Priority.COMMAND)
        await self._wait_for_slot(rate_limit_args, chat_id)
        return await self._noting_429(chat_id, send())

    def _unless_outdated(self, send: _Send, endpoint: str, message: object) -> _Send:
        """Drop an edit of buttons alone if a newer edit of the message was requested: that has its own buttons."""
        order = next(self._edits)
        self._changes.pop(message, None)
        self._changes[message] = order
        if len(self._changes) > _REMEMBERED:
            del self._changes[next(iter(self._changes))]

        async def send_unless_outdated() -> _Answer:
            is_outdated = endpoint == "editMessageReplyMarkup" and self._changes.get(message, order) > order
            return True if is_outdated else await send()

        return send_unless_outdated

    async def _wait_for_slot(self, slot: Slot, chat_id: int | str) -> None:
        """Wait for the slot, the reservation and the claim; for the last two again if the process was paused."""
        await slot
        time, valid_until = asyncio.get_running_loop().time, -math.inf
        for _ in range(_TRIES):
            if (begun := time()) <= valid_until:
                return
            valid_until, _ = await asyncio.gather(self._reserve(chat_id), self._claim(slot))
            if time() > begun + _CLAIM_VALID:
                await self._claim(slot)

    async def _send_with_retries(self, send: _Send, endpoint: str, data: dict[str, Any], priority: Priority) -> _Answer:
        """Send until Telegram accepts the request or certainly will not; `data` are its parameters, which are changed
        if the group has become a supergroup."""
        chat_id, uncertain, refused = data["chat_id"], 0, 0
        for last in (*[False] * (_TRIES - 1), True):
            await self._wait_for_turn(chat_id, priority)
            await self._reserve(chat_id)
            try:
                return await self._noting_429(chat_id, send())
            except ChatMigrated as error:
                if last or not endpoint.startswith("send"):  # its message id means another message there
                    raise
                data["chat_id"] = chat_id = error.new_chat_id
                data.pop("reply_parameters", None)
            except TelegramError as error:
                refusal = meaning(error)
                uncertain += refusal in (Refusal.UNSURE, Refusal.DELETED)
                is_refused = isinstance(error, BadRequest | Forbidden)
                refused += is_refused
                is_over = refused > 1 or not (is_refused or refusal.passes or refusal is Refusal.DELETED)
                if last or is_over or uncertain > _is_repeatable(endpoint, priority):
                    raise
                if not (is_refused or refusal is Refusal.WAIT):
                    self.close(chat_id, _AFTER_FAILURE)
        raise AssertionError

    async def _wait_for_turn(self, chat_id: int | str, priority: Priority) -> None:
        """Raises RetryAfter, with the remaining seconds, if the wait is longer than _LONGEST_WAIT."""
        closed_until, now = self._chat(chat_id).closed_until, asyncio.get_running_loop().time()
        if closed_until > now + _LONGEST_WAIT:
            raise RetryAfter(math.ceil(closed_until - now))
        try:
            async with asyncio.timeout(_LONGEST_WAIT):
                await self.ask(chat_id, priority)
        except TimeoutError:
            raise RetryAfter(math.ceil(max(1.0, closed_until - now))) from None

    async def _reserve(self, chat_id: int | str) -> float:
        """Count a message among those of all processes, and wait until the chat's limit allows it. If this process was
        paused meanwhile the reservation is outdated, and made again. Returns until when it is valid."""
        if self.reserve is None or isinstance(chat_id, str):
            return math.inf
        loop, rate = asyncio.get_running_loop(), self._chat(chat_id).rate
        valid_until = -math.inf
        while loop.time() > valid_until:
            asked = loop.time()
            used = await self.reserve(chat_id, rate.period)
            if not used:  # the database is away, or silent
                return math.inf
            rate.advance(asked + used)
            wait = max(0.0, used - (rate.burst - _SLACK) * rate.period)
            await asyncio.sleep(wait)
            valid_until = asked + wait + _RESERVATION_VALID
        return valid_until

    async def _claim(self, slot: Slot) -> None:
        """Call the slot's claim, again if the process was paused: it may have lost what it is about to send."""
        loop, is_stale = asyncio.get_running_loop(), slot.claim is not None
        while slot.claim and is_stale:
            asked = loop.time()
            await slot.claim()
            is_stale = loop.time() > asked + STAYS_OWN

    async def _noting_429(self, chat_id: int | str, request: Coroutine[Any, Any, _Answer]) -> _Answer:
        try:
            return await request
        except RetryAfter as refusal:
            wait = refusal.retry_after
            seconds = wait if isinstance(wait, int) else wait.total_seconds()
            self.close(chat_id, seconds)
            self.refusals += 1
            if self.on_refusal and isinstance(chat_id, int):
                self.on_refusal(chat_id, seconds)
            raise


def _is_repeatable(endpoint: str, priority: Priority) -> bool:
    """Whether to repeat a request that may have succeeded. Edits are idempotent, and a command is better answered twice
    than not at all."""
    return endpoint.startswith("edit") or priority is Priority.COMMAND


def _is_message(endpoint: str) -> bool:
    """Whether a method counts against Telegram's limits: it sends or edits a message."""
    return endpoint.startswith(("send", "edit", "copy", "forward")) and endpoint != "sendChatAction"
