"""What is kept of a person and no handler has written."""

import asyncpg

from bot.personal_data import PersonalData


async def test_that_telegram_has_closed_the_chat_is_forgotten_too(pool: asyncpg.Pool) -> None:
    await pool.execute("INSERT INTO closed_chats VALUES (7, now() + interval '1 hour'), (8, now() + interval '1 hour')")
    await PersonalData(pool).forget(7, update=1)
    assert await pool.fetchval("SELECT array_agg(chat) FROM closed_chats") == [8]
