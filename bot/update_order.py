"""Which updates are handled side by side, and which after one another."""

import asyncio
import re
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

# What waits for its chat holds a place too: with fewer, one chat's flood would keep everybody waiting.
_AT_ONCE = 1_000_000
_STOP = re.compile(r"/stop\b", re.IGNORECASE)


class InOrderPerChat(BaseUpdateProcessor):
    """What comes from a chat one after the other, chats side by side; a wish to stop waits for nothing.

    Handlers are short, for answers grow in tasks of their own: a question after a unit finds the new unit,
    whether it was written or chosen by a button.
    """

    def __init__(self) -> None:
        super().__init__(_AT_ONCE)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: "Awaitable[Any]") -> None:
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None or (isinstance(update, Update) and _stops(update)):
            await coroutine
            return
        async with self._locks.setdefault(chat.id, asyncio.Lock()):
            await coroutine

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to put away."""


def _stops(update: Update) -> bool:
    """Whether it is the button under a growing answer, or /stop."""
    if update.callback_query:
        return (update.callback_query.data or "").startswith("stop:")
    return update.message is not None and _STOP.match(update.message.text or "") is not None
