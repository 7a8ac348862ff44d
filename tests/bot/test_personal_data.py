"""What is kept of a person and no handler has written."""

import asyncpg

from bot.personal_data import PersonalData
from bot.upload_messages import SentFile, UploadMessages


async def test_that_telegram_has_closed_the_chat_is_forgotten_too(pool: asyncpg.Pool) -> None:
    await pool.execute("INSERT INTO closed_chats VALUES (7, now() + interval '1 hour'), (8, now() + interval '1 hour')")
    await PersonalData(pool).forget(7, update=1)
    assert await pool.fetchval("SELECT array_agg(chat) FROM closed_chats") == [8]


async def test_a_file_that_is_to_be_fetched_is_forgotten_with_its_job(pool: asyncpg.Pool) -> None:
    for chat in (7, 8):
        await UploadMessages(pool).take_up(SentFile(chat, 1, "file", "a.pdf"), 0, "ko", "A1-1")
    await PersonalData(pool).forget(7, update=1)
    assert await pool.fetchval("SELECT array_agg(chat) FROM downloads") == [8]
    assert await pool.fetchval("SELECT array_agg((args ->> 'chat')::int) FROM procrastinate_jobs") == [8]
