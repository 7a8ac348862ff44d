"""Learners, the unit each has chosen, and every turn of their conversations; owns these tables' SQL."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

import asyncpg
from asyncpg.pool import PoolConnectionProxy as Connection

from bot.tutor.allowance import Allowance
from bot.tutor.answer import Answer, Source, Usage
from bot.tutor.grounding import Grounding
from bot.tutor.passages_used import PassageUsed
from bot.tutor.prices import cents
from ingest.queue import defer

ANSWERS = "answers"  # the queue
ANSWER = "answer"  # its job, with the turn's number

MOST_ATTEMPTS = 2  # processes that one answer may end
HISTORY_TURNS = 5  # a question and its answer each: the last ten messages


class TurnState(StrEnum):
    """What became of a question."""

    WAITING = "waiting"  # for a unit to be chosen
    ASKED = "asked"
    ANSWERED = "answered"
    CUT = "cut"  # by the model's token limit
    STOPPED = "stopped"  # by the learner
    REFUSED = "refused"
    FAILED = "failed"
    BUSY = "busy"  # Claude had too much to do
    UNAVAILABLE = "unavailable"  # until the operator mends what keeps Claude from answering
    SET_ASIDE = "set_aside"  # its answer has ended the process, and that twice
    REPLACED = "replaced"  # asked again


UNANSWERED = frozenset({TurnState.REFUSED, TurnState.FAILED, TurnState.BUSY, TurnState.UNAVAILABLE})
"""All that can be done then is to ask again."""

OUR_FAULT = UNANSWERED - {TurnState.REFUSED}
"""Asking again is free."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation is held: a chat, and in one with topics the topic (0: none)."""

    chat: int
    thread: int = 0

    @property
    def is_group(self) -> bool:
        return self.chat < 0  # so Telegram numbers them


