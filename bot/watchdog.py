"""Ends a process whose event loop has stopped turning, so that whoever runs it starts it again."""

import asyncio
import faulthandler
from collections.abc import Iterator
from contextlib import contextmanager

SILENCE = 30.0  # seconds


@contextmanager
def watchdog(silence: float = SILENCE) -> Iterator[None]:
    """When the event loop has stood still for `silence` seconds, write every thread's traceback to standard error and
    exit with code 1. faulthandler's timer is a thread in C, which a busy loop or regular expression cannot block."""
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
