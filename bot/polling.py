"""Fetching updates from Telegram, and noticing when that cannot go on."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import Application
from telegram.request import HTTPXRequest

from bot.routes import ALLOWED_UPDATES

logger = logging.getLogger(__name__)


class Polling(HTTPXRequest):
    """What asks for updates. `failed` is set when the token is revoked, or another bot polls with it."""

    def __init__(self) -> None:
        super().__init__(connection_pool_size=1)
        self.failed = asyncio.Event()

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """At a 401, Telegram's library stops asking and tells nobody."""
        status, payload = await super().do_request(*args, **kwargs)
        if status == HTTPStatus.UNAUTHORIZED:
            self.fail("Telegram does not know the token any more")
        return status, payload

    def fail(self, reason: str) -> None:
        logger.error(reason)
        self.failed.set()


@asynccontextmanager
async def fetching(application: Application[Any, Any, Any, Any, Any, Any], polling: Polling) -> AsyncIterator[None]:
    """Fetch and handle updates; in the end all that was fetched is handled."""

    def note(error: TelegramError) -> None:
        logger.warning("fetching updates: %s", type(error).__name__)  # its text may hold the token
        if isinstance(error, Conflict):  # Telegram's library would try for ever
            polling.fail("another bot is running with this token")

    updater = application.updater
    assert updater is not None
    await application.start()
    await updater.start_polling(allowed_updates=ALLOWED_UPDATES, error_callback=note)
    try:
        yield
    finally:
        with suppress(InvalidToken):  # noted above
            await updater.stop()
        await application.stop()
