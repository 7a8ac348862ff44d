"""Workers of the job queue: they restart after errors, and take over the jobs of workers that have died."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic
from typing import Literal, LiteralString, Never

import asyncpg
import psycopg
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision, utils
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.middleware import AsyncCallNext
from structlog.contextvars import bound_contextvars

from ingest.database import CONNECTION_LOST, session
from ingest.supervision import keep_alive

logger = logging.getLogger(__name__)

LIVES = 0x11A7  # the first key of the workers' advisory locks: any number, the same in all processes
_LOOK = 1.0  # seconds between two looks for dead workers
_PATIENCE = 5.0  # seconds for the database to answer
_MOST_RUNS = 1000  # of a job
_HEARTBEATS = 4  # within a lease
LEASE = 10.0  # seconds without a heartbeat after which a worker counts as dead
STAYS_OWN = LEASE * (1 - 1 / _HEARTBEATS)
"""Seconds for which a job that was seen to be a worker's own cannot be taken over, even if the process is paused: the
last heartbeat may have been one period before."""

_TAKE_OVER = """
    SELECT procrastinate_retry_job_v2(orphan.id, NULL, NULL, NULL, NULL),
           pg_notify('procrastinate_queue_v1#' || orphan.queue_name,
                     json_build_object('type', 'job_inserted', 'job_id', orphan.id)::text)
    FROM (
        SELECT job.id, job.queue_name
        FROM procrastinate_jobs AS job LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
        WHERE job.status = 'doing' AND (
            worker.id IS NULL
            OR worker.last_heartbeat < now() - make_interval(secs => $2)
            OR NOT EXISTS (
                SELECT FROM pg_locks
                WHERE locktype = 'advisory' AND granted AND classid = $1::int::oid AND objid = worker.id::int::oid
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())))
        FOR UPDATE OF job SKIP LOCKED
    ) AS orphan"""

# A worker that was paused may have lost the job to another one, which is still running it.
_OWN = """(SELECT id FROM procrastinate_jobs
    WHERE id = %(job)s AND worker_id = %(worker)s AND status = 'doing' FOR UPDATE) AS own"""
_FINISH = f"SELECT procrastinate_finish_job_v1(id, %(status)s, %(delete)s) FROM {_OWN}"
_RETRY = f"SELECT procrastinate_retry_job_v2(id, now() + %(pause)s, NULL, NULL, NULL) FROM {_OWN}"

_WAKE = """
    SELECT pg_notify('procrastinate_queue_v1#' || queue_name,
                     json_build_object('type', 'job_inserted', 'job_id', id)::text)
    FROM procrastinate_jobs WHERE lock = %(lock)s AND status = 'todo' ORDER BY id LIMIT 1"""


class Stopped(Exception):
    """A worker has ended, or has to end as its jobs may have been taken over."""


class Worker:
    """Runs the jobs of some queues; any number of workers may share them, in any number of processes.

    Each holds an advisory lock on a connection of its own. When that connection ends, or when there was no heartbeat
    for `lease` seconds, other workers take its jobs over.
    """

    def __init__(
        self,
        url: str,
        name: str,
        queues: Sequence[str],
        add_tasks: Callable[[App], None],
        *,
        at_once: int = 1,
        delete_jobs: Literal["successful", "always"] = "successful",
        lease: float = LEASE,
    ) -> None:
        self._url, self._name, self._queues, self._add_tasks = url, name, queues, add_tasks
        self._at_once, self._delete_jobs, self._lease = at_once, delete_jobs, lease

    async def work(self, patience: float) -> None:
        """Work until cancelled; jobs that are not done `patience` seconds later go back to the queue."""
        await keep_alive(self._name, lambda: self._live(patience))

    async def _live(self, patience: float) -> Never:
        """Work until an error occurs."""
        async with session(self._url) as connection:
            liveness = _Liveness(connection, self._lease)
            connector = PsycopgConnector(
                conninfo=self._url,
                min_size=1,
                max_size=4,
                timeout=_PATIENCE,
                kwargs={"connect_timeout": _PATIENCE},
                configure=_commit_without_disk,
            )
            app = App(connector=connector)
            app.job_manager = _Jobs(connector, liveness)
            self._add_tasks(app)
            async with app.open_async(), asyncio.TaskGroup() as tasks:
                tasks.create_task(liveness.watch())
                tasks.create_task(self._run(app, patience))
        raise Stopped

    async def _run(self, app: App, patience: float) -> None:
        beat = self._lease / _HEARTBEATS
        await app.run_worker_async(
            queues=self._queues,
            name=self._name,
            concurrency=self._at_once,
            delete_jobs=self._delete_jobs,
            install_signal_handlers=False,  # the process handles signals
            shutdown_graceful_timeout=patience,
            fetch_job_polling_interval=min(_LOOK, beat),
            update_heartbeat_interval=beat,
            stalled_worker_timeout=self._lease,
            worker_middleware=[_log_context],
        )
        raise Stopped


async def _commit_without_disk(connection: psycopg.AsyncConnection) -> None:
    """Commit without waiting for the disk: a crash of Postgres may lose the last states of jobs, but it also ends all
    workers' connections, and unfinished jobs are repeated."""
    await connection.set_autocommit(True)
    await connection.execute("SET synchronous_commit = off")


