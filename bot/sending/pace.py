"""The one gate that every message and edit of the bot passes, in the order that keeps everybody's text moving.

Telegram allows about one message a second in a chat, 20 a minute in a group and 30 a second in all; who asks for
more is shut out for seconds to minutes.
"""

import asyncio
import math
import os
from collections.abc import Awaitable, Callable, Coroutine, Generator
from enum import IntEnum
from functools import partial
from itertools import count
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.sending.refusals import Refusal, meaning
from ingest.jobs.workers import STAYS_OWN

# Otherwise python-telegram-bot warns at every RetryAfter that its waiting time will become a timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "true")

ALL_PER_SECOND = 25.0
ALL_AT_ONCE = 3

PRIVATE_PERIOD, PRIVATE_AT_ONCE, PRIVATE_GAP = 1.05, 3, 1.2
# 3 at once and then one every 3.6 s are never more than 20 in any minute.
GROUP_PERIOD, GROUP_AT_ONCE, GROUP_GAP = 3.6, 3, 3.0

_TRIES = 5
_AFTER_FAILURE = 1.0  # seconds before the next try when Telegram could not be reached or failed
_CAREFUL = 600.0  # seconds after a 429 in which the chat's edits come half as often
_REMEMBERED = 1000  # chats, before those at rest are forgotten; and messages that were changed
_LONGEST_HOLD = 60.0  # seconds that what answers an update, and so the chat, may have to wait
_STALE = 1.0  # seconds after which a message that was to leave at once has not
_FRESH = 0.1  # seconds for which a claim holds, while others are waited for
_SLACK = 1.0  # of a message to a chat, for one that reaches Telegram later than it was counted
_CLOCK_GRAIN = 0.001  # a timer may fire that much early

_Answer = bool | dict[str, Any] | list[dict[str, Any]]
_Send = Callable[[], Coroutine[Any, Any, _Answer]]


class Priority(IntEnum):
    """Who goes first when not everybody can. Without one, a request is an answer to a command."""

    COMMAND = 1
    TEXT = 2  # the first text of a reply, or its last
    INTERIM = 3
    PLACEHOLDER = 4


class Slot:
    """A place in the queue. Awaiting it returns when its one request may be sent.

    Pass it on as `rate_limit_args` of that request, composed only then: what waits is the slot, never a text. `claim`
    is asked last of all, just before the request leaves; what it raises is raised instead.
    """

    def __init__(self, pace: "Pace", chat_id: int | str, priority: Priority, order: int) -> None:
        self.chat_id, self.priority, self.order = chat_id, priority, order
        self.granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.claim: Callable[[], Awaitable[object]] | None = None
        self._pace = pace

    def hurry(self, priority: Priority) -> None:
        """Moves up in the queue; never down."""
        if priority < self.priority and not self.granted.done():
            self.priority = priority
            self._pace.serve()

    def __await__(self) -> Generator[Any, None, "Slot"]:
        yield from self.granted.__await__()
        return self


