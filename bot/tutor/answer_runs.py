"""The runs of the jobs that answer turns: which run owns a turn, how far its answer is, where it is shown."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import asyncpg

from bot.tutor.allowance import settle
from bot.tutor.answer import Answer
from bot.tutor.answer_jobs import ANSWER, defer_answer
from bot.tutor.cost import Usage, cents
from bot.tutor.turns import Learner, Turn, TurnState, place_of, storable, turn_of

MOST_ATTEMPTS = 3  # runs of an answer that end their process before it has grown
_MOST_RUNS = 20  # of one answer, even if it grew in each

# How far an answer has come, as `_columns` gives it.
_ANSWER = """answer = $3, marked = $4, citations = $5, grounding = $6, model = $7,
             tokens_in = $8, tokens_out = $9, tokens_cached = $10, tokens_written = $11"""


@dataclass(frozen=True, slots=True)
class HeldJob:
    """A procrastinate job and the worker that runs it."""

    id: int
    worker: int


class Superseded(Exception):
    """Another run owns the turn now: this one must write nothing more, neither to the database nor to the chat."""


class AnswerRuns:
    """Writes the state of turns that are being answered. Each run has a number, used as a fencing token: only the
    latest run may write."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def answers_before(self, turn: Turn) -> int:
        """How many answers of the same place come first; 0 once the turn's own has begun."""
        query = """SELECT count(*) FROM procrastinate_jobs AS this JOIN procrastinate_jobs AS earlier USING (lock)
                   WHERE this.task_name = $2 AND this.args = jsonb_build_object('turn', $1::bigint)
                     AND this.status = 'todo' AND earlier.status IN ('todo', 'doing') AND earlier.id < this.id"""
        count: int = await self._pool.fetchval(query, turn.id, ANSWER)
        return count

    async def are_shown_before(self, turn: Turn) -> bool:
        """Whether all earlier answers of the same place have a message, so that the chat shows them in order."""
        return not await self._pool.fetchval(
            """SELECT true FROM turns WHERE (chat, thread) = ($1, $2) AND id < $3 AND state <> 'waiting' AND NOT closed
                 AND owed IS NOT true AND replies = '{}' LIMIT 1""",
            turn.place.chat,
            turn.place.thread,
            turn.id,
        )

    async def store_notice(self, turn: Turn, message: int) -> bool:
        """Store the message in which the answer will be written. False if the answer has begun elsewhere, or was
        cancelled."""
        query = """UPDATE turns SET replies = ARRAY[$2::bigint]
                   WHERE id = $1 AND run = 0 AND state = 'asked' AND replies = '{}' RETURNING true"""
        return bool(await self._pool.fetchval(query, turn.id, message))

    async def check_waiting(self, turn: Turn) -> None:
        """Raises Superseded once the answer has begun or was cancelled."""
        if not await self._pool.fetchval("SELECT run = 0 AND state = 'asked' FROM turns WHERE id = $1", turn.id):
            raise Superseded

    async def begin(
        self, id: int, *, again: bool = False, held: HeldJob | None = None, closed: bool = False
    ) -> tuple[Turn, Learner] | None:
        """Begin a run of a turn's job; it takes the turn from any earlier run. None if there is nothing to do.

        `again`: also if an earlier run has begun without any growth, perhaps because this answer crashes its process.
        After MOST_ATTEMPTS such runs the turn is set aside. A turn that is more than a day old fails, unless it was
        asked again.

        `held`: only if this job is still held, as a process that was paused may have lost it to another worker.

        `closed`: also if the final text is shown already.
        """
        query = """WITH held AS (
                       SELECT FROM procrastinate_jobs WHERE id = $5 AND worker_id = $6 AND status = 'doing' FOR UPDATE)
                   UPDATE turns SET run = run + 1, attempts = attempts + 1,
                       state = CASE WHEN NOT closed AND (attempts >= $2 OR run >= $4) THEN 'set_aside'
                                    WHEN state = 'asked' AND asked <= now() - interval '1 day' AND NOT EXISTS (
                                        SELECT FROM turns AS old WHERE old.successor = turns.id) THEN 'failed'
                                    ELSE state END
                   FROM learners
                   WHERE turns.id = $1 AND (NOT closed OR $7) AND owed IS NOT true AND state <> 'waiting'
                     AND (attempts = 0 OR $3)
                     AND (turns.chat, turns.thread) = (learners.chat, learners.thread)
                     AND ($5 IS NULL OR EXISTS (SELECT FROM held))
                   RETURNING turns.*, learners.language, learners.unit AS chosen"""
        row = await self._pool.fetchrow(
            query,
            id,
            MOST_ATTEMPTS,
            again,
            _MOST_RUNS,
            held.id if held else None,
            held.worker if held else None,
            closed,
        )
        return (turn_of(row), Learner(place_of(row), row["language"], row["chosen"])) if row else None

    async def uncount_attempt(self, turn: Turn) -> None:
        """Do not count this attempt, as the process ends for another reason than this answer."""
        await self._pool.execute(
            "UPDATE turns SET attempts = attempts - 1 WHERE (id, run) = ($1, $2) AND attempts > 0", turn.id, turn.run
        )

    async def state(self, id: int) -> TurnState | None:
        """The state of a turn; None if it was deleted."""
        state = await self._pool.fetchval("SELECT state FROM turns WHERE id = $1", id)
        return TurnState(state) if state else None

    async def show_again(self, turn: Turn) -> None:
        """Show the final text once more, after the job of the run that owns the turn now: a run that has lost the turn
        may have overwritten it."""
        async with self._pool.acquire() as connection:
            await defer_answer(connection, turn, closed=True)

    async def store_messages(self, turn: Turn, chat: int, replies: Sequence[int]) -> bool:
        """Store the messages that show the answer, so that another run, or the turn's successor, continues in them.

        False, and nothing is stored, if the turn's group has become a supergroup, where these ids belong to other
        messages. Raises Superseded.
        """
        query = """UPDATE turns SET replies = CASE chat WHEN $3 THEN $4 ELSE replies END
                   WHERE (id, run) = ($1, $2) RETURNING state, chat = $3 AS is_there"""
        row = await self._pool.fetchrow(query, turn.id, turn.run, chat, list(replies))
        if await self._held(turn, row["state"] if row else None) is TurnState.REPLACED:
            query = """UPDATE turns SET replies = $3
                       WHERE id = (SELECT successor FROM turns WHERE id = $1) AND run = 0 AND chat = $2"""
            await self._pool.execute(query, turn.id, chat, list(replies))
        return row is not None and row["is_there"]

    async def messages(self, turn: Turn) -> Sequence[int]:
        """The messages that show the answer, whichever run has sent them."""
        return await self._pool.fetchval("SELECT replies FROM turns WHERE id = $1", turn.id) or ()

    async def draft(self, turn: Turn, answer: Answer) -> TurnState:
        """Save the answer so far, before the chat shows it, unless the turn has ended. Returns the turn's state, which
        may have been changed by a button. Raises Superseded.

        The commit does not wait for the disk: if the server crashes, this process still has the text.
        """
        query = f"""UPDATE turns SET {_ANSWER},
                        attempts = CASE WHEN length($3) > length(answer) THEN 0 ELSE attempts END
                    WHERE (id, run) = ($1, $2) AND ended IS NULL
                    RETURNING state, set_config('synchronous_commit', 'off', true)"""
        state = await self._pool.fetchval(query, turn.id, turn.run, *_columns(answer))
        return TurnState(state) if state else await self.check_owned(turn)

    async def check_owned(self, turn: Turn) -> TurnState:
        """The turn's state, which may have been changed by a button. Raises Superseded."""
        state = await self._pool.fetchval("SELECT state FROM turns WHERE (id, run) = ($1, $2)", turn.id, turn.run)
        return await self._held(turn, state)

    async def end(self, turn: Turn, state: TurnState, answer: Answer) -> None:
        """Record the turn's end and its cost. A turn that was stopped or replaced stays so. Raises Superseded."""
        price = cents(answer.model, answer.billed)
        async with self._pool.acquire() as connection, connection.transaction():
            old = await connection.fetchrow(
                "SELECT run, cents, paid_on, payer FROM turns WHERE id = $1 FOR UPDATE", turn.id
            )
            if old is None:  # deleted in the meantime
                return
            if old["run"] != turn.run:
                raise Superseded
            query = f"""UPDATE turns SET {_ANSWER}, state = CASE state WHEN 'asked' THEN $2 ELSE state END, cents = $12,
                            first_word_seconds = $13, passages = $14, citations_dropped = $15,
                            ended = now(), attempts = 0
                        WHERE id = $1"""
            passages = [asdict(passage) for passage in answer.passages_used]
            further = price, answer.first_word_seconds, passages, answer.dropped
            await connection.execute(query, turn.id, state, *_columns(answer), *further)
            await settle(connection, old["paid_on"], old["payer"], old["cents"], price)

    async def recorded(self, turn: Turn) -> Answer:
        """The answer as far as it is saved, with its usage."""
        query = "SELECT marked, model, tokens_in, tokens_out, tokens_cached, tokens_written FROM turns WHERE id = $1"
        row = await self._pool.fetchrow(query, turn.id)
        if row is None:  # deleted in the meantime
            return Answer()
        usage = Usage(row["tokens_in"], row["tokens_out"], row["tokens_cached"], row["tokens_written"])
        return Answer.recorded(row["marked"], turn.answer, turn.sources, turn.grounding, row["model"] or "", usage)

    async def close(self, turn: Turn) -> None:
        """The final text is shown, or never will be. Raises Superseded."""
        state = await self._pool.fetchval(
            "UPDATE turns SET closed = true WHERE (id, run) = ($1, $2) RETURNING state", turn.id, turn.run
        )
        await self._held(turn, state)

    async def owe(self, turn: Turn, *, is_mute: bool) -> None:
        """Keep a final text that Telegram has refused until the chat's next update. If it is refused again then, the
        turn is closed, unless the chat `is_mute`: it accepts no message at all. Raises Superseded."""
        query = """UPDATE turns SET closed = owed IS NOT NULL AND NOT $3, owed = owed IS NULL OR $3
                   WHERE (id, run) = ($1, $2) RETURNING state"""
        state = await self._pool.fetchval(query, turn.id, turn.run, is_mute)
        await self._held(turn, state)

    async def _held(self, turn: Turn, state: str | None) -> TurnState:
        """Check the state that a run's write has returned. None means that no row matched: raises Superseded if another
        run owns the turn; a deleted turn counts as stopped."""
        if state is None and await self._pool.fetchval("SELECT true FROM turns WHERE id = $1", turn.id):
            raise Superseded
        return TurnState(state or TurnState.STOPPED)


def _columns(answer: Answer) -> tuple[object, ...]:
    usage, sources = answer.billed, [source.as_json() for source in answer.sources]
    return (
        *(storable(answer.plain), storable(answer.text), sources, answer.grounding.as_json(), answer.model),
        *(usage.tokens_in, usage.tokens_out, usage.tokens_cached, usage.tokens_written),
    )
