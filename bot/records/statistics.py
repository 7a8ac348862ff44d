"""Figures of the last days, for admins. Owns no table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import asyncpg

from bot.tutor.turns import UNANSWERED

DAYS = 7
_MOST_LINES = 14  # of days and courses, so that all fits into one message
_MOST_UNITS = 5
_WITHOUT_ANSWER = tuple(UNANSWERED)


@dataclass(frozen=True, slots=True)
class Totals:
    questions: int
    learners: int
    seconds_median: float | None  # to the first word
    seconds_p95: float | None
    tokens_in: int
    tokens_out: int
    tokens_cached: int
    cents: float
    good: int
    bad: int


@dataclass(frozen=True, slots=True)
class DayOfCourse:
    day: date
    course: str | None
    questions: int
    tokens: int
    cents: float


@dataclass(frozen=True, slots=True)
class AskedUnit:
    unit: str
    questions: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Figures:
    totals: Totals
    failures: dict[str, int]  # by the state of the turn
    days: Sequence[DayOfCourse]  # the newest first
    units: Sequence[AskedUnit]  # the most asked first


class Statistics:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def recent(self) -> Figures:
        """The figures of the last DAYS days, without deleted questions."""
        return Figures(await self._totals(), await self._failures(), await self._days(), await self._units())

    async def _totals(self) -> Totals:
        query = """SELECT count(*) AS questions, count(DISTINCT coalesce(person, chat)) AS learners,
                          percentile_cont(0.5) WITHIN GROUP (ORDER BY first_word_seconds) AS seconds_median,
                          percentile_cont(0.95) WITHIN GROUP (ORDER BY first_word_seconds) AS seconds_p95,
                          coalesce(sum(tokens_in), 0) AS tokens_in, coalesce(sum(tokens_out), 0) AS tokens_out,
                          coalesce(sum(tokens_cached), 0) AS tokens_cached, coalesce(sum(cents), 0) AS cents,
                          count(*) FILTER (WHERE rating = 1) AS good, count(*) FILTER (WHERE rating = -1) AS bad
                   FROM turns WHERE asked > now() - make_interval(days => $1)"""
        row = await self._pool.fetchrow(query, DAYS)
        assert row is not None
        return Totals(**row)

    async def _failures(self) -> dict[str, int]:
        query = """SELECT state, count(*) FROM turns
                   WHERE asked > now() - make_interval(days => $1)
                     AND state = ANY($2)
                   GROUP BY state ORDER BY count(*) DESC, state"""
        rows = await self._pool.fetch(query, DAYS, _WITHOUT_ANSWER)
        return {row["state"]: row["count"] for row in rows}

    async def _days(self) -> list[DayOfCourse]:
        query = """SELECT (asked AT TIME ZONE 'UTC')::date AS day, split_part(unit, '-', 1) AS course,
                          count(*) AS questions, sum(tokens_in + tokens_out) AS tokens, sum(cents) AS cents
                   FROM turns WHERE asked > now() - make_interval(days => $1)
                   GROUP BY day, course ORDER BY day DESC, course LIMIT $2"""
        rows = await self._pool.fetch(query, DAYS, _MOST_LINES)
        return [DayOfCourse(**row) for row in rows]

    async def _units(self) -> list[AskedUnit]:
        query = """SELECT unit, count(*) AS questions,
                          count(*) FILTER (WHERE state = ANY($3)) AS unanswered
                   FROM turns WHERE asked > now() - make_interval(days => $1) AND unit IS NOT NULL
                   GROUP BY unit ORDER BY count(*) DESC, unit LIMIT $2"""
        rows = await self._pool.fetch(query, DAYS, _MOST_UNITS, _WITHOUT_ANSWER)
        return [AskedUnit(**row) for row in rows]
