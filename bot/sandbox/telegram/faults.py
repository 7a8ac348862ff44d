"""What can go wrong between the stand-in for Telegram and the bot, each for the next requests of a kind."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import web

from bot.sandbox.loopback import cut, for_ever
from bot.sandbox.telegram.parameters import Parameters, Refused

Where = Callable[[Mapping[str, Any]], bool]


class CarryOut(Protocol):
    """Carries a request out, or refuses it, and returns the response."""

    def __call__(self, refusal: Refused | None = None) -> Awaitable[web.Response]: ...


Act = Callable[[web.Request, CarryOut], Awaitable[web.StreamResponse]]
"""What happens to a request instead of being carried out."""


@dataclass(slots=True)
class Fault:
    """What happens to the next `left` requests that match; `met` counts those it has happened to."""

    method: str
    left: int
    where: Where
    act: Act
    met: int = 0

    def meets(self, method: str, parameters: Parameters) -> bool:
        if self.left <= 0 or self.method.lower() not in ("*", method) or not self.where(parameters):
            return False
        self.left -= 1
        self.met += 1
        return True


def _any(_: object) -> bool:
    return True


class TelegramFaults:
    """The part of the stand-in that tests plan with. Each method is for the next requests of a Telegram method ('*':
    any; 'download': of files) whose parameters meet `where`."""

    def __init__(self) -> None:
        super().__init__()
        self._faults: list[Fault] = []

    def fail(
        self,
        method: str,
        status: int,
        description: str,
        *,
        retry_after: int | None = None,
        times: int = 1,
        where: Where = _any,
    ) -> Fault:
        """Refuses the requests. `description` is the whole text, such as 'Bad Request: chat not found'."""
        refusal = Refused(status, description, retry_after)
        return self._plan(method, lambda _, carry_out: carry_out(refusal), times, where)

    def lose_answer(self, method: str, *, hang: bool = True, times: int = 1) -> Fault:
        """Carries the request out, then never answers: silent until the client's timeout, or reset."""

        async def act(request: web.Request, carry_out: CarryOut) -> web.StreamResponse:
            await carry_out()
            return await _lose(request, hang=hang)

        return self._plan(method, act, times)

    def lose_request(self, method: str, *, hang: bool = False, times: int = 1, where: Where = _any) -> Fault:
        """The request never reaches Telegram: reset, or silent until the client's timeout."""
        return self._plan(method, lambda request, _: _lose(request, hang=hang), times, where)

    def delay(self, method: str, seconds: float) -> Fault:
        """The request arrives that much later."""

        async def act(_: web.Request, carry_out: CarryOut) -> web.StreamResponse:
            await asyncio.sleep(seconds)
            return await carry_out()

        return self._plan(method, act)

    @contextmanager
    def held(self, method: str, *, where: Where = _any) -> Iterator[Fault]:
        """The request arrives when this is over."""
        over = asyncio.Event()

        async def act(_: web.Request, carry_out: CarryOut) -> web.StreamResponse:
            await over.wait()
            return await carry_out()

        fault = self._plan(method, act, where=where)
        try:
            yield fault
        finally:
            fault.left = 0
            over.set()

    def answer_late(self, method: str, seconds: float, *, times: int = 1) -> Fault:
        """Carries the request out at once and answers that much later."""

        async def act(_: web.Request, carry_out: CarryOut) -> web.StreamResponse:
            response = await carry_out()
            await asyncio.sleep(seconds)
            return response

        return self._plan(method, act, times)

    def garble(self, method: str, body: str, *, status: int = 200, times: int = 1, where: Where = _any) -> Fault:
        """Something between the bot and Telegram, such as a proxy, answers instead, with this body."""

        async def act(*_: object) -> web.StreamResponse:
            return web.Response(text=body, status=status)

        return self._plan(method, act, times, where)

    def drip(self, method: str, seconds: float) -> Fault:
        """Carries the request out; of the answer one byte comes every so many seconds."""

        async def act(request: web.Request, carry_out: CarryOut) -> web.StreamResponse:
            whole = await carry_out()
            response = web.StreamResponse(headers={"Content-Type": "application/json"})
            await response.prepare(request)
            for byte in (whole.text or "").encode():
                await response.write(bytes([byte]))
                await asyncio.sleep(seconds)
            return response

        return self._plan(method, act)

    def spoil_answer(self, method: str, spoil: Callable[[str], str], *, times: int = 1, where: Where = _any) -> Fault:
        """Carries the request out; what comes back is what `spoil` makes of the answer's text."""

        async def act(_: web.Request, carry_out: CarryOut) -> web.StreamResponse:
            return web.Response(text=spoil((await carry_out()).text or ""))

        return self._plan(method, act, times, where)

    def cut_download(self, after: int, *, times: int = 1, hang: bool = False) -> Fault:
        """Sends so many bytes of what is asked for, then resets the connection or falls silent."""

        async def act(request: web.Request, carry_out: CarryOut) -> web.StreamResponse:
            whole = await carry_out()
            assert isinstance(whole.body, bytes)
            part = web.StreamResponse(status=whole.status, headers=whole.headers)
            part.content_length = len(whole.body)
            await part.prepare(request)
            await part.write(whole.body[:after])
            return await _lose(request, hang=hang)

        return self._plan("download", act, times)

    def _plan(self, method: str, act: Act, times: int = 1, where: Where = _any) -> Fault:
        self._faults.append(Fault(method, times, where, act))
        return self._faults[-1]

    async def _answer_or_fail(
        self, method: str, parameters: Parameters, request: web.Request, carry_out: CarryOut
    ) -> web.StreamResponse:
        fault = next((fault for fault in self._faults if fault.meets(method.lower(), parameters)), None)
        return await (fault.act(request, carry_out) if fault else carry_out())


async def _lose(request: web.Request, *, hang: bool) -> web.StreamResponse:
    if hang:
        await for_ever()
    cut(request)
    raise ConnectionResetError
