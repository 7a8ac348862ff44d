"""What goes wrong at Claude's or Telegram's end, and what a learner sees of it."""

import asyncio

import pytest

from bot.sandbox.claude.faults import Break
from bot.sandbox.claude.quotes import Piece
from bot.texts.ko import TEXTS as KO
from bot.tutor.instructions import INSTRUCTIONS
from tests.bot.chat.world import (
    PATIENCE,
    World,
    about,
    answer_to,
    ask,
    growing,
    replies_after,
    reply_to,
    say,
    to,
    words_in,
)
from tests.bot.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="package")


@pytest.mark.parametrize(("how", "times"), [("cut", 1), ("eof", 2)])
async def test_a_broken_stream_begins_anew_and_leaves_nothing_behind(world: World, how: Break, times: int) -> None:
    learner = await world.learner()
    fault = world.claude.break_off(how, after=60, times=times, where=about("Was heißt Kaffee (kaputt)?"))
    asked = await learner.say("Was heißt Kaffee (kaputt)?")
    answer = await answer_to(asked)
    assert fault.met == times
    assert answer.text.count("대역") == 1
    assert answer.text.count("📖 출처") == 1
    assert replies_after(asked) == [answer]
    lengths = [len(version.text) for version in answer.versions if "대역" in version.text]
    assert lengths == sorted(lengths)
    [turn] = await world.turns(learner.chat)
    assert turn["tokens_in"] > 1000 * (times + 1)


async def test_when_all_tries_fail_a_button_asks_the_kept_question_again(world: World) -> None:
    learner = await world.learner()
    world.claude.fail(500, retry_after=0, times=4, where=about("Was heißt Kaffee (nie)?"))
    asked = await learner.say("Was heißt Kaffee (nie)?")
    failed = await answer_to(asked)
    assert failed.text == KO.failed
    assert [button.text for button in failed.buttons] == [KO.button_again]
    await learner.press(failed, KO.button_again)
    await words_in(failed, "📖 출처")
    assert replies_after(asked) == [failed]
    first, second = await world.turns(learner.chat)
    assert (first["state"], first["successor"], second["state"]) == ("failed", second["id"], "answered")


async def test_who_would_have_to_wait_for_an_hour_is_told_at_once_that_claude_is_busy(world: World) -> None:
    learner = await world.learner()
    fault = world.claude.fail(429, retry_after=3600, where=about("Was heißt Kaffee (eilig)?"))
    answer = await ask(learner, "Was heißt Kaffee (eilig)?")
    assert (answer.text, fault.met) == (KO.busy, 1)
    await world.until("SELECT closed AND ended < asked + interval '20 s' FROM turns WHERE chat = $1", learner.id)
    await learner.press(answer, KO.button_again)
    await words_in(answer, "📖 출처")
    assert [turn["state"] for turn in await world.turns(learner.chat)] == ["busy", "answered"]


@pytest.mark.parametrize("piece", [Piece.cited("\n", 0, 0), "**", "\u200b\u2060"])
async def test_an_answer_in_which_nothing_is_to_be_seen_is_an_apology(world: World, piece: Piece | str) -> None:
    learner = await world.learner()
    world.claude.answer_with(piece, times=1, where=about("(nichts)"))
    assert (await ask(learner, "Was heißt Kaffee (nichts)?")).text == KO.failed


async def test_a_refusal_replaces_what_was_said(world: World) -> None:
    learner = await world.learner()
    with world.claude.thinking(after=40):
        pieces = ("Ein Anfang, der schon zu sehen ist, und ", Piece.cited("noch mehr davon", 0, 0), ".")
        world.claude.answer_with(*pieces, stop_reason="refusal", times=1, where=about("(böse)"))
        asked = await learner.say("Was heißt Kaffee (böse)?")
        answer = await growing(asked)
    await words_in(answer, KO.refused)
    assert answer.text == KO.refused
    assert [button.text for button in answer.buttons] == [KO.button_again]
    assert (await world.turns(learner.chat))[0]["state"] == "refused"
    await ask(learner, "Und was heißt lieb?")
    assert len((await world.asked("lieb")).body["messages"]) == 1


