"""The messages about a book: which of them show how it goes, and what they outlive."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import asyncpg
import pytest
from telegram.ext import ExtBot

from bot.records.owed import Owed
from bot.sandbox.telegram.chats import Chat
from bot.sending.pace import Pace
from bot.texts.en import TEXTS as EN
from bot.texts.ko import TEXTS as KO
from bot.tutor.turns import Place
from bot.uploads.book_messages import BookMessages
from bot.uploads.upload_messages import UploadMessage, UploadMessages
from bot.uploads.uploaded_files import UploadedFile, UploadedFiles
from tests.bot.chat.world import World, fail_once, reply_to, verdict_on, words_in
from tests.ingest.textbooks import begin, booklet, passage, store

FIRST = UploadMessage(book=1, chat=5, thread=0, message=100, language="ko", name="a.pdf")
SECOND = replace(FIRST, message=200)
PROMPT = replace(FIRST, message=150)
VERDICT = KO.book_draft.partition("\n")[0].format(name="a.pdf")


@pytest.fixture
async def uploads(pool: asyncpg.Pool) -> UploadMessages:
    return UploadMessages(pool)


async def test_an_answer_to_any_message_of_a_book_is_about_the_book(uploads: UploadMessages) -> None:
    await uploads.add(FIRST)
    await uploads.add_prompt(PROMPT)
    await uploads.add(SECOND)
    for message in (FIRST, PROMPT, SECOND):
        assert await uploads.meant(Place(5), message.message) == message
    assert await uploads.meant(Place(5), 999) is None
    assert await uploads.meant(Place(6), 100) is None


async def test_the_newest_upload_of_a_place_is_meant_without_an_answer(uploads: UploadMessages) -> None:
    elsewhere = replace(FIRST, book=2, thread=7, message=300)
    await uploads.add(SECOND)
    await uploads.add(elsewhere)
    assert await uploads.meant(Place(5), None) == SECOND
    assert await uploads.meant(Place(5, 7), None) == elsewhere


@pytest.mark.parametrize("is_shown", [True, False])
async def test_an_earlier_verdict_is_past_when_the_book_is_read_again(uploads: UploadMessages, is_shown: bool) -> None:
    assert await uploads.add(FIRST) == []
    [first] = await uploads.under_way()
    await uploads.end(first, is_shown=is_shown)
    assert await uploads.add(SECOND) == [FIRST]
    await uploads.retire(FIRST)
    await uploads.end(first)  # its last look may come late
    assert list((await uploads.under_way()).values()) == [SECOND]
    [second] = await uploads.under_way()
    await uploads.end(second)
    assert await uploads.under_way() == {}
    await uploads.reopen(1)
    await uploads.end(second)  # what it shows is from before
    assert list((await uploads.under_way()).values()) == [SECOND]


async def test_an_earlier_verdict_is_known_until_its_buttons_are_gone_though_a_process_ends_before(
    uploads: UploadMessages,
) -> None:
    await uploads.add(FIRST)
    [first] = await uploads.under_way()
    await uploads.end(first)
    for handled_again in (SECOND, replace(SECOND, message=300)):
        assert await uploads.add(handled_again) == [FIRST]
    await uploads.retire(FIRST)
    assert await uploads.add(replace(SECOND, message=400)) == []


async def test_a_verdict_that_comes_after_the_next_message_has_begun_is_past(uploads: UploadMessages) -> None:
    await uploads.add(FIRST)
    await uploads.add(SECOND)
    first, second = await uploads.under_way()
    assert await uploads.end(first)
    assert not await uploads.end(second)


async def test_a_file_is_taken_once_however_often_its_message_is_handled(pool: asyncpg.Pool) -> None:
    file, files = UploadedFile(5, 99, "file", "a.pdf"), UploadedFiles(pool)
    await files.keep_uncaptioned(file, 100)
    for _ in range(2):
        await files.queue_download(file, 0, "ko", "A1-1")
    assert await files.uncaptioned(5, 99) == []
    assert await pool.fetchval("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'take_file'") == 1


async def test_a_file_is_downloaded_once_though_the_database_cannot_take_it_at_first(
    empty_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk lasts, and the file may have 20 MB."""
    async with empty_world.bot():
        await fail_once(empty_world, monkeypatch, "INSERT ON files")
        await verdict_on(await empty_world.admin.send_document(booklet("Voll."), "v.pdf", "V1-1"))
    assert empty_world.telegram.requests["download"] == 1


