"""What only the operator can mend: the admins hear of it once, learners are asked for patience."""

import asyncio
from functools import partial

import pytest
from pydantic import SecretStr
from telegram.ext import ExtBot

from bot import composition
from bot.operation.alarm import Alarm
from bot.sandbox.telegram.chats import Chat
from bot.texts.de import TEXTS as DE
from bot.texts.en import TEXTS as EN
from bot.texts.ko import TEXTS as KO
from bot.tutor.claude import Claude
from bot.tutor.claude_errors import WrongSetting
from bot.tutor.conversations import Conversations
from tests.bot.chat.world import ADMIN_GROUP, World, about, answer_to, ask, to, words_in
from tests.bot.waiting import until


async def opened(world: World) -> World:
    """With a course, and an admin who speaks German."""
    await world.publish_course("A1", 2)
    german = world.admins[5]
    world.admin_chats = frozenset({german.id})
    await world.choose(world.telegram.private_chat(german), "A1-1", language="de")
    return world


def alarms(chat: Chat) -> list[str]:
    return [reply.text for reply in chat.replies]


async def test_admins_hear_once_that_claude_needs_them_and_once_that_it_is_back(
    empty_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world = await opened(empty_world)
    german, group = world.admins[5].chat, world.admin_group
    credit = "Your credit balance is too low to access the Anthropic API."
    async with world.bot(admin_chat_ids=frozenset({6, 7, ADMIN_GROUP})):  # 7 has never written to the bot
        with world.claude.refusing(400, credit):
            one, other = await world.learner("A1-1"), await world.learner("A1-2", "de")
            answers = [await ask(one, "Was kostet der Kaffee?"), await ask(other, "Was kostet der Kaffee?")]
        assert [answer.text for answer in answers] == [KO.unavailable, DE.unavailable]
        assert [button.text for button in answers[0].buttons] == [KO.button_again]
        await world.until("SELECT closed FROM turns WHERE chat = $1", one.id)
        await one.press(answers[0], KO.button_again)
        await words_in(answers[0], "📖")
        await asyncio.gather(*(chat.wait_for(lambda chat: len(chat.replies) == 2) for chat in (german, group)))
        await ask(other, "Was heißt Gold?")
    reason = f"status 400, invalid_request_error: {credit}"
    assert alarms(german) == [DE.claude_is_out.format(reason=reason), DE.claude_is_back]
    assert alarms(group) == [EN.claude_is_out.format(reason=reason), EN.claude_is_back]
    assert reason in caplog.text
    assert world.claude.api_key not in caplog.text
    assert "Was heißt" not in caplog.text


async def test_a_restart_does_not_repeat_the_alarm_and_still_knows_to_end_it(empty_world: World) -> None:
    world = await opened(empty_world)
    german = world.admins[5].chat
    learner = await world.learner("A1-1")
    with world.claude.refusing(403, "Your account is on hold."):
        for _ in range(2):
            async with world.bot():
                assert (await ask(learner, "Was heißt Pause?")).text == KO.unavailable
                await german.wait_for(alarms)
    async with world.bot():
        await ask(learner, "Was heißt weiter?")
        await german.wait_for(lambda chat: DE.claude_is_back in alarms(chat))
    assert alarms(german) == [
        DE.claude_is_out.format(reason=german.replies[0].text.split("\n\n")[1]),
        DE.claude_is_back,
    ]


async def test_what_is_wrong_with_the_account_is_told_at_the_start_before_anybody_asks(empty_world: World) -> None:
    world = await opened(empty_world)
    with world.claude.refusing(403, "Your account is on hold."):
        async with world.bot():
            [told] = await world.admins[5].chat.wait_for(alarms)
    assert "Your account is on hold." in told
    assert world.claude.requests == []


@pytest.mark.parametrize(
    ("setting", "line"),
    [
        ({"claude_model": "claude-3-opus"}, "CLAUDE_MODEL: claude-3-opus is retired"),
        ({"claude_model": "gpt-4"}, "CLAUDE_MODEL: there is no such model: model: gpt-4"),
        ({"anthropic_api_key": SecretStr("stale")}, "ANTHROPIC_API_KEY: Claude does not take this key: invalid x-api"),
    ],
)
async def test_a_key_or_model_that_never_will_do_ends_the_start(
    empty_world: World, setting: dict[str, object], line: str
) -> None:
    world = empty_world
    world.claude.retired.add("claude-3-opus")
    with pytest.raises(WrongSetting, match=line):
        async with world.bot(**setting):
            pass


async def test_a_claude_that_is_away_at_the_start_does_not_keep_the_bot_from_starting(empty_world: World) -> None:
    world = await opened(empty_world)
    await world.claude.stop()
    async with world.bot():
        await world.claude.start()
        assert "📖" in (await ask(await world.learner("A1-1"), "Was heißt Kaffee?")).text
    assert alarms(world.admins[5].chat) == []


async def test_a_question_that_fails_each_time_alarms_nobody_again_within_the_hour(empty_world: World) -> None:
    world = await opened(empty_world)
    german, learner = world.admins[5].chat, await world.learner("A1-1")
    world.claude.fail(400, times=4, where=about("giftig"))
    async with world.bot():
        for number in range(3):
            await ask(learner, f"Was heißt giftig {number}?")
            await world.until("SELECT count(*) = 1 FROM outages")
            await german.wait_for(alarms)
            await ask(learner, f"Was heißt gesund {number}?")
            await world.until("SELECT count(*) = 0 FROM outages")
            await german.wait_for(lambda chat: DE.claude_is_back in alarms(chat))
        assert len(alarms(german)) == 2
        await world.pool.execute("UPDATE outages_told SET begun = begun - interval '2 hours'")
        await ask(learner, "Was heißt giftig 4?")
        await german.wait_for(lambda chat: len(alarms(chat)) == 3)


async def test_an_alarm_that_telegram_did_not_take_is_sent_later(
    empty_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world = await opened(empty_world)
    german, learner = world.admins[5].chat, await world.learner("A1-1")
    mute = "Bad Request: not enough rights to send text messages to the chat"
    fault = world.telegram.fail("sendMessage", 400, mute, times=1000, where=to(german))
    with world.claude.refusing(403, "Your account is on hold."):
        async with world.bot():
            await ask(learner, "Was heißt zuerst?")
            await until(lambda: "was not told" in caplog.text)
        assert alarms(german) == []
        fault.left = 0
        async with ExtBot(world.telegram.token, world.telegram.base_url, world.telegram.base_file_url) as bot:
            alarm = Alarm(world.pool, Conversations(world.pool), bot, [6], pause=0.01)
            working = asyncio.create_task(alarm.work())
            await german.wait_for(alarms)
            working.cancel()
    assert alarms(german)[0].startswith(DE.claude_is_out.partition("{")[0])


async def test_a_claude_that_falls_silent_in_mid_answer_loses_neither_its_words_nor_the_question(
    own_course: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two minutes of silence, as each of four tries takes it; in a fraction of the time."""
    monkeypatch.setattr(composition, "Claude", partial(Claude, silence=0.2, pauses=(0.01, 0.01, 0.01)))
    world, learner = own_course, await own_course.learner()
    world.claude.answer_with("Kaffee heißt auf Koreanisch 커피. Man trinkt ihn gern.")
    silence = world.claude.break_off("silence", after=32, times=4)
    async with world.bot():
        answer = await answer_to(await learner.say("Was heißt Kaffee?"))
        assert (silence.met, answer.text) == (4, f"Kaffee heißt auf Koreanisch 커피.\n\n{KO.broken_off}")
        await learner.press(answer, KO.button_again)
        await words_in(answer, "gern.")
        await world.until("SELECT count(*) = 2 AND bool_and(closed) FROM turns")
    assert learner.chat.replies == [answer]
