"""Telegram's limits on how often a bot may write, as its FAQ states them and bots meet them."""

import math
from collections import Counter, deque
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram publishes 'about' values; these are the values everybody plans with."""

    chat_per_second: float = 1.0
    chat_burst: int = 3
    all_per_second: float = 30.0
    group_per_minute: int = 20


@dataclass(slots=True)
class Bucket:
    """A token bucket: `burst` at once, then `rate` a second."""

    rate: float
    burst: float
    tokens: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until one more message may pass."""
        self.tokens = min(self.burst, self.tokens + max(0.0, now - self.at) * self.rate)
        self.at = max(self.at, now)
        # The tolerance forgives the rounding of a wait that was kept to the digit.
        return 0.0 if self.tokens >= 1 - 1e-6 else (1 - self.tokens) / self.rate


@dataclass(slots=True)
class Budget:
    """What one bot may still send. Sends and edits draw on it alike; a refused request takes nothing.

    A chat that was told to wait is refused until its wait is over, as on the real server.
    """

    limits: Limits
    refused: Counter[int] = field(default_factory=Counter)
    _chats: dict[int, Bucket] = field(default_factory=dict)
    _all: Bucket | None = None
    _minutes: dict[int, deque[float]] = field(default_factory=dict)
    _penalties: dict[int, float] = field(default_factory=dict)

    def take(self, chat_id: int, *, group: bool, now: float) -> int:
        """0 and the message is counted, or the whole seconds of `retry_after`."""
        deadline = self._penalties.get(chat_id, now)
        if deadline <= now:
            wait = self._wait(chat_id, group, now)
            if wait <= 0:
                self._count(chat_id, group, now)
                return 0
            deadline = now + math.ceil(wait)  # Telegram's own grow to minutes for those who insist
            self._penalties[chat_id] = deadline
        self.refused[chat_id] += 1
        return math.ceil(deadline - now)

    def _count(self, chat_id: int, group: bool, now: float) -> None:
        self._everyone(now).tokens -= 1
        self._chat(chat_id, now).tokens -= 1
        if group:
            self._minutes.setdefault(chat_id, deque()).append(now)

    def _wait(self, chat_id: int, group: bool, now: float) -> float:
        wait = max(self._everyone(now).wait(now), self._chat(chat_id, now).wait(now))
        if group and (sent := self._minutes.get(chat_id)):
            while sent and sent[0] <= now - 60:
                sent.popleft()
            if len(sent) >= self.limits.group_per_minute:
                wait = max(wait, sent[0] + 60 - now)
        return wait

    def _everyone(self, now: float) -> Bucket:
        if self._all is None:
            rate = self.limits.all_per_second
            self._all = Bucket(rate, rate, rate, now)
        return self._all

    def _chat(self, chat_id: int, now: float) -> Bucket:
        limits = self.limits
        fresh = Bucket(limits.chat_per_second, limits.chat_burst, limits.chat_burst, now)
        return self._chats.setdefault(chat_id, fresh)
