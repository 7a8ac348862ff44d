"""The buttons under an answer: stop, again, more, go on, good, bad; pressed late, twice, by others."""

import asyncio
from collections.abc import Callable

import pytest

from bot.sandbox.telegram import TelegramServer
from bot.sandbox.telegram.chats import Message
from bot.sandbox.telegram.faults import Fault
from bot.texts.ko import TEXTS as KO
from tests.bot.chat.world import (
    World,
    about,
    answer_to,
    ask,
    forge,
    growing,
    is_complete,
    press_stop,
    replies_after,
    reply_to,
    say,
    to,
    words_in,
)

pytestmark = pytest.mark.asyncio(loop_scope="package")


def labels(message: Message) -> list[str]:
    """Without the book's pages."""
    return [button.text for button in message.buttons if not button.text.startswith("📖")]


async def test_a_question_that_waits_can_be_stopped(world: World) -> None:
    learner = await world.learner()
    with world.claude.thinking():
        await learner.say("Was heißt Gabel?")
        second = await learner.say("Was heißt Serviette?")
        waiting = await reply_to(second, KO.waiting.format(count=1))
        await press_stop(learner, waiting)
        await words_in(waiting, KO.stopped)
        assert [button.text for button in waiting.buttons] == [KO.button_again]
        assert (await world.asked("Gabel")).outcome == "open"
    await learner.chat.wait_for(lambda chat: is_complete(chat.replies[0]))
    assert not [request for request in world.claude.requests if "Serviette" in request.question]
    assert [turn["state"] for turn in await world.turns(learner.chat)] == ["answered", "stopped"]


async def test_stop_before_the_first_word_ends_the_request(world: World) -> None:
    learner = await world.learner()
    with world.claude.thinking():
        asked = await learner.say("Was heißt Zucker?")
        thinking = await reply_to(asked, KO.thinking)
        await press_stop(learner, thinking)
        assert await world.outcome(await world.asked("Zucker")) == "disconnected"
    await words_in(thinking, KO.stopped)
    assert is_complete(thinking)


async def test_stop_while_it_grows_keeps_what_is_there_and_its_cost(world: World) -> None:
    learner = await world.learner()
    with world.claude.thinking(after=40):
        asked = await learner.say("Was heißt Milch?")
        answer = await growing(asked)
        await learner.press(answer, KO.button_stop)
        assert await world.outcome(await world.asked("Milch")) == "disconnected"
    await words_in(answer, KO.stopped)
    assert answer.text.startswith("🔌 오프라인 대역")
    assert labels(answer) == [KO.button_again, KO.button_more, "👍", "👎"]
    [turn] = await world.turns(learner.chat)
    assert (turn["state"], turn["tokens_in"] > 0, turn["tokens_out"] > 0) == ("stopped", True, True)
    assert turn["model"] == "claude-sonnet-4-6"


async def test_a_second_tap_on_stop_is_answered_too(world: World) -> None:
    learner = await world.learner()
    with world.claude.thinking(after=40):
        answer = await growing(await learner.say("Was heißt Sahne?"))
        remarks = await asyncio.gather(*(learner.press(answer, KO.button_stop) for _ in range(2)))
        await words_in(answer, KO.stopped)
    assert sorted(remarks) == ["", KO.button_old]


async def test_again_replaces_the_answer_and_leaves_the_old_one_out_of_the_prompt(world: World) -> None:
    learner = await world.learner()
    world.claude.answer_with("Der alte Text, " * 400, times=1, where=about("Was heißt Tisch?"))
    asked = await learner.say("Was heißt Tisch?")
    answer = await answer_to(asked)
    assert len(replies_after(asked)) > 1
    world.claude.answer_with("Der neue Text.", times=1, where=about("Was heißt Tisch?"))
    remarks = await asyncio.gather(*(learner.press(answer, KO.button_again) for _ in range(2)))
    assert remarks == ["", ""], "the second asks for what is on its way"
    first = replies_after(asked)[0]
    await words_in(first, "Der neue Text.")
    await first.chat.wait_for(lambda _: replies_after(asked) == [first])
    assert "alte" not in first.text
    await ask(learner, "Und Stuhl?")
    messages = str((await world.asked("Und Stuhl?")).body["messages"])
    assert "Der neue Text." in messages
    assert "Der alte Text" not in messages
    assert [turn["state"] for turn in await world.turns(learner.chat)] == ["replaced", "answered", "answered"]


