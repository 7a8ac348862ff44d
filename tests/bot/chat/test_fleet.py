"""Several bots with one token and one database, and a database or a Telegram that goes away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
import pytest
from pydantic import SecretStr

from bot.sandbox.telegram.chats import Message
from bot.sandbox.telegram.people import Person
from bot.texts.ko import TEXTS as KO
from tests.bot.chat.world import World, answer_to, growing, is_growing, reply_to, to
from tests.bot.updates.test_web import SECRET
from tests.bot.waiting import until
from tests.databases import HERE, end_blocked
from tests.ports import free_port
from tests.proxy import Proxy, proxy_to


async def ask_many(learner: Person, count: int) -> list[Message]:
    """One right after the other."""
    return [await learner.say(f"Was heißt Kaffee Nummer {number}?") for number in range(count)]


async def each_answered_once_and_in_order(world: World, asked: list[Message]) -> None:
    await world.until("SELECT count(*) >= $1 AND bool_and(closed) FROM turns", len(asked))
    answers = [await answer_to(question) for question in asked]
    chat = asked[0].chat
    turns = await world.turns(chat)
    assert [turn["message"] for turn in turns] == [question.id for question in asked]
    assert [turn["state"] for turn in turns] == ["answered"] * len(asked)
    assert [turn["replies"][0] for turn in turns] == sorted(turn["replies"][0] for turn in turns)
    assert {answer.id for answer in answers} <= {turn["replies"][-1] for turn in turns}
    assert not [reply for reply in chat.replies if any(b.data.startswith("stop:") for b in reply.buttons)]


async def test_of_two_bots_one_answers_and_the_other_when_that_has_stopped(own_course: World) -> None:
    world = own_course
    async with AsyncExitStack() as second:
        async with world.bot() as failed:
            asked = await ask_many(await world.learner(), 1)
            await answer_to(asked[0])
            await second.enter_async_context(world.bot())
            await reply_to(await world.person().say("/help"), KO.help)
            assert not failed.is_set()
        await reply_to(await world.person().say("/help"), KO.help)
    await each_answered_once_and_in_order(world, asked)
    assert len(world.claude.requests) == 1


@pytest.fixture
async def cut_off(own_course: World) -> AsyncIterator[tuple[World, Proxy]]:
    """A world whose bots reach the database through a proxy."""
    world = own_course
    async with proxy_to(world.database_url) as proxy:
        world.database_url = proxy.url
        yield world, proxy


async def test_what_is_asked_while_the_database_is_away_is_answered_in_order_when_it_is_back(
    cut_off: tuple[World, Proxy],
) -> None:
    world, proxy = cut_off
    async with world.bot() as failed:
        [known] = await ask_many(await world.learner(), 1)
        await answer_to(known)
        await proxy.cut()
        asked = await ask_many(await world.learner(), 5)
        polls = world.telegram.requests["getUpdates"]
        await until(lambda: world.telegram.requests["getUpdates"] >= polls + 2)  # again, as nothing can be kept
        assert [update["message"]["message_id"] for update in world.telegram.pending_updates] == [m.id for m in asked]
        await proxy.open()
        await each_answered_once_and_in_order(world, asked)
        assert not failed.is_set()


async def test_answers_go_on_when_every_connection_is_ended(cut_off: tuple[World, Proxy]) -> None:
    world, proxy = cut_off
    async with world.bot():
        with world.claude.thinking(after=40):
            asked = await ask_many(await world.learner(), 2)
            await growing(asked[0])
            await reply_to(asked[1], KO.waiting.format(count=1))
            await proxy.cut()
            await proxy.open()
        await each_answered_once_and_in_order(world, asked)


async def test_an_answer_that_ends_while_the_database_is_away_is_recorded_before_its_last_edit(
    cut_off: tuple[World, Proxy],
) -> None:
    """However long Telegram then puts that off: whoever takes it over has nothing to ask again."""
    world, proxy = cut_off
    learner = await world.learner()
    async with world.bot():
        with world.claude.thinking(after=40):
            [asked] = await ask_many(learner, 1)
            shown = await growing(asked)
            refused = world.telegram.fail("editMessageText", 502, "Bad Gateway", times=999, where=to(learner.chat))
            await proxy.cut()
        assert await world.outcome(world.claude.requests[0]) == "complete"
        await until(lambda: refused.met > 0)
        await proxy.open()
        await world.until("SELECT bool_and(ended IS NOT NULL AND state = 'answered' AND NOT closed) FROM turns")
        assert is_growing(shown)
        refused.left = 0
        await each_answered_once_and_in_order(world, [asked])
    assert len(world.claude.requests) == 1


async def test_a_bot_starts_though_its_connections_end_meanwhile(own_course: World) -> None:
    """In the migrations, in the first look into the book, and in the first look at who else sends."""
    world = own_course
    waits = f"""FROM pg_locks JOIN pg_class ON pg_class.oid = relation
        WHERE NOT granted AND relname = $1
          AND database = {HERE}"""
    async with AsyncExitStack() as bot, AsyncExitStack() as locks:
        held = {}
        for table in ("migrations", "vectors", "senders"):
            connection = await locks.enter_async_context(world.pool.acquire())
            held[table] = await locks.enter_async_context(AsyncExitStack())
            await held[table].enter_async_context(connection.transaction())
            await connection.execute(f"LOCK TABLE {table}")
        starting = asyncio.create_task(bot.enter_async_context(world.bot()))
        for table, lock in held.items():
            await world.until(f"SELECT true {waits} LIMIT 1", table)
            await world.pool.execute(f"SELECT pg_terminate_backend(pid) {waits}", table)
            await lock.aclose()
        await starting
        await reply_to(await world.person().say("/help"), KO.help)


async def test_a_question_that_is_looked_up_when_its_connection_ends_is_looked_up_again(own_course: World) -> None:
    world = own_course
    async with world.bot():
        async with world.pool.acquire() as connection, connection.transaction():
            await connection.execute("LOCK TABLE vectors")
            asked = await ask_many(await world.learner(), 1)
            await end_blocked(world.pool)
        await each_answered_once_and_in_order(world, asked)


async def test_a_telegram_that_fails_for_a_while_loses_nothing(own_course: World) -> None:
    world = own_course
    async with world.bot() as failed:
        with world.claude.thinking(after=40):
            learner = await world.learner()
            asked = await ask_many(learner, 2)
            await growing(asked[0])
            fault = world.telegram.fail("*", 500, "Internal Server Error", times=100_000)
            asked.append(await learner.say("Was heißt Kaffee am Ende?"))
        await until(lambda: fault.met >= 6)
        fault.left = 0
        await each_answered_once_and_in_order(world, asked)
        assert not failed.is_set()


@asynccontextmanager
async def behind_a_webhook(world: World, bots: int = 1) -> AsyncIterator[str]:
    """Bots to which Telegram brings updates, at this address."""
    async with AsyncExitStack() as stack:
        for _ in range(bots):
            port = free_port()
            world.telegram.webhook.gateway = f"http://127.0.0.1:{port}"
            await stack.enter_async_context(
                world.bot(
                    webhook_url="https://bot.example.org/telegram", webhook_secret=SecretStr(SECRET), webhook_port=port
                )
            )
        yield world.telegram.webhook.gateway


async def test_an_update_that_is_brought_five_times_is_handled_once(empty_world: World) -> None:
    world = empty_world
    person = world.person()
    async with behind_a_webhook(world) as url, aiohttp.ClientSession() as client:
        said = await person.say("/help")
        await reply_to(said, KO.help)
        update = {"update_id": 1, "message": said.to_json()}
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        for _ in range(5):
            async with client.post(f"{url}/telegram", json=update, headers=headers) as response:
                assert response.status == 200
        await world.until("SELECT raw IS NULL FROM updates WHERE id = 1")
        await reply_to(await person.say("/privacy"), KO.privacy)
    assert [reply.text for reply in person.chat.replies] == [KO.help, KO.help, KO.privacy]


async def test_bots_behind_a_load_balancer_share_the_work_of_one_token(own_course: World) -> None:
    world = own_course
    async with behind_a_webhook(world, bots=2):  # it brings them to the second, the first leads
        await each_answered_once_and_in_order(world, await ask_many(await world.learner(), 3))
    assert world.telegram.requests["getUpdates"] == 0


async def test_a_bot_that_polls_takes_over_from_one_with_a_webhook(empty_world: World) -> None:
    world = empty_world
    async with behind_a_webhook(world):
        await reply_to(await world.person().say("/help"), KO.help)
    async with world.bot():
        await reply_to(await world.person().say("/help"), KO.help)
    assert world.telegram.webhook.url == ""
