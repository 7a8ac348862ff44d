"""Exports or deletes all data of a person, in whatever table."""

import json
from typing import Any

import asyncpg

from bot.tutor.allowance import Allowance
from bot.uploads.uploaded_files import TAKE_FILE

# By table, the rows of the person $1, whose pseudonym is $2.
_ROWS = {
    "turns": "$1 IN (chat, person)",
    "learners": "chat = $1",
    "allowances": "payer = $2",
    "members": "person = $1",
    "uploads": "chat = $1",
    "uncaptioned": "chat = $1",
    "downloads": "chat = $1",
    "updates": "$1 IN (chat, person)",
}
# Allowances still limit, under a pseudonym; updates are emptied but for their numbers.
_NOT_DELETED = ("allowances", "updates")
_EXPORT = "SELECT " + ", ".join(
    f"(SELECT coalesce(jsonb_agg(to_jsonb(own)), '[]') FROM (SELECT * FROM {table} WHERE {rows} ORDER BY 1) AS own)"
    f" AS {table}"
    for table, rows in _ROWS.items()
)


class PersonalData:
    def __init__(self, pool: asyncpg.Pool, allowance: Allowance) -> None:
        self._pool = pool
        self._allowance = allowance

    async def export(self, person: int) -> dict[str, list[Any]]:
        """The rows of a person, of their private chat and of what they have asked in groups, as JSON by table."""
        row = await self._pool.fetchrow(_EXPORT, person, self._allowance.pseudonym(person))
        assert row is not None
        updates = [update | {"raw": json.loads(update["raw"])} for update in row["updates"]]
        return dict(row) | {"updates": updates}

    async def forget(self, person: int, update: int | None = None) -> None:
        """Delete all data of a person, except usage that still limits, under a pseudonym. Later writes find no row to
        change.

        `update`: the one that asks for this; it stays in the inbox until it has been answered, and so do those after
        it. Questions that are being stored at the same time, by an earlier update or a button, are waited for, or find
        their row gone.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            query = """UPDATE updates SET raw = NULL, chat = NULL, person = NULL
                       WHERE $1 IN (chat, person) AND ($2::bigint IS NULL
                             OR (received, id) < (SELECT received, id FROM updates WHERE id = $2))"""
            await connection.execute(query, person, update)
            await connection.execute("SELECT FROM turns WHERE person = $1 FOR UPDATE", person)
            for table, rows in (_ROWS | {"closed_chats": "chat = $1"}).items():
                if table not in _NOT_DELETED:
                    await connection.execute(f"DELETE FROM {table} WHERE {rows}", person)
            query = """DELETE FROM procrastinate_jobs
                       WHERE task_name = $2 AND status = 'todo' AND (args ->> 'chat')::bigint = $1"""
            await connection.execute(query, person, TAKE_FILE)

    async def forget_in_group(self, group: int, person: int, update: int, *, anonymous: bool) -> None:
        """Delete what this person has asked in a group; `anonymous`: also what was asked anonymously there."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(
                "DELETE FROM turns WHERE chat = $1 AND (person = $2 OR $3 AND person IS NULL)", group, person, anonymous
            )
            query = """UPDATE updates SET raw = NULL, chat = NULL, person = NULL
                       WHERE chat = $1 AND (person = $2 OR $3 AND person IS NULL)
                         AND (received, id) < (SELECT received, id FROM updates WHERE id = $4)"""
            await connection.execute(query, group, person, anonymous, update)
