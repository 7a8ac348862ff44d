"""A file that a working process touches, for health checks."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

logger = logging.getLogger(__name__)

_PAUSE = 5.0  # seconds


@contextmanager
def beating(file: Path | None) -> Iterator[None]:
    """While the event loop runs, touch the file every few seconds; does nothing without a file."""
    task = asyncio.create_task(_beat(file)) if file else None
    try:
        yield
    finally:
        if task:
            task.cancel()


async def _beat(file: Path) -> None:
    is_told = False
    while True:
        try:
            await asyncio.to_thread(file.touch)
        except OSError as error:  # a full disk may pass, so nothing ends
            if not is_told:
                logger.error("HEARTBEAT_FILE: %s cannot be touched: %s", file, error.strerror)
            is_told = True
        else:
            is_told = False
        await asyncio.sleep(_PAUSE)
