"""A file that a working process touches, for whoever looks whether it is well."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PAUSE = 5.0  # seconds


@contextmanager
def beating(file: Path | None) -> Iterator[None]:
    """While the running loop turns, the file is young; without a file, nothing."""
    task = asyncio.create_task(_beat(file)) if file else None
    try:
        yield
    finally:
        if task:
            task.cancel()


async def _beat(file: Path) -> None:
    while True:
        await asyncio.to_thread(file.touch)
        await asyncio.sleep(_PAUSE)
