"""The queue of messages and edits: slots with priorities, within the rates of each chat and of all together.

Telegram allows about one message a second in a chat, 20 a minute in a group and 30 a second in all; beyond that it
refuses everything (429) for seconds to minutes.
"""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from enum import IntEnum
from itertools import count
from typing import Any

from bot.sending.rates import ChatRate, Rate

ALL_PER_SECOND = 25.0
ALL_AT_ONCE = 3

_REMEMBERED = 1000  # chats, before idle ones are dropped
_CLOCK_GRAIN = 0.001  # seconds that a timer may fire early


class Priority(IntEnum):
    """The order of waiting requests. Those without a priority are replies to commands."""

    COMMAND = 1
    TEXT = 2  # the first text of an answer, or its final one
    INTERIM = 3  # edits in between, and notices that an answer waits for the one that is growing
    PLACEHOLDER = 4


class Slot:
    """A place in the queue. Awaiting it returns when its one request may be sent.

    Compose the request only then, so that it has the newest text, and pass the slot as its `rate_limit_args`. `claim`
    is called just before the request leaves; what it raises is raised instead of sending.
    """

    def __init__(self, slots: "Slots", chat_id: int | str, priority: Priority, order: int) -> None:
        self.chat_id, self.priority, self.order = chat_id, priority, order
        self.granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.claim: Callable[[], Awaitable[object]] | None = None
        self._slots = slots

    def hurry(self, priority: Priority) -> None:
        """Move up in the queue; never down."""
        if priority < self.priority and not self.granted.done():
            self.priority = priority
            self._slots.serve()

    def __await__(self) -> Generator[Any, None, "Slot"]:
        yield from self.granted.__await__()
        return self


class Slots:
    """Grants slots in the order of their priorities, each as soon as the rates allow it."""

    def __init__(self, per_second: float) -> None:
        self._overall = Rate(1 / per_second, ALL_AT_ONCE)
        self._chats: dict[int | str, ChatRate] = {}
        self._waiting: dict[int, Slot] = {}
        self._orders = count()
        self._timer: asyncio.TimerHandle | None = None

    def ask(self, chat_id: int | str, priority: Priority) -> Slot:
        """Queue for one message to a chat."""
        slot = Slot(self, chat_id, priority, next(self._orders))
        self._waiting[slot.order] = slot
        slot.granted.add_done_callback(lambda _: self._waiting.pop(slot.order, None))
        self.serve()
        return slot

    def set_rate(self, per_second: float) -> None:
        """Change the limit over all chats."""
        if per_second != self.per_second:
            self._overall.period = 1 / per_second
            self.serve()

    @property
    def per_second(self) -> float:
        return 1 / self._overall.period

    def is_busy(self, lately: float) -> bool:
        """Whether anything waits, or was sent in the last `lately` seconds."""
        return bool(self._waiting) or self._overall.was_used(asyncio.get_running_loop().time() - lately)

    def close(self, chat_id: int | str, seconds: float) -> None:
        """Send nothing to a chat for that long."""
        chat = self._chat(chat_id)
        chat.closed_until = max(chat.closed_until, asyncio.get_running_loop().time() + seconds)

    def is_open(self, chat_id: int | str) -> bool:
        """Whether a chat is not closed by a 429."""
        return self._chat(chat_id).closed_until <= asyncio.get_running_loop().time()

    def serve(self) -> None:
        """Grant the slots that are due, and set a timer for the next."""
        loop = asyncio.get_running_loop()
        now = loop.time() + _CLOCK_GRAIN
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while waiting := [slot for slot in self._waiting.values() if not slot.granted.done()]:
            if (wake := self._overall.due) <= now:
                ready = [slot for slot in waiting if self._due(slot) <= now]
                if ready:
                    self._grant(min(ready, key=lambda slot: (slot.priority, slot.order)), now)
                    continue
                wake = min(map(self._due, waiting))
            self._timer = loop.call_at(wake, self.serve)
            return

    def _grant(self, slot: Slot, now: float) -> None:
        self._overall.take(now)
        self._chat(slot.chat_id).take(now)
        slot.granted.set_result(None)
        if len(self._chats) > _REMEMBERED:
            self._chats = {key: chat for key, chat in self._chats.items() if not chat.is_idle(now)}

    def _due(self, slot: Slot) -> float:
        return self._chat(slot.chat_id).due(is_urgent=slot.priority < Priority.INTERIM)

    def _chat(self, chat_id: int | str) -> ChatRate:
        if chat_id not in self._chats:
            is_group = isinstance(chat_id, str) or chat_id < 0
            self._chats[chat_id] = ChatRate(is_group=is_group)
        return self._chats[chat_id]

    def end(self) -> None:
        """Grant nothing more."""
        if self._timer is not None:
            self._timer.cancel()
