"""What comes twice, or too fast, costs once, or not at all."""

from time import monotonic

import pytest

from bot.texts.ko import TEXTS as KO
from tests.bot.chat.world import World, about, ask, is_complete, reply_to, say

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_of_a_flood_five_questions_are_answered_and_one_line_says_so(world: World) -> None:
    learner, begun = await world.learner(), monotonic()
    with world.claude.thinking(about("Flut")):
        for number in range(40):
            await learner.say(f"Was heißt Flut {number}?")
        refusal = await reply_to(learner.chat.messages[0], KO.too_many.format(count=5))
        assert refusal.reply_to is not None
        assert refusal.reply_to.text == "Was heißt Flut 5?"
        await reply_to(await learner.say("/help"), KO.help)
        assert len(await world.turns(learner.chat)) == 5
    await learner.chat.wait_for(lambda chat: sum(map(is_complete, chat.replies)) == 5)
    said = str(learner.chat).count(KO.too_many.format(count=5))
    assert 1 <= said <= 1 + (monotonic() - begun) / 10, "once in ten seconds"
    assert len([request for request in world.claude.requests if "Flut" in request.question]) == 5
    await ask(learner, "Und was heißt Ebbe?")


async def test_who_has_asked_too_much_without_a_unit_is_offered_the_courses(two_courses: World) -> None:
    person = two_courses.person()
    for number in range(6):
        asked = await person.say(f"Was heißt Kaffee {number}?")
    offer = await reply_to(asked, KO.too_many.format(count=5))
    assert [button.text for button in offer.buttons] == ["A1", "B1"]


async def test_who_has_asked_too_much_can_still_choose_a_unit(two_courses: World) -> None:
    person = two_courses.person()
    for number in range(5):
        asked = await person.say(f"Was heißt Thema {number}?")
    await say(person, "/unit B1-2 Was heißt Thema 5?")
    await reply_to(asked, "✅ B1-2")
    await person.chat.wait_for(lambda chat: sum(map(is_complete, chat.replies)) == 5)
    assert len(await two_courses.turns(person.chat)) == 5