@dataclass(frozen=True, slots=True)
class Learner:
    place: Place
    language: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, and what is known of its answer."""

    id: int
    place: Place
    unit: str | None
    person: int | None  # who asked
    message: int | None
    question: str
    about: str  # words of the chat that the question is about
    unseen: str | None  # what came with it: picture, sound, file
    state: TurnState
    replies: tuple[int, ...]
    answer: str
    rating: int | None
    grounding: Grounding  # this and the rest are known once it has ended
    sources: tuple[Source, ...] = ()
    run: int = 0  # of its job: whoever has another number has lost the turn
    is_ended: bool = False  # that is recorded, with what it has cost
    is_owed: bool = False  # to be shown in new messages: the chat has refused it before

    @property
    def payer(self) -> int:
        """Whose allowance it is taken from: the person's; of nobody known, the chat's."""
        return self.place.chat if self.person is None else self.person


class AskedAlready(Exception):
    """A message asks once."""


class Superseded(Exception):
    """Another run of the job has the turn now: this one writes nothing more, here or in the chat."""


class Conversations:
    def __init__(self, pool: asyncpg.Pool, allowance: Allowance | None = None) -> None:
        """Without an `allowance` as much may be asked as anybody likes."""
        self._pool = pool
        self.allowance = allowance or Allowance(pool)

    async def learner(self, place: Place, language: str) -> Learner:
        """The learner of this place; a new one starts with `language`, or with that of the person's other topics."""
        row = await self._pool.fetchrow(
            """INSERT INTO learners (chat, thread, language)
               VALUES ($1, $2, coalesce((SELECT language FROM learners WHERE chat = $1 AND chat > 0 LIMIT 1), $3))
               ON CONFLICT (chat, thread) DO UPDATE SET blocked = false RETURNING *""",
            place.chat,
            place.thread,
            language,
        )
        assert row is not None
        return Learner(place, row["language"], row["unit"])

    async def language(self, chat: int) -> str | None:
        """The language chosen in a chat; None where nobody has spoken yet."""
        language: str | None = await self._pool.fetchval(
            "SELECT language FROM learners WHERE chat = $1 ORDER BY thread", chat
        )
        return language

    async def speak(self, place: Place, language: str) -> None:
        """Speak another language: with a person everywhere, in a group in this topic."""
        await self._pool.execute(
            "UPDATE learners SET language = $3 WHERE chat = $1 AND (chat > 0 OR thread = $2)",
            place.chat,
            place.thread,
            language,
        )

    async def choose(self, place: Place, unit: str) -> list[Turn]:
        """Choose a unit, which is another conversation, and ask in it the last day's questions that waited for one.

        They are given oldest first, and once.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            rows = await connection.fetch(
                """WITH chosen AS (UPDATE learners SET unit = $3 WHERE (chat, thread) = ($1, $2))
                   UPDATE turns SET state = 'asked', unit = $3
                   WHERE (chat, thread) = ($1, $2) AND state = 'waiting'
                     AND asked > now() - interval '1 day' RETURNING *""",
                place.chat,
                place.thread,
                unit,
            )
            return [await _have_answered(connection, row) for row in sorted(rows, key=lambda row: row["id"])]

    async def start_afresh(self, place: Place) -> None:
        """Leave all earlier turns out of the prompts to come."""
        await self._pool.execute(
            "UPDATE learners SET fresh_since = now() WHERE (chat, thread) = ($1, $2)",
            place.chat,
            place.thread,
        )

    async def mark_blocked(self, place: Place) -> None:
        await self._pool.execute("UPDATE learners SET blocked = true WHERE chat = $1", place.chat)

    async def forget_older_than(self, days: int) -> None:
        """Delete older questions with their answers."""
        await self._pool.execute("DELETE FROM turns WHERE asked < now() - make_interval(days => $1)", days)

    async def move(self, old: int, new: int) -> None:
        """A group has become a supergroup: all that is kept of it goes there, whatever was begun there meanwhile.

        Only the numbers of its messages mean nothing there, or other messages.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT FROM learners WHERE chat = $1 FOR UPDATE", old)
            await connection.execute(
                """INSERT INTO learners (chat, thread, language, unit, fresh_since, created)
                   SELECT $2, thread, language, unit, fresh_since, created FROM learners WHERE chat = $1
                   ON CONFLICT (chat, thread) DO UPDATE SET
                       language = excluded.language, unit = coalesce(learners.unit, excluded.unit)""",
                old,
                new,
            )
            await connection.execute(
                "UPDATE turns SET chat = $2, message = NULL, replies = '{}' WHERE chat = $1", old, new
            )
            await connection.execute("DELETE FROM learners WHERE chat = $1", old)

    async def unanswered(self, place: Place, person: int | None, message: int) -> int:
        """How many questions of a person wait for an answer, wherever; of nobody known, in this chat.

        That of `message` does not count.
        """
        count: int = await self._pool.fetchval(
            """SELECT count(*) FROM turns
               WHERE NOT closed AND state IN ('waiting', 'asked') AND asked > now() - interval '1 day'
                 AND person IS NOT DISTINCT FROM $2 AND ($2 IS NOT NULL OR chat = $1)
                 AND (chat, message) IS DISTINCT FROM ($1, $3)""",
            place.chat,
            person,
            message,
        )
        return count

    async def ask(
        self,
        place: Place,
        unit: str | None,
        question: str,
        message: int | None,
        *,
        person: int | None = None,
        about: str = "",
        unseen: str | None = None,
        state: TurnState = TurnState.ASKED,
    ) -> Turn:
        """Keep a question, before anything can go wrong with it.

        Raises:
            AskedAlready: Telegram has delivered the message twice.
            LimitReached: It is not kept.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(
                """INSERT INTO turns (chat, thread, unit, question, message, person, state, about, unseen)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                   ON CONFLICT (chat, message) DO NOTHING RETURNING *""",
                place.chat,
                place.thread,
                unit,
                _storable(question),
                message,
                person,
                state,
                _storable(about),
                unseen,
            )
            if row is None:
                raise AskedAlready
            return await self._admit(connection, row)

    async def ask_again(self, turn: Turn, question: str | None = None) -> Turn | None:
        """A new turn in the old one's place: in its messages, and at its time in the conversation.

        With `question` the learner has edited it. None when the old one has a successor already. Where the old one
        failed by no fault of theirs, it costs them no other question. Raises LimitReached.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            old = await connection.fetchrow(
                "SELECT message FROM turns WHERE id = $1 AND successor IS NULL FOR UPDATE", turn.id
            )
            if old is None:
                return None
            await connection.execute("UPDATE turns SET message = NULL WHERE id = $1", turn.id)  # the new one's now
            row = await connection.fetchrow(
                """INSERT INTO turns (chat, thread, unit, question, message, person, state, replies, asked, about,
                                      unseen)
                   SELECT chat, thread, unit, coalesce($2, question), $3, person,
                          CASE state WHEN 'waiting' THEN 'waiting' ELSE 'asked' END, replies, asked, about, unseen
                   FROM turns WHERE id = $1 RETURNING *""",
                turn.id,
                _storable(question) if question else None,
                old["message"],
            )
            assert row is not None
            await connection.execute(
                """UPDATE turns SET successor = $2, closed = true,
                       state = CASE WHEN state IN ('failed', 'busy', 'unavailable') THEN state ELSE 'replaced' END
                   WHERE id = $1""",
                turn.id,
                row["id"],
            )
            await _break_off(connection, [turn.id])
            return await self._admit(connection, row, free=turn.state in OUR_FAULT)

    async def ask_further(self, turn: Turn, question: str, press: str) -> Turn | None:
        """A question that goes on from a turn; None while the same one is still being answered, and for a press that
        has asked before. Raises LimitReached."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT FROM turns WHERE id = $1 FOR UPDATE", turn.id)
            row = await connection.fetchrow(
                """INSERT INTO turns (chat, thread, unit, question, person, state, about, press)
                   SELECT chat, thread, unit, $2, person, 'asked', about, $3 FROM turns
                   WHERE id = $1 AND NOT EXISTS (
                       SELECT FROM turns AS other WHERE (other.chat, other.thread) = (turns.chat, turns.thread)
                         AND other.state = 'asked' AND other.question = $2)
                   ON CONFLICT (press) DO NOTHING RETURNING *""",
                turn.id,
                question,
                press,
            )
            if row is None:
                return None
            return await self._admit(connection, row)

    async def ask_there(self, turn: Turn, unit: str) -> Turn | None:
        """Choose the unit that has the answer, and ask the same question there; None when that has been done.

        Raises LimitReached.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT FROM turns WHERE id = $1 FOR UPDATE", turn.id)
            row = await connection.fetchrow(
                """INSERT INTO turns (chat, thread, unit, question, person, state, about, unseen)
                   SELECT chat, thread, $2, question, person, 'asked', about, unseen
                   FROM turns WHERE id = $1 AND NOT EXISTS (
                       SELECT FROM turns AS other WHERE (other.chat, other.thread) = (turns.chat, turns.thread)
                         AND (other.unit, other.question) = ($2, turns.question) AND other.id > turns.id)
                   RETURNING *""",
                turn.id,
                unit,
            )
            if row is None:
                return None
            await connection.execute(
                "UPDATE learners SET unit = $3 WHERE (chat, thread) = ($1, $2)",
                turn.place.chat,
                turn.place.thread,
                unit,
            )
            return await self._admit(connection, row)

    async def _admit(self, connection: Connection, row: asyncpg.Record, *, free: bool = False) -> Turn:
        """Have a new turn answered, and take it from its learner's allowance. Raises LimitReached."""
        turn = await _have_answered(connection, row)
        await self.allowance.take(connection, turn.id, turn.payer, free=free)
        return turn

    async def rate(self, turn: Turn, rating: int, reason: str | None = None) -> None:
        """Keep what the learner thinks of an answer: 1 or -1, and why in one word."""
        await self._pool.execute("UPDATE turns SET rating = $2, reason = $3 WHERE id = $1", turn.id, rating, reason)

    async def turn_of_message(self, place: Place, message: int) -> Turn | None:
        """The turn that a message has asked."""
        row = await self._pool.fetchrow(
            "SELECT * FROM turns WHERE (chat, thread, message) = ($1, $2, $3)",
            place.chat,
            place.thread,
            message,
        )
        return _turn(row) if row else None

    async def turn(self, place: Place, id: int) -> Turn | None:
        """A turn of this place; None for another's, so that a forged button reaches nothing."""
        row = await self._pool.fetchrow(
            "SELECT * FROM turns WHERE id = $1 AND (chat, thread) = ($2, $3)", id, place.chat, place.thread
        )
        return _turn(row) if row else None

    async def answers_before(self, turn: Turn) -> int:
        """How many answers come first in its place; none once its own has begun."""
        count: int = await self._pool.fetchval(
            """SELECT count(*) FROM procrastinate_jobs AS this JOIN procrastinate_jobs AS earlier USING (lock)
               WHERE this.task_name = $2 AND this.args = jsonb_build_object('turn', $1::bigint)
                 AND this.status = 'todo' AND earlier.status IN ('todo', 'doing') AND earlier.id < this.id""",
            turn.id,
            ANSWER,
        )
        return count

    async def are_shown_before(self, turn: Turn) -> bool:
        """Whether all earlier answers of its place have a message, as the chat's order wants it."""
        return not await self._pool.fetchval(
            """SELECT true FROM turns WHERE (chat, thread) = ($1, $2) AND id < $3 AND state = 'asked' AND NOT closed
                 AND replies = '{}' LIMIT 1""",
            turn.place.chat,
            turn.place.thread,
            turn.id,
        )

    async def announced(self, turn: Turn, message: int) -> bool:
        """Remember the message in which an answer is to grow; false when it has begun elsewhere, or is not to be any
        more."""
        return bool(
            await self._pool.fetchval(
                """UPDATE turns SET replies = ARRAY[$2::bigint]
                   WHERE id = $1 AND run = 0 AND state = 'asked' AND replies = '{}' RETURNING true""",
                turn.id,
                message,
            )
        )

    async def begin(self, id: int, *, again: bool = False) -> tuple[Turn, Learner] | None:
        """A run of a turn's job begins, and takes the turn from any earlier one; None when there is nothing to do.

        `again`: also where an earlier run has perhaps ended its process. A turn that has ended two is set aside. An
        answer that comes after more than a day would only surprise: such a question has failed, unless it was asked
        again.
        """
        row = await self._pool.fetchrow(
            """UPDATE turns SET run = run + 1, attempts = attempts + 1,
                   state = CASE WHEN attempts >= $2 THEN 'set_aside'
                                WHEN state = 'asked' AND asked <= now() - interval '1 day' AND NOT EXISTS (
                                    SELECT FROM turns AS old WHERE old.successor = turns.id) THEN 'failed'
                                ELSE state END
               FROM learners
               WHERE turns.id = $1 AND NOT closed AND owed IS NOT true AND state <> 'waiting' AND (attempts = 0 OR $3)
                 AND (turns.chat, turns.thread) = (learners.chat, learners.thread)
               RETURNING turns.*, learners.language, learners.unit AS chosen""",
            id,
            MOST_ATTEMPTS,
            again,
        )
        return (_turn(row), Learner(_place(row), row["language"], row["chosen"])) if row else None

    async def excuse(self, turn: Turn) -> None:
        """Count the present attempt no more: the process ends for reasons of its own."""
        await self._pool.execute(
            "UPDATE turns SET attempts = attempts - 1 WHERE (id, run) = ($1, $2) AND attempts > 0", turn.id, turn.run
        )

    async def state(self, id: int) -> TurnState | None:
        """What has become of a turn; None when it is forgotten."""
        state = await self._pool.fetchval("SELECT state FROM turns WHERE id = $1", id)
        return TurnState(state) if state else None

    async def stop(self, ids: Sequence[int]) -> bool:
        """Whether one of these was still to be answered. Whoever answers it shows its end, at once."""
        async with self._pool.acquire() as connection, connection.transaction():
            stopped = await connection.fetch(
                "UPDATE turns SET state = 'stopped' WHERE id = ANY($1) AND state = 'asked' RETURNING *", ids
            )
            told = await _break_off(connection, [row["id"] for row in stopped])
            for row in stopped:
                if row["id"] not in told:  # its job has failed for good
                    await _have_answered(connection, row, TurnState.STOPPED)
            return bool(stopped)

    async def under_way(self, place: Place, person: int | None, *, everywhere: bool = False) -> list[int]:
        """The turns of a place that are to be answered for this person, or for nobody known.

        `everywhere`: in all topics of the place's chat, and for the person in all chats.
        """
        rows = await self._pool.fetch(
            """SELECT id FROM turns
               WHERE state = 'asked' AND NOT closed AND (
                   chat = $1 AND (thread = $2 OR $4) AND (person = $3 OR person IS NULL)
                   OR person = $3 AND $4 AND $1 > 0)
               ORDER BY id""",
            place.chat,
            place.thread,
            person,
            everywhere,
        )
        return [row["id"] for row in rows]

    async def are_closed(self, ids: Sequence[int]) -> bool:
        return not await self._pool.fetchval("SELECT true FROM turns WHERE id = ANY($1) AND NOT closed LIMIT 1", ids)

    async def shown_in(self, turn: Turn, replies: Sequence[int]) -> None:
        """Remember the messages that show the answer, so that another run, or the turn's successor, goes on there.

        Raises Superseded.
        """
        state = await self._pool.fetchval(
            "UPDATE turns SET replies = $3 WHERE (id, run) = ($1, $2) RETURNING state", turn.id, turn.run, list(replies)
        )
        if await self._held(turn, state) is TurnState.REPLACED:
            await self._pool.execute(
                """UPDATE turns SET replies = $2
                   WHERE id = (SELECT successor FROM turns WHERE id = $1) AND run = 0""",
                turn.id,
                list(replies),
            )

    async def draft(self, turn: Turn, answer: Answer) -> TurnState:
        """Keep an answer as far as it has come, before the chat shows it; of one that has ended nothing is changed.
        Gives the turn's state, which somebody may have changed. Raises Superseded."""
        usage = answer.billed
        state = await self._pool.fetchval(
            """UPDATE turns SET answer = $3, marked = $4, citations = $5, grounding = $6, model = $7, tokens_in = $8,
                   tokens_out = $9, tokens_cached = $10, tokens_written = $11
               WHERE (id, run) = ($1, $2) AND ended IS NULL RETURNING state""",
            turn.id,
            turn.run,
            _storable(answer.plain),
            _storable(answer.text),
            [source.as_json() for source in answer.sources],
            answer.grounding.as_json(),
            answer.model,
            *(usage.tokens_in, usage.tokens_out, usage.tokens_cached, usage.tokens_written),
        )
        if state is None:
            ended = "SELECT state FROM turns WHERE (id, run) = ($1, $2)"
            state = await self._pool.fetchval(ended, turn.id, turn.run)
        return await self._held(turn, state)

    async def end(self, turn: Turn, state: TurnState, answer: Answer) -> None:
        """Record what became of a turn, and what it cost. A turn ends once; one that was stopped or replaced stays so.

        Raises Superseded.
        """
        usage, price = answer.billed, cents(answer.model, answer.billed)
        async with self._pool.acquire() as connection, connection.transaction():
            old = await connection.fetchrow("SELECT run, cents, paid_on FROM turns WHERE id = $1 FOR UPDATE", turn.id)
            if old is None:  # forgotten meanwhile
                return
            if old["run"] != turn.run:
                raise Superseded
            await connection.execute(
                """UPDATE turns SET state = CASE state WHEN 'asked' THEN $2 ELSE state END,
                       answer = $3, citations = $4, model = $5, tokens_in = $6, tokens_out = $7, tokens_cached = $8,
                       first_word_seconds = $9, marked = $10, tokens_written = $11, cents = $12,
                       grounding = $13, passages = $14, citations_dropped = $15, ended = now()
                   WHERE id = $1""",
                turn.id,
                state,
                _storable(answer.plain),
                [source.as_json() for source in answer.sources],
                answer.model,
                usage.tokens_in,
                usage.tokens_out,
                usage.tokens_cached,
                answer.first_word_seconds,
                _storable(answer.text),
                usage.tokens_written,
                price,
                answer.grounding.as_json(),
                [asdict(passage) for passage in answer.passages_used],
                answer.dropped,
            )
            await self.allowance.settle(connection, old["paid_on"], old["cents"], price)

    async def recorded(self, turn: Turn) -> Answer:
        """The answer to a turn, as far as it is kept, with what that has cost."""
        row = await self._pool.fetchrow(
            """SELECT marked, model, tokens_in, tokens_out, tokens_cached, tokens_written FROM turns WHERE id = $1""",
            turn.id,
        )
        if row is None:  # forgotten meanwhile
            return Answer()
        usage = Usage(row["tokens_in"], row["tokens_out"], row["tokens_cached"], row["tokens_written"])
        return Answer.recorded(row["marked"], turn.answer, turn.sources, turn.grounding, row["model"] or "", usage)

    async def latest(self, place: Place) -> Turn | None:
        """The turn that was answered last here."""
        row = await self._pool.fetchrow(
            """SELECT * FROM turns WHERE (chat, thread) = ($1, $2) AND state IN ('answered', 'cut', 'stopped')
               ORDER BY asked DESC, id DESC LIMIT 1""",
            place.chat,
            place.thread,
        )
        return _turn(row) if row else None

    async def passages_used(self, turn: Turn) -> list[PassageUsed]:
        """What the answer was written from, best first in the unit, then beyond it."""
        rows = await self._pool.fetchval("SELECT passages FROM turns WHERE id = $1", turn.id)
        return [PassageUsed(**row) for row in rows or ()]

    async def close(self, turn: Turn) -> None:
        """The last word of a turn stands in the chat, or never will. Raises Superseded."""
        state = await self._pool.fetchval(
            "UPDATE turns SET closed = true WHERE (id, run) = ($1, $2) RETURNING state", turn.id, turn.run
        )
        await self._held(turn, state)

    async def owe(self, turn: Turn) -> None:
        """Keep the last word of a turn, which Telegram has refused, for the chat's next sign of life; but once only.

        Raises Superseded.
        """
        state = await self._pool.fetchval(
            """UPDATE turns SET closed = owed IS NOT NULL, owed = owed IS NULL
               WHERE (id, run) = ($1, $2) RETURNING state""",
            turn.id,
            turn.run,
        )
        await self._held(turn, state)

    async def show_owed(self, chat: int) -> None:
        """Have shown what a chat was not shown in the last week; each once."""
        await self._pool.execute(
            """WITH shown AS (
                   UPDATE turns SET owed = false, attempts = 0
                   WHERE chat = $1 AND owed AND asked > now() - interval '7 days' RETURNING id, chat, thread)
               SELECT procrastinate_defer_jobs_v1(array_agg(
                   ROW($2, $3, 0, 'place:' || chat || ':' || thread, NULL, jsonb_build_object('turn', id), NULL)
                       ::procrastinate_job_to_defer_v1 ORDER BY id))
               FROM shown HAVING count(*) > 0""",
            chat,
            ANSWERS,
            ANSWER,
        )

    async def history(self, turn: Turn) -> list[Turn]:
        """The turns before this one that belong into its prompt, oldest first."""
        rows = await self._pool.fetch(
            r"""SELECT past.* FROM turns JOIN turns AS past USING (chat, thread) JOIN learners USING (chat, thread)
               WHERE turns.id = $1 AND past.unit IS NOT DISTINCT FROM turns.unit
                 AND (past.asked, past.id) < (turns.asked, turns.id)
                 AND past.state IN ('answered', 'cut', 'stopped') AND past.answer ~ '\S' AND past.asked > fresh_since
               ORDER BY past.asked DESC, past.id DESC LIMIT $2""",
            turn.id,
            HISTORY_TURNS,
        )
        return [_turn(row) for row in reversed(rows)]

    async def _held(self, turn: Turn, state: str | None) -> TurnState:
        """The state that a run's write has met. Raises Superseded; a turn that is forgotten is nobody's any more."""
        if state is None and await self._pool.fetchval("SELECT true FROM turns WHERE id = $1", turn.id):
            raise Superseded
        return TurnState(state or TurnState.STOPPED)


