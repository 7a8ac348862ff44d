"""What is older than the settings say is forgotten."""

import asyncpg

from bot.inbox import Inbox
from bot.page_pictures import PagePictures
from bot.retention import Retention
from bot.tutor.cited_pages import CitedPage
from bot.tutor.conversations import Conversations, Place
from bot.upload_messages import UploadMessage, UploadMessages
from ingest.library import Library
from ingest.pdf.document import Lines
from ingest.units.caption import parse_caption
from tests.ingest.textbooks import Letters


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

    kept_by_others = conversations, messages, Inbox(pool), PagePictures(pool)
    await Retention(*kept_by_others, None, None).tidy_up()
    assert await pool.fetchval("SELECT count(*) FROM turns") == 2
    await Retention(*kept_by_others, 30, 30).tidy_up()
    assert [row["question"] for row in await pool.fetch("SELECT question FROM turns")] == ["1"]
    kept = await pool.fetch("SELECT book, shows FROM uploads ORDER BY book, shows")
    assert [tuple(row) for row in kept] == [(1, "progress"), (1, "verdict"), (40, "progress")]


async def test_pictures_of_pages_are_forgotten_with_their_books(pool: asyncpg.Pool) -> None:
    pictures, library = PagePictures(pool), Library(pool, Letters())
    receipt = await library.receive(b"%PDF-", "a.pdf", parse_caption("A1"))
    here, gone = (CitedPage(book, 3, "A1-1", "", (Lines(3),)) for book in (receipt.book, 999_999))
    for page in (here, gone):
        await pictures.keep(page, "AgAC")
    await pictures.tidy_up()
    assert [await pictures.find(page) for page in (here, gone)] == ["AgAC", None]
    await pool.execute("UPDATE page_pictures SET sent = sent - interval '91 days'")
    await pictures.tidy_up()
    assert await pictures.find(here) is None
