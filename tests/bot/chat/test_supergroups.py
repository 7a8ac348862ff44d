"""A group becomes a supergroup, with another number: what was kept of it moves along."""

import pytest

from bot.texts.ko import TEXTS as KO
from tests.bot.chat.world import World, ask, is_complete, reply_to, say

pytestmark = pytest.mark.asyncio(loop_scope="package")

NAME = "@linguarag_bot"


async def test_unit_history_and_buttons_move_along(two_courses: World) -> None:
    world = two_courses
    group, person = world.telegram.basic_group("Kurs"), world.person()
    assert (await say(person, f"/unit{NAME} B1-2", chat=group)).text.startswith("✅ B1-2")
    answer = await ask(person, f"{NAME} Was heißt vorher?", chat=group)
    new = await person.upgrade(group)
    await world.until("SELECT count(*) = 1 FROM turns WHERE chat = $1", new.id)
    await ask(person, f"{NAME} Was heißt nachher?", chat=new)
    request = await world.asked("Was heißt nachher?")
    assert "Unit: B1-2" in str(request.body["system"])
    assert request.body["messages"][0]["content"][0]["text"] == "Was heißt vorher?"
    [praise] = [button.data for button in answer.buttons if button.text == "👍"]
    shown = {**answer.to_json(), "chat": new.to_json()}
    query = {"from": person.user, "message": shown, "data": praise}
    assert await person._switchboard.pressed(new, query) == KO.thanks


async def test_an_answer_that_grows_meanwhile_is_finished_in_the_supergroup(two_courses: World) -> None:
    world = two_courses
    group, person = world.telegram.basic_group("Kurs"), world.person()
    await say(person, f"/unit{NAME} B1-2", chat=group)
    with world.claude.thinking():
        begun = await reply_to(await person.say(f"{NAME} Was heißt Kaffee mittendrin?", chat=group), KO.thinking)
        await group.wait_for(lambda _: begun.buttons or None)  # nothing is on its way when the group moves
        new = await person.upgrade(group)
        await world.until("SELECT count(*) = 1 FROM turns WHERE chat = $1", new.id)
        other = await person.say("Wir sind umgezogen.", chat=new)
        menu = await say(person, f"/language{NAME}", chat=new)
        assert menu.id == begun.id, "numbers of the old group are those of other messages here"
    answer = await new.wait_for(lambda chat: next(filter(is_complete, chat.replies), None))
    assert "B1-2 · 2쪽" in answer.text
    assert (menu.text, len(menu.versions)) == (KO.choose_language, 1)
    assert other in new.messages
    await world.until("SELECT replies = ARRAY[$2::bigint] FROM turns WHERE chat = $1", new.id, answer.id)
    assert await person.press(answer, "👍") == KO.thanks