class Pace(BaseRateLimiter[Priority | Slot]):
    """`Application.builder().rate_limiter(pace)` puts it before every request, so nothing can bypass it.

    A 429 closes its chat until the deadline that it names; the other chats go on. A request that came with a `Slot`
    sees the 429 and asks for another slot; others are repeated here, in the supergroup that a group has become, but
    for what would have to wait for more than a minute: a RetryAfter says so at once. What is refused is tried once
    more, whatever the reason is said to be. But no buttons come to a message of which a newer change was asked for.

    Attributes:
        on_refusal: Told of each 429, with its chat and its seconds.
        refusals: How many there were.
        reserve: Asked before each request, where several processes write to one chat: given the chat and the seconds
            that one message takes up, the seconds that all of them have taken up there, this one included.
    """

    def __init__(self, *, per_second: float = ALL_PER_SECOND) -> None:
        self.on_refusal: Callable[[int, float], None] | None = None
        self.reserve: Callable[[int, float], Awaitable[float]] | None = None
        self.refusals = 0
        self._all = _Rate(1 / per_second, ALL_AT_ONCE)
        self._chats: dict[int | str, _Chat] = {}
        self._waiting: dict[int, Slot] = {}
        self._orders = count()
        self._changes: dict[object, int] = {}  # by message, the order of its newest one
        self._timer: asyncio.TimerHandle | None = None

    def ask(self, chat_id: int | str, priority: Priority) -> Slot:
        """Queues for one message to a chat."""
        slot = Slot(self, chat_id, priority, next(self._orders))
        self._waiting[slot.order] = slot
        slot.granted.add_done_callback(lambda _: self._waiting.pop(slot.order, None))
        self.serve()
        return slot

    def allow(self, per_second: float) -> None:
        """Over all chats, from now on."""
        if per_second != self.per_second:
            self._all.period = 1 / per_second
            self.serve()

    @property
    def per_second(self) -> float:
        return 1 / self._all.period

    def is_busy(self, lately: float) -> bool:
        """Whether anything waits, or went out in the last seconds."""
        return bool(self._waiting) or self._all.was_used(asyncio.get_running_loop().time() - lately)

    def close(self, chat_id: int | str, seconds: float) -> None:
        """Sends nothing to a chat for that long."""
        chat = self._chat(chat_id)
        chat.closed_until = max(chat.closed_until, asyncio.get_running_loop().time() + seconds)

    def is_open(self, chat_id: int | str) -> bool:
        """Whether Telegram takes anything for a chat now."""
        return self._chat(chat_id).closed_until <= asyncio.get_running_loop().time()

    def serve(self) -> None:
        """Grants what may go now and wakes up again when the next may."""
        loop = asyncio.get_running_loop()
        now = loop.time() + _CLOCK_GRAIN
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while waiting := [slot for slot in self._waiting.values() if not slot.granted.done()]:
            if (wake := self._all.due) <= now:
                ready = [slot for slot in waiting if self._due(slot) <= now]
                if ready:
                    self._grant(min(ready, key=lambda slot: (slot.priority, slot.order)), now)
                    continue
                wake = min(map(self._due, waiting))
            self._timer = loop.call_at(wake, self.serve)
            return

    def _grant(self, slot: Slot, now: float) -> None:
        self._all.take(now)
        self._chat(slot.chat_id).take(now)
        slot.granted.set_result(None)
        if len(self._chats) > _REMEMBERED:
            self._chats = {key: chat for key, chat in self._chats.items() if not chat.at_rest(now)}

    def _due(self, slot: Slot) -> float:
        return self._chat(slot.chat_id).due(slot.priority)

    def _chat(self, chat_id: int | str) -> "_Chat":
        if chat_id not in self._chats:
            is_group = isinstance(chat_id, str) or chat_id < 0
            self._chats[chat_id] = _Chat(is_group=is_group)
        return self._chats[chat_id]

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, _Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Priority | Slot | None,
    ) -> _Answer:
        """What python-telegram-bot calls instead of sending."""
        chat_id = data.get("chat_id")
        if chat_id is None or not _is_message(endpoint):
            return await callback(*args, **kwargs)
        send: _Send = partial(callback, *args, **kwargs)
        if endpoint.startswith("edit"):
            send = self._unless_past(send, endpoint, (chat_id, data.get("message_id")))
        if not isinstance(rate_limit_args, Slot):
            return await self._repeating(send, endpoint, data, rate_limit_args or Priority.COMMAND)
        await self._clear(rate_limit_args, chat_id)
        return await self._noting_refusal(chat_id, send())

    def _unless_past(self, send: _Send, endpoint: str, message: object) -> _Send:
        """Sends buttons only while no newer change of their message was asked for, which brings its own."""
        order = next(self._orders)
        self._changes.pop(message, None)
        self._changes[message] = order
        if len(self._changes) > _REMEMBERED:
            del self._changes[next(iter(self._changes))]

        async def send_unless_past() -> _Answer:
            is_past = endpoint == "editMessageReplyMarkup" and self._changes.get(message, order) > order
            return True if is_past else await send()

        return send_unless_past

    async def _clear(self, slot: Slot, chat_id: int | str) -> None:
        """All that is to be waited for; once more where the process was paused meanwhile."""
        await slot
        time, holds_until = asyncio.get_running_loop().time, -math.inf
        for _ in range(_TRIES):
            if (begun := time()) <= holds_until:
                return
            holds_until, _ = await asyncio.gather(self._wait_for_others(chat_id), self._claim(slot))
            if time() > begun + _FRESH:
                await self._claim(slot)

    async def _repeating(self, send: _Send, endpoint: str, data: dict[str, Any], priority: Priority) -> _Answer:
        """Sent until Telegram takes it, or never will; `data` are the request's parameters, which may change."""
        chat_id, doubts, refused = data["chat_id"], 0, 0
        for last in (*[False] * (_TRIES - 1), True):
            await self._wait_for_turn(chat_id, priority)
            await self._wait_for_others(chat_id)
            try:
                return await self._noting_refusal(chat_id, send())
            except ChatMigrated as error:
                if last or not endpoint.startswith("send"):  # what it means to change is another message there
                    raise
                data["chat_id"] = chat_id = error.new_chat_id
                data.pop("reply_parameters", None)
            except TelegramError as error:
                refusal = meaning(error)
                doubts += refusal in (Refusal.UNSURE, Refusal.DELETED)
                is_refused = isinstance(error, BadRequest | Forbidden)
                refused += is_refused
                is_over = refused > 1 or not (is_refused or refusal.passes or refusal is Refusal.DELETED)
                if last or is_over or doubts > _may_be_done_twice(endpoint, priority):
                    raise
                if not (is_refused or refusal is Refusal.WAIT):
                    self.close(chat_id, _AFTER_FAILURE)
        raise AssertionError

    async def _wait_for_turn(self, chat_id: int | str, priority: Priority) -> None:
        """Raises RetryAfter, with the seconds that are left, when the turn does not come within a minute."""
        closed_until, now = self._chat(chat_id).closed_until, asyncio.get_running_loop().time()
        if closed_until > now + _LONGEST_HOLD:
            raise RetryAfter(math.ceil(closed_until - now))
        try:
            async with asyncio.timeout(_LONGEST_HOLD):
                await self.ask(chat_id, priority)
        except TimeoutError:
            raise RetryAfter(math.ceil(max(1.0, closed_until - now))) from None

    async def _wait_for_others(self, chat_id: int | str) -> float:
        """Until there is room for one more message among those of all processes. What was reserved before this process
        was paused no longer counts, so it is reserved again. Returns until when it counts."""
        if self.reserve is None or isinstance(chat_id, str):
            return math.inf
        loop, rate = asyncio.get_running_loop(), self._chat(chat_id).rate
        holds_until = -math.inf
        while loop.time() > holds_until:
            asked = loop.time()
            used = await self.reserve(chat_id, rate.period)
            if not used:  # the database is away, or silent
                return math.inf
            rate.learn(asked + used)
            wait = max(0.0, used - (rate.burst - _SLACK) * rate.period)
            await asyncio.sleep(wait)
            holds_until = asked + wait + _STALE
        return holds_until

    async def _claim(self, slot: Slot) -> None:
        """A process that was paused meanwhile has perhaps lost what it is to send, and asks again."""
        loop, is_stale = asyncio.get_running_loop(), slot.claim is not None
        while slot.claim and is_stale:
            asked = loop.time()
            await slot.claim()
            is_stale = loop.time() > asked + STAYS_OWN

    async def _noting_refusal(self, chat_id: int | str, request: Coroutine[Any, Any, _Answer]) -> _Answer:
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


