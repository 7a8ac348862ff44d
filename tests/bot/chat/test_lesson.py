"""Questions and answers: what Claude is asked, what grows in the chat, in which order."""

import asyncio
import re
import unicodedata

import pytest

from bot.sandbox.claude.quotes import Piece
from bot.texts.ko import TEXTS as KO
from tests.bot.chat.world import (
    World,
    about,
    answer_to,
    ask,
    growing,
    is_complete,
    is_growing,
    press_stop,
    replies_after,
    reply_to,
    say,
    to,
    words_in,
)
from tests.bot.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_the_placeholder_comes_at_once_and_the_answer_grows_in_its_place(world: World) -> None:
    learner = await world.learner()
    with world.claude.thinking(after=40):
        with world.claude.thinking():
            async with world.pool.acquire() as connection, connection.transaction():
                await connection.execute("LOCK TABLE postings IN ACCESS EXCLUSIVE MODE")  # which the search waits for
                asked = await learner.say("Kaffee 주문은 어떻게 해요?")
                await reply_to(asked, KO.searching)
            await reply_to(asked, KO.thinking)
        await growing(asked)
    answer = await answer_to(asked)
    texts = [version.text for version in answer.versions]
    assert texts[0] == KO.searching
    assert KO.thinking in texts
    words = [text.replace("\n", " ") for text in texts if "대역" in text]
    assert len(words) >= 2
    assert len({len(text) for text in words}) >= 2
    assert replies_after(asked) == [answer]
    assert learner.chat.actions[0][0] == "typing"


async def test_nothing_of_an_answer_goes_on_once_it_is_complete(world: World) -> None:
    before = tasks_of_answers()
    learners = [await world.learner() for _ in range(6)]
    await asyncio.gather(*(ask(learner, "Was kostet der Kaffee?") for learner in learners))
    await world.until("SELECT bool_and(closed) FROM turns WHERE chat = ANY($1)", [each.chat.id for each in learners])
    await until(lambda: tasks_of_answers() <= before)


def tasks_of_answers() -> set[asyncio.Task[object]]:
    return {task for task in asyncio.all_tasks() if "AnswerWriter." in repr(task.get_coro())}


async def test_sources_are_the_pages_of_the_cited_passages_only(world: World) -> None:
    learner = await world.learner()
    world.claude.answer_with(
        "Man sagt ", Piece.cited("**einen Kaffee**", 1, 0), ".", times=1, where=about("einen oder ein?")
    )
    answer = await ask(learner, "einen oder ein?")
    results = (await world.asked("einen oder ein?")).body["messages"][-1]["content"][:-1]
    cited = re.findall(r"· ([\d-]+)쪽", answer.text)
    assert answer.text.startswith("Man sagt einen Kaffee [1].")
    assert "📖 출처 (1)\n[1] A1-3 · " in answer.text
    [first, *_] = re.findall(r"\d+", results[1]["title"].rpartition("p. ")[2])
    assert cited == [first]
    turn = (await world.turns(learner.chat))[-1]
    assert [source["number"] for source in turn["citations"]] == [1]
    assert turn["answer"] == "Man sagt **einen Kaffee**."


async def test_claude_gets_the_units_passages_its_latest_history_and_the_question_last(world: World) -> None:
    learner = await world.learner("A1-2")
    await world.choose(learner.chat, "A1-3")
    await ask(learner, "Frage im Café")
    await world.choose(learner.chat, "A1-2")
    for number in range(6):
        await world.remember(learner.chat, "A1-2", f"Frage {number}", f"Antwort {number}")
    await ask(learner, "Frage 6")
    *history, last = (await world.asked("Frage 6")).body["messages"]
    said = [message["content"][0]["text"] for message in history]
    assert said == [f"{kind} {number}" for number in range(1, 6) for kind in ("Frage", "Antwort")]
    *passages, place, question = last["content"]
    assert question == {"type": "text", "text": "Frage 6"}
    assert place["text"].startswith("Where the book answers this: ")
    assert [(each["type"], each["source"]) for each in passages[:3]] == [("search_result", "book/A1-2")] * 3
    assert len(passages) == 6
    assert all("(another unit)" in each["title"] or each["source"] == "book/other pages" for each in passages[3:])
    assert all(passage["citations"] == {"enabled": True} for passage in passages)
    assert "Café" not in str(history)


