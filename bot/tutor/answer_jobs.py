"""The job that answers a turn."""

from collections.abc import Sequence

import asyncpg
from asyncpg.pool import PoolConnectionProxy as Connection

from bot.tutor.turns import Turn, TurnState, turn_of
from ingest.jobs.queue import defer

ANSWERS = "answers"  # the queue
ANSWER = "answer"  # its job, with the turn's id


async def have_answered(connection: Connection, row: asyncpg.Record, state: TurnState = TurnState.ASKED) -> Turn:
    """The turn of a row; if it is in this state, its job is deferred."""
    turn = turn_of(row)
    if turn.state is state:
        await defer_answer(connection, turn)
    return turn


async def defer_answer(connection: Connection, turn: Turn, **how: bool) -> None:
    """Defer the job of a turn. Its lock keeps the answers of one place in order, one at a time."""
    lock = f"place:{turn.place.chat}:{turn.place.thread}"
    await defer(connection, ANSWERS, ANSWER, {"turn": turn.id, **how}, lock=lock)


async def break_off(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Interrupt the runs of these turns in whatever process. Jobs that are still waiting are started at once, to show
    that the answer was stopped. Returns the turns that have a job.

    procrastinate's abort is not used, as an aborted job would not go back to the queue if its worker died.
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
