"""The HTTP server: Telegram's webhook, and health checks for load balancers."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from hmac import compare_digest

from aiohttp import web

from bot.operation.ports import opening
from bot.records.inbox import RawUpdate
from bot.updates.polling import Accept
from ingest.database import CONNECTION_LOST

logger = logging.getLogger(__name__)

_LARGEST_UPDATE = 1024 * 1024  # bytes; Telegram's are a few thousand
# Not JSON; an unknown charset or compression; too deeply nested; not an object with an update_id.
_UNREADABLE = (ValueError, LookupError, web.RequestPayloadError, RecursionError, TypeError)
_STOP_TIMEOUT = 5.0  # seconds for running requests when the server stops
_PATIENCE = 1.0  # seconds for the database to answer a health check


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


@asynccontextmanager
async def serving(port: int, path: str, webhook: Webhook, look: Callable[[], Awaitable[object]]) -> AsyncIterator[None]:
    """Serve updates at `path`, /healthz for liveness, and /readyz, which fails while `look` cannot query the database.

    Raises PortUnusable.
    """

    async def is_alive(_: web.Request) -> web.Response:
        return web.Response(text="alive")

    async def is_ready(_: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(_PATIENCE):
                await look()
        except Exception:  # of any kind: it does not answer
            raise web.HTTPServiceUnavailable(text="the database is away") from None
        return web.Response(text="ready")

    app = web.Application(client_max_size=_LARGEST_UPDATE)
    app.add_routes([web.post(path, webhook.receive), web.get("/healthz", is_alive), web.get("/readyz", is_ready)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_STOP_TIMEOUT)
    await runner.setup()
    try:
        with opening("WEBHOOK_PORT", port):
            await web.TCPSite(runner, port=port).start()
        yield
    finally:
        await runner.cleanup()
