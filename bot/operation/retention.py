"""Deletes old rows every hour, as the settings say."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from ingest.database import CONNECTION_LOST

_PAUSE = 3_600.0  # seconds

logger = logging.getLogger(__name__)


class Retention:
    def __init__(self, *tidy_up: Callable[[], Awaitable[None]]) -> None:
        """`tidy_up`: a function for each owner of tables, which deletes its old rows."""
        self._tidy_up = tidy_up

    async def work(self) -> None:
        """Delete every hour, until cancelled."""
        while True:
            for tidy_up in self._tidy_up:
                try:
                    await tidy_up()
                except CONNECTION_LOST as error:  # each is tried: the others may have many rows to delete
                    logger.warning("old rows are kept for another hour: %s", type(error).__name__)
            await asyncio.sleep(_PAUSE)
