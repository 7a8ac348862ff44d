"""What is asked of the bot over HTTP: Telegram brings updates, and who balances the load asks whether it is well."""

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from hmac import compare_digest
from time import monotonic
from typing import Never

from aiohttp import web

from bot.inbox import RawUpdate
from bot.ports import opening
from bot.updates.polling import Accept
from ingest.database import CONNECTION_LOST
from ingest.supervision import background, keep_alive

logger = logging.getLogger(__name__)

_LARGEST_UPDATE = 1024 * 1024  # bytes; Telegram's are a few thousand
# No JSON; in no charset or compression that there is; deeper than any update; no object with a number.
_UNREADABLE = (ValueError, LookupError, web.RequestPayloadError, RecursionError, TypeError)
_FAREWELL = 5.0  # seconds for requests under way
_LOOK = 1.0  # seconds between two looks at the database
_LATELY = 5.0  # seconds in which it has to have answered


class Webhook:
    """Hands each update to `accept` and answers 200 when that has returned: Telegram then forgets it."""

    def __init__(self, accept: Accept, secret: str) -> None:
        self._accept, self._secret = accept, secret.encode()

    async def receive(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not compare_digest(secret.encode("utf-8", "surrogateescape"), self._secret):
            raise web.HTTPForbidden
        try:
            update: RawUpdate = await request.json()
            if type(update["update_id"]) is not int or update["update_id"] >= 2**63:
                raise web.HTTPBadRequest
        except _UNREADABLE:
            raise web.HTTPBadRequest from None
        try:
            await self._accept([update])
        except CONNECTION_LOST as error:  # Telegram brings it again
            logger.warning("an update is not kept yet: %s", type(error).__name__)
            raise web.HTTPInternalServerError from None
        return web.Response()


class Readiness:
    """Whether the database answers, as it was seen lately: who asks waits for nothing, though it be silent."""

    def __init__(self, look: Callable[[], Awaitable[object]]) -> None:
        """`look` asks the database."""
        self._look = look
        self._seen = -math.inf

    @property
    def is_given(self) -> bool:
        return monotonic() - self._seen < _LATELY

    async def work(self) -> Never:
        while True:
            asked = monotonic()
            try:
                await self._look()
                self._seen = asked
            except CONNECTION_LOST:
                self._seen = -math.inf
            await asyncio.sleep(_LOOK)


@asynccontextmanager
async def serving(port: int, path: str, webhook: Webhook, look: Callable[[], Awaitable[object]]) -> AsyncIterator[None]:
    """Take requests: updates at `path`; /healthz, which says that the process turns; and /readyz, which says no while
    the database is away.

    Raises PortUnusable.
    """
    readiness = Readiness(look)

    async def is_alive(_: web.Request) -> web.Response:
        return web.Response(text="alive")

    async def is_ready(_: web.Request) -> web.Response:
        if not readiness.is_given:
            raise web.HTTPServiceUnavailable(text="the database is away")
        return web.Response(text="ready")

    app = web.Application(client_max_size=_LARGEST_UPDATE)
    app.add_routes([web.post(path, webhook.receive), web.get("/healthz", is_alive), web.get("/readyz", is_ready)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_FAREWELL)
    await runner.setup()
    try:
        with opening("WEBHOOK_PORT", port):
            await web.TCPSite(runner, port=port).start()
        async with background(lambda: keep_alive("look at the database", readiness.work)):
            yield
    finally:
        await runner.cleanup()