async def test_more_goes_deeper_in_a_message_of_its_own_once(world: World) -> None:
    learner = await world.learner()
    answer = await ask(learner, "Was heißt Rechnung?")
    before = answer.text
    with world.claude.thinking():
        await asyncio.gather(*(learner.press(answer, KO.button_more) for _ in range(3)))
    further = await answer_to(answer)
    wish = KO.more.format(question="Was heißt Rechnung?")
    assert [request.question for request in world.claude.requests[-2:]] == ["Was heißt Rechnung?", wish]
    assert world.claude.requests[-1].body["messages"][0]["content"][0]["text"] == "Was heißt Rechnung?"
    assert answer.text == before
    await learner.press(further, KO.button_more)
    assert (await world.asked(wish, times=2)).question == wish  # without the wish that it has begun with already
    await learner.chat.wait_for(lambda chat: len(chat.replies) == 3 and is_complete(chat.replies[-1]))


async def test_an_answer_at_the_limit_says_so_and_goes_on(world: World) -> None:
    learner = await world.learner()
    world.claude.answer_with(
        "Erster Teil und dann", stop_reason="max_tokens", times=1, where=about("Was heißt Kuchen?")
    )
    answer = await ask(learner, "Was heißt Kuchen?")
    assert answer.text == f"Erster Teil und dann\n\n{KO.cut}"
    assert labels(answer) == [KO.button_go_on, "👍", "👎"]
    await learner.press(answer, KO.button_go_on)
    await answer_to(answer)
    request = await world.asked(KO.go_on.format(question="Was heißt Kuchen?"))
    assert request.body["messages"][1]["content"][0]["text"] == "Erster Teil und dann"


async def test_a_good_answer_is_praised(world: World) -> None:
    learner = await world.learner()
    answer = await ask(learner, "Was heißt gut?")
    assert await learner.press(answer, "👍") == KO.thanks
    await answer.chat.wait_for(lambda _: labels(answer)[-2:] == ["👍 ✓", "👎"])
    assert await learner.press(answer, "👍") == KO.thanks
    assert (await world.turns(learner.chat))[0]["rating"] == 1


async def test_a_tap_is_answered_though_the_chat_is_shut(world: World) -> None:
    learner = await world.learner()
    answer = await ask(learner, "Was heißt zu?")
    shut = world.telegram.fail(
        "editMessageReplyMarkup", 429, "Too Many Requests", retry_after=1, times=99, where=to(learner.chat)
    )
    assert await learner.press(answer, "👍") == KO.thanks
    shut.left = 0
    await answer.chat.wait_for(lambda _: labels(answer)[-2:] == ["👍 ✓", "👎"])


async def test_a_tap_is_kept_until_it_is_shown_and_a_kill_makes_no_second_one_of_it(world: World) -> None:
    learner = await world.learner()
    answer = await ask(learner, "Was heißt tot?")
    kept = "SELECT count(*) = $2 FROM updates WHERE chat = $1 AND raw LIKE '%bad:%'"
    with world.telegram.held("editMessageReplyMarkup", where=to(learner.chat)):
        assert await learner.press(answer, "👎") == KO.thanks_for_bad
        await reply_to(await learner.say("/help"), KO.help)  # which waits for no tap
        assert await world.pool.fetchval(kept, learner.id, 1)
        assert await learner.press(answer, "👎") == KO.thanks_for_bad  # as if the first were handled again
    await answer.chat.wait_for(lambda _: labels(answer)[-2:] == ["👍", "👎 ✓"])
    await world.until(kept, learner.id, 0)


