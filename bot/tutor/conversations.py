"""Learners, the unit each has chosen, and every turn of their conversations; owns these tables' SQL."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

import asyncpg

from bot.tutor.allowance import Allowance
from bot.tutor.answer import Answer, Source
from bot.tutor.grounding import Grounding
from bot.tutor.passages_used import PassageUsed
from bot.tutor.prices import cents

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
    attempts: int  # processes that have begun to answer it
    grounding: Grounding  # this and the rest are known once it has ended
    sources: tuple[Source, ...] = ()

    @property
    def payer(self) -> int:
        """Whose allowance it is taken from: the person's; of nobody known, the chat's."""
        return self.place.chat if self.person is None else self.person


class AskedAlready(Exception):
    """A message asks once."""


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
        rows = await self._pool.fetch(
            """WITH chosen AS (UPDATE learners SET unit = $3 WHERE (chat, thread) = ($1, $2))
               UPDATE turns SET state = 'asked', unit = $3, attempts = 1
               WHERE (chat, thread) = ($1, $2) AND state = 'waiting'
                 AND asked > now() - interval '1 day' RETURNING *""",
            place.chat,
            place.thread,
            unit,
        )
        return sorted(map(_turn, rows), key=lambda turn: turn.id)

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
                """INSERT INTO turns (chat, thread, unit, question, message, person, state, attempts, about, unseen)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, ($7 = 'asked')::int, $8, $9)
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
            turn = _turn(row)
            await self.allowance.take(connection, turn.id, turn.payer)
            return turn

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
                """INSERT INTO turns (chat, thread, unit, question, message, person, state, replies, asked, attempts,
                                      about, unseen)
                   SELECT chat, thread, unit, coalesce($2, question), $3, person,
                          CASE state WHEN 'waiting' THEN 'waiting' ELSE 'asked' END, replies, asked,
                          (state <> 'waiting')::int, about, unseen
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
            successor = _turn(row)
            await self.allowance.take(connection, successor.id, successor.payer, free=turn.state in OUR_FAULT)
            return successor

    async def ask_further(self, turn: Turn, question: str, press: str) -> Turn | None:
        """A question that goes on from a turn; None while the same one is still being answered, and for a press that
        has asked before. Raises LimitReached."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT FROM turns WHERE id = $1 FOR UPDATE", turn.id)
            row = await connection.fetchrow(
                """INSERT INTO turns (chat, thread, unit, question, person, state, attempts, about, press)
                   SELECT chat, thread, unit, $2, person, 'asked', 1, about, $3 FROM turns
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
            further = _turn(row)
            await self.allowance.take(connection, further.id, further.payer)
            return further

    async def ask_there(self, turn: Turn, unit: str) -> Turn | None:
        """Choose the unit that has the answer, and ask the same question there; None when that has been done.

        Raises LimitReached.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT FROM turns WHERE id = $1 FOR UPDATE", turn.id)
            row = await connection.fetchrow(
                """INSERT INTO turns (chat, thread, unit, question, person, state, attempts, about, unseen)
                   SELECT chat, thread, $2, question, person, 'asked', 1, about, unseen
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
            elsewhere = _turn(row)
            await self.allowance.take(connection, elsewhere.id, elsewhere.payer)
            return elsewhere

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

    async def shown_in(self, turn: Turn, replies: Sequence[int]) -> None:
        """Remember the messages that show the answer, so that it can go on there after a restart."""
        await self._pool.execute("UPDATE turns SET replies = $2 WHERE id = $1", turn.id, list(replies))

    async def end(self, turn: Turn, state: TurnState, answer: Answer) -> None:
        """Record what became of a turn, and what it cost. A turn ends once; a replaced one stays replaced."""
        usage, price = answer.usage, cents(answer.model, answer.usage)
        async with self._pool.acquire() as connection, connection.transaction():
            old = await connection.fetchrow("SELECT cents, paid_on FROM turns WHERE id = $1 FOR UPDATE", turn.id)
            if old is None:  # forgotten meanwhile
                return
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
        """The answer to a turn that has ended."""
        marked: str = await self._pool.fetchval("SELECT marked FROM turns WHERE id = $1", turn.id)
        return Answer.recorded(marked, turn.sources, turn.grounding)

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
        """The last word of a turn stands in the chat, or never will."""
        await self._pool.execute("UPDATE turns SET closed = true WHERE id = $1", turn.id)

    async def owe(self, turn: Turn) -> None:
        """Keep the last word of a turn, which Telegram has refused, for the chat's next sign of life; but once only."""
        await self._pool.execute(
            "UPDATE turns SET closed = owed IS NOT NULL, owed = owed IS NULL WHERE id = $1", turn.id
        )

    async def owed(self, chat: int) -> list[tuple[Turn, Learner]]:
        """What a chat was not shown in the last week, oldest first; each is given out once."""
        rows = await self._pool.fetch(
            """UPDATE turns SET owed = false, attempts = 1 FROM learners
               WHERE turns.chat = $1 AND owed AND asked > now() - interval '7 days'
                 AND (turns.chat, turns.thread) = (learners.chat, learners.thread)
               RETURNING turns.*, learners.language, learners.unit AS chosen""",
            chat,
        )
        return sorted(map(_with_learner, rows), key=lambda owed: owed[0].id)

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

    async def under_way(self) -> list[tuple[Turn, Learner]]:
        """The turns that a stopped process has left unanswered, or unfinished in the chat.

        An answer that comes after more than a day would only surprise: such a question has failed. One that has
        ended its process twice is set aside.
        """
        await self._pool.execute(
            """UPDATE turns SET ended = now(), state = CASE WHEN attempts < $1 THEN 'failed' ELSE 'set_aside' END
               WHERE NOT closed AND owed IS NOT true AND state <> 'waiting'
                 AND (attempts >= $1 OR state = 'asked' AND asked <= now() - interval '1 day')""",
            MOST_ATTEMPTS,
        )
        rows = await self._pool.fetch(
            """SELECT turns.*, learners.language, learners.unit AS chosen
               FROM turns JOIN learners USING (chat, thread)
               WHERE NOT closed AND owed IS NOT true AND state <> 'waiting' AND NOT blocked
               ORDER BY id"""
        )
        return list(map(_with_learner, rows))

    async def try_again(self, turn: Turn) -> bool:
        """Count one more attempt at a turn, before it begins; false when it needs none any more."""
        return bool(
            await self._pool.fetchval(
                "UPDATE turns SET attempts = attempts + 1 WHERE id = $1 AND NOT closed RETURNING true", turn.id
            )
        )

    async def excuse(self, turns: Iterable[Turn]) -> None:
        """Count the present attempts at these turns no more: the process ends for reasons of its own."""
        await self._pool.execute(
            "UPDATE turns SET attempts = attempts - 1 WHERE id = ANY($1) AND attempts > 0",
            [turn.id for turn in turns],
        )


def _storable(text: str) -> str:
    """Without NUL and lone surrogates, which Postgres refuses."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _with_learner(row: asyncpg.Record) -> tuple[Turn, Learner]:
    turn = _turn(row)
    return turn, Learner(turn.place, row["language"], row["chosen"])


def _turn(row: asyncpg.Record) -> Turn:
    return Turn(
        id=row["id"],
        place=Place(row["chat"], row["thread"]),
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
        attempts=row["attempts"],
        grounding=Grounding.from_json(row["grounding"]),
        sources=tuple(map(Source.from_json, row["citations"])),
    )
