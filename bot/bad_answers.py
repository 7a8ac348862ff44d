"""Which bad answers the admin chats have been shown, and in which messages; owns their table."""

import asyncpg

from bot.tutor.turns import Turn

MOST_A_DAY = 20  # in one chat


class BadAnswers:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def message(self, turn: Turn, chat: int) -> int | None:
        """The message in an admin chat that shows the answer, if one does."""
        message: int | None = await self._pool.fetchval(
            "SELECT message FROM bad_answers WHERE (turn, chat) = ($1, $2)", turn.id, chat
        )
        return message

    async def is_full(self, chat: int) -> bool:
        """Whether MOST_A_DAY have been shown there within a day."""
        count: int = await self._pool.fetchval(
            "SELECT count(*) FROM bad_answers WHERE chat = $1 AND sent > now() - interval '1 day'", chat
        )
        return count >= MOST_A_DAY

    async def keep(self, turn: Turn, chat: int, message: int) -> None:
        """Remember the message; nothing of a turn that has been forgotten meanwhile."""
        query = """INSERT INTO bad_answers (turn, chat, message) SELECT id, $2, $3 FROM turns WHERE id = $1
                   ON CONFLICT (turn, chat) DO UPDATE SET message = $3"""
        await self._pool.execute(query, turn.id, chat, message)
