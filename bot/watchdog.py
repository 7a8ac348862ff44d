"""Ends a process whose event loop has stopped turning, so that whoever runs it starts it again."""

import asyncio
import faulthandler
from collections.abc import Iterator
from contextlib import contextmanager

SILENCE = 30.0  # seconds


@contextmanager
def watchdog(silence: float = SILENCE) -> Iterator[None]:
    """While the running loop turns, nothing; once it has stood still for so long, where every thread was on standard
    error, and exit code 1. The clock is one of the interpreter's own, which a busy loop or pattern can't hold up."""
    winding = asyncio.create_task(_wind_up(silence))
    try:
        yield
    finally:
        winding.cancel()
        faulthandler.cancel_dump_traceback_later()


async def _wind_up(silence: float) -> None:
    while True:
        faulthandler.dump_traceback_later(silence, exit=True)
        await asyncio.sleep(silence / 10)
