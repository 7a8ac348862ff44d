"""Retries writes that must not be lost while the database is away."""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from tenacity import before_sleep_log, retry, retry_if_exception_type, stop_after_delay, wait_fixed

from ingest.database import CONNECTION_LOST

logger = logging.getLogger(__name__)

T = TypeVar("T")


@retry(
    retry=retry_if_exception_type(CONNECTION_LOST),
    wait=wait_fixed(1),
    stop=stop_after_delay(600),
    before_sleep=before_sleep_log(logger, logging.WARNING),
    reraise=True,
)
async def retry_write(write: Callable[[], Awaitable[T]]) -> T:
    """Repeat `write` until it succeeds. After ten minutes the last error is raised."""
    return await write()
