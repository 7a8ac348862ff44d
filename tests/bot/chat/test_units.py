"""Choosing a unit: by keyboard, by name, by number; in one course and among several."""

import asyncio

import pytest

from bot.keyboards import courses_keyboard, found_keyboard, units_keyboard
from bot.sandbox.claude.quotes import Piece
from bot.sandbox.telegram.chats import Message
from bot.texts.ko import TEXTS as KO
from ingest.books.cards import UnitCard
from tests.bot.chat.world import World, about, answer_to, ask, forge, replies_after, reply_to, say, words_in

pytestmark = pytest.mark.asyncio(loop_scope="package")


def labels(message: Message) -> list[str]:
    return [button.text for button in message.buttons]


async def test_unit_offers_the_units_with_their_titles(world: World) -> None:
    offer = await say(world.person(), "/unit")
    assert offer.text == KO.choose_unit.format(course="A1")
    assert len(offer.buttons) == 8
    assert labels(offer)[2] == "3. Im Café · 카페에서"


@pytest.mark.parametrize("command", ["", "/unit "])
async def test_a_units_name_that_is_edited_opens_the_other_unit(world: World, command: str) -> None:
    person = world.person()
    name = await person.say(f"{command}A1-3")
    await reply_to(name, "✅ A1-3")
    await person.edit(name, f"{command}A1-4")
    await reply_to(name, "✅ A1-4")
    await person.edit(name, "Wie heißt deine Oma?")
    await answer_to(name)


@pytest.mark.parametrize(
    "written", ["A1-3", "a1-3", "03", "A1—3", "A1−3", "３", "3과", "제3과", "Lektion 3", "unit 3", "a1.3"]
)
async def test_a_unit_may_be_written_in_many_ways(world: World, written: str) -> None:
    assert (await say(world.person(), f"/unit {written}")).text.startswith("✅ A1-3 Im Café")


@pytest.mark.parametrize("title", ["Im Café", "cafe", "카페", "im  CAFÉ · 카페에서"])
async def test_a_unit_is_found_by_words_of_its_title(world: World, title: str) -> None:
    assert (await say(world.person(), f"/unit {title}")).text.startswith("✅ A1-3 Im Café")


async def test_the_units_whose_titles_have_the_words_are_offered_of_the_learners_course_if_it_has_any(
    two_courses: World,
) -> None:
    stranger, learner = two_courses.person(), await two_courses.learner("B1-1")
    offer = await say(stranger, "/unit thema")
    assert labels(offer)[:2] == ["A1-1 Thema 1", "A1-2 Thema 2"]
    assert labels(offer)[-1] == "▶️"
    assert labels(await say(learner, "/unit thema")) == ["✅ 1. Thema 1", "2. Thema 2"]
    assert labels(await say(learner, "/unit b1"))[:2] == ["✅ 1. Thema 1", "2. Thema 2"]


async def test_units_that_are_found_have_pages_too_however_long_the_words_are(two_courses: World) -> None:
    learner = await two_courses.learner("A1-1")
    offer = await say(learner, "/unit thema")
    assert labels(offer)[11:] == ["12. Thema 12", "1/3", "▶️"]
    await learner.press(offer, "▶️")
    await learner.press(offer, "▶️")
    assert labels(offer) == [*(f"{n}. Thema {n}" for n in range(25, 31)), "◀️", "3/3"]
    await learner.press(offer, "30.")
    await words_in(offer, "✅ A1-30")
    cards = [UnitCard(f"A1-{n}", "A1", n, "", n, n, 1) for n in range(1, 14)]
    *_, turns = found_keyboard(cards, 0, None, "식당에서 주문하고 계산하기: 무엇을 드릴까요?").inline_keyboard
    assert {len(str(button.callback_data).encode()) for button in turns} == {61}  # of 64


@pytest.mark.parametrize("written", ["A1-3", "a1 3", "3과", "제３과", "Lektion 3", "Unit 3."])
async def test_a_text_that_only_names_a_unit_chooses_it(world: World, written: str) -> None:
    assert (await say(await world.learner("A1-1"), written)).text.startswith("✅ A1-3 Im Café")


@pytest.mark.parametrize("written", ["5", "um 3", "Lektion 3 Kaffee", "3과 Kaffee", "A", "5. Kaffee"])
async def test_a_text_that_may_mean_more_than_a_unit_is_a_question(world: World, written: str) -> None:
    learner = await world.learner("A1-3")
    await ask(learner, written)
    assert (await world.turns(learner.chat))[-1]["question"] == written


async def test_courses_and_units_may_be_typed_instead_of_pressed(two_courses: World) -> None:
    person = two_courses.person()
    asked = await person.say("Welcher Kaffee wird getippt?")
    await reply_to(asked)
    assert (await say(person, "b1")).text == KO.choose_unit.format(course="B1")
    assert (await say(person, "B1-2")).text.startswith("✅ B1-2")
    assert "B1-2 · 2쪽" in (await answer_to(asked)).text


