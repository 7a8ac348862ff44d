"""Background tasks, and tasks that are restarted after errors."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from typing import Any, Never

logger = logging.getLogger(__name__)

_PAUSE = 1.0  # seconds before a restart
_RECOVERED = 10.0  # seconds of work after which an error counts as over: longer than a timeout of the database
_CANCEL_AGAIN = 5.0  # seconds after which a task that has not ended is cancelled again


async def keep_alive(name: str, live: Callable[[], Coroutine[Any, Any, Never]]) -> Never:
    """Run `live` again whenever it ends, by an error of any kind, until cancelled.

    Each run is a task of its own, so that its cancellations are not taken for this task's: in Python 3.11 a TaskGroup
    that fails may leave its task marked as cancelled.

    Each kind of error is logged once until the work has recovered, as the database may be away for an hour.
    """
    logged: set[str] = set()
    while True:
        run = asyncio.create_task(live())
        try:
            await asyncio.wait([run], timeout=_RECOVERED if logged else None)
            if not run.done():
                logger.info("The %s is at work again", name)
                logged.clear()
                await asyncio.wait([run])
        finally:
            while not run.done():  # in Python 3.11 `wait_for` may miss a cancellation
                run.cancel()
                await asyncio.wait([run], timeout=_CANCEL_AGAIN)
            names = _error_names(run)  # also if cancelled, as asyncio warns of exceptions that were never retrieved
        if names not in logged:
            logger.warning("The %s begins again after %s", name, names)
            logged.add(names)
        await asyncio.sleep(_PAUSE)


class Tasks:
    """Tasks that nobody awaits; referenced here, as asyncio does not keep them from being garbage collected."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def cancel(self) -> None:
        """Cancel all, and wait until they have ended."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)


@asynccontextmanager
async def background(work: Callable[[], Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Run `work` in the background while the block runs."""
    task = asyncio.create_task(work())
    task.add_done_callback(_log_error)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _log_error(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        logger.error("a background task has ended", exc_info=error)


def _error_names(run: asyncio.Task[Never]) -> str:
    error = None if run.cancelled() else run.exception()
    return ", ".join(sorted({type(leaf).__name__ for leaf in _leaves(error)})) if error else "being cancelled"


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from _leaves(part)
    else:
        yield error
