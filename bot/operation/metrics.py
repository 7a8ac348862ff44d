"""Metrics for Prometheus, on a port of their own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from prometheus_client import CollectorRegistry, Gauge, start_http_server

from bot.operation.ports import opening
from bot.sending.pace import Pace
from ingest.database import CONNECTION_LOST
from ingest.supervision import background

_LOOK = 5.0  # seconds between two looks into the database


class Metrics:
    """Metrics that concern all processes are read from the database, so that all report the same."""

    def __init__(self, pool: asyncpg.Pool, pace: Pace) -> None:
        self.registry = CollectorRegistry()
        self._pool, self._pace = pool, pace
        self._jobs = self._gauge("jobs_waiting", "Jobs that nobody has begun", "queue")
        self._job_age = self._gauge("oldest_job_seconds", "How long the oldest of them has waited", "queue")
        self._first_word = self._gauge("first_word_seconds", "From question to first word, last 5 minutes", "quantile")
        self._tokens = self._gauge("tokens_today", "Since midnight UTC", "kind")
        self._cents = self._gauge("cents_today", "US cents, since midnight UTC")
        self._is_up = self._gauge("database_up", "Whether the database answers this process")
        self._connections = self._gauge("connections", "Of this process to the database", "state")
        self._gauge("messages_a_second", "This process' share of the budget").set_function(lambda: pace.per_second)
        self._gauge("refused_messages", "429s that this process has met").set_function(lambda: pace.refusals)

    def _gauge(self, name: str, help: str, *labels: str) -> Gauge:
        return Gauge(f"linguarag_{name}", help, labels, registry=self.registry)

    async def work(self) -> None:
        """Read the database again and again, until cancelled."""
        while True:
            await asyncio.sleep(_LOOK)
            await self.look()

    async def look(self) -> None:
        """Read the database. While it is away the last values stay, and `database_up` is 0."""
        try:
            async with asyncio.timeout(_LOOK):
                await self._look()
        except CONNECTION_LOST:
            self._is_up.set(0)
        else:
            self._is_up.set(1)

    async def _look(self) -> None:
        await self._look_at_jobs()
        row = await self._pool.fetchrow(
            """SELECT coalesce(sum(tokens_in) FILTER (WHERE today), 0) AS "in",
                      coalesce(sum(tokens_out) FILTER (WHERE today), 0) AS out,
                      coalesce(sum(tokens_cached) FILTER (WHERE today), 0) AS cached,
                      coalesce(sum(cents) FILTER (WHERE today), 0) AS cents,
                      percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY first_word_seconds)
                          FILTER (WHERE lately) AS first_word
               FROM (SELECT *, asked >= date_trunc('day', now(), 'UTC') AS today,
                            asked > now() - interval '5 minutes' AS lately FROM turns) AS turn
               WHERE today OR lately"""
        )
        assert row is not None
        for kind in ("in", "out", "cached"):
            self._tokens.labels(kind).set(row[kind])
        self._cents.set(row["cents"])
        for quantile, seconds in zip(("0.5", "0.95"), row["first_word"] or (), strict=False):
            if seconds is not None:
                self._first_word.labels(quantile).set(seconds)
        self._connections.labels("busy").set(self._pool.get_size() - self._pool.get_idle_size())
        self._connections.labels("most").set(self._pool.get_max_size())

    async def _look_at_jobs(self) -> None:
        rows = await self._pool.fetch(
            """SELECT queue_name, count(DISTINCT job.id), extract(epoch FROM now() - min(event.at))::float AS age
               FROM procrastinate_jobs AS job JOIN procrastinate_events AS event ON event.job_id = job.id
               WHERE job.status = 'todo' AND event.type = 'deferred' GROUP BY queue_name"""
        )
        self._jobs.clear()
        self._job_age.clear()
        for row in rows:
            self._jobs.labels(row["queue_name"]).set(row["count"])
            self._job_age.labels(row["queue_name"]).set(row["age"])


@asynccontextmanager
async def serving_metrics(metrics: Metrics, port: int) -> AsyncIterator[None]:
    """Answer at http://…:`port`/metrics. Raises PortUnusable."""
    await metrics.look()
    async with background(metrics.work):
        with opening("METRICS_PORT", port):
            server, thread = start_http_server(port, registry=metrics.registry)
        try:
            yield
        finally:
            await asyncio.to_thread(server.shutdown)
            server.server_close()
            thread.join()
