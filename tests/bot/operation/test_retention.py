"""What is older than the settings say is forgotten."""

import asyncio

import asyncpg

from bot.operation.retention import delete_old_rows
from bot.records.inbox import Inbox
from bot.records.picture_cache import PictureCache
from bot.tutor.cited_pages import CitedPage
from bot.tutor.conversations import Conversations
from bot.tutor.questions import Question, Questions
from bot.tutor.turns import Place, TurnState
from bot.uploads.upload_messages import UploadMessage, UploadMessages
from ingest.library import Library
from ingest.pdf.document import Lines
from ingest.units.caption import parse_caption
from tests.bot.chat.conftest import new_world
from tests.bot.chat.world import PATIENCE
from tests.ingest.textbooks import Letters


async def test_old_questions_and_old_messages_about_books_are_forgotten(pool: asyncpg.Pool) -> None:
    conversations, messages, place = Conversations(pool), UploadMessages(pool), Place(7)
    await conversations.learner(place, "ko")
    library = Library(pool, Letters())
    books = {age: (await library.receive(b"%d" % age, "a.pdf", parse_caption("A1"))).book for age in (1, 40)}
    for age in (1, 40):
        turn = await Questions(pool).ask(Question(place, f"{age}", age), "A1-1")
        await pool.execute("UPDATE turns SET asked = now() - make_interval(days => $2) WHERE id = $1", turn.id, age)
        for shown in (False, True):
            upload = UploadMessage(books[age], 7, 0, age + 100 * shown, "ko", "a.pdf")
            await messages.add(upload)
            if shown:
                await messages.end(list(await messages.under_way())[-1])
    await pool.execute("UPDATE uploads SET created = now() - make_interval(days => message::int % 100)")

    for owner in (conversations, messages):
        await owner.tidy_up(None)
    assert await pool.fetchval("SELECT count(*) FROM turns") == 2
    for owner in (conversations, messages):
        await owner.tidy_up(30)
    assert [row["question"] for row in await pool.fetch("SELECT question FROM turns")] == ["1"]
    kept = await pool.fetch("SELECT message, shows FROM uploads ORDER BY message % 100, shows")
    assert [tuple(row) for row in kept] == [(1, "progress"), (101, "verdict"), (40, "progress")]
    assert await library.remove(books[1])
    inbox = Inbox(pool)
    await inbox.accept([{"update_id": 1, "callback_query": {"message": {"chat": {"id": 7}}, "data": "discard:1"}}])
    for handled, left in (([], [1, 40, 101]), ([1], [1, 40])):
        await inbox.mark_handled(handled)
        await messages.tidy_up(None)
        assert [row["message"] for row in await pool.fetch("SELECT message FROM uploads ORDER BY message")] == left


async def test_an_owner_of_rows_that_loses_its_connection_does_not_keep_the_others_from_theirs() -> None:
    is_tidy = asyncio.Event()

    async def lose() -> None:
        raise ConnectionResetError

    async def tidy_up() -> None:
        is_tidy.set()

    working = asyncio.create_task(delete_old_rows(lose, tidy_up))
    async with asyncio.timeout(PATIENCE):
        await is_tidy.wait()
    working.cancel()


async def test_a_bot_that_starts_forgets_by_its_settings(database_url: str) -> None:
    async with new_world(database_url) as world:
        place = Place(7)
        await world.choose(world.telegram.private_chat(world.telegram.person(place.chat, "Anna")), "A1-1")
        for age in (29, 31):
            await Questions(world.pool).ask(Question(place, f"{age}", age), "A1-1", state=TurnState.WAITING)
        await world.pool.execute("UPDATE turns SET asked = now() - make_interval(days => question::int)")
        async with world.bot(keep_questions_days=30, keep_uploads_days=3):
            await world.until("SELECT array_agg(question) = ARRAY['29'] FROM turns")


async def test_pictures_of_pages_are_forgotten_with_their_books(pool: asyncpg.Pool) -> None:
    pictures, library = PictureCache(pool), Library(pool, Letters())
    receipt = await library.receive(b"%PDF-", "a.pdf", parse_caption("A1"))
    here, gone = (CitedPage(book, 3, "A1-1", "", (Lines(3),)) for book in (receipt.book, 999_999))
    for page in (here, gone):
        await pictures.keep(page, "AgAC")
    await pictures.tidy_up()
    assert [await pictures.find(page) for page in (here, gone)] == ["AgAC", None]
    await pool.execute("UPDATE page_pictures SET sent = sent - interval '91 days'")
    await pictures.tidy_up()
    assert await pictures.find(here) is None
