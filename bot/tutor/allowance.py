"""How much may be asked: each learner's questions an hour and cents a day, and the cents a day of all. Owns the tables
that say how much of it is left."""

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import asyncpg
from asyncpg.pool import PoolConnectionProxy


@dataclass(frozen=True, slots=True)
class Limits:
    """None: no limit. `reserve` are the cents that are set aside for a question until its price is known."""

    questions_an_hour: float | None = None
    questions_at_once: int = 5
    learner_cents_a_day: float | None = None
    cents_a_day: float | None = None
    reserve: float = 0.0


class LimitKind(StrEnum):
    QUESTIONS = "questions"
    LEARNER_CENTS = "learner_cents"
    CENTS = "cents"


class LimitReached(Exception):
    """Nothing more can be asked for so many seconds."""

    def __init__(self, kind: LimitKind, seconds: float) -> None:
        super().__init__(kind)
        self.kind = kind
        self.minutes = max(1, math.ceil(seconds / 60))


@dataclass(frozen=True, slots=True)
class Left:
    """What a learner has left; None where there is no limit. `seconds` until there is another question."""

    questions: int | None
    seconds: float
    cents: float
    cents_a_day: float | None


class Allowance:
    """`learner` is a person's number; for nobody known, the chat's."""

    def __init__(self, pool: asyncpg.Pool, limits: Limits = Limits()) -> None:
        self._pool = pool
        self._limits = limits

    async def take(self, connection: PoolConnectionProxy, turn: int, learner: int, *, free: bool = False) -> None:
        """Take a new turn's question and cents, in the transaction that keeps the turn; `free` takes no question.

        Raises LimitReached, which must end the transaction.
        """
        if not free:
            await self._take_question(connection, learner)
        await self._reserve(connection, turn, learner)

    async def check(self, learner: int) -> None:
        """Raises LimitReached for who cannot ask now; takes nothing."""
        async with self._pool.acquire() as connection:
            trial = connection.transaction()
            await trial.start()
            try:
                await self.take(connection, 0, learner)
            finally:
                await trial.rollback()

    async def left(self, learner: int) -> Left:
        limits = self._limits
        row = await self._pool.fetchrow(
            """SELECT coalesce((SELECT sum(cents) FROM turns
                                WHERE coalesce(person, chat) = $1 AND paid_on = (now() AT TIME ZONE 'UTC')::date), 0)
                          AS cents,
                      (SELECT questions FROM allowances WHERE learner = $1) AS questions,
                      (SELECT greatest(0, extract(epoch FROM clock_timestamp() - counted)::float8) FROM allowances
                       WHERE learner = $1) AS seconds""",
            learner,
        )
        assert row is not None
        if not limits.questions_an_hour:
            return Left(None, 0.0, row["cents"], limits.learner_cents_a_day)
        pause, most = 3600 / limits.questions_an_hour, limits.questions_at_once
        questions = most if row["questions"] is None else min(most, row["questions"] + row["seconds"] / pause)
        seconds = 0.0 if questions >= most else (1 - questions % 1) * pause
        return Left(math.floor(questions), seconds, row["cents"], limits.learner_cents_a_day)

    async def _take_question(self, connection: PoolConnectionProxy, learner: int) -> None:
        """Their bucket's row also keeps one learner's questions in order."""
        limits = self._limits
        if not limits.questions_an_hour:
            return
        pause = 3600 / limits.questions_an_hour
        left: float = await connection.fetchval(
            """INSERT INTO allowances AS old (learner, questions, counted) VALUES ($1, $2 - 1, clock_timestamp())
               ON CONFLICT (learner) DO UPDATE SET counted = clock_timestamp(), questions = least($2,
                   old.questions + greatest(0, extract(epoch FROM clock_timestamp() - old.counted)::float8) / $3) - 1
               RETURNING questions""",
            learner,
            float(limits.questions_at_once),
            pause,
        )
        if left < 0:
            raise LimitReached(LimitKind.QUESTIONS, -left * pause)

    async def _reserve(self, connection: PoolConnectionProxy, turn: int, learner: int) -> None:
        """The day's row keeps everybody's in order, so that no two take the same last cents."""
        limits = self._limits
        row = await connection.fetchrow(
            """WITH spent AS (
                   INSERT INTO spending AS old (day, cents) VALUES ((now() AT TIME ZONE 'UTC')::date, $1)
                   ON CONFLICT (day) DO UPDATE SET cents = old.cents + $1 RETURNING day, cents
               ), reserved AS (UPDATE turns SET cents = $1, paid_on = spent.day FROM spent WHERE id = $2)
               SELECT day, cents, extract(epoch FROM (day + 1) - (now() AT TIME ZONE 'UTC'))::float8 AS seconds
               FROM spent""",
            limits.reserve,
            turn,
        )
        assert row is not None
        if limits.cents_a_day is not None and row["cents"] > limits.cents_a_day:
            raise LimitReached(LimitKind.CENTS, row["seconds"])
        if limits.learner_cents_a_day is not None:
            spent: float = await connection.fetchval(
                """SELECT coalesce(sum(cents), 0) FROM turns
                   WHERE coalesce(person, chat) = $1 AND paid_on = $2 AND id <> $3""",
                learner,
                row["day"],
                turn,
            )
            if spent + limits.reserve > limits.learner_cents_a_day:
                raise LimitReached(LimitKind.LEARNER_CENTS, row["seconds"])


async def settle(connection: PoolConnectionProxy, day: date | None, reserved: float, cents: float) -> None:
    """Put the price in the place of what was reserved that day."""
    if day is not None:
        await connection.execute("UPDATE spending SET cents = cents + $2 WHERE day = $1", day, cents - reserved)
