"""Writing down what must not be lost in a database that may be away for a while."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from itertools import count

from ingest.database import CONNECTION_LOST

_PAUSE = 1.0  # seconds
_TRIES = 600

logger = logging.getLogger(__name__)


async def insist(write: Callable[[], Awaitable[None]]) -> None:
    """Repeat `write` until it succeeds; after ten minutes what still fails is raised."""
    for attempt in count(1):
        try:
            await write()
            return
        except CONNECTION_LOST as error:
            if attempt == _TRIES:
                raise
            logger.warning("the database did not take what is to be kept: %s", error)
            await asyncio.sleep(_PAUSE)
