"""The worker of the queue of books: it reads each book and makes a draft of it."""

import asyncio
import logging
from contextlib import suppress

from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from ingest.books.reading_state import VectorsMissing
from ingest.children import barrier
from ingest.database import CONNECTION_LOST
from ingest.embedders import EmbeddingFailed, EmbeddingUnavailable
from ingest.jobs.queue import BOOKS, READ_BOOK, REEMBED, reembedding_queue
from ingest.jobs.workers import Worker
from ingest.library import Library
from ingest.pdf.reader import UnreadablePDF
from ingest.reading import read_book
from ingest.scans.transcription import TranscriptionUnavailable

logger = logging.getLogger(__name__)

_LEASE = 20.0  # seconds
_SLICE = 20.0  # seconds of re-embedding between two looks for waiting books
_LONGEST_PAUSE = 300  # seconds

_TRANSIENT = (EmbeddingUnavailable, TranscriptionUnavailable, VectorsMissing, *CONNECTION_LOST)


class Librarian:
    """Reads the books of the queue, one at a time; any number of librarians may work in any number of processes.

    `lease`: seconds without a heartbeat after which a librarian's job is taken over.
    """

    def __init__(self, library: Library, database_url: str, lease: float = _LEASE) -> None:
        self._library = library
        self._url = database_url
        self._lease = lease
        self._queues = [BOOKS, reembedding_queue(library.vectors.wanted.name)]

    async def work(self, patience: float = 2.0) -> None:
        """Work until cancelled; a book that is not read `patience` seconds later goes back to the queue."""
        if missing := barrier.lacking():
            logger.warning("Books are read without %s, which this system has not got", " and ".join(missing))
        await Worker(self._url, "librarian", self._queues, self._add_tasks, lease=self._lease).work(patience)

    def _add_tasks(self, app: App) -> None:
        app.task(name=READ_BOOK, queue=BOOKS, retry=_Retry())(self._read_book)
        app.task(name=REEMBED, queue=self._queues[1], retry=_Retry())(self._reembed)

        @app.periodic(cron="17 * * * *")
        @app.task(name="tidy_up", queue=BOOKS, queueing_lock="tidy_up")
        async def tidy_up(timestamp: int) -> None:  # noqa: ARG001 - part of the protocol
            await self._library.tidy_up()

    async def _read_book(self, book: int) -> None:
        """The job. May run twice for one book, even at the same time; the book is stored once."""
        state = self._library.reading_state
        try:
            await read_book(self._library, book)
        except UnreadablePDF as error:
            await state.fail(book, error.reason)
        except (asyncio.CancelledError, *_TRANSIENT) as error:  # not the book's fault
            if not isinstance(error, asyncio.CancelledError):
                logger.warning("Book %d goes back to the queue: %s", book, type(error).__name__)
            with suppress(*_TRANSIENT):
                await state.uncount_attempt(book)
            raise
        except EmbeddingFailed as error:
            logger.error("Book %d cannot be embedded: %s", book, error)
            await state.fail(book, "not_embedded")
        except Exception:  # a bug that one book triggers must not end the worker
            logger.exception("Book %d", book)
            await state.fail(book, "unexpected")

    async def _reembed(self, model: str) -> None:
        """The job. It works for _SLICE seconds and queues itself again, so that books need not wait for all of it."""
        reembedding = self._library.reembedding
        try:
            if await reembedding.embed_missing(_SLICE):
                logger.info("Questions are asked with %s now", model)
            else:
                await reembedding.begin()
        except EmbeddingUnavailable:
            raise  # to _Retry
        except EmbeddingFailed as error:
            logger.error("The library cannot be embedded with %s: %s", model, error)


class _Retry(BaseRetryStrategy):
    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, (asyncio.CancelledError, VectorsMissing)):  # at once, by the next worker
            return RetryDecision(retry_in={"seconds": 0})
        if isinstance(exception, _TRANSIENT):
            return RetryDecision(retry_in={"seconds": min(4 ** min(job.attempts, 9), _LONGEST_PAUSE)})
        return None
