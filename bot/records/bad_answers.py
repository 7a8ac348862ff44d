"""The reports of bad answers: which admin chats have got which, in which messages; owns their table."""

import asyncpg

from bot.tutor.turns import Turn

MOST_A_DAY = 20  # in one chat


class BadAnswers:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def message(self, turn: Turn, chat: int) -> int | None:
        """The message in an admin chat that reports the answer, if there is one."""
        message: int | None = await self._pool.fetchval(
            "SELECT message FROM bad_answers WHERE (turn, chat) = ($1, $2)", turn.id, chat
        )
        return message

    async def is_full(self, chat: int) -> bool:
        """Whether the chat has got MOST_A_DAY reports within a day."""
        count: int = await self._pool.fetchval(
            "SELECT count(*) FROM bad_answers WHERE chat = $1 AND sent > now() - interval '1 day'", chat
        )
        return count >= MOST_A_DAY

    async def keep(self, turn: Turn, chat: int, message: int) -> None:
        """Store the message, unless the turn was deleted in the meantime."""
        query = """INSERT INTO bad_answers (turn, chat, message) SELECT id, $2, $3 FROM turns WHERE id = $1
                   ON CONFLICT (turn, chat) DO UPDATE SET message = $3"""
        await self._pool.execute(query, turn.id, chat, message)