@asynccontextmanager
async def shown(world: World, book: int, chat: Chat | None = None) -> AsyncIterator[tuple[BookMessages, UploadMessage]]:
    """What shows books at work, without the rest of the bot; and a message in the admin's chat, not yet followed."""
    telegram = world.telegram
    async with ExtBot(telegram.token, telegram.base_url, telegram.base_file_url, rate_limiter=Pace()) as bot:
        await world.admin.say("/start")
        message = await bot.send_message((chat or world.admin.chat).id, "a.pdf")
        books = BookMessages(world.library, UploadMessages(world.pool), bot)
        working = asyncio.create_task(books.work())
        yield books, UploadMessage(book, message.chat_id, 0, message.message_id, "ko", "a.pdf")
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


async def test_a_verdict_comes_though_the_database_was_away_meanwhile(empty_world: World) -> None:
    world, book = empty_world, await begin(empty_world.library, "A1")
    async with shown(world, book) as (books, upload):
        async with world.pool.acquire() as connection, connection.transaction():
            await connection.execute("LOCK TABLE books")
            await books.follow(upload)
            await world.until(
                """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                   WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%stage%'"""
            )
        await store(world.library, book, passage("Guten Tag!"))
        await words_in(world.admin.chat.replies[0], VERDICT)
        await world.until("SELECT shows = 'verdict' FROM uploads")


@pytest.mark.parametrize(
    ("refused", "words", "times", "anew"),
    [
        ("editMessageText", "nobody knows why", 1, False),
        ("editMessageText", "nobody knows why", 99, True),
        ("editMessageText", "TOPIC_CLOSED", 2, True),
        ("*", "BUTTON_DATA_INVALID", 6, True),
    ],
)
async def test_a_verdict_comes_though_telegram_refuses_it(
    empty_world: World, refused: str, words: str, times: int, anew: bool
) -> None:
    world, book = empty_world, await begin(empty_world.library, "A1")
    await store(world.library, book, passage("Guten Tag!"))
    world.telegram.fail(
        refused, 400, f"Bad Request: {words}", times=times, where=lambda request: VERDICT in str(request.get("text"))
    )
    async with shown(world, book) as (books, upload):
        await books.follow(upload)
        await world.until("SELECT shows = 'verdict' AND (message > $1) = $2 FROM uploads", upload.message, anew)
    [verdict] = world.admin.chat.replies  # what it has replaced is gone
    assert verdict.text.startswith(VERDICT)


@pytest.mark.parametrize(
    ("status", "words"), [(400, "Bad Request: chat not found"), (403, "Forbidden: bot was kicked from the group chat")]
)
async def test_a_verdict_that_telegram_takes_in_no_way_comes_at_the_next_sign_of_life(
    empty_world: World, caplog: pytest.LogCaptureFixture, status: int, words: str
) -> None:
    world, book = empty_world, await begin(empty_world.library, "A1")
    await store(world.library, book, passage("Guten Tag!"))
    fault = world.telegram.fail("*", status, words, times=99, where=lambda request: VERDICT in str(request.get("text")))
    async with shown(world, book) as (books, upload):
        await books.follow(upload)
        await world.until("SELECT shows = 'owed' FROM uploads")
        assert "Telegram refuses its message" in caplog.text
        fault.left = 0
        assert await Owed(world.pool).show(Place(upload.chat)) is None
        await world.until("SELECT shows = 'verdict' FROM uploads")
    [verdict] = world.admin.chat.replies
    assert verdict.text.startswith(VERDICT)


async def test_a_verdict_comes_in_the_supergroup_that_its_group_has_become(empty_world: World) -> None:
    world, book = empty_world, await begin(empty_world.library, "A1")
    group = world.telegram.basic_group("Redaktion")
    async with shown(world, book, group) as (books, upload):
        await books.follow(upload)
        await group.wait_for(lambda chat: chat.replies[0].text.startswith("📖 a.pdf\n"))  # how it goes
        new = await world.admin.upgrade(group)
        await store(world.library, book, passage("Guten Tag!"))
        await world.until("SELECT shows = 'verdict' AND chat = $1 FROM uploads", new.id)
    assert [reply.text.partition("\n")[0] for reply in new.replies] == [VERDICT]


async def test_admins_are_told_the_new_number_of_their_group(empty_world: World) -> None:
    world = empty_world
    group = world.telegram.basic_group("Redaktion")
    async with world.bot(admin_chat_ids=frozenset({group.id})):
        new = await world.admin.upgrade(group)
        await reply_to(await world.admin.say("/language", chat=new), KO.choose_language)
    told = EN.admins_moved.format(old=group.id, new=new.id)
    assert [reply.text for reply in new.replies] == [told, KO.choose_language]
