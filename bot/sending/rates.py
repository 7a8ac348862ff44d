"""How often Telegram may be asked: a token bucket for all chats, and one a chat."""

import math

PRIVATE_PERIOD, PRIVATE_AT_ONCE, PRIVATE_GAP = 1.05, 3, 1.2
# A burst of 3 and then one every 3.6 s are never more than 20 in any minute.
GROUP_PERIOD, GROUP_AT_ONCE, GROUP_GAP = 3.6, 3, 3.0

_CAREFUL = 600.0  # seconds after a 429 in which the chat's edits are half as frequent


class Rate:
    """A token bucket (as the generic cell rate algorithm): `burst` at once, and one every `period` seconds."""

    def __init__(self, period: float, burst: int) -> None:
        self.period, self.burst = period, burst
        self._full_at = -math.inf  # when the bucket is full again

    @property
    def due(self) -> float:
        """When the next request may be sent."""
        return self._full_at - (self.burst - 1) * self.period

    def take(self, now: float) -> None:
        self._full_at = max(self._full_at, now) + self.period

    def advance(self, full: float) -> None:
        """Other processes have used it: it is full again at `full` or later."""
        self._full_at = max(self._full_at, full)

    def was_used(self, since: float) -> bool:
        return self._full_at > since


class ChatRate:
    def __init__(self, *, is_group: bool) -> None:
        self.rate = Rate(GROUP_PERIOD, GROUP_AT_ONCE) if is_group else Rate(PRIVATE_PERIOD, PRIVATE_AT_ONCE)
        self._gap = GROUP_GAP if is_group else PRIVATE_GAP
        self._last = -math.inf
        self.closed_until = -math.inf

    def due(self, *, is_urgent: bool) -> float:
        """When a request may be sent. One that is not urgent leaves a token for those that are."""
        if is_urgent:
            return max(self.closed_until, self.rate.due)
        # The limit on edits is not published: after a 429, stay well below it.
        gap = self._gap * (2 if self._last - self.closed_until < _CAREFUL else 1)
        return max(self.closed_until, self.rate.due + self.rate.period, self._last + gap)

    def take(self, now: float) -> None:
        self.rate.take(now)
        self._last = now

    def is_idle(self, now: float) -> bool:
        return max(self.closed_until, self.rate.due + 2 * self.rate.period, self._last + self._gap) < now