async def test_without_a_unit_a_bare_number_is_one_also_when_it_is_handled_again(world: World) -> None:
    person = world.person()
    number = await person.say("3")
    world.telegram.deliver_again(number)
    await ask(person, "Was heißt Kaffee?")
    assert [reply.text[:6] for reply in replies_after(number)[:2]] == ["✅ A1-3"] * 2
    await ask(person, "3")  # to an exercise, perhaps
    assert [turn["question"] for turn in await world.turns(person.chat)] == ["Was heißt Kaffee?", "3"]


async def test_a_wish_for_the_unit_as_a_whole_waits_for_one_in_the_only_course_too(world: World) -> None:
    person = world.person()
    world.claude.answer_with("Wie heißt ", Piece.cited("커피", 0, 0), "?", times=1, where=about("퀴즈 내줘"))
    asked = await person.say("이 단원 단어로 퀴즈 내줘")
    offer = await reply_to(asked, KO.ask_after_unit)
    await person.press(offer, "unit:A1-3")
    assert "A1-3 · 1" in (await answer_to(asked)).text
    assert "A1-3 · 1" in (await ask(person, "der Kaffee")).text, "what is answered in the quiz is about the unit, too"


@pytest.mark.parametrize("command", ["/unit 3 {}", "/unit A1-3: {}", "/unit Lektion 3\n{}", "/new {}"])
async def test_a_question_behind_a_command_is_asked(world: World, command: str) -> None:
    learner = await world.learner("A1-3" if "new" in command else "A1-1")
    await ask(learner, "Was war davor?")
    question = f"Wie bestelle ich\nnach {command[:9]}?"
    asked = await learner.say(command.format(question))
    await answer_to(asked)
    request = await world.asked(question)
    assert request.question == question
    assert "Unit: A1-3" in str(request.body["system"])
    assert len(request.body["messages"]) == 1
    assert replies_after(asked)[0].text.startswith(KO.fresh if "new" in command else "✅ A1-3")


async def test_a_question_behind_a_unit_is_asked_as_it_is_edited(world: World) -> None:
    learner = await world.learner("A1-1")
    asked = await learner.say("/unit A1-3 Was heißt Tante?")
    answer = await answer_to(asked)
    await learner.edit(asked, "/unit A1-4 Was heißt Onkel?")
    await words_in(answer, "A1-4")
    assert "Unit: A1-4" in str((await world.asked("Was heißt Onkel?")).body["system"])


async def test_a_question_behind_a_unit_that_is_not_there_waits_for_the_one_that_is_chosen(world: World) -> None:
    learner = await world.learner("A1-1")
    asked = await learner.say("/unit 99 Was heißt Bäcker?")
    offer = await reply_to(asked)
    assert offer.text == KO.unit_unknown.format(unit="A1-99")
    await learner.press(offer, "4. ")
    await answer_to(asked)
    assert "Unit: A1-4" in str((await world.asked("Was heißt Bäcker?")).body["system"])


async def test_a_number_means_the_course_of_the_unit_chosen_before(two_courses: World) -> None:
    assert (await say(await two_courses.learner("B1-1"), "/unit 2")).text.startswith("✅ B1-2")


async def test_a_number_alone_among_several_courses_asks_which(two_courses: World) -> None:
    offer = await say(two_courses.person(), "/unit 2")
    assert (offer.text, labels(offer)) == (KO.choose_course, ["A1", "B1"])


@pytest.mark.parametrize("nonsense", ["dreizehn", "A1-", "-3", "A1-9999", "🍎"])
async def test_words_of_no_title_are_named_with_the_keyboard_under_them(world: World, nonsense: str) -> None:
    offer = await say(world.person(), f"/unit {nonsense}")
    assert offer.text == KO.unit_not_found.format(words=nonsense)
    assert len(offer.buttons) == 8


@pytest.mark.parametrize(("written", "name"), [("A1-99", "A1-99"), ("99", "A1-99"), ("c2-1", "C2-1")])
async def test_an_unknown_unit_is_named_with_the_keyboard_under_it(world: World, written: str, name: str) -> None:
    offer = await say(world.person(), f"/unit {written}")
    assert offer.text == KO.unit_unknown.format(unit=name)
    assert len(offer.buttons) == 8


async def test_a_long_course_shows_twelve_units_a_page_and_opens_at_the_chosen_one(two_courses: World) -> None:
    learner = await two_courses.learner("A1-20")
    offer = await say(learner, "/unit")
    numbers = [label for label in labels(offer) if "Thema" in label]
    assert numbers == [f"{'✅ ' if n == 20 else ''}{n}. Thema {n}" for n in range(13, 25)]
    assert labels(offer)[12:] == ["◀️", "2/3", "▶️", KO.button_back]
    await learner.press(offer, "▶️")
    assert labels(offer) == [*(f"{n}. Thema {n}" for n in range(25, 31)), "◀️", "3/3", KO.button_back]
    await learner.press(offer, "3/3")  # nothing to change, and nothing goes wrong
    await learner.press(offer, "◀️")
    assert labels(offer)[13] == "2/3"
    await learner.press(offer, KO.button_back)
    assert labels(offer) == ["A1", "B1"]


