"""Deletes old rows every hour, as the settings say."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from ingest.database import CONNECTION_LOST

_PAUSE = 3_600.0  # seconds

logger = logging.getLogger(__name__)


async def delete_old_rows(*tidy_up: Callable[[], Awaitable[None]]) -> None:
    """Every hour, until cancelled. `tidy_up`: a function for each owner of tables, which deletes its old rows."""
    while True:
        for delete in tidy_up:
            try:
                await delete()
            except CONNECTION_LOST as error:  # each is tried: the others may have many rows to delete
                logger.warning("old rows are kept for another hour: %s", type(error).__name__)
        await asyncio.sleep(_PAUSE)
