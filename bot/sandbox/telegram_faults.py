"""What can go wrong between the stand-in for Telegram and the bot, each for the next requests of a kind."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from bot.sandbox.parameters import Parameters, Refused

Where = Callable[[Mapping[str, Any]], bool]


@dataclass(slots=True)
class Fault:
    """What happens to the next `left` requests that match; `met` counts those it has happened to."""

    method: str
    left: int
    where: Where = lambda _: True
    refusal: Refused | None = None
    delay: float = 0.0
    over: asyncio.Event | None = None
    lost: Literal["never", "before", "after"] = "never"
    hangs: bool = False
    body: str | None = None
    status: int = 200
    drips: float = 0.0
    spoils: Callable[[str], str] | None = None
    after: int | None = None
    late: float = 0.0
    met: int = 0

    def meets(self, method: str, parameters: Parameters) -> bool:
        if self.left <= 0 or self.method.lower() not in ("*", method) or not self.where(parameters):
            return False
        self.left -= 1
        self.met += 1
        return True


class TelegramFaults:
    """The part of the stand-in that tests plan with."""

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
        where: Where = lambda _: True,
    ) -> Fault:
        """Refuses the next requests of a method ('*': any) whose parameters meet `where`.

        `description` is the whole text, such as 'Bad Request: chat not found'.
        """
        return self._plan(Fault(method, times, where, refusal=Refused(status, description, retry_after)))

    def lose_answer(self, method: str, *, hang: bool = True, times: int = 1) -> Fault:
        """Carries the request out, then never answers: silent until the client's timeout, or reset."""
        return self._plan(Fault(method, times, lost="after", hangs=hang))

    def lose_request(self, method: str, *, hang: bool = False, times: int = 1, where: Where = lambda _: True) -> Fault:
        """The request never reaches Telegram: reset, or silent until the client's timeout."""
        return self._plan(Fault(method, times, where, lost="before", hangs=hang))

    def delay(self, method: str, seconds: float) -> Fault:
        """The request arrives that much later."""
        return self._plan(Fault(method, 1, delay=seconds))

    @contextmanager
    def held(self, method: str, *, where: Where = lambda _: True) -> Iterator[Fault]:
        """The request arrives when this is over."""
        fault = self._plan(Fault(method, 1, where, over=asyncio.Event()))
        try:
            yield fault
        finally:
            assert fault.over is not None
            fault.left = 0
            fault.over.set()

    def answer_late(self, method: str, seconds: float, *, times: int = 1) -> Fault:
        """Carries the request out at once and answers that much later."""
        return self._plan(Fault(method, times, late=seconds))

    def garble(
        self, method: str, body: str, *, status: int = 200, times: int = 1, where: Where = lambda _: True
    ) -> Fault:
        """Something between the bot and Telegram, such as a proxy, answers instead, with this body."""
        return self._plan(Fault(method, times, where, body=body, status=status))

    def drip(self, method: str, seconds: float) -> Fault:
        """Carries the request out; of the answer one byte comes every so many seconds."""
        return self._plan(Fault(method, 1, drips=seconds))

    def spoil_answer(
        self, method: str, spoil: Callable[[str], str], *, times: int = 1, where: Where = lambda _: True
    ) -> Fault:
        """Carries the request out; what comes back is what `spoil` makes of the answer's text."""
        return self._plan(Fault(method, times, where, spoils=spoil))

    def cut_download(self, after: int, *, times: int = 1, hang: bool = False) -> Fault:
        """Sends so many bytes of what is asked for, then resets the connection or falls silent."""
        return self._plan(Fault("download", times, after=after, hangs=hang))

    def _plan(self, fault: Fault) -> Fault:
        self._faults.append(fault)
        return fault

    def _fault(self, method: str, parameters: Parameters) -> Fault | None:
        """What happens to this request."""
        return next((fault for fault in self._faults if fault.meets(method.lower(), parameters)), None)
