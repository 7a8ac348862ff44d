"""Limits: questions an hour and cents a day for each learner, and cents a day for all together. Owns the tables of what
has been used."""

import hmac
import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import asyncpg
from asyncpg.pool import PoolConnectionProxy


@dataclass(frozen=True, slots=True)
class Limits:
    """None: no limit. `reserve`: the cents that are set aside for a question until its price is known."""

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
    """Nothing more can be asked for `minutes`."""

    def __init__(self, kind: LimitKind, seconds: float) -> None:
        super().__init__(kind)
        self.kind = kind
        self.minutes = max(1, math.ceil(seconds / 60))


@dataclass(frozen=True, slots=True)
class Left:
    """What a learner may still ask, and the `cents` used today; None: no limit. `seconds`: until there is one question
    more."""

    questions: int | None
    seconds: float
    cents: float
    cents_a_day: float | None


_TAKE = """
    WITH today AS (
        SELECT (now() AT TIME ZONE 'UTC')::date AS day
    ), used AS (
        INSERT INTO allowances AS old (payer, questions, counted, cents, day)
        SELECT $1::bytea, $2::float8 - $3::float8, clock_timestamp(), $5::float8, day FROM today
        ON CONFLICT (payer) DO UPDATE SET
            questions = least($2, old.questions
                + abs(extract(epoch FROM excluded.counted - old.counted)::float8) / $4::float8) - $3,
            counted = excluded.counted,
            cents = CASE old.day WHEN excluded.day THEN old.cents ELSE 0 END + $5,
            day = excluded.day
        RETURNING questions, cents
    ), spent AS (
        INSERT INTO spending AS old (day, cents) SELECT day, $5 FROM today
        ON CONFLICT (day) DO UPDATE SET cents = old.cents + $5 RETURNING day, cents
    ), reserved AS (
        UPDATE turns SET cents = $5, paid_on = day, payer = $1 FROM today WHERE id = $6
    )
    SELECT questions, used.cents AS learner_cents, spent.cents,
           extract(epoch FROM (day + 1) - (now() AT TIME ZONE 'UTC'))::float8 AS seconds
    FROM used, spent"""


class Allowance:
    """`learner`: a person's id; for anonymous askers the chat's.

    Usage is stored under a pseudonym, so that it still counts after /forget.
    """

    def __init__(self, pool: asyncpg.Pool, limits: Limits = Limits(), key: bytes = b"") -> None:
        """`key`: the secret for pseudonyms, the same in all processes."""
        self._pool, self._limits, self._key = pool, limits, key

    def pseudonym(self, learner: int) -> bytes:
        return hmac.digest(self._key, str(learner).encode(), "sha256")

    async def take(
        self, connection: PoolConnectionProxy, turn: int, learner: int, *, question: bool = True, answer: bool = True
    ) -> None:
        """Take a new turn's `question` from the allowance, and the cents for its `answer` if that is given now, in the
        transaction that stores the turn.

        The rows of the learner and of the day stay locked until it ends, so that no two questions take the same last
        cents. Raises LimitReached, which must end the transaction.
        """
        limits = self._limits
        taken = int(question and limits.questions_an_hour is not None)
        reserved = limits.reserve if answer else 0.0
        row = await connection.fetchrow(
            _TAKE, self.pseudonym(learner), float(limits.questions_at_once), float(taken), self._pause, reserved, turn
        )
        assert row is not None
        if row["questions"] < 0:
            raise LimitReached(LimitKind.QUESTIONS, -row["questions"] * self._pause)
        to_come = limits.reserve - reserved
        if limits.cents_a_day is not None and row["cents"] + to_come > limits.cents_a_day:
            raise LimitReached(LimitKind.CENTS, row["seconds"])
        if limits.learner_cents_a_day is not None and row["learner_cents"] + to_come > limits.learner_cents_a_day:
            raise LimitReached(LimitKind.LEARNER_CENTS, row["seconds"])

    async def check(self, learner: int, *, question: bool = True) -> None:
        """Raises LimitReached if the learner cannot ask now; takes nothing. Without `question` only the cents are
        checked."""
        async with self._pool.acquire() as connection:
            trial = connection.transaction()
            await trial.start()
            try:
                await self.take(connection, 0, learner, question=question)
            finally:
                await trial.rollback()

    async def left(self, learner: int) -> Left:
        limits, most = self._limits, self._limits.questions_at_once
        query = """SELECT questions, abs(extract(epoch FROM clock_timestamp() - counted)::float8) AS seconds,
                          CASE day WHEN (now() AT TIME ZONE 'UTC')::date THEN cents ELSE 0 END AS cents
                   FROM allowances WHERE payer = $1"""
        row = await self._pool.fetchrow(query, self.pseudonym(learner))
        cents: float = row["cents"] if row else 0.0
        if limits.questions_an_hour is None:
            return Left(None, 0.0, cents, limits.learner_cents_a_day)
        questions = min(most, row["questions"] + row["seconds"] / self._pause) if row else most
        seconds = 0.0 if questions >= most else (1 - questions % 1) * self._pause
        return Left(math.floor(questions), seconds, cents, limits.learner_cents_a_day)

    async def tidy_up(self) -> None:
        """Delete rows that limit nothing: of an earlier day, and with all questions available again."""
        query = """DELETE FROM allowances
                   WHERE day < (now() AT TIME ZONE 'UTC')::date AND counted < now() - make_interval(secs => $1)"""
        await self._pool.execute(query, self._limits.questions_at_once * self._pause)

    @property
    def _pause(self) -> float:
        """Seconds from one question to the next, if as many as possible are asked."""
        return 3600 / self._limits.questions_an_hour if self._limits.questions_an_hour else 1.0


async def settle(
    connection: PoolConnectionProxy, day: date | None, payer: bytes | None, reserved: float, cents: float
) -> None:
    """Replace the reserved cents of that day by the price."""
    query = """WITH total AS (UPDATE spending SET cents = cents + $3 WHERE day = $1)
               UPDATE allowances SET cents = cents + $3 WHERE payer = $2 AND day = $1"""
    await connection.execute(query, day, payer, cents - reserved)
