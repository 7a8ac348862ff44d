"""Which updates are handled side by side, and which after one another."""

import asyncio
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

_AT_ONCE = 256


class InOrderPerChat(BaseUpdateProcessor):
    """A chat's messages one after the other, chats side by side; a button waits for nothing.

    Handlers are short, for answers grow in tasks of their own: a question after `/unit` finds the new unit,
    and a stop button is heard while an answer grows.
    """

    def __init__(self) -> None:
        super().__init__(_AT_ONCE)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: "Awaitable[Any]") -> None:
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None or (isinstance(update, Update) and update.callback_query):
            await coroutine
            return
        async with self._locks.setdefault(chat.id, asyncio.Lock()):
            await coroutine

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to put away."""
