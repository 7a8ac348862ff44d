"""The queue of updates behind getUpdates and webhooks: kept until acknowledged, handed to one poller at a time."""

import asyncio
from collections.abc import Sequence
from typing import Any

_MOST = 100  # updates that one request gets


class Conflict(Exception):
    """Another getUpdates took over."""


class Updates:
    """Update ids rise from an arbitrary start, as Telegram's do."""

    def __init__(self, first_id: int) -> None:
        self.pending: list[dict[str, Any]] = []
        self._next_id = first_id
        self._allowed: frozenset[str] = frozenset()  # empty: all
        self._arrived = asyncio.Event()
        self._poller: asyncio.Future[None] | None = None

    def put(self, kind: str, content: object) -> None:
        """Queues an update, unless the bot has not asked for its kind."""
        if not self._allowed or kind in self._allowed:
            self.pending.append({"update_id": self._next_id, kind: content})
            self._next_id += 1
            self._arrived.set()

    def allow(self, kinds: Sequence[str]) -> None:
        """Holds for updates that come from now on, and until the next call."""
        self._allowed = frozenset(kinds)

    def acknowledge(self, offset: int) -> None:
        """Forgets every update below `offset`."""
        self.pending = [update for update in self.pending if update["update_id"] >= offset]

    async def oldest(self) -> dict[str, Any]:
        """The first update that is not acknowledged; waits until there is one."""
        while not self.pending:
            self._arrived.clear()
            await self._arrived.wait()
        return self.pending[0]

    async def get(self, timeout: float) -> list[dict[str, Any]]:
        """What is there, waiting up to `timeout` seconds for the first.

        Raises:
            Conflict: A later call took this one's place.
        """
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
        taken_over = self._poller = asyncio.get_running_loop().create_future()
        try:
            if not self.pending and timeout > 0:
                self._arrived.clear()
                arrival = asyncio.ensure_future(self._arrived.wait())
                try:
                    await asyncio.wait({arrival, taken_over}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    arrival.cancel()
            if taken_over.done():
                raise Conflict
            return self.pending[:_MOST]
        finally:
            taken_over.cancel()
            if self._poller is taken_over:
                self._poller = None