async def test_two_questions_in_a_row_are_answered_in_order_and_the_second_says_that_it_waits(world: World) -> None:
    learner = await world.learner()
    with world.claude.thinking():
        first = await learner.say("Was heißt Löffel?")
        second = await learner.say("Was heißt Messer?")
        waiting = await reply_to(second, KO.waiting.format(count=1))
    await learner.chat.wait_for(lambda _: is_complete(waiting))
    assert [request.question for request in world.claude.requests[-2:]] == ["Was heißt Löffel?", "Was heißt Messer?"]
    assert world.claude.requests[-1].body["messages"][0]["content"][0]["text"] == "Was heißt Löffel?"
    assert replies_after(first)[1:] == [waiting]


async def test_a_question_is_told_that_it_waits_while_the_answer_before_it_grows(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner = await world.learner()
    monkeypatch.setattr(world.claude, "tokens_per_second", 100)
    world.claude.answer_with("Ein Löffel liegt neben dem Teller. " * 100, times=1)
    answer = await growing(await learner.say("Was heißt daneben?"))
    waiting = await reply_to(await learner.say("Was heißt darauf?"), KO.waiting.format(count=1))
    assert is_growing(answer)
    await press_stop(learner, waiting)
    await press_stop(learner, answer)


async def test_a_stop_button_that_comes_after_the_answer_does_not_stay(world: World) -> None:
    learner = await world.learner()
    with world.telegram.held("editMessageReplyMarkup", where=to(learner.chat)) as late:
        with world.claude.thinking(where=about("(vorher)")):
            await learner.say("Was heißt Kaffee (vorher)?")
            waiting = await reply_to(await learner.say("Was heißt Tee?"), KO.waiting.format(count=1))
            await until(lambda: late.met)
        await learner.chat.wait_for(lambda _: is_complete(waiting))
    await world.until("SELECT bool_or(run = 2) FROM turns WHERE chat = $1", learner.id)  # its end is shown again
    await learner.chat.wait_for(lambda _: is_complete(waiting))


async def test_chats_do_not_wait_for_each_other(world: World) -> None:
    one, other = await world.learner(), await world.learner()
    with world.claude.thinking(about("langsam")):
        slow = await one.say("Was heißt langsam?")
        await world.asked("langsam")
        await ask(other, "Was heißt schnell?")
        assert (await world.asked("langsam")).outcome == "open"
        await press_stop(one, replies_after(slow)[0])


async def test_a_question_after_a_unit_finds_that_unit(world: World) -> None:
    person = world.person()
    await asyncio.gather(person.say("/unit A1-4"), person.say("Was kostet das denn?"))
    request = await world.asked("Was kostet das denn?")
    assert "Unit: A1-4" in str(request.body["system"])
    await person.chat.wait_for(lambda chat: len(chat.replies) == 2)


async def test_an_answer_without_a_word_has_failed_and_is_not_remembered(world: World) -> None:
    learner = await world.learner()
    world.claude.answer_with(" \n", times=1, where=about("Was heißt nichts?"))
    answer = await ask(learner, "Was heißt nichts?")
    assert answer.text == KO.failed
    assert [button.text for button in answer.buttons] == [KO.button_again]
    await ask(learner, "Was heißt etwas?")
    assert len((await world.asked("Was heißt etwas?")).body["messages"]) == 1
    assert [turn["state"] for turn in await world.turns(learner.chat)] == ["failed", "answered"]


@pytest.mark.parametrize("length", [2001, 3600, 4096])
async def test_a_message_that_is_too_long_is_told_its_length(world: World, length: int) -> None:
    learner = await world.learner()
    asked, helped = await learner.say("ㄱ" * length), await learner.say("/help")  # which is no part of it
    assert (await reply_to(asked)).text == KO.too_long.format(limit=2000, length=length)
    await reply_to(helped, KO.help)


@pytest.mark.parametrize("word", ["sehr", "w" * 600])  # clients cut at a blank, which may come early
async def test_a_long_paste_cut_by_the_client_is_one_question(world: World, word: str) -> None:
    learner = await world.learner()
    text = "Was heißt " + f"{word} " * (7000 // len(f"{word} ")) + "müde?"
    last = await learner.say(text)
    await answer_to(last)
    assert len([message for message in learner.chat.messages if not message.from_bot]) == 2
    assert [turn["question"] for turn in await world.turns(learner.chat)] == [text]


async def test_what_is_long_but_no_part_of_a_paste_is_a_question_of_its_own(world: World) -> None:
    learner = await world.learner()
    questions = ["Was heißt " + "sehr " * 360 + "müde?", "Was heißt wach?"]
    for question in questions:
        await learner.say(question)
    await world.until("SELECT count(*) = 2 AND bool_and(closed) FROM turns WHERE chat = $1", learner.id)
    assert [turn["question"] for turn in await world.turns(learner.chat)] == questions


async def test_a_paste_that_is_too_long_gets_one_reaction(world: World) -> None:
    learner = await world.learner()
    last = await learner.say("Wort " * 2000)
    reply = await reply_to(last)
    assert len([message for message in learner.chat.messages if not message.from_bot]) == 3
    assert reply.text == KO.too_long.format(limit=8000, length=9999)
    await ask(learner, "kurz")
    assert replies_after(last)[0] is reply
    assert len(learner.chat.replies) == 2


@pytest.mark.parametrize(
    "text", ["\0", "\u200b\u200d\u2060", "\u202a\u2069", "\ufe0f\U000e0041", "\u3164", "\u115f \u2800"]
)
async def test_what_nobody_can_see_is_no_question(world: World, text: str) -> None:
    learner = await world.learner()
    assert (await say(learner, text)).text == KO.empty
    assert await world.turns(learner.chat) == []


async def test_what_is_too_long_may_be_shortened_by_an_edit(world: World) -> None:
    learner = await world.learner()
    asked = await learner.say("Was heißt Teller? " + "ㅋ" * 2000)
    await reply_to(asked, "자예요")
    await learner.edit(asked, "Was heißt Teller?")
    await answer_to(asked)


@pytest.mark.parametrize("command", ["", "/new "])
async def test_letters_that_a_paste_has_taken_apart_are_composed(world: World, command: str) -> None:
    """Each syllable counts once, and greetings, follow-ups and exercises are recognized by their words."""
    learner = await world.learner()
    greeting = f"안녕하세요{'!' * len(command)}"
    await ask(learner, unicodedata.normalize("NFD", f"{command}{greeting}"))
    [turn] = await world.turns(learner.chat)
    assert (turn["question"], turn["passages"]) == (greeting, [])


async def test_what_is_no_text_gets_a_kind_line(world: World) -> None:
    learner = await world.learner()
    assert (await reply_to(await learner.send_sticker())).text == KO.only_text
    assert (await reply_to(await learner.send_photo(b"jpeg"))).text == KO.only_text
    assert (await reply_to(await learner.send_voice(b"ogg"))).text == KO.only_text


async def test_an_edited_question_is_asked_again_in_the_same_message(world: World) -> None:
    learner = await world.learner()
    with world.claude.thinking(about("Kuhcen"), after=40):
        asked = await learner.say("Was heißt Kuhcen?")
        first = await growing(asked)
        await learner.edit(asked, "Was heißt Kuchen?")
        assert await world.outcome(await world.asked("Kuhcen")) == "disconnected"
    answer = await answer_to(asked)
    assert answer is first
    assert replies_after(asked) == [answer]
    request = await world.asked("Kuchen?")
    assert "Kuhcen" not in str(request.body["messages"])
    old, new = await world.turns(learner.chat)
    assert (old["state"], old["successor"], new["state"]) == ("replaced", new["id"], "answered")
    assert old["tokens_out"] > 0


async def test_an_edit_after_the_answer_replaces_it(world: World) -> None:
    learner = await world.learner()
    asked = await learner.say("Was heißt Tasse")
    answer = await answer_to(asked)
    world.claude.answer_with("Ganz neu.", times=1, where=about("Was heißt die Tasse?"))
    await learner.edit(asked, "Was heißt die Tasse?")
    await words_in(answer, "Ganz neu.")
    assert "대역" not in answer.text
    await learner.edit(asked, "/unit A1-5")  # an edited command is not a question
    asked.date -= 61
    await learner.edit(asked, "Was heißt die Untertasse?")  # too late
    await reply_to(await learner.say("/usage"))
    assert [turn["question"] for turn in await world.turns(learner.chat)] == ["Was heißt Tasse", "Was heißt die Tasse?"]
