"""Changing the embedding model: all passages get vectors of the new one before it becomes active."""

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from time import monotonic

import asyncpg

from ingest.jobs.queue import queue_reembedding, reembedding_queue
from ingest.passages import Passage
from ingest.search.snippets import embedded_texts
from ingest.vectors import Vectors

_AT_ONCE = 256  # passages


@dataclass(frozen=True, slots=True)
class ReembeddingProgress:
    done: int  # texts that have a vector of the setting's model
    total: int
    active: bool  # questions use it
    queued: bool  # a job for it waits or runs


class Reembedding:
    def __init__(self, pool: asyncpg.Pool, vectors: Vectors) -> None:
        self._pool = pool
        self._vectors = vectors

    async def begin(self) -> None:
        """Queue the change to the model of the settings, for workers with the same setting."""
        async with self._pool.acquire() as connection, connection.transaction():
            await queue_reembedding(connection, self._vectors.wanted.name)

    async def embed_missing(self, seconds: float) -> bool:
        """Embed for about `seconds`; True once the model is active. Raises EmbeddingFailed."""
        end = monotonic() + seconds
        while monotonic() < end:
            rows = await self._pool.fetch(
                """
                SELECT p.*, u.course FROM passages p JOIN units u ON u.key = p.unit WHERE p.key IN (
                    SELECT passage FROM texts t
                    WHERE NOT EXISTS (SELECT FROM vectors v WHERE v.digest = t.digest AND v.model = $1) LIMIT $2)
                ORDER BY p.key
                """,
                self._vectors.wanted.name,
                _AT_ONCE,
            )
            for course, of_course in groupby(rows, itemgetter("course")):
                texts = embedded_texts([Passage.from_row(row) for row in of_course])
                await self._vectors.embed(self._vectors.wanted, course, texts)
            if not rows and await self._activate():
                return True
        return False

    async def _activate(self) -> bool:
        """Make the model active, unless a passage has been added that has no vector of it."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT FROM active_model FOR UPDATE")  # no draft can be stored meanwhile
            return bool(
                await connection.fetchval(
                    """
                    INSERT INTO active_model (name)
                    SELECT $1 WHERE NOT EXISTS (SELECT FROM texts t WHERE NOT EXISTS (
                        SELECT FROM vectors v WHERE v.digest = t.digest AND v.model = $1))
                    ON CONFLICT (sole) DO UPDATE SET name = excluded.name, since = now() RETURNING true
                    """,
                    self._vectors.wanted.name,
                )
            )

    async def progress(self) -> ReembeddingProgress:
        model = self._vectors.wanted.name
        row = await self._pool.fetchrow(
            """
            WITH wanted AS (SELECT DISTINCT digest FROM texts)
            SELECT (SELECT count(*) FROM wanted JOIN vectors USING (digest) WHERE model = $1) AS done,
                   (SELECT count(*) FROM wanted) AS total,
                   EXISTS (SELECT FROM active_model WHERE name = $1) AS active,
                   EXISTS (SELECT FROM procrastinate_jobs
                           WHERE queue_name = $2 AND status IN ('todo', 'doing')) AS queued
            """,
            model,
            reembedding_queue(model),
        )
        assert row is not None  # it has only aggregates
        return ReembeddingProgress(**row)
