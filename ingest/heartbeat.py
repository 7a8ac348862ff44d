"""A file that a running process touches, for health checks."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

logger = logging.getLogger(__name__)

_PAUSE = 5.0  # seconds


@contextmanager
def beating(file: Path | None) -> Iterator[None]:
    """Touch the file every few seconds while the event loop runs; does nothing without a file."""
    task = asyncio.create_task(_beat(file)) if file else None
    try:
        yield
    finally:
        if task:
            task.cancel()


async def _beat(file: Path) -> None:
    is_logged = False
    while True:
        try:
            await asyncio.to_thread(file.touch)
        except OSError as error:  # such as a full disk: the process goes on
            if not is_logged:
                logger.error("HEARTBEAT_FILE: %s cannot be touched: %s", file, error.strerror)
            is_logged = True
        else:
            is_logged = False
        await asyncio.sleep(_PAUSE)
