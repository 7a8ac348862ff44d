"""Workers of the job queue: whatever ends one, it starts again; when one dies, its jobs are taken over at once."""

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

LIVES = 0x11A7  # the class of the workers' advisory locks: any number, as long as every process uses the same
_LOOK = 1.0  # seconds between two looks for dead workers
_PATIENCE = 5.0  # seconds for the database to answer
_MOST_RUNS = 1000  # of a job
_HEARTBEATS = 4  # that a worker may miss
LEASE = 10.0  # seconds
STAYS_OWN = LEASE * (1 - 1 / _HEARTBEATS)
"""Seconds for which a job that was seen to be a process's own stays so, though the process stands still: the last
heartbeat may have been one period before."""

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

# Who has stood still may have lost the job to another worker, which has not done it yet.
_OWN = """(SELECT id FROM procrastinate_jobs
    WHERE id = %(job)s AND worker_id = %(worker)s AND status = 'doing' FOR UPDATE) AS own"""
_FINISH = f"SELECT procrastinate_finish_job_v1(id, %(status)s, %(delete)s) FROM {_OWN}"
_RETRY = f"SELECT procrastinate_retry_job_v2(id, now() + %(pause)s, NULL, NULL, NULL) FROM {_OWN}"

_WAKE = """
    SELECT pg_notify('procrastinate_queue_v1#' || queue_name,
                     json_build_object('type', 'job_inserted', 'job_id', id)::text)
    FROM procrastinate_jobs WHERE lock = %(lock)s AND status = 'todo' ORDER BY id LIMIT 1"""


class Stopped(Exception):
    """A worker has ended by itself, or must: another one may have taken its jobs."""


class Worker:
    """Does the jobs of some queues; any number of workers may, in any number of processes.

    Each holds an advisory lock as long as it lives, on a connection of its own: when that connection ends, or when
    its heart has not beaten for `lease` seconds, the others take its jobs over.
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
        """Work until cancelled; what is in hand then has `patience` seconds, and goes back to the queue."""
        await keep_alive(self._name, lambda: self._live(patience))

    async def _live(self, patience: float) -> Never:
        """Until an error ends it."""
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
            install_signal_handlers=False,  # they belong to the process, not to a part of it
            shutdown_graceful_timeout=patience,
            fetch_job_polling_interval=min(_LOOK, beat),
            update_heartbeat_interval=beat,
            stalled_worker_timeout=self._lease,
            worker_middleware=[_log_context],
        )
        raise Stopped


async def _commit_without_disk(connection: psycopg.AsyncConnection) -> None:
    """Each statement is a transaction that does not wait for the disk: what Postgres loses of a job in a crash, it
    loses of a worker that has lost its connection too, and the job is done again."""
    await connection.set_autocommit(True)
    await connection.execute("SET synchronous_commit = off")


async def _log_context(go_on: AsyncCallNext, context: JobContext, _: object) -> object:
    """What a job logs carries its arguments: the numbers of updates, turns and books."""
    with bound_contextvars(job=context.job.id, **context.job.task_kwargs):
        return await go_on()


class AtOnce(BaseRetryStrategy):
    """A job that its worker or the database left unfinished is retried at once: a retry scheduled for later would block
    all that wait for its lock. A job that fails is tried `failures` times more."""

    def __init__(self, failures: int = 0) -> None:
        self._failures = failures

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        is_passing = isinstance(exception, (asyncio.CancelledError, *CONNECTION_LOST))
        most = _MOST_RUNS if is_passing else self._failures
        return RetryDecision(retry_in={"seconds": 0}) if job.attempts < most else None


class _Liveness:
    """The lock that tells others that a worker lives, and the look-out for workers that have died."""

    def __init__(self, connection: asyncpg.Connection, lease: float) -> None:
        self._connection, self._lease = connection, lease
        self._is_over = asyncio.Event()
        self._in_order = asyncio.Lock()  # the connection does one thing at a time

    async def hold(self, worker: int) -> None:
        async with self._in_order:
            await self._connection.execute("SELECT pg_advisory_lock($1, $2)", LIVES, worker)

    def end(self) -> None:
        self._is_over.set()

    async def watch(self) -> None:
        """Take over the jobs of dead workers, until this one is taken for dead itself.

        No job does this: it would wait in the queue that it is to put in order.
        """
        looked = monotonic()
        while not self._is_over.is_set():
            if monotonic() - looked > self._lease:  # the process was paused
                break
            looked = monotonic()
            async with self._in_order:
                taken_over = await self._connection.fetch(_TAKE_OVER, LIVES, self._lease)
            if taken_over:
                logger.info("%d jobs of dead workers are taken over", len(taken_over))
            with suppress(TimeoutError):
                async with asyncio.timeout(min(_LOOK, self._lease / _HEARTBEATS)):
                    await self._is_over.wait()
        raise Stopped


class _Jobs(JobManager):
    """Takes jobs only while the worker's lock is held, ends only those that are still its own, and wakes the job that
    waited for a lock."""

    def __init__(self, connector: PsycopgConnector, liveness: _Liveness) -> None:
        super().__init__(connector)
        self._liveness = liveness

    async def register_worker(self) -> int:
        worker = await super().register_worker()
        await self._liveness.hold(worker)
        return worker

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        await self._write(job, _FINISH, status=status.value, delete=delete_job)
        if job.lock:  # who waits for this lock is not looked for by itself
            await self._write(job, _WAKE, lock=job.lock)

    async def retry_job(
        self,
        job: Job,
        retry_at: datetime | None = None,
        priority: int | None = None,  # noqa: ARG002 - nobody asks for another one, nor for what follows
        queue: str | None = None,  # noqa: ARG002
        lock: str | None = None,  # noqa: ARG002
    ) -> None:
        pause = retry_at - utils.utcnow() if retry_at else timedelta()  # the database's clock may be another
        await self._write(job, _RETRY, pause=max(pause, timedelta()))

    async def _write(self, job: Job, query: LiteralString, **values: object) -> None:
        try:
            await self.connector.execute_query_all_async(query, job=job.id, worker=job.worker_id, **values)
        except BaseException:
            self._liveness.end()  # the job stays with this worker as long as it lives
            raise
