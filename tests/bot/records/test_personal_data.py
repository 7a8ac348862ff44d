"""What is kept of a person and no handler has written."""

import asyncio

import asyncpg
import pytest

from bot.records.inbox import Inbox
from bot.records.personal_data import PersonalData
from bot.tutor.allowance import Allowance
from bot.tutor.conversations import Conversations
from bot.tutor.questions import AskedAlready, Question, Questions
from bot.tutor.turns import Learner, Place
from bot.uploads.uploaded_files import UploadedFile, UploadedFiles
from tests.databases import until_blocked


async def test_that_telegram_has_closed_the_chat_is_forgotten_too(pool: asyncpg.Pool) -> None:
    await pool.execute("INSERT INTO closed_chats VALUES (7, now() + interval '1 hour'), (8, now() + interval '1 hour')")
    await PersonalData(pool, Allowance(pool)).forget(7, update=1)
    assert await pool.fetchval("SELECT array_agg(chat) FROM closed_chats") == [8]


async def test_a_file_that_is_to_be_fetched_is_forgotten_with_its_job(pool: asyncpg.Pool) -> None:
    for chat in (7, 8):
        await UploadedFiles(pool).queue_download(UploadedFile(chat, 1, "file", "a.pdf"), 0, "ko", "A1-1")
    await PersonalData(pool, Allowance(pool)).forget(7, update=1)
    assert await pool.fetchval("SELECT array_agg(chat) FROM downloads") == [8]
    assert await pool.fetchval("SELECT array_agg((args ->> 'chat')::int) FROM procrastinate_jobs") == [8]


GROUP = Place(-40)


@pytest.fixture
async def in_flight(pool: asyncpg.Pool) -> int:
    """The update of a question in a group, which some process handles."""
    await Conversations(pool).learner(GROUP, "ko")
    message = {"chat": {"id": GROUP.chat}, "from": {"id": 7}, "message_id": 1, "text": "Was heißt Kaffee?"}
    await Inbox(pool).accept([{"update_id": 5, "message": message}])
    assert await Inbox(pool).take(5)
    return 5


async def ask_in_group(pool: asyncpg.Pool, update: int) -> None:
    await Questions(pool).ask(Question(GROUP, "Was heißt Kaffee?", 1, person=7, update=update), "A1-1")


async def test_who_is_new_with_an_update_is_new_when_it_is_handled_again(pool: asyncpg.Pool) -> None:
    """Only so is known to whom `keep my data` was handled twice that the data was deleted before."""
    conversations, inbox = Conversations(pool), Inbox(pool)
    await inbox.accept([{"update_id": 1}])
    assert [(await conversations.learner(Place(7), "ko", 1)).is_new for _ in range(2)] == [True, True]
    await inbox.accept([{"update_id": 2}])
    assert not (await conversations.learner(Place(7), "ko", 2)).is_new


async def test_what_was_in_hand_when_its_person_was_forgotten_is_not_asked(pool: asyncpg.Pool, in_flight: int) -> None:
    await PersonalData(pool, Allowance(pool)).forget(7)
    with pytest.raises(AskedAlready):
        await ask_in_group(pool, in_flight)
    assert await pool.fetchval("SELECT count(*) FROM turns") == 0


async def test_who_is_forgotten_while_they_ask_is_forgotten_with_what_they_ask(
    pool: asyncpg.Pool, in_flight: int
) -> None:
    """The question is kept, but not yet for all to see."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("LOCK TABLE allowances, spending, procrastinate_jobs IN EXCLUSIVE MODE")
        asking = asyncio.create_task(ask_in_group(pool, in_flight))
        await until_blocked(pool, 1)
        forgetting = asyncio.create_task(PersonalData(pool, Allowance(pool)).forget(7))
        await until_blocked(pool, 2)
    await asking
    await forgetting
    assert await pool.fetchval("SELECT count(*) FROM turns") == 0


async def test_who_is_forgotten_while_they_press_stop_is_not_met_again(pool: asyncpg.Pool) -> None:
    """A stop button waits for nothing, so it is in hand beside the wish to be forgotten."""
    stop = {"message": {"chat": {"id": 7}}, "from": {"id": 7}, "data": "stop:1"}
    await Inbox(pool).accept([{"update_id": 5, "callback_query": stop}])
    assert await Inbox(pool).take(5)
    await PersonalData(pool, Allowance(pool)).forget(7)
    assert await Conversations(pool).learner(Place(7), "de", update=5) == Learner(Place(7), "de", None)
    assert await pool.fetchval("SELECT count(*) FROM learners") == 0
