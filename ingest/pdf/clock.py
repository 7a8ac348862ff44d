"""The clocks of pages, in the process that reads them: slow ones take no time from the others."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

PAGE_SECONDS = 5.0  # of processor time; a dense page of a dictionary takes a third of one
EACH = 1.0  # what every page adds to the time that is left
SPARE = 10.0  # what is left at first, and at most


class TooSlow(BaseException):
    """Not an Exception: nothing that reads a broken page and bears whatever it throws may keep it for itself."""


class PageClock:
    """Lets a few pages take long, and many only when they are quick."""

    def __init__(self, page_seconds: float = PAGE_SECONDS, each: float = EACH, spare: float = SPARE) -> None:
        self._page_seconds, self._each, self._most = page_seconds, each, spare
        self._left = spare

    @contextmanager
    def page(self) -> Iterator[None]:
        """Raises TooSlow when the block has taken too long; what is not Python is waited for. The parent's clock stops
        what never ends, and stands alone where there are no such signals (Windows)."""
        if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
            yield
            return
        started = time.process_time()
        self._left = min(self._most, self._left + self._each)
        before = signal.signal(signal.SIGPROF, _ring)
        signal.setitimer(signal.ITIMER_PROF, min(self._page_seconds, self._left))
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0.0)
            signal.signal(signal.SIGPROF, before)
            self._left = max(0.0, self._left - (time.process_time() - started))


@contextmanager
def deadly_clock(seconds: float) -> Iterator[None]:
    """Ends this process when the block takes more of its processor time (0: never). Nothing else stops a library in the
    middle of a picture, whose parts may be drawn a billion times. The parent's clock gives it longer, and stands alone
    where there are no such signals (Windows)."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise TooSlow
