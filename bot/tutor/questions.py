"""Asks questions, each stored together with the job that answers it, and stops them."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg
from asyncpg.pool import PoolConnectionProxy as Connection

from bot.tutor.allowance import Allowance, LimitReached
from bot.tutor.answer_jobs import break_off, have_answered
from bot.tutor.turns import OUR_FAULT, Place, Turn, TurnState, turn_of

MOST_UNANSWERED = 5  # questions of one person; more are refused

_ASK = """
    WITH wish AS MATERIALIZED (SELECT FROM updates WHERE id = $10 AND raw IS NOT NULL FOR SHARE)
    INSERT INTO turns (chat, thread, unit, question, message, person, state, about, unseen)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9 WHERE $10::bigint IS NULL OR EXISTS (SELECT FROM wish)
    ON CONFLICT (chat, message) DO NOTHING
    RETURNING *, (
        SELECT count(*) FROM turns AS other
        WHERE NOT closed AND state IN ('waiting', 'asked') AND asked > now() - interval '1 day'
          AND person IS NOT DISTINCT FROM $6 AND ($6 IS NOT NULL OR chat = $1)) AS unanswered
"""

_SENT_AGAIN = """
    UPDATE turns SET state = 'replaced', closed = true, successor = new.id FROM turns AS new
    WHERE new.id = $1 AND new.state = 'waiting' AND turns.state = 'waiting' AND turns.id < new.id
      AND (turns.chat, turns.thread, turns.question, turns.about) = (new.chat, new.thread, new.question, new.about)
      AND turns.person IS NOT DISTINCT FROM new.person
    RETURNING true"""

# A message id is taken by a turn of another bot, whose database this was before.
_FREE_NUMBER = """
    UPDATE turns SET message = NULL FROM updates
    WHERE (turns.chat, turns.message) = ($1, $2) AND updates.id = $3 AND asked < received - interval '1 minute'
    RETURNING true"""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, with the message and the update that it came in."""

    place: Place
    text: str
    message: int | None = None
    person: int | None = None  # None: asked anonymously
    about: str = ""  # words of the chat
    unseen: str | None = None  # what came with it: picture, sound, file
    update: int | None = None


class AskedAlready(Exception):
    """The message has been stored before, or its update has been handled or deleted in the meantime."""


class TooManyUnanswered(Exception):
    """MOST_UNANSWERED questions of this person, in all chats, are still to be answered; for anonymous askers, in this
    chat."""


