"""Learners with their language and unit, and the earlier turns of their conversations."""

import asyncpg

from bot.tutor.passages_used import PassageUsed
from bot.tutor.prompt import HISTORY_TURNS
from bot.tutor.turns import Learner, Place, Turn, turn_of


class Conversations:
    def __init__(self, pool: asyncpg.Pool, default_language: str = "en") -> None:
        self._pool = pool
        self._default_language = default_language

    async def learner(self, place: Place, language: str, update: int | None = None) -> Learner:
        """The learner of this place; a new one starts with `language`, or with that of the person's other topics.

        `update`: the one being handled. If it has been handled or deleted in the meantime, a new learner is not stored.
        A learner stored since it arrived is new, as an update may be handled twice.
        """
        # First without a write, as most are known.
        known = """SELECT *, EXISTS (SELECT FROM updates WHERE id = $3 AND received < created) AS is_new
                   FROM learners WHERE (chat, thread) = ($1, $2) AND NOT blocked"""
        row = await self._pool.fetchrow(known, place.chat, place.thread, update) or await self._pool.fetchrow(
            """WITH wish AS MATERIALIZED (SELECT FROM updates WHERE id = $4 AND raw IS NOT NULL FOR SHARE)
               INSERT INTO learners (chat, thread, language)
               SELECT $1, $2, coalesce((SELECT language FROM learners WHERE chat = $1 AND chat > 0 LIMIT 1), $3)
               WHERE $4::bigint IS NULL OR EXISTS (SELECT FROM wish)
               ON CONFLICT (chat, thread) DO UPDATE SET blocked = false RETURNING *, xmax = 0 AS is_new""",
            place.chat,
            place.thread,
            language,
            update,
        )
        return Learner(place, row["language"], row["unit"], row["is_new"]) if row else Learner(place, language, None)

    async def language(self, chat: int) -> str:
        """The language chosen in a chat, or the default one."""
        language: str | None = await self._pool.fetchval(
            "SELECT language FROM learners WHERE chat = $1 ORDER BY thread", chat
        )
        return language or self._default_language

    async def set_language(self, place: Place, language: str) -> None:
        """Change the language: in a private chat for all its topics, in a group for this topic."""
        await self._pool.execute(
            "UPDATE learners SET language = $3 WHERE chat = $1 AND (chat > 0 OR thread = $2)",
            place.chat,
            place.thread,
            language,
        )

    async def start_afresh(self, place: Place, message: int) -> None:
        """Leave all earlier turns out of future prompts. Nothing happens if the `message` that asks for this is handled
        again after its own question was stored."""
        query = """UPDATE learners SET fresh_since = now() WHERE (chat, thread) = ($1, $2)
                   AND NOT EXISTS (SELECT FROM turns WHERE (chat, message) = ($1, $3))"""
        await self._pool.execute(query, place.chat, place.thread, message)

    async def mark_blocked(self, place: Place) -> None:
        await self._pool.execute("UPDATE learners SET blocked = true WHERE chat = $1", place.chat)

    async def mark_unheard(self, place: Place) -> None:
        """Note that Telegram has refused a message there, which is not stored."""
        await self._pool.execute(
            "UPDATE learners SET unheard = true WHERE (chat, thread) = ($1, $2)", place.chat, place.thread
        )

    async def turn(self, place: Place, id: int) -> Turn | None:
        """A turn of this place; None for a turn of another place, so that a forged button reaches nothing."""
        row = await self._pool.fetchrow(
            "SELECT * FROM turns WHERE id = $1 AND (chat, thread) = ($2, $3)", id, place.chat, place.thread
        )
        return turn_of(row) if row else None

    async def latest_from_book(self, place: Place) -> Turn | None:
        """The turn of this place that was answered last with passages of the book: not small talk, nor one that was
        stopped before its first word."""
        query = """SELECT * FROM turns WHERE (chat, thread) = ($1, $2) AND state IN ('answered', 'cut', 'stopped')
                     AND passages <> '[]'
                   ORDER BY asked DESC, id DESC LIMIT 1"""
        row = await self._pool.fetchrow(query, place.chat, place.thread)
        return turn_of(row) if row else None

    async def history(self, turn: Turn) -> list[Turn]:
        """The turns before this one that go into its prompt, oldest first."""
        rows = await self._pool.fetch(
            r"""SELECT past.* FROM turns JOIN turns AS past USING (chat, thread) JOIN learners USING (chat, thread)
               WHERE turns.id = $1 AND past.unit IS NOT DISTINCT FROM turns.unit
                 AND (past.asked, past.id) < (turns.asked, turns.id)
                 AND past.state IN ('answered', 'cut', 'stopped') AND past.answer ~ '\S' AND past.asked > fresh_since
               ORDER BY past.asked DESC, past.id DESC LIMIT $2""",
            turn.id,
            HISTORY_TURNS,
        )
        return [turn_of(row) for row in reversed(rows)]

    async def passages_used(self, turn: Turn) -> list[PassageUsed]:
        """The passages that the answer was written from: the unit's, the best first, then those of other units."""
        rows = await self._pool.fetchval("SELECT passages FROM turns WHERE id = $1", turn.id)
        return [PassageUsed(**row) for row in rows or ()]

    async def rate(self, turn: Turn, rating: int, reason: str | None) -> None:
        """Store the rating of an answer, 1 or -1, and the code of the reason."""
        await self._pool.execute("UPDATE turns SET rating = $2, reason = $3 WHERE id = $1", turn.id, rating, reason)

    async def move(self, old: int, new: int) -> None:
        """A group has become a supergroup: move its rows, also if the supergroup has rows of its own by now.

        The ids of its messages are deleted, as they are not valid in the supergroup.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT FROM learners WHERE chat = $1 FOR UPDATE", old)
            query = """INSERT INTO learners (chat, thread, language, unit, fresh_since, created)
                       SELECT $2, thread, language, unit, fresh_since, created FROM learners WHERE chat = $1
                       ON CONFLICT (chat, thread) DO UPDATE SET
                           language = excluded.language, unit = coalesce(learners.unit, excluded.unit)"""
            await connection.execute(query, old, new)
            await connection.execute(
                "UPDATE turns SET chat = $2, message = NULL, replies = '{}' WHERE chat = $1", old, new
            )
            await connection.execute("DELETE FROM learners WHERE chat = $1", old)

    async def tidy_up(self, days: int | None) -> None:
        """Delete questions older than `days` with their answers; None: keep them."""
        await self._pool.execute("DELETE FROM turns WHERE asked < now() - make_interval(days => $1)", days)