async def test_instructions_that_are_said_all_the_same_go_from_the_chat(world: World) -> None:
    learner = await world.learner()
    world.claude.answer_with("Gern: " + INSTRUCTIONS[:1000], times=1, where=about("(Regeln)"))
    answer = await reply_to(await learner.say("Was heißt Kaffee (Regeln)?"), KO.refused)
    assert INSTRUCTIONS[:20] not in answer.text


async def test_who_blocks_the_bot_costs_no_more(world: World) -> None:
    learner = await world.learner()
    world.claude.answer_with("Kaffee heißt 커피. " * 60, times=1, where=about("tschüss"))
    with world.claude.thinking(after=800):
        with world.claude.thinking(after=40):
            await growing(await learner.say("Was heißt Kaffee (tschüss)?"))
            await learner.block()
        assert await world.outcome(await world.asked("tschüss")) == "disconnected"
    turn = await world.turn_in(learner.chat, "stopped")
    assert len([request for request in world.claude.requests if "tschüss" in request.question]) == 1
    assert (turn["tokens_in"] > 0, turn["tokens_out"] > 0) == (True, True)
    await world.until("SELECT blocked FROM learners WHERE chat = $1", learner.id)
    await learner.unblock()
    await learner.chat.wait_for(lambda chat: KO.stopped in chat.replies[-1].text)
    await say(learner, "/help")
    await world.until("SELECT NOT blocked FROM learners WHERE chat = $1", learner.id)


async def test_what_a_chat_takes_from_nobody_comes_at_the_first_sign_of_life_that_helps(world: World) -> None:
    learner = await world.learner()
    fault = world.telegram.fail(
        "*",
        400,
        "Bad Request: not enough rights to send text messages to the chat",
        times=999,
        where=lambda parameters: to(learner.chat)(parameters) and "text" in parameters,
    )
    fault.left = 0
    with world.claude.thinking():
        asked = await learner.say("Was heißt Kaffee (stumm)?")
        await reply_to(asked, KO.thinking)
        fault.left = 999
    await world.until("SELECT bool_or(owed) FROM turns WHERE chat = $1", learner.id)
    helped = await learner.say("/help")
    await world.until("SELECT unheard FROM learners WHERE chat = $1", learner.id)
    await world.until("SELECT bool_and(owed AND run >= 2) FROM turns WHERE chat = $1", learner.id)
    fault.left = 0
    await learner.say("/privacy")
    answer = await answer_to(asked)
    assert answer.id > helped.id
    assert answer.reply_to is asked
    await world.until("SELECT bool_and(closed) FROM turns WHERE chat = $1", learner.id)
    await reply_to(helped, KO.privacy)
    assert [reply.text for reply in learner.chat.replies if reply is not answer] == [KO.unheard, KO.privacy]
    assert len([request for request in world.claude.requests if "stumm" in request.question]) == 1


async def test_a_refusal_at_any_step_costs_neither_words_nor_a_second_request(world: World) -> None:
    refusals = [(400, "MESSAGE_ID_INVALID"), (400, "chat not found"), (404, "Not Found"), (401, "Unauthorized")]
    steps = [("sendMessage", ""), ("editMessageText", "stop:"), ("editMessageText", "again:")]

    async def play(method: str, button: str, status: int, words: str) -> None:
        learner = await world.learner()
        question = f"Was kostet der Kaffee? ({method} {button} {status} {words})"
        fault = world.telegram.fail(
            method,
            status,
            words if status > 400 else f"Bad Request: {words}",
            where=lambda request: to(learner.chat)(request) and button in str(request.get("reply_markup")),
        )
        with world.claude.thinking(about(question), after=40):
            with world.claude.thinking(about(question)):
                asked = await learner.say(question)
                if method != "sendMessage":  # or the placeholder may be what is refused
                    await reply_to(asked)
            # Or there might be no edit before the last.
            await until(lambda: fault.met or button == "again:")
        answer = await answer_to(asked)
        await world.until("SELECT bool_and(closed) FROM turns WHERE chat = $1", learner.id)
        assert fault.met == 1
        assert replies_after(asked) == [answer], question
        assert "📖 출처" in answer.text
        assert len([request for request in world.claude.requests if question in request.question]) == 1

    await asyncio.gather(*(play(*step, *refusal) for step in steps for refusal in refusals))


