"""Ends a process whose event loop hangs, so that its supervisor restarts it."""

import asyncio
import faulthandler
from collections.abc import Iterator
from contextlib import contextmanager

SILENCE = 30.0  # seconds


@contextmanager
def watchdog(silence: float = SILENCE) -> Iterator[None]:
    """If the event loop hangs for `silence` seconds, write all threads' tracebacks to standard error and exit with code
    1. faulthandler's timer runs in a C thread, which neither a busy loop nor a regular expression can block."""
    rearming = asyncio.create_task(_rearm(silence))
    try:
        yield
    finally:
        rearming.cancel()
        faulthandler.cancel_dump_traceback_later()


async def _rearm(silence: float) -> None:
    while True:
        faulthandler.dump_traceback_later(silence, exit=True)
        await asyncio.sleep(silence / 10)
