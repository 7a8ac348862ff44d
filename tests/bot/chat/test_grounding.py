"""Whether the unit, another unit or no page answers: what stands under the answer, and the button that leads there."""

import asyncio

import pytest

from bot.sandbox.claude.quotes import Piece
from bot.texts.ko import TEXTS as KO
from tests.bot.chat.world import World, about, answer_to, ask, replies_after

pytestmark = pytest.mark.asyncio(loop_scope="package")

CLOCK = "Wie spät ist es? 시간은 어떻게 말해요?"  # A1-5
FOREIGN = "Quantenphysik und Bitcoin?"


async def test_an_answer_that_stands_in_another_unit_says_where_and_leads_there(world: World) -> None:
    learner = await world.learner("A1-3")
    asked = await learner.say(CLOCK)
    answer = await answer_to(asked)
    assert KO.elsewhere.format(unit="A1-5 〈Mein Tag · 나의 하루〉") in answer.text
    [there] = [button for button in answer.buttons if button.text == KO.button_there.format(unit="A1-5")]
    remarks = await asyncio.gather(*(learner.press(answer, there.data) for _ in range(2)))
    assert remarks == [KO.opened.format(unit="A1-5")] * 2
    second = (await learner.chat.wait_for(lambda _: replies_after(asked)[1:] or None))[0]
    await learner.chat.wait_for(lambda _: any(b.data.startswith("more:") for b in second.buttons))
    turns = await world.turns(learner.chat)
    assert [(turn["unit"], turn["question"]) for turn in turns] == [("A1-3", CLOCK), ("A1-5", CLOCK)]
    assert not [button for button in second.buttons if button.data.startswith("there:")]
    await ask(learner, "Und du?")
    assert "Unit: A1-5" in str((await world.asked("Und du?")).body["system"])


async def test_the_way_there_stays_under_an_answer_that_is_rated(world: World) -> None:
    learner = await world.learner("A1-3")
    answer = await ask(learner, CLOCK)
    await learner.press(answer, "👍")
    await learner.chat.wait_for(lambda _: any(button.text == "👍 ✓" for button in answer.buttons))
    assert any(button.data.startswith("there:") for button in answer.buttons)


async def test_what_the_book_does_not_have_is_said_in_fixed_words(world: World) -> None:
    learner = await world.learner()
    world.claude.answer_with("ℹ️ Das ist ein Wort aus der Physik.", times=1, where=about(FOREIGN))
    assert KO.nowhere in (await ask(learner, FOREIGN)).text


async def test_neither_a_friendly_line_nor_an_answer_that_cites_the_book_is_called_foreign_to_it(world: World) -> None:
    learner = await world.learner()
    world.claude.answer_with("Gern!", times=1, where=about(FOREIGN))
    assert KO.nowhere not in (await ask(learner, FOREIGN)).text
    world.claude.answer_with(Piece.cited("Im Buch. ℹ️", 0, 0), times=1, where=about(FOREIGN))
    assert KO.nowhere not in (await ask(learner, FOREIGN)).text
