"""The job that answers a turn."""

from collections.abc import Sequence

import asyncpg
from asyncpg.pool import PoolConnectionProxy as Connection

from bot.tutor.turns import Turn, TurnState, turn_of
from ingest.jobs.queue import defer

ANSWERS = "answers"  # the queue
ANSWER = "answer"  # its job, with the turn's number


async def have_answered(connection: Connection, row: asyncpg.Record, state: TurnState = TurnState.ASKED) -> Turn:
    """Defer the job that answers a turn, if it is in this state: a place's one after the other."""
    turn = turn_of(row)
    if turn.state is state:
        await defer_answer(connection, turn)
    return turn


async def defer_answer(connection: Connection, turn: Turn, **how: bool) -> None:
    lock = f"place:{turn.place.chat}:{turn.place.thread}"
    await defer(connection, ANSWERS, ANSWER, {"turn": turn.id, **how}, lock=lock)


async def break_off(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Tell those who answer these turns, wherever, that they need not; what waits is begun at once, to show its end.
    Gives the turns that somebody answers.

    procrastinate's own abort would keep a job from going back to the queue when its worker dies.
    """
    query = """WITH job AS (
                   UPDATE procrastinate_jobs SET lock = CASE status WHEN 'doing' THEN lock END
                   WHERE task_name = $2 AND status IN ('todo', 'doing') AND (args ->> 'turn')::bigint = ANY($1)
                   RETURNING id, queue_name, status, (args ->> 'turn')::bigint AS turn)
               SELECT turn, pg_notify('procrastinate_queue_v1#' || queue_name, json_build_object(
                   'type', CASE status WHEN 'doing' THEN 'abort_job_requested' ELSE 'job_inserted' END,
                   'job_id', id)::text) FROM job"""
    rows = await connection.fetch(query, ids, ANSWER)
    return {row["turn"] for row in rows}