def _may_be_done_twice(endpoint: str, priority: Priority) -> bool:
    """What may have been done already: an edit changes nothing then, and a command is better answered twice than not
    at all."""
    return endpoint.startswith("edit") or priority is Priority.COMMAND


def _is_message(endpoint: str) -> bool:
    """Whether a method draws on the budget: what a person sees as a message, or a change of one."""
    return endpoint.startswith(("send", "edit", "copy", "forward")) and endpoint != "sendChatAction"


class _Rate:
    """`burst` at once, and one every `period` seconds in the long run."""

    def __init__(self, period: float, burst: int) -> None:
        self.period, self.burst = period, burst
        self._full = -math.inf  # when nothing of the burst will be used any more

    @property
    def due(self) -> float:
        """When the next one may go."""
        return self._full - (self.burst - 1) * self.period

    def take(self, now: float) -> None:
        self._full = max(self._full, now) + self.period

    def learn(self, full: float) -> None:
        """Others have used it up to then."""
        self._full = max(self._full, full)

    def was_used(self, since: float) -> bool:
        return self._full > since


class _Chat:
    def __init__(self, *, is_group: bool) -> None:
        private = _Rate(PRIVATE_PERIOD, PRIVATE_AT_ONCE)
        self.rate = _Rate(GROUP_PERIOD, GROUP_AT_ONCE) if is_group else private
        self._gap = GROUP_GAP if is_group else PRIVATE_GAP
        self._last = -math.inf
        self.closed_until = -math.inf

    def due(self, priority: Priority) -> float:
        """When a request may go. What can wait leaves one place for what can't."""
        if priority < Priority.INTERIM:
            return max(self.closed_until, self.rate.due)
        # Where the limit on edits lies is not published: who was refused once stays well below.
        gap = self._gap * (2 if self._last - self.closed_until < _CAREFUL else 1)
        return max(self.closed_until, self.rate.due + self.rate.period, self._last + gap)

    def take(self, now: float) -> None:
        self.rate.take(now)
        self._last = now

    def at_rest(self, now: float) -> bool:
        return max(self.closed_until, self.rate.due + 2 * self.rate.period, self._last + self._gap) < now