async def test_the_second_tap_on_bad_asks_why_in_one_word(world: World) -> None:
    learner = await world.learner()
    answer = await ask(learner, "Was heißt schlecht?")
    assert await learner.press(answer, "👎") == KO.thanks_for_bad
    await answer.chat.wait_for(lambda _: labels(answer)[-2:] == ["👍", "👎 ✓"])
    assert await learner.press(answer, "👎") == KO.why
    await answer.chat.wait_for(lambda _: labels(answer) == list(KO.reasons.values()))
    assert await learner.press(answer, KO.reasons["hard"]) == KO.thanks
    await answer.chat.wait_for(lambda _: labels(answer)[-2:] == ["👍", "👎 ✓"])
    [turn] = await world.turns(learner.chat)
    assert (turn["rating"], turn["reason"]) == (-1, "hard")


async def test_nobody_else_in_the_group_can_use_the_buttons(world: World) -> None:
    group = world.telegram.group("Kurs")
    await world.choose(group, "A1-3")
    asker, other = world.person(), world.person()
    with world.claude.thinking(after=40):
        asked = await asker.say("@linguarag_bot Was heißt wir?", chat=group)
        answer = await growing(asked)
        assert await other.press(answer, KO.button_stop) == KO.button_not_yours
        assert (await world.asked("Was heißt wir?")).outcome == "open"
        assert await asker.press(answer, KO.button_stop) == ""
        await words_in(answer, KO.stopped)
    assert await other.press(answer, "👎") == KO.button_not_yours


async def test_old_and_forged_buttons_do_nothing(world: World) -> None:
    learner, stranger = await world.learner(), await world.learner()
    answer = await ask(learner, "Was heißt mein?")
    theirs = await ask(stranger, "Was heißt dein?")
    turn = (await world.turns(learner.chat))[0]["id"]
    for data in (f"again:{turn}", f"bad:{turn}", f"stop:{turn}", "again:999999", "again:x", "x", "a\nb", "unit:Z9-1x"):
        assert await forge(stranger, theirs, data) == KO.button_old
    assert await forge(learner, answer, f"stop:{turn}") == KO.button_old
    await learner.press(answer, KO.button_again)
    await answer.chat.wait_for(lambda _: is_complete(answer) and answer.buttons[0].data != f"again:{turn}")
    assert await forge(learner, answer, f"again:{turn}") == "", "it stands there"
    for data in (f"more:{turn}", f"good:{turn}", f"why:{turn}:wrong"):
        assert await forge(learner, answer, data) == KO.button_old
    assert len(await world.turns(learner.chat)) == 2
    assert len(await world.turns(stranger.chat)) == 1


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(
            lambda telegram, method: telegram.fail(method, 400, "Bad Request: MESSAGE_TOO_LONG"), id="refused"
        ),
        pytest.param(lambda telegram, method: telegram.garble(method, '{"ok":true,"result":[]}'), id="no yes"),
        pytest.param(lambda telegram, method: telegram.garble(method, "<html>", status=403), id="a proxy"),
    ],
)
async def test_no_button_spins_for_ever_or_loses_its_words(
    world: World, fault: Callable[[TelegramServer, str], Fault]
) -> None:
    learner = await world.learner()
    offer = await say(learner, "/unit")
    met = fault(world.telegram, "answerCallbackQuery")
    assert await forge(learner, offer, "again:999999") == KO.button_old
    assert met.met == 1


async def test_a_button_does_not_spin_while_telegram_is_slow(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.routes._LONGEST_SPIN", 0.1)
    learner = await world.learner()
    offer = await say(learner, "/unit")
    with world.telegram.held("editMessageText", where=to(learner.chat)):
        await learner.press(offer, "unit:A1-2")
    await words_in(offer, "✅ A1-2")
