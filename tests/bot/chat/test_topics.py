"""A private chat with topics: language and forgetting are the person's, unit and history the topic's."""

import pytest

from bot.sandbox.telegram.people import Person
from bot.texts.de import TEXTS as DE
from bot.texts.ko import TEXTS as KO
from tests.bot.chat.world import World, ask, keeps, replies_after, reply_to, say, to, words_in

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def with_topics(world: World) -> tuple[Person, int, int]:
    """Somebody with a topic in A1-3 and one in A1-4."""
    person = world.person()
    cafe, market = person.chat.topic("Café"), person.chat.topic("Markt")
    for unit, topic in {"A1-3": cafe, "A1-4": market}.items():
        assert (await say(person, f"/unit {unit}", thread=topic)).thread == topic
    return person, cafe, market


async def test_the_language_is_the_same_in_all_topics(world: World) -> None:
    person, cafe, market = await with_topics(world)
    await person.press(await say(person, "/language", thread=cafe), "Deutsch")
    for thread in (market, person.chat.topic("Neu")):
        assert (await say(person, "/help", thread=thread)).text == DE.help


async def test_a_topic_that_was_closed_hears_when_it_is_open_again_that_something_was_left_unsaid(world: World) -> None:
    person, cafe, market = await with_topics(world)
    closed = world.telegram.fail("sendMessage", 400, "Bad Request: TOPIC_CLOSED", times=2, where=to(person.chat))
    await person.say("/help", thread=cafe)
    await world.until("SELECT unheard FROM learners WHERE (chat, thread) = ($1, $2)", person.id, cafe)
    await reply_to(await person.say("/help", thread=market), KO.help)
    opened = await person.say("/privacy", thread=cafe)
    await reply_to(opened, KO.privacy)
    assert [reply.text for reply in replies_after(opened)] == [KO.unheard, KO.privacy]
    assert closed.met == 2


async def test_forget_in_one_topic_forgets_all_and_what_waits_there_is_never_asked(world: World) -> None:
    person, cafe, market = await with_topics(world)
    await ask(person, "Was heißt vorbei?", thread=cafe)
    with world.claude.thinking():
        await person.say("Was heißt laufend?", thread=market)
        await world.asked("laufend")
        waiting = await person.say("Was heißt wartend?", thread=market)
        await reply_to(waiting, KO.waiting.format(count=1))
        question = await say(person, "/forget", thread=cafe)
        await person.press(question, KO.button_forget)
        await words_in(question, KO.forgotten)
        assert await world.outcome(await world.asked("laufend")) == "disconnected"
    await words_in(await reply_to(waiting), KO.stopped)
    await keeps(world, person.id, 0)
    assert not [request for request in world.claude.requests if "wartend" in request.question]
