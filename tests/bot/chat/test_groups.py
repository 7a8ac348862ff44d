"""In groups: only what is meant for the bot, each topic a conversation of its own."""

import asyncio

import pytest

from bot.texts.ko import TEXTS as KO
from tests.bot.chat.world import World, answer_to, ask, growing, reply_to, say, to, words_in

pytestmark = pytest.mark.asyncio(loop_scope="package")

NAME = "@linguarag_bot"


async def test_the_bot_answers_who_mentions_it_or_replies_to_it_and_nobody_else(two_courses: World) -> None:
    world = two_courses
    group = world.telegram.group("Kurs")
    await world.choose(group, "A1-3")
    person = world.person()
    await person.say("Was heißt unter uns?", chat=group)
    await person.send_sticker(chat=group)
    await person.send_photo(b"jpeg", "schaut mal", chat=group)
    await person.send_document(b"%PDF", "a.pdf", chat=group)
    await person.say("/spiel", chat=group)
    channel = world.telegram.channel("Aushang")
    await person.say(f"Fragt {NAME}!", chat=group, as_chat=channel, forwarded_from=channel)
    await person.say(f"/new{NAME} Was heißt weitergeleitet?", chat=group, forwarded_from=world.person())
    asked = await person.say(f"{NAME} Was heißt Pause?", chat=group)
    answer = await answer_to(asked)
    assert group.replies == [answer]
    assert answer.reply_to is asked
    assert (await world.asked("Pause")).question == "Was heißt Pause?"
    again = await answer_to(await person.say("Und Ende?", reply_to=answer))
    assert "Und Ende?" in [request.question for request in world.claude.requests]
    assert again.reply_to is not None
    assert not [request for request in world.claude.requests if "unter uns" in request.question]


async def test_in_a_group_that_it_is_added_to_the_bot_says_how_it_is_addressed(world: World) -> None:
    group, channel, person = world.telegram.group("Kurs"), world.telegram.channel("Aushang"), world.person("ko")
    await person.add_bot(channel)
    await person.add_bot(group)
    how = KO.ask_in_group.format(bot=NAME.removeprefix("@"))
    await group.wait_for(lambda _: [reply.text for reply in group.replies] == [f"{KO.welcome}\n\n{how}"])
    await world.until("SELECT NOT EXISTS (SELECT FROM updates WHERE chat = $1)", channel.id)
    assert not channel.replies


async def test_a_mention_without_a_question_asks_for_one(world: World) -> None:
    group, person = world.telegram.group("Kurs"), world.person()
    assert (await reply_to(await person.say(NAME, chat=group))).text == KO.empty
    for command, words in (("start", KO.welcome), ("help", KO.help)):
        told = (await reply_to(await person.say(f"/{command}{NAME}", chat=group))).text
        assert told == f"{words}\n\n{KO.ask_in_group.format(bot=NAME.removeprefix('@'))}"


async def test_a_command_may_stand_after_the_name(world: World) -> None:
    group, person = world.telegram.group("Kurs"), world.person()
    assert (await say(person, f"{NAME} /unit A1-3", chat=group)).text.startswith("✅ A1-3")
    unknown = await say(person, f"{NAME} /spiel", chat=group)
    assert unknown.text == KO.unknown_command
    await person.say("/spiel@other_bot", chat=group, reply_to=unknown)
    assert (await say(person, f"{NAME.upper()}: /Unit 4 Was heißt Oma?", chat=group)).text.startswith("✅ A1-4")
    assert (await world.asked("Oma")).question == "Was heißt Oma?"
    assert [reply.text for reply in group.replies].count(KO.unknown_command) == 1


async def test_a_picture_or_a_voice_that_replies_to_the_bot_cannot_be_read(world: World) -> None:
    group, person = world.telegram.group("Kurs"), world.person()
    hint = await say(person, NAME, chat=group)
    for sent in (await person.send_photo(b"jpeg", reply_to=hint), await person.send_voice(b"ogg", reply_to=hint)):
        assert (await reply_to(sent)).text == KO.only_text


async def test_the_bot_s_name_is_no_part_of_what_a_question_is_about(world: World) -> None:
    group, person = world.telegram.group("Kurs"), world.person()
    await world.choose(group, "A1-3")
    first = await person.say(f"{NAME} Was heißt Kaffee im Kurs?", chat=group)
    await answer_to(first)
    await ask(world.person(), NAME, chat=group, reply_to=first)
    assert [turn["question"] for turn in await world.turns(group)] == ["Was heißt Kaffee im Kurs?"] * 2


async def test_each_topic_has_its_own_unit_and_history(world: World) -> None:
    forum = world.telegram.group("Schule", forum=True)
    cafe, market = forum.topic("Café"), forum.topic("Markt")
    person = world.person()
    opened = await reply_to(await person.say(f"/unit{NAME} A1-3", chat=forum, thread=cafe))
    assert opened.thread == cafe
    await world.choose(forum, "A1-4", market)
    one, other = await asyncio.gather(
        ask(person, f"{NAME} Was heißt hier?", chat=forum, thread=cafe),
        ask(person, f"{NAME} Was heißt dort?", chat=forum, thread=market),
    )
    assert (one.thread, other.thread) == (cafe, market)
    here, there = await world.asked("Was heißt hier?"), await world.asked("Was heißt dort?")
    assert ("Unit: A1-3" in str(here.body), "Unit: A1-4" in str(there.body)) == (True, True)
    assert len(here.body["messages"]) == len(there.body["messages"]) == 1


