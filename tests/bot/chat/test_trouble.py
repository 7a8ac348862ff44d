"""What no handler could act on is told to the learner, in their language."""

import asyncio

import pytest

from bot.texts.de import TEXTS as DE
from tests.bot.chat.world import World, say, to


async def test_trouble_is_told_in_the_chosen_language(empty_world: World) -> None:
    world = empty_world
    learner = await world.learner(language="de")
    async with world.bot():
        learner.user["language_code"] = "ko"
        world.telegram.fail("sendMessage", 400, "Bad Request: no idea", where=to(learner.chat))
        assert (await say(learner, "/help")).text == DE.trouble


async def test_trouble_with_the_database_is_told_in_the_clients_language(empty_world: World) -> None:
    world = empty_world
    async with world.bot():
        await world.pool.execute("ALTER TABLE learners RENAME TO lost")
        assert (await say(world.person("de"), "/help")).text == DE.trouble


async def test_a_locked_table_leaves_nobody_unanswered(empty_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.database.PATIENCE", 0.5)
    world = empty_world
    crowd = [await world.learner(language="de") for _ in range(12)]  # more than there are connections
    async with world.bot(), world.pool.acquire() as connection, connection.transaction():
        await connection.execute("LOCK TABLE turns")
        asking = [asyncio.create_task(say(person, "Was heißt heiß?")) for person in crowd]
        await world.until("SELECT count(*) >= 8 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        helped = await say(world.person("de"), "/help")
        assert helped.text in (DE.help, DE.database_busy)
        assert {(await asked).text for asked in asking} == {DE.database_busy}