async def _log_context(call_next: AsyncCallNext, context: JobContext, _: object) -> object:
    """Add a job's arguments (the ids of updates, turns and books) to its log lines."""
    with bound_contextvars(job=context.job.id, **context.job.task_kwargs):
        return await call_next()


class AtOnce(BaseRetryStrategy):
    """Retries jobs at once, as a retry scheduled for later would block all jobs with the same lock: `failures` times
    after errors of their own, and _MOST_RUNS times after a lost connection or a cancellation."""

    def __init__(self, failures: int = 0) -> None:
        self._failures = failures

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        is_passing = isinstance(exception, (asyncio.CancelledError, *CONNECTION_LOST))
        most = _MOST_RUNS if is_passing else self._failures
        return RetryDecision(retry_in={"seconds": 0}) if job.attempts < most else None


class _Liveness:
    """Holds the lock that shows that a worker lives, and takes over the jobs of dead workers."""

    def __init__(self, connection: asyncpg.Connection, lease: float) -> None:
        self._connection, self._lease = connection, lease
        self._is_over = asyncio.Event()
        self._lock = asyncio.Lock()  # a connection runs one query at a time

    async def hold(self, worker: int) -> None:
        async with self._lock:
            await self._connection.execute("SELECT pg_advisory_lock($1, $2)", LIVES, worker)

    def end(self) -> None:
        self._is_over.set()

    async def watch(self) -> None:
        """Take over the jobs of dead workers, until this one may count as dead itself.

        This is not a job, as a job would wait in the very queue that it has to repair.
        """
        looked = monotonic()
        while not self._is_over.is_set():
            if monotonic() - looked > self._lease:  # the process was paused
                break
            looked = monotonic()
            async with self._lock:
                taken_over = await self._connection.fetch(_TAKE_OVER, LIVES, self._lease)
            if taken_over:
                logger.info("%d jobs of dead workers are taken over", len(taken_over))
            with suppress(TimeoutError):
                async with asyncio.timeout(min(_LOOK, self._lease / _HEARTBEATS)):
                    await self._is_over.wait()
        raise Stopped


class _Jobs(JobManager):
    """Takes jobs only while the worker's lock is held, finishes only jobs that are still its own, and then notifies
    workers of the next job with the same lock."""

    def __init__(self, connector: PsycopgConnector, liveness: _Liveness) -> None:
        super().__init__(connector)
        self._liveness = liveness

    async def register_worker(self) -> int:
        worker = await super().register_worker()
        await self._liveness.hold(worker)
        return worker

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        await self._write(job, _FINISH, status=status.value, delete=delete_job)
        if job.lock:  # procrastinate would find the next job with this lock only by polling
            await self._write(job, _WAKE, lock=job.lock)

    async def retry_job(
        self,
        job: Job,
        retry_at: datetime | None = None,
        priority: int | None = None,  # noqa: ARG002 - part of the interface, unused here, as are the next two
        queue: str | None = None,  # noqa: ARG002
        lock: str | None = None,  # noqa: ARG002
    ) -> None:
        pause = retry_at - utils.utcnow() if retry_at else timedelta()  # relative, as the database's clock may differ
        await self._write(job, _RETRY, pause=max(pause, timedelta()))

    async def _write(self, job: Job, query: LiteralString, **values: object) -> None:
        try:
            await self.connector.execute_query_all_async(query, job=job.id, worker=job.worker_id, **values)
        except BaseException:
            self._liveness.end()  # so that another worker can take the job over
            raise
