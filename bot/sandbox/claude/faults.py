"""What tests plan for the stand-in for Claude: its answers, and what goes wrong between it and the bot."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from bot.sandbox.claude.messages_api import ERROR_KINDS, Invalid, asked
from bot.sandbox.claude.quotes import Piece, quote

# How a stream breaks: the connection reset or cut, a clean end without message_stop, an error event, an event
# that is no JSON, no UTF-8 or of another shape, nothing at all any more, nothing but pings, text without an end.
Break = Literal[
    "reset", "cut", "eof", "overloaded", "bad_json", "bad_text", "bad_shape", "silence", "pings", "words", "blanks"
]
StopReason = Literal["end_turn", "max_tokens", "stop_sequence", "refusal", "model_context_window_exceeded"]
Where = Callable[[Mapping[str, Any]], bool]


@dataclass(slots=True)
class Fault:
    """What happens to the next `left` requests that match; `met` counts those it has happened to.

    A request is refused with `status`, or its stream breaks as `how` says after so many characters, None: before the
    first byte.
    """

    left: int
    where: Where
    status: int = 200
    message: str = ""
    retry_after: float | None = None
    how: Break | None = None
    after: int | None = None
    met: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    """An answer that a test gives."""

    pieces: tuple[Piece, ...]
    stop_reason: StopReason = "end_turn"
    where: Where = lambda _: True


@dataclass(frozen=True, slots=True)
class _Thought:
    """Answers that match stand still after so many characters, until the event `over`."""

    where: Where
    after: int
    over: asyncio.Event


class ClaudeFaults:
    """The part of the stand-in that tests plan with."""

    def __init__(self) -> None:
        super().__init__()
        self._faults: list[Fault] = []
        self._refusal: Invalid | None = None
        self._scripts: list[Script] = []
        self._usual: Script | None = None
        self._thoughts: list[_Thought] = []

    @contextmanager
    def thinking(self, where: Where = lambda _: True, *, after: int = 0) -> Iterator[None]:
        """No such answer gets beyond its first `after` characters, or a few more, as long as this lasts."""
        thought = _Thought(where, after, asyncio.Event())
        self._thoughts.append(thought)
        try:
            yield
        finally:
            self._thoughts.remove(thought)
            thought.over.set()

    def answer_with(
        self,
        *pieces: str | Piece,
        stop_reason: StopReason = "end_turn",
        times: int | None = None,
        where: Where = lambda _: True,
    ) -> None:
        """Answers with these pieces: the next `times` requests that match, or all that do from now on."""
        script = Script(tuple(Piece(p) if isinstance(p, str) else p for p in pieces), stop_reason, where)
        if times is None:
            self._usual = script
        else:
            self._scripts += [script] * times

    def fail(
        self,
        status: int,
        message: str = "",
        *,
        retry_after: float | None = None,
        times: int = 1,
        where: Where = lambda _: True,
    ) -> Fault:
        """Refuses the next requests with an HTTP error: 429, 500, 529, ..."""
        return self._plan(Fault(times, where, status, message, retry_after))

    @contextmanager
    def refusing(self, status: int, message: str, *, error_code: str | None = None) -> Iterator[None]:
        """Every request is refused as long as this lasts: the key revoked, the account without credit, ..."""
        self._refusal = Invalid(message, ERROR_KINDS[status], status, error_code)
        try:
            yield
        finally:
            self._refusal = None

    def break_off(self, how: Break, *, after: int | None = 0, times: int = 1, where: Where = lambda _: True) -> Fault:
        """Breaks the next streams after that many characters; `after=None`: before the first byte."""
        return self._plan(Fault(times, where, how=how, after=after))

    def _plan(self, fault: Fault) -> Fault:
        self._faults.append(fault)
        return fault

    def _fault(self, body: Mapping[str, Any]) -> Fault | None:
        for fault in self._faults:
            if fault.left > 0 and fault.where(body):
                fault.left -= 1
                fault.met += 1
                return fault
        return None

    def _script(self, body: Mapping[str, Any]) -> Script:
        for script in self._scripts:
            if script.where(body):
                self._scripts.remove(script)
                return script
        if self._usual and self._usual.where(body):
            return self._usual
        return Script(tuple(quote(asked(body)[0])))
