"""A real HTTP server on the loopback interface that can be stopped and started again on the same port."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from aiohttp import web
from aiohttp.typedefs import Middleware

LARGEST_BODY = 64 * 1024 * 1024


class LoopbackServer(ABC):
    """What the stand-ins share. The port is free at the first start and stays the same over restarts."""

    def __init__(self) -> None:
        self._port = 0
        self._runner: web.AppRunner | None = None

    @abstractmethod
    def _routes(self) -> Iterable[web.RouteDef]: ...

    def _middlewares(self) -> Iterable[Middleware]:
        """What sees each request before its route."""
        return ()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def start(self) -> None:
        app = web.Application(client_max_size=LARGEST_BODY, middlewares=self._middlewares())
        app.add_routes(self._routes())
        # A client that goes away cancels its handler: that is how a stream learns that nobody listens.
        runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.01, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self._port)
        await site.start()
        self._runner, self._port = runner, int(runner.addresses[0][1])

    async def stop(self) -> None:
        """Cuts every connection, as a server that goes down does."""
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


def cut(request: web.BaseRequest) -> None:
    """Resets the connection under a request: the client gets no answer, or no further byte of one."""
    if request.transport is not None:
        request.transport.abort()


async def for_ever() -> None:
    """Keeps a request open until its client gives up or the server stops."""
    await asyncio.Event().wait()