class Questions:
    """Writes turns when they are asked, asked again, or stopped."""

    def __init__(self, pool: asyncpg.Pool, allowance: Allowance | None = None) -> None:
        """Without an `allowance` there are no limits."""
        self._pool = pool
        self.allowance = allowance or Allowance(pool)

    async def ask(self, question: Question, unit: str | None, state: TurnState = TurnState.ASKED) -> Turn:
        """Store a question with its job. It replaces the same question if both wait for a unit, as the bot may have
        failed to ask for one. Raises AskedAlready, TooManyUnanswered, LimitReached; then nothing is stored."""
        place, message, update = question.place, question.message, question.update
        asked = unit, question.text, message, question.person, state, question.about, question.unseen, update
        async with self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(_ASK, place.chat, place.thread, *asked)
            if row is None and await connection.fetchval(_FREE_NUMBER, place.chat, message, update):
                row = await connection.fetchrow(_ASK, place.chat, place.thread, *asked)
            if row is None:
                raise AskedAlready
            if row["unanswered"] >= MOST_UNANSWERED:
                raise TooManyUnanswered
            is_again = bool(await connection.fetchval(_SENT_AGAIN, row["id"]))
            return await self._admit(connection, row, free=is_again)

    async def ask_again(self, turn: Turn, question: str | None = None, *, waits: bool = False) -> Turn | None:
        """A new turn that replaces the old one: in its messages, and at its place in the conversation.

        `question`: its edited text; `waits`: until a unit is chosen. None if the old turn has a successor already. If
        it failed by our fault, asking again takes no question from the allowance. Raises LimitReached.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            old = await connection.fetchrow(
                "SELECT message FROM turns WHERE id = $1 AND successor IS NULL FOR UPDATE", turn.id
            )
            if old is None:
                return None
            # The new turn has it now.
            await connection.execute("UPDATE turns SET message = NULL WHERE id = $1", turn.id)
            query = """INSERT INTO turns (chat, thread, unit, question, message, person, state, replies, asked, about,
                                          unseen)
                       SELECT chat, thread, unit, coalesce($2, question), $3, person,
                              CASE WHEN $4 OR state = 'waiting' THEN 'waiting' ELSE 'asked' END,
                              replies, asked, about, unseen
                       FROM turns WHERE id = $1 RETURNING *"""
            row = await connection.fetchrow(query, turn.id, question, old["message"], waits)
            assert row is not None
            query = """UPDATE turns SET successor = $2, closed = true,
                           state = CASE WHEN state IN ('failed', 'busy', 'unavailable', 'set_aside') THEN state
                                        ELSE 'replaced' END
                       WHERE id = $1"""
            await connection.execute(query, turn.id, row["id"])
            await break_off(connection, [turn.id])
            return await self._admit(connection, row, free=turn.state in OUR_FAULT)

    async def ask_further(self, turn: Turn, question: str, press: str) -> Turn | None:
        """Ask a question that continues a turn, by a `press` of a button. None while the same question is being
        answered, or if this press has been handled before. Raises LimitReached."""
        query = """INSERT INTO turns (chat, thread, unit, question, person, state, about, press)
                   SELECT chat, thread, unit, $2, person, 'asked', about, $3 FROM turns
                   WHERE id = $1 AND NOT EXISTS (
                       SELECT FROM turns AS other WHERE (other.chat, other.thread) = (turns.chat, turns.thread)
                         AND other.state = 'asked' AND other.question = $2)
                   ON CONFLICT (press) DO NOTHING RETURNING *"""
        return await self._ask_after(turn, query, question, press)

    async def ask_there(self, turn: Turn, unit: str) -> Turn | None:
        """Choose the unit that has the answer and ask the same question there; None if that was done before. Raises
        LimitReached."""
        query = """WITH there AS (
                       INSERT INTO turns (chat, thread, unit, question, person, state, about, unseen)
                       SELECT chat, thread, $2, question, person, 'asked', about, unseen
                       FROM turns WHERE id = $1 AND NOT EXISTS (
                           SELECT FROM turns AS other WHERE (other.chat, other.thread) = (turns.chat, turns.thread)
                             AND (other.unit, other.question) = ($2, turns.question) AND other.id > turns.id)
                       RETURNING *
                   ), chosen AS (UPDATE learners SET unit = $2 FROM there WHERE (learners.chat, learners.thread) =
                                 (there.chat, there.thread))
                   SELECT * FROM there"""
        return await self._ask_after(turn, query, unit)

    async def _ask_after(self, turn: Turn, query: str, *values: object) -> Turn | None:
        """Ask what the query stores, given a turn's id and the values. The turn is locked, so that two presses of its
        buttons see each other. Raises LimitReached."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT FROM turns WHERE id = $1 FOR UPDATE", turn.id)
            row = await connection.fetchrow(query, turn.id, *values)
            return await self._admit(connection, row) if row else None

    async def choose(self, place: Place, unit: str) -> tuple[list[Turn], LimitReached | None]:
        """Choose a unit, and ask the last day's questions that wait for one.

        Returns these, oldest first, and the limit that was reached, if any: the remaining questions go on waiting.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            query = """WITH chosen AS (UPDATE learners SET unit = $3 WHERE (chat, thread) = ($1, $2))
                       SELECT id FROM turns WHERE (chat, thread) = ($1, $2) AND state = 'waiting'
                         AND asked > now() - interval '1 day' ORDER BY id FOR UPDATE"""
            waiting = await connection.fetch(query, place.chat, place.thread, unit)
            asked: list[Turn] = []
            try:
                for each in waiting:
                    async with connection.transaction():
                        query = "UPDATE turns SET state = 'asked', unit = $2 WHERE id = $1 RETURNING *"
                        row = await connection.fetchrow(query, each["id"], unit)
                        assert row is not None
                        asked.append(await self._admit(connection, row, free=True))
            except LimitReached as limit:
                return asked, limit
            return asked, None

    async def turn_of_message(self, place: Place, message: int) -> Turn | None:
        """The turn that was asked by a message."""
        row = await self._pool.fetchrow(
            "SELECT * FROM turns WHERE (chat, thread, message) = ($1, $2, $3)", place.chat, place.thread, message
        )
        return turn_of(row) if row else None

    async def was_answered(self, place: Place, unit: str, update: int) -> bool:
        """Whether anything was answered in this unit before the update arrived."""
        query = """SELECT true FROM turns, updates
                   WHERE (turns.chat, thread, unit) = ($1, $2, $3) AND updates.id = $4 AND ended < received LIMIT 1"""
        return bool(await self._pool.fetchval(query, place.chat, place.thread, unit, update))

    async def stop(self, ids: Sequence[int]) -> bool:
        """Stop these turns; True if any was still to be answered. The process that answers it shows its end at once."""
        async with self._pool.acquire() as connection, connection.transaction():
            stopped = await connection.fetch(
                "UPDATE turns SET state = 'stopped' WHERE id = ANY($1) AND state = 'asked' RETURNING *", ids
            )
            told = await break_off(connection, [row["id"] for row in stopped])
            for row in stopped:
                if row["id"] not in told:  # its job failed for good
                    await have_answered(connection, row, TurnState.STOPPED)
            return bool(stopped)

    async def drop_waiting(self, place: Place, person: int | None) -> bool:
        """Delete the questions of this person or somebody anonymous that wait for a unit; True if there were any."""
        query = """DELETE FROM turns WHERE (chat, thread) = ($1, $2) AND state = 'waiting'
                   AND (person = $3 OR person IS NULL) RETURNING true"""
        return bool(await self._pool.fetch(query, place.chat, place.thread, person))

    async def under_way(self, place: Place, person: int | None, *, everywhere: bool = False) -> list[int]:
        """The unanswered turns of a place that this person or somebody anonymous has asked.

        `everywhere`: in all topics of the place's chat, and the person's in all chats.
        """
        query = """SELECT id FROM turns
                   WHERE state = 'asked' AND NOT closed AND (
                       chat = $1 AND (thread = $2 OR $4) AND (person = $3 OR person IS NULL)
                       OR person = $3 AND $4 AND $1 > 0)
                   ORDER BY id"""
        rows = await self._pool.fetch(query, place.chat, place.thread, person, everywhere)
        return [row["id"] for row in rows]

    async def are_open(self, chat: int) -> bool:
        """Whether an answer in this chat is still to begin, to grow or to get its final edit."""
        query = "SELECT true FROM turns WHERE chat = $1 AND NOT closed AND state <> 'waiting' LIMIT 1"
        return bool(await self._pool.fetchval(query, chat))

    async def are_closed(self, ids: Sequence[int]) -> bool:
        return not await self._pool.fetchval("SELECT true FROM turns WHERE id = ANY($1) AND NOT closed LIMIT 1", ids)

    async def _admit(self, connection: Connection, row: asyncpg.Record, *, free: bool = False) -> Turn:
        """Defer the job of a new turn, and take question and cents from the learner's allowance; only the question if
        the turn waits for its unit. Raises LimitReached."""
        turn = await have_answered(connection, row)
        is_asked = turn.state is TurnState.ASKED
        await self.allowance.take(connection, turn.id, turn.payer, question=not free, answer=is_asked)
        return turn
