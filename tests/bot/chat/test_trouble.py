"""What no handler could act on is told to the learner, in their language."""

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
