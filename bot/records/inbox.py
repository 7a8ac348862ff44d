"""The updates that have arrived and are not handled yet; owns their SQL."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

import asyncpg

QUEUE = "updates"
HANDLE_UPDATE = "handle_update"
MOST_ATTEMPTS = 3

RawUpdate = dict[str, Any]
"""Telegram's JSON."""

_STOPPING = "stop:"
_SHOWING = "page:"  # buttons that only show something
_RATING = ("good:", "bad:", "why:")  # buttons that change the rating and its buttons, and nothing else
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


class Inbox:
    """Stores each update once, as Telegram's JSON, before it is parsed. The ids of handled updates are kept for some
    days."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def accept(self, updates: Sequence[RawUpdate]) -> None:
        """Store new updates, each with the job that handles it: those of one chat run in order, different chats side by
        side.

        A stop button does not wait for its chat, and buttons that only show something do not make it wait; ratings wait
        only for those of the same answer. All in one statement, so that no update is stored without its job.
        """
        query = """
            WITH arrived AS (
                INSERT INTO updates (id, chat, person, raw)
                SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[])
                ON CONFLICT DO NOTHING RETURNING id
            )
            SELECT procrastinate_defer_jobs_v1(array_agg(
                ROW($7, $8, CASE WHEN stops THEN 1 ELSE 0 END, lock, NULL, jsonb_build_object('update', id), NULL)
                    ::procrastinate_job_to_defer_v1 ORDER BY id))
            FROM arrived JOIN unnest($1::bigint[], $5::text[], $6::bool[]) AS new (id, lock, stops) USING (id)
            HAVING count(*) > 0
            """
        await self._pool.execute(
            query,
            [update["update_id"] for update in updates],
            [_chat(update) for update in updates],
            [_person(update) for update in updates],
            [json.dumps(_writable(update)) for update in updates],
            [_lock(update) for update in updates],
            [_pressed(update).startswith(_STOPPING) for update in updates],
            QUEUE,
            HANDLE_UPDATE,
        )

    async def take(self, id: int) -> tuple[RawUpdate, int] | None:
        """An update, and how many attempts there were, with this one; None if it was handled or set aside.

        Committed without waiting for the disk: if Postgres crashes, the lost attempt was not the update's fault.
        """
        query = """UPDATE updates SET attempts = attempts + 1 WHERE id = $1 AND raw IS NOT NULL AND NOT is_set_aside
                   RETURNING raw, attempts, set_config('synchronous_commit', 'off', true)"""
        row = await self._pool.fetchrow(query, id)
        return (json.loads(row["raw"]), row["attempts"]) if row else None

    async def uncount_attempt(self, id: int) -> None:
        """Do not count this attempt, as the process ends for another reason than the update."""
        await self._pool.execute("UPDATE updates SET attempts = attempts - 1 WHERE id = $1 AND attempts > 0", id)

    async def mark_handled(self, ids: Sequence[int]) -> None:
        """Mark updates as handled: only their ids are kept.

        Committed without waiting for the disk: if Postgres crashes, they may be handled again.
        """
        query = """UPDATE updates SET raw = NULL, chat = NULL, person = NULL WHERE id = ANY($1)
                   RETURNING set_config('synchronous_commit', 'off', true)"""
        await self._pool.execute(query, ids)

    async def set_aside(self, id: int) -> None:
        """Stop trying an update, but keep it for debugging."""
        await self._pool.execute("UPDATE updates SET is_set_aside = true WHERE id = $1", id)

    async def unhandled_from(self, id: int) -> list[tuple[RawUpdate, float]]:
        """The unhandled updates of a chat from this one on, in order, each with the seconds since its arrival; if the
        clock was put back since then, with many."""
        query = """SELECT later.raw, abs(extract(epoch FROM clock_timestamp() - later.received))::float AS age
                   FROM updates AS this JOIN updates AS later USING (chat)
                   WHERE this.id = $1 AND later.id >= $1 AND later.raw IS NOT NULL AND NOT later.is_set_aside
                   ORDER BY later.id LIMIT 100"""
        rows = await self._pool.fetch(query, id)
        return [(json.loads(row["raw"]), row["age"]) for row in rows]

    async def tidy_up(self, days: int | None) -> None:
        """Delete the ids of handled updates that Telegram will not deliver again (it keeps updates for a day), and
        after so many `days` updates that were set aside."""
        query = """DELETE FROM updates WHERE received < now() - interval '3 days' AND raw IS NULL
                   OR received < now() - make_interval(days => $1)"""
        await self._pool.execute(query, days)


def _writable(value: Any) -> Any:
    """Replace NUL and lone surrogates, which Postgres refuses and Telegram does not accept back, by spaces, so that the
    offsets of entities stay valid."""
    match value:
        case str():
            return _UNWRITABLE.sub(" ", value)
        case list():
            return [_writable(each) for each in value]
        case dict():
            return {key: _writable(each) for key, each in value.items()}
    return value


def _message(update: RawUpdate) -> Any:
    query = update.get("callback_query") or {}
    kinds = (update.get(kind) for kind in ("message", "edited_message", "my_chat_member"))
    return next(filter(None, kinds), query.get("message") or {})


def _chat(update: RawUpdate) -> int | None:
    return _number(lambda: _message(update)["chat"]["id"])


def _person(update: RawUpdate) -> int | None:
    """None for messages in the name of a group or a channel."""
    said = update.get("callback_query") or _message(update)
    return _number(lambda: None if said.get("sender_chat") else said["from"]["id"])


def _number(find: Callable[[], Any]) -> int | None:
    """None if the update has an unknown shape."""
    try:
        number = find()
    except (AttributeError, KeyError, TypeError):
        return None
    return number if isinstance(number, int) and abs(number) < 2**63 else None


def _lock(update: RawUpdate) -> str | None:
    chat, data = _chat(update), _pressed(update)
    if chat is None or data.startswith((_STOPPING, _SHOWING)):
        return None
    return f"rating:{chat}:{data.split(':')[1]}" if data.startswith(_RATING) else f"chat:{chat}"


def _pressed(update: RawUpdate) -> str:
    """The callback data of a button."""
    query = update.get("callback_query")
    return str(query.get("data")) if isinstance(query, dict) else ""
