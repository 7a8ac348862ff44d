"""Work in the background, and work that is restarted whatever ends it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from typing import Any, Never

logger = logging.getLogger(__name__)

_PAUSE = 1.0  # seconds before it begins again
_WELL = 10.0  # seconds of work after which a trouble is over: longer than it takes to wait for the database in vain
_LONGEST_END = 5.0  # seconds to end after a cancellation, before the next


async def keep_alive(name: str, live: Callable[[], Coroutine[Any, Any, Never]]) -> Never:
    """Run `live` again whenever it ends, by an error of any kind, until cancelled.

    Each run is a task of its own, so that its cancellations are not taken for this task's: in Python 3.11 a TaskGroup
    that fails may leave its task marked as cancelled.

    Each kind of error is logged once, until the work goes on: the database may be away for an hour.
    """
    told: set[str] = set()
    while True:
        life = asyncio.create_task(live())
        try:
            await asyncio.wait([life], timeout=_WELL if told else None)
            if not life.done():
                logger.info("The %s is at work again", name)
                told.clear()
                await asyncio.wait([life])
        finally:
            while not life.done():  # in Python 3.11 `wait_for` may miss a cancellation
                life.cancel()
                await asyncio.wait([life], timeout=_LONGEST_END)
            kinds = _kinds(life)  # also when cancelled: asyncio complains of errors that nobody looks at
        if kinds not in told:
            logger.warning("The %s begins again after %s", name, kinds)
            told.add(kinds)
        await asyncio.sleep(_PAUSE)


class Tasks:
    """Tasks that nobody waits for, kept from being collected as garbage while they run."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def cancel(self) -> None:
        """All of them; returns when they have ended."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)


@asynccontextmanager
async def background(work: Callable[[], Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Run `work` beside what is done inside; it is cancelled afterwards."""
    task = asyncio.create_task(work())
    task.add_done_callback(_complain)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _complain(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        logger.error("what went on in the background has ended", exc_info=error)


def _kinds(life: asyncio.Task[Never]) -> str:
    error = None if life.cancelled() else life.exception()
    return ", ".join(sorted({type(leaf).__name__ for leaf in _leaves(error)})) if error else "being cancelled"


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from _leaves(part)
    else:
        yield error
