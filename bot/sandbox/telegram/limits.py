"""Telegram's limits on how often a bot may write, as its FAQ states them and bots meet them."""

import math
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass

_ROUNDING = 1e-6  # seconds that are forgiven a wait that was kept to the digit


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram publishes 'about' values; these are the values everybody plans with."""

    chat_per_second: float = 1.0
    chat_burst: int = 3
    all_per_second: float = 30.0
    group_per_minute: int = 20


class Budget:
    """What one bot may still send: a token bucket for each chat and one for all. Sends and edits draw on them alike; a
    refused request takes nothing.

    A chat that was told to wait is refused until its wait is over, as on the real server.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.refused: Counter[int] = Counter()
        self._full_at: dict[int | None, float] = {}  # by chat, None for all: when its bucket is full again
        self._minutes: dict[int, deque[float]] = defaultdict(deque)
        self._penalties: dict[int, float] = {}

    def take(self, chat_id: int, *, group: bool, now: float) -> int:
        """0 and the message is counted, or the whole seconds of `retry_after`."""
        deadline = self._penalties.get(chat_id, now)
        if deadline <= now:
            wait = self._wait(chat_id, group, now)
            if wait <= _ROUNDING:
                self._count(chat_id, group, now)
                return 0
            deadline = now + math.ceil(wait)  # Telegram's own grow to minutes for those who insist
            self._penalties[chat_id] = deadline
        self.refused[chat_id] += 1
        return math.ceil(deadline - now)

    def _buckets(self, chat_id: int) -> Iterator[tuple[int | None, float, float]]:
        """With the seconds that each message takes up, and those that a full bucket has room for."""
        yield chat_id, 1 / self.limits.chat_per_second, self.limits.chat_burst / self.limits.chat_per_second
        yield None, 1 / self.limits.all_per_second, 1.0

    def _count(self, chat_id: int, group: bool, now: float) -> None:
        for key, seconds, _ in self._buckets(chat_id):
            self._full_at[key] = max(self._full_at.get(key, now), now) + seconds
        if group:
            self._minutes[chat_id].append(now)

    def _wait(self, chat_id: int, group: bool, now: float) -> float:
        wait = max(self._full_at.get(key, now) + seconds - room - now for key, seconds, room in self._buckets(chat_id))
        sent = self._minutes[chat_id]
        while sent and sent[0] <= now - 60:
            sent.popleft()
        if group and len(sent) >= self.limits.group_per_minute:
            wait = max(wait, sent[0] + 60 - now)
        return wait
