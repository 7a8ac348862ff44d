"""Before there is any book."""

from bot.texts.ko import TEXTS as KO
from tests.bot.chat.world import World, answer_to, reply_to, say


async def test_a_question_before_any_book_is_kept_and_answered_when_there_is_one(empty_world: World) -> None:
    world = empty_world
    async with world.bot():
        person = world.person()
        asked = await person.say("Was heißt Kaffee?")
        assert (await reply_to(asked)).text == KO.no_books
        assert (await say(person, "/unit 3")).text == KO.no_books
    await world.publish_course("A1", 3)
    async with world.bot():
        offer = await say(person, "/unit")
        await person.press(offer, "3. ")
        assert "A1-3 · S. 3" in (await answer_to(asked)).text
        assert [turn["state"] for turn in await world.turns(person.chat)] == ["answered"]