async def test_many_courses_have_pages_too() -> None:
    courses = [f"K{n}" for n in range(1, 126)]
    *rows, turns = courses_keyboard(courses, 10).inline_keyboard
    assert [button.callback_data for [button] in rows] == [f"units:K{n}:0" for n in range(121, 126)]
    assert [(button.text, button.callback_data) for button in turns] == [("◀️", "courses:9"), ("11/11", "courses:10")]
    *_, [back] = units_keyboard(KO, [UnitCard("K121-1", "K121", 1, "", 1, 1, 1)], courses=courses).inline_keyboard
    assert (back.text, back.callback_data) == (KO.button_back, "courses:10")


async def test_a_question_without_a_unit_is_answered_from_the_only_course(world: World) -> None:
    answer = await ask(world.person(), "möchten은 언제 써요?")
    assert "A1-" in answer.text
    assert "Unit: none" in str((await world.asked("möchten은 언제 써요?")).body["system"])


async def test_among_several_courses_a_question_is_kept_until_its_unit_is_chosen(two_courses: World) -> None:
    person = two_courses.person()
    asked = await person.say("Welcher Kaffee ist das?")
    offer = await reply_to(asked)
    assert (offer.text, labels(offer)) == (KO.ask_after_unit, ["A1", "B1"])
    await person.press(offer, "B1")
    await asyncio.gather(person.press(offer, "2. Thema 2"), person.press(offer, "2. Thema 2"))
    answer = await answer_to(asked)
    assert "B1-2 · 2쪽" in answer.text
    assert len([request for request in two_courses.claude.requests if "Kaffee ist das" in request.question]) == 1
    assert [turn["state"] for turn in await two_courses.turns(person.chat)] == ["answered"]


async def test_a_question_edited_while_it_waits_for_its_unit_is_asked_as_edited(two_courses: World) -> None:
    person = two_courses.person()
    asked = await person.say("Und der Tea?")
    offer = await reply_to(asked)
    await person.edit(asked, "Und der Tee?")
    await person.press(offer, "A1")
    await person.press(offer, "1. Thema 1")
    await answer_to(asked)
    assert (await two_courses.asked("Und der Te")).question == "Und der Tee?"


async def test_for_a_unit_that_is_not_there_those_of_its_course_are_offered(two_courses: World) -> None:
    offer = await say(await two_courses.learner("A1-1"), "/unit B1-99")
    assert offer.text == KO.unit_unknown.format(unit="B1-99")
    assert offer.buttons[0].data == "unit:B1-1"


async def test_a_question_that_waits_for_its_unit_can_be_dropped(two_courses: World) -> None:
    person = two_courses.person()
    await say(person, "Und der Kuchen?")
    assert (await say(person, "/stop")).text == KO.dropped
    assert (await say(person, "/stop")).text == KO.nothing_to_stop
    await say(person, "/unit B1-1")
    assert await two_courses.turns(person.chat) == []


async def test_a_question_right_after_a_units_button_finds_that_unit(two_courses: World) -> None:
    learner = await two_courses.learner("A1-1")
    offer = await say(learner, "/unit")
    await asyncio.gather(learner.press(offer, "2. Thema 2"), learner.say("Welcher Kaffee ist jetzt gemeint?"))
    assert "Unit: A1-2" in str((await two_courses.asked("jetzt gemeint")).body["system"])


async def test_the_button_of_a_course_that_is_gone_offers_those_that_are_there(two_courses: World) -> None:
    person = two_courses.person()
    offer = await say(person, "/unit")
    await person.press(offer, "B1")
    await forge(person, offer, "units:C9:0")
    await forge(person, offer, "courses:9")
    assert (offer.text, labels(offer)) == (KO.choose_course, ["A1", "B1"])


async def test_a_button_of_a_deleted_message_still_does_its_work(world: World) -> None:
    person = world.person()
    offer = await say(person, "/unit")
    gone = {"chat": person.chat.to_json(), "message_id": offer.id, "date": 0}
    await person.delete(offer)
    await person._switchboard.pressed(person.chat, {"from": person.user, "message": gone, "data": "unit:A1-3"})
    await person.chat.wait_for(lambda chat: chat.replies and chat.replies[-1].text.startswith("✅ A1-3"))


async def test_a_unit_that_the_book_lost_is_asked_for_anew(two_courses: World) -> None:
    learner = await two_courses.learner("C9-4")
    offer = await say(learner, "Was heißt Kaffee?")
    assert offer.text == KO.ask_after_unit
    await learner.press(offer, "A1")
    await learner.press(offer, "1. ")
    await words_in(offer, "✅ A1-1")