async def test_an_anonymous_asker_is_answered_and_may_use_the_buttons(world: World) -> None:
    group = world.telegram.group("Kurs")
    await world.choose(group, "A1-3")
    person = world.person()
    answer = await ask(person, f"{NAME} Was heißt niemand?", chat=group, as_chat=group)
    assert await person.press(answer, "👍") == KO.thanks


async def test_stop_ends_only_what_the_same_person_has_asked(two_courses: World) -> None:
    world = two_courses
    group = world.telegram.group("Kurs")
    await world.choose(group, "A1-3")
    asker, other = world.person(), world.person()
    with world.claude.thinking(after=40):
        answer = await growing(await asker.say(f"{NAME} Was heißt unser?", chat=group))
        assert (await say(other, f"/stop{NAME}", chat=group)).text == KO.nothing_to_stop
        assert (await world.asked("Was heißt unser?")).outcome == "open"
        await asker.say(f"/stop{NAME}", chat=group)
        await words_in(answer, KO.stopped)


async def test_forget_deletes_only_what_the_same_person_has_asked(world: World) -> None:
    group = world.telegram.group("Kurs")
    await world.choose(group, "A1-3")
    one, other = world.person(), world.person()
    for person in (one, other):
        await ask(person, f"{NAME} Was heißt Geheimnis?", chat=group)
    question = await say(one, f"/forget{NAME}", chat=group)
    assert question.text == KO.forget_sure_in_group
    assert await one.press(question, KO.button_forget) == KO.forgotten
    assert [turn["person"] for turn in await world.turns(group)] == [other.id]


async def test_the_groups_admins_forget_what_was_asked_anonymously(world: World) -> None:
    group = world.telegram.group("Kurs")
    await world.choose(group, "A1-3")
    admin, learner = world.person(), world.person()
    group.admins.add(admin.id)
    await ask(admin, f"{NAME} Was heißt Geheimnis?", chat=group, as_chat=group)
    await ask(learner, f"{NAME} Was heißt Rätsel?", chat=group)
    question = await say(learner, f"/forget{NAME}", chat=group)
    assert await learner.press(question, KO.button_forget) == KO.forgotten
    assert [turn["question"] for turn in await world.turns(group)] == ["Was heißt Geheimnis?"]
    assert await admin.press(question, KO.button_forget) == KO.forgotten
    assert await world.turns(group) == []


async def test_where_admins_cannot_be_known_nothing_of_others_is_forgotten(world: World) -> None:
    group = world.telegram.group("Kurs")
    await world.choose(group, "A1-3")
    admin = world.person()
    group.admins.add(admin.id)
    await ask(admin, f"{NAME} Was heißt Geheimnis?", chat=group, as_chat=group)
    question = await say(admin, f"/forget{NAME}", chat=group)
    world.telegram.fail("getChatMember", 400, "Bad Request: member list is inaccessible", where=to(group))
    assert await admin.press(question, KO.button_forget) == KO.forgotten
    assert len(await world.turns(group)) == 1


async def test_a_paste_stays_in_its_topic_and_takes_in_nobody_elses_words(two_courses: World) -> None:
    world = two_courses
    forum = world.telegram.group("Schule", forum=True)
    here, there = forum.topic("hier"), forum.topic("dort")
    for topic in (here, there):
        await world.choose(forum, "A1-3", topic)
    person = world.person()
    part = "Wort " * 700
    await person.say(f"{NAME} Anfang {part}", chat=forum, thread=here)
    await world.person().say(f"{NAME} Was heißt hier?", chat=forum, thread=here)
    await person.say(f"{NAME} Ende {part}", chat=forum, thread=here)
    other = await person.say(f"{NAME} Was heißt dort?", chat=forum, thread=there)
    await answer_to(other)
    await world.until("SELECT count(*) = 3 FROM turns WHERE chat = $1", forum.id)
    turns = {(turn["thread"], turn["question"][:14]): turn["question"] for turn in await world.turns(forum)}
    assert turns.keys() == {(here, "Anfang Wort Wo"), (here, "Was heißt hier"), (there, "Was heißt dort")}
    assert "Ende" in turns[here, "Anfang Wort Wo"]


async def test_a_command_that_is_deleted_at_once_does_its_work(two_courses: World) -> None:
    world = two_courses
    group = world.telegram.group("Kurs mit Putzkolonne")
    person = world.person()
    asked = await person.say(f"{NAME} Welcher Kaffee ist sauber?", chat=group)
    await reply_to(asked, KO.ask_after_unit)
    command = await person.say(f"/unit{NAME} B1-2", chat=group)
    await person.delete(command)
    assert (await reply_to(command)).text.startswith("✅ B1-2")
    assert "B1-2 · 2쪽" in (await answer_to(command)).text
    assert KO.trouble not in str(group)


async def test_a_reply_that_telegram_refuses_keeps_no_question_waiting(two_courses: World) -> None:
    world = two_courses
    person = world.person()
    asked = await person.say("Welcher Kaffee ist stumm?")
    offer = await reply_to(asked, KO.ask_after_unit)
    world.telegram.fail(
        "sendMessage",
        400,
        "Bad Request: CHAT_RESTRICTED",
        where=lambda parameters: to(person.chat)(parameters) and "✅" in str(parameters["text"]),
    )
    await person.say("/unit B1-2")
    assert "B1-2 · 2쪽" in (await answer_to(offer)).text
