"""The HTTP server: Telegram's webhook, and health checks for load balancers."""

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from hmac import compare_digest
from time import monotonic
from typing import Never

from aiohttp import web

from bot.operation.ports import opening
from bot.records.inbox import RawUpdate
from bot.updates.polling import Accept
from ingest.database import CONNECTION_LOST
from ingest.supervision import background, keep_alive

logger = logging.getLogger(__name__)

_LARGEST_UPDATE = 1024 * 1024  # bytes; Telegram's are a few thousand
# Not JSON; an unknown charset or compression; too deeply nested; not an object with an update_id.
_UNREADABLE = (ValueError, LookupError, web.RequestPayloadError, RecursionError, TypeError)
_STOP_TIMEOUT = 5.0  # seconds for running requests when the server stops
_LOOK = 1.0  # seconds between two queries to the database
_LATELY = 5.0  # seconds for which an answer of the database counts


class Webhook:
    """Passes each update to `accept` and responds 200 when that has returned, which acknowledges it."""

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
        except CONNECTION_LOST as error:  # Telegram repeats the request
            logger.warning("an update is not stored yet: %s", type(error).__name__)
            raise web.HTTPInternalServerError from None
        return web.Response()


class Readiness:
    """Whether the database has answered lately. Queried in the background, so that /readyz never waits for it."""

    def __init__(self, look: Callable[[], Awaitable[object]]) -> None:
        """`look` queries the database."""
        self._look = look
        self._answered = -math.inf

    @property
    def is_ready(self) -> bool:
        return monotonic() - self._answered < _LATELY

    async def work(self) -> Never:
        while True:
            asked = monotonic()
            try:
                await self._look()
                self._answered = asked
            except CONNECTION_LOST:
                self._answered = -math.inf
            await asyncio.sleep(_LOOK)


@asynccontextmanager
async def serving(port: int, path: str, webhook: Webhook, look: Callable[[], Awaitable[object]]) -> AsyncIterator[None]:
    """Serve updates at `path`, /healthz for liveness, and /readyz, which fails while the database is away.

    Raises PortUnusable.
    """
    readiness = Readiness(look)

    async def is_alive(_: web.Request) -> web.Response:
        return web.Response(text="alive")

    async def is_ready(_: web.Request) -> web.Response:
        if not readiness.is_ready:
            raise web.HTTPServiceUnavailable(text="the database is away")
        return web.Response(text="ready")

    app = web.Application(client_max_size=_LARGEST_UPDATE)
    app.add_routes([web.post(path, webhook.receive), web.get("/healthz", is_alive), web.get("/readyz", is_ready)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_STOP_TIMEOUT)
    await runner.setup()
    try:
        with opening("WEBHOOK_PORT", port):
            await web.TCPSite(runner, port=port).start()
        async with background(lambda: keep_alive("look at the database", readiness.work)):
            yield
    finally:
        await runner.cleanup()
