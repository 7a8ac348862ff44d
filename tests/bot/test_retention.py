"""What is older than the settings say is forgotten."""

import asyncpg

from bot.inbox import Inbox
from bot.retention import Retention
from bot.tutor.conversations import Conversations, Place
from bot.upload_messages import UploadMessage, UploadMessages


async def test_old_questions_and_old_messages_about_books_are_forgotten(pool: asyncpg.Pool) -> None:
    conversations, messages, place = Conversations(pool), UploadMessages(pool), Place(7)
    await conversations.learner(place, "ko")
    for age in (1, 40):
        turn = await conversations.ask(place, "A1-1", f"{age}", age)
        await pool.execute("UPDATE turns SET asked = now() - make_interval(days => $2) WHERE id = $1", turn.id, age)
        for shown in (False, True):
            upload = UploadMessage(age, 7, 0, age + 100 * shown, "ko", "a.pdf")
            await messages.add(upload)
            if shown:
                await messages.end(upload)
    await pool.execute("UPDATE uploads SET created = now() - make_interval(days => book::int)")

    await Retention(conversations, messages, Inbox(pool), None, None).tidy_up()
    assert await pool.fetchval("SELECT count(*) FROM turns") == 2
    await Retention(conversations, messages, Inbox(pool), 30, 30).tidy_up()
    assert [row["question"] for row in await pool.fetch("SELECT question FROM turns")] == ["1"]
    kept = await pool.fetch("SELECT book, shows FROM uploads ORDER BY book, shows")
    assert [tuple(row) for row in kept] == [(1, "progress"), (1, "verdict"), (40, "progress")]
