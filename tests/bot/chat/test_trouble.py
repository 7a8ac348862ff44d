"""What no handler could act on is told to the learner, in their language."""

import asyncio

import pytest
from tenacity import wait_none

from bot.retry_write import retry_write
from bot.texts.de import TEXTS as DE
from tests.bot.chat.world import World, answer_to, say, to
from tests.databases import until_blocked


async def test_trouble_is_told_in_the_chosen_language_and_noted_if_it_cannot_be_told(empty_world: World) -> None:
    world = empty_world
    learner = await world.learner(language="de")
    async with world.bot():
        learner.user["language_code"] = "ko"
        world.telegram.fail("sendMessage", 400, "Bad Request: no idea", times=2, where=to(learner.chat))
        assert (await say(learner, "/help")).text == DE.trouble
        world.telegram.fail("sendMessage", 400, "Bad Request: no idea", times=4, where=to(learner.chat))
        await learner.say("/help")
        await world.until("SELECT unheard FROM learners WHERE chat = $1", learner.id)


async def test_trouble_with_the_database_is_told_in_the_clients_language(empty_world: World) -> None:
    world = empty_world
    async with world.bot():
        await world.pool.execute("ALTER TABLE learners RENAME TO lost")
        assert (await say(world.person("de"), "/help")).text == DE.trouble


async def test_a_locked_table_leaves_nobody_unanswered(empty_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.database.PATIENCE", 0.5)
    monkeypatch.setattr("bot.updates.worker._PAUSES", (0.01,))
    world = empty_world
    crowd = [await world.learner(language="de") for _ in range(12)]  # more than there are connections
    async with world.bot(), world.pool.acquire() as connection, connection.transaction():
        await connection.execute("LOCK TABLE turns")
        asking = [asyncio.create_task(say(person, "Was heißt heiß?")) for person in crowd]
        await until_blocked(world.pool, 8)
        helped = await say(world.person("de"), "/help")
        assert helped.text in (DE.help, DE.database_busy)
        assert {(await asked).text for asked in asking} == {DE.database_busy}


CODES = (
    "40001",  # could not serialize access
    "40P01",  # deadlock detected
    "53100",  # no space left on device
    "53300",  # too many connections
    "55P03",  # lock timeout
    "57014",  # statement timeout
    "25006",  # a read-only transaction
)
TROUBLE = """
    CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE code text := substring(NEW.question FROM '\\((.....)\\)');
    BEGIN
        IF nextval(format('%I', 'writes_' || code)) % 3 = 1 THEN RAISE 'trouble' USING ERRCODE = code; END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER trouble BEFORE INSERT OR UPDATE ON turns FOR EACH ROW EXECUTE FUNCTION trouble()"""


async def test_a_database_that_refuses_each_third_write_for_a_while_loses_nothing(
    own_course: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.updates.worker._PAUSES", (0.01,) * 6)
    monkeypatch.setattr(retry_write.retry, "wait", wait_none())
    world = own_course
    for code in CODES:
        await world.pool.execute(f'CREATE SEQUENCE "writes_{code}"')
    await world.pool.execute(TROUBLE)
    async with world.bot():
        learners = [await world.learner() for _ in CODES]
        asked = [
            await learner.say(f"Was heißt Kaffee ({code})?") for code, learner in zip(CODES, learners, strict=True)
        ]
        answers = [await answer_to(question) for question in asked]
        await world.until("SELECT count(*) = $1 AND bool_and(closed AND state = 'answered') FROM turns", len(CODES))
    assert [question.chat.replies for question in asked] == [[answer] for answer in answers]
    assert len(world.claude.requests) == len(CODES)