async def _have_answered(connection: Connection, row: asyncpg.Record, state: TurnState = TurnState.ASKED) -> Turn:
    """Defer the job that answers a turn, if it is in this state: a place's one after the other."""
    turn = _turn(row)
    if turn.state is state:
        lock = f"place:{turn.place.chat}:{turn.place.thread}"
        await defer(connection, ANSWERS, ANSWER, {"turn": turn.id}, lock=lock)
    return turn


async def _break_off(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Tell those who answer these turns, wherever, that they need not; what waits is begun at once, to show its end.
    Gives the turns that somebody answers.

    procrastinate's own abort would keep a job from going back to the queue when its worker dies.
    """
    rows = await connection.fetch(
        """WITH job AS (
               UPDATE procrastinate_jobs SET lock = CASE status WHEN 'doing' THEN lock END
               WHERE task_name = $2 AND status IN ('todo', 'doing') AND (args ->> 'turn')::bigint = ANY($1)
               RETURNING id, queue_name, status, (args ->> 'turn')::bigint AS turn)
           SELECT turn, pg_notify('procrastinate_queue_v1#' || queue_name, json_build_object(
               'type', CASE status WHEN 'doing' THEN 'abort_job_requested' ELSE 'job_inserted' END,
               'job_id', id)::text) FROM job""",
        ids,
        ANSWER,
    )
    return {row["turn"] for row in rows}


def _storable(text: str) -> str:
    """Without NUL and lone surrogates, which Postgres refuses."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _place(row: asyncpg.Record) -> Place:
    return Place(row["chat"], row["thread"])


def _turn(row: asyncpg.Record) -> Turn:
    return Turn(
        id=row["id"],
        place=_place(row),
        unit=row["unit"],
        person=row["person"],
        message=row["message"],
        question=row["question"],
        about=row["about"],
        unseen=row["unseen"],
        state=TurnState(row["state"]),
        replies=tuple(row["replies"]),
        answer=row["answer"],
        rating=row["rating"],
        grounding=Grounding.from_json(row["grounding"]),
        sources=tuple(map(Source.from_json, row["citations"])),
        run=row["run"],
        is_ended=row["ended"] is not None,
        is_owed=row["owed"] is False,
    )
