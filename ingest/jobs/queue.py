"""Puts jobs into the queue, in the transaction of what they are about."""

from typing import Any

from asyncpg.pool import PoolConnectionProxy as Connection

BOOKS = "books"
READ_BOOK = "read_book"
REEMBED = "reembed"


def reembedding_queue(model: str) -> str:
    """Of the workers whose setting names this model: others may not be able to reach it."""
    return f"{REEMBED}:{model}"


async def queue_book(connection: Connection, book: int, course: str) -> None:
    """Have the book read; a course's books one after the other."""
    await _defer_once(connection, BOOKS, READ_BOOK, {"book": book}, lock=f"course:{course}")


async def queue_reembedding(connection: Connection, model: str) -> None:
    """Have the model's missing vectors made, after any books that wait."""
    queue = reembedding_queue(model)
    await _defer_once(connection, queue, REEMBED, {"model": model}, lock=queue, priority=-1)


async def defer(
    connection: Connection, queue: str, task: str, args: dict[str, Any], *, lock: str | None, priority: int = 0
) -> None:
    """Jobs with one `lock` run one at a time, in order."""
    await connection.execute(
        """
        SELECT procrastinate_defer_jobs_v1(
            ARRAY[ROW($1, $2, $3, $4, NULL, $5::jsonb, NULL)::procrastinate_job_to_defer_v1])
        """,
        queue,
        task,
        priority,
        lock,
        args,
    )


async def _defer_once(
    connection: Connection, queue: str, task: str, args: dict[str, Any], *, lock: str, priority: int = 0
) -> None:
    """Unless the same job is waiting already.

    Not by procrastinate's queueing lock: that would keep an interrupted job from going back to the queue once the next
    one waits there. Two of the same do no harm.
    """
    waits = "SELECT true FROM procrastinate_jobs WHERE task_name = $1 AND args = $2::jsonb AND status = 'todo'"
    if not await connection.fetchval(waits, task, args):
        await defer(connection, queue, task, args, lock=lock, priority=priority)
