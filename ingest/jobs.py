"""The queue of books: a librarian takes each one, reads it and puts it on the shelves."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from time import monotonic

import asyncpg
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job

from ingest.caption import Caption, parse_caption
from ingest.embedders import EmbeddingFailed, EmbeddingUnavailable, Vector
from ingest.library import QUEUE, READ_BOOK, Library, Report, Stage
from ingest.passages import Passage, cut_passages
from ingest.pdf.document import Document
from ingest.pdf.reader import UnreadablePDF, read_pdf
from ingest.shelves import UnitCard
from ingest.units import UnitPlan, find_units

log = logging.getLogger(__name__)

_MOST_ATTEMPTS = 5
_HEARTBEAT = 5.0
_DEAD_AFTER = 20.0  # without a heartbeat; then another worker takes the book over
_BATCH = 16  # passages between two looks at the progress

_TRANSIENT = (
    EmbeddingUnavailable,
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # Postgres is shutting down or starting up
    asyncpg.InsufficientResourcesError,
    asyncpg.InterfaceError,
)


class Librarian:
    """Reads the books of the queue, one at a time; any number of them may work in any number of processes."""

    def __init__(self, library: Library, database_url: str) -> None:
        self._library = library
        self._url = database_url

    async def work(self, patience: float = 2.0) -> None:
        """Work until cancelled; a book in hand then goes back to the queue after `patience` seconds."""
        while True:
            try:
                async with self._app().open_async() as app:
                    await app.run_worker_async(
                        queues=[QUEUE],
                        name="librarian",
                        delete_jobs="successful",
                        install_signal_handlers=False,  # they belong to the process, not to a part of it
                        shutdown_graceful_timeout=patience,
                        update_heartbeat_interval=_HEARTBEAT,
                        stalled_worker_timeout=_DEAD_AFTER,
                    )
            except ConnectorException as error:
                log.warning("The librarian has lost the database: %s", error)
            await asyncio.sleep(_HEARTBEAT)

    def _app(self) -> App:
        app = App(connector=PsycopgConnector(conninfo=self._url, min_size=1, max_size=4))
        app.task(name=READ_BOOK, queue=QUEUE, retry=_Retry(), pass_context=True)(self._read_book)

        @app.periodic(cron="* * * * * */10")
        @app.task(name="take_over", queue=QUEUE, queueing_lock="take_over", pass_context=True)
        async def take_over(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - part of the protocol
            """Put the books of killed workers back into the queue."""
            jobs = context.app.job_manager
            for job in await jobs.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=_DEAD_AFTER):
                await jobs.retry_job(job)

        return app

    async def _read_book(self, context: JobContext, book: int) -> None:
        """The job. May run twice for one book, even at the same time; the book is published once."""
        if context.job.attempts >= _MOST_ATTEMPTS:
            await self._library.fail(book, "gave_up")
            return
        try:
            await read_book(self._library, book)
        except UnreadablePDF as error:
            await self._library.fail(book, error.reason)
        except _TRANSIENT:
            raise  # to _Retry
        except EmbeddingFailed as error:
            log.error("Book %d cannot be embedded: %s", book, error)
            await self._library.fail(book, "not_embedded")
        except Exception:  # a bug that one book brings to light must not cost the others their worker
            log.exception("Book %d", book)
            await self._library.fail(book, "unexpected")


class _Retry(BaseRetryStrategy):
    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, asyncio.CancelledError):  # the worker stops: for the next one, at once
            return RetryDecision(retry_in={"seconds": 0})
        if isinstance(exception, _TRANSIENT):
            return RetryDecision(retry_in={"seconds": 4**job.attempts})
        return None


async def read_book(library: Library, book: int) -> None:
    """Pages, units, passages, vectors, shelf. Raises UnreadablePDF, EmbeddingFailed."""
    started = monotonic()
    file = await library.open(book)
    if file is None:
        return
    async with _noting(library, book) as note:
        document = await read_pdf(file.data, lambda done, total: note(Stage.PAGES, done, total))
        note(Stage.PASSAGES, 0, 0)
        # In a thread: it takes seconds, and the same event loop answers learners.
        plan, passages = await asyncio.to_thread(_cut, document, parse_caption(file.caption))
        vectors: list[Vector] = []
        while len(vectors) < len(passages):
            note(Stage.VECTORS, len(vectors), len(passages))
            batch = passages[len(vectors) : len(vectors) + _BATCH]
            vectors += await library.embedder.embed_passages([passage.text for passage in batch])
    report = _report(document, plan, passages, monotonic() - started)
    await library.publish(book, passages, vectors, report)


def _cut(document: Document, caption: Caption) -> tuple[UnitPlan, list[Passage]]:
    plan = find_units(document, caption)
    return plan, cut_passages(document, plan)


def _report(document: Document, plan: UnitPlan, passages: list[Passage], seconds: float) -> Report:
    counts = Counter(passage.unit for passage in passages)
    return Report(
        pages=len(document.pages),
        passages=len(passages),
        units=tuple(
            UnitCard(u.id, plan.course, u.number, u.title, u.page_first, u.page_last, counts[u.id]) for u in plan.units
        ),
        source=plan.source,
        confidence=plan.confidence,
        remarks=plan.remarks,
        seconds=seconds,
    )


@asynccontextmanager
async def _noting(library: Library, book: int) -> AsyncIterator[Callable[[Stage, int, int], None]]:
    """What the yielded function was told last is written to the book's row, once a second."""
    latest: tuple[Stage, int, int] | None = None

    def note(stage: Stage, done: int, total: int) -> None:
        nonlocal latest
        latest = (stage, done, total)

    async def write() -> None:
        written = None
        while True:
            if latest and latest != written:
                written = latest
                with suppress(*_TRANSIENT):  # a lost note is no reason to lose the book
                    await library.note_progress(book, *written)
            await asyncio.sleep(1)

    writing = asyncio.create_task(write())
    try:
        yield note
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
