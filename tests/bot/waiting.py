"""Waits for what sets no event."""

import asyncio
from collections.abc import Callable

from bot.sandbox import patience


async def until(reached: Callable[[], object]) -> None:
    """Raises TimeoutError."""
    async with asyncio.timeout(patience.seconds):
        while not reached():  # noqa: ASYNC110 - it is asked for what sets none
            await asyncio.sleep(0.02)
