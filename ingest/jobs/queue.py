"""Defers jobs in the caller's transaction, so that they are stored together with the data they are about."""

from typing import Any

from asyncpg.pool import PoolConnectionProxy as Connection

BOOKS = "books"
READ_BOOK = "read_book"
REEMBED = "reembed"


def reembedding_queue(model: str) -> str:
    """The queue of workers whose settings name this model, as others may have no access to it."""
    return f"{REEMBED}:{model}"


async def queue_book(connection: Connection, book: int, course: str) -> None:
    """Queue the reading of a book; the books of one course are read one after the other."""
    await _defer_once(connection, BOOKS, READ_BOOK, {"book": book}, lock=f"course:{course}")


async def queue_reembedding(connection: Connection, model: str) -> None:
    """Queue the embedding of missing vectors, with a lower priority than books."""
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
    """Defer a job unless the same one is waiting already.

    procrastinate's queueing lock is not used, as it would keep an interrupted job from going back to the queue while
    another one waits there. Two equal jobs do no harm.
    """
    waits = "SELECT true FROM procrastinate_jobs WHERE task_name = $1 AND args = $2::jsonb AND status = 'todo'"
    if not await connection.fetchval(waits, task, args):
        await defer(connection, queue, task, args, lock=lock, priority=priority)