async def test_a_link_leads_nowhere_that_the_learner_cannot_see(world: World) -> None:
    learner = await world.learner()
    question = "Was steht auf https://www.goethe.de/a1?"
    text = "Sieh [hier](https://www.goethe.de/a1) und [dort](https://goethe.evil), frag @fremder."
    world.claude.answer_with(text, times=1, where=about(question))
    answer = await ask(learner, question)
    assert "Sieh hier und dort (https://goethe.evil), frag @fremder." in answer.text
    assert [entity.type for entity in answer.entities] == ["text_link", "code"]


async def test_a_command_that_another_bot_deletes_is_answered_again_but_not_fought_for(world: World) -> None:
    learner = await world.learner()
    deleted = "Internal Server Error: sent message was immediately deleted"
    fault = world.telegram.fail("sendMessage", 500, deleted, where=to(learner.chat))
    assert (await reply_to(await learner.say("/help"))).text == KO.help
    fault.left = 2
    await learner.say("/privacy")
    await reply_to(await learner.say("/help"), KO.help)  # a chat's updates are handled one after the other
    assert [reply.text for reply in learner.chat.replies] == [KO.help] * 2


async def test_what_was_left_unsaid_is_owned_up_to_at_the_next_sign_of_life(world: World) -> None:
    person = world.person()
    fault = world.telegram.lose_request("sendMessage", times=2, where=to(person.chat))
    await person.say("/help")
    await world.until("SELECT unheard FROM learners WHERE chat = $1", person.id)
    fault.left, fault.where = 999, lambda request: to(person.chat)(request) and request.get("text") == KO.unheard
    await reply_to(await person.say("/usage"))
    assert await world.pool.fetchval("SELECT unheard FROM learners WHERE chat = $1", person.id)
    fault.left = 0
    asked = await person.say("/privacy")
    await reply_to(asked, KO.privacy)
    await reply_to(await person.say("/help"), KO.help)
    assert [reply.text for reply in person.chat.replies][1:] == [KO.unheard, KO.privacy, KO.help]


async def test_a_copy_of_which_nobody_knows_has_no_button(world: World) -> None:
    """Nobody would ever take it away."""
    learner = await world.learner()
    world.telegram.spoil_answer("sendMessage", lambda _: "<html>", where=to(learner.chat))
    asked = await learner.say("Was heißt Kaffee (zweimal)?")
    answer = await answer_to(asked)
    await world.until("SELECT bool_and(closed) FROM turns WHERE chat = $1", learner.id)
    copy, shown = replies_after(asked)
    assert shown is answer
    assert copy.text in (KO.searching, KO.thinking)
    assert not copy.buttons


async def test_an_update_that_cannot_be_built_is_set_aside_and_keeps_nobody_waiting(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    learner = await world.learner()
    polls = world.telegram.requests["getUpdates"]
    for content in ({"text": "ein Geheimnis"}, {"chat": "ein Geheimnis"}, ["ein Geheimnis"], "ein Geheimnis"):
        world.telegram.put("message", content)
    await ask(learner, "Was heißt Kaffee (weiter)?")
    await until(lambda: not world.telegram.pending_updates)
    assert world.telegram.requests["getUpdates"] - polls < 30
    assert caplog.text.count("(message) is set aside") == 4
    assert "Geheimnis" not in caplog.text


async def test_what_no_library_knows_yet_is_left_out_of_a_message_but_for_who_speaks(world: World) -> None:
    learner = await world.learner()
    said = await learner.say("/help")
    await reply_to(said, KO.help)

    def put(**parts: object) -> None:
        world.telegram.put("message", {**said.to_json(), "entities": [], **parts})

    put(text=None, sticker={"type": "holographic"})
    await reply_to(said, KO.only_text)
    put(message_id=701, text="Was heißt Kaffee (neu)?", reply_to_message={**said.to_json(), "poll": {}}, quote={})
    assert (await world.asked("Kaffee (neu)")).body
    await answer_to(said)
    put(message_id=702, text="/unit", forward_origin={"type": "user"})
    await reply_to(said, KO.trouble)


async def test_a_button_without_a_message_is_no_trouble(world: World, caplog: pytest.LogCaptureFixture) -> None:
    learner = await world.learner()
    query = {"from": learner.user, "inline_message_id": "7", "data": "help:"}
    assert await asyncio.wait_for(learner._switchboard.pressed(learner.chat, query), PATIENCE) == ""
    assert "was not handled" not in caplog.text
