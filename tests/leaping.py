"""A clock that leaps over waiting, so that half a minute of a closed chat costs a test no time."""

import asyncio
import functools
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec

P = ParamSpec("P")

# Before the clock leaps, what is under way between sockets of this process gets this many real seconds to arrive.
_GRACE = 0.002


class _LeapingSelector(selectors.DefaultSelector):
    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        grace = _GRACE if len(self.get_map()) > 1 else 0.0  # the loop itself always listens to one
        ready = super().select(timeout if timeout is None else min(timeout, grace))
        if not ready and timeout is not None:
            self.now += timeout
        return ready


class LeapingLoop(asyncio.SelectorEventLoop):
    """An event loop on which work takes no time, and a wait with nothing to happen before its end is over at once."""

    def __init__(self) -> None:
        self._leaping = _LeapingSelector()
        super().__init__(self._leaping)

    def time(self) -> float:
        return self._leaping.now


def leaping(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Runs a test on a clock of its own; it takes no asynchronous fixtures."""

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with asyncio.Runner(loop_factory=LeapingLoop) as runner:
            runner.run(test(*args, **kwargs))

    return run
