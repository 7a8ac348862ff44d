"""An answer is a job: whoever takes it goes on in its messages, and whoever has lost it is silent."""

import asyncio
import signal
from contextlib import AsyncExitStack, ExitStack

import pytest

from bot.answering import writer
from bot.reply import delivery
from bot.sandbox.screen import PLACEHOLDERS
from bot.sandbox.telegram.chats import Message
from bot.texts.ko import TEXTS as KO
from bot.tutor.answer import Answer
from bot.tutor.answer_jobs import ANSWER, ANSWERS
from bot.tutor.answer_runs import AnswerRuns
from bot.tutor.claude import WORTH_GOING_ON
from bot.tutor.conversations import Conversations
from bot.tutor.questions import Question, Questions
from bot.tutor.turns import Place, TurnState
from ingest.jobs.queue import defer
from ingest.jobs.workers import LIVES
from ingest.tokens import encoding
from tests.bot.chat.world import (
    World,
    answer_to,
    broken_answer,
    growing,
    is_complete,
    is_growing,
    reply_to,
    to,
    words_in,
)
from tests.bot.processes import bot_process
from tests.bot.waiting import until
from tests.databases import HERE, until_blocked

pytestmark = pytest.mark.long

WHOLE = "Kaffee ist ein Wort, das man oft braucht, wenn man müde ist. " * 10


async def at_work(world: World) -> None:
    """Waits for the first worker that takes answers."""
    await world.until(f"SELECT true FROM pg_stat_activity WHERE datid = {HERE} AND query LIKE 'LISTEN%answers%'")


async def end_elsewhere(world: World, turn: int) -> None:
    """As another process does, once it has taken a turn over; nothing of this changes the chat."""
    runs, answer = AnswerRuns(world.pool), Answer()
    answer.add_text("Woanders.")
    begun = await runs.begin(turn, again=True)
    assert begun is not None
    await runs.end(begun[0], TurnState.ANSWERED, answer)
    await runs.close(begun[0])


async def test_the_answers_of_a_killed_process_go_on_in_another(own_course: World) -> None:
    """What grew there grows on in its message, what waited for it comes after it, and each is recorded once."""
    world = own_course
    learner = await world.learner()
    async with AsyncExitStack() as other:
        thinking = other.enter_context(ExitStack())
        thinking.enter_context(world.claude.thinking(after=60))
        async with bot_process(world) as doomed:
            await at_work(world)
            first = await learner.say("Was heißt Kaffee?")
            broken = await growing(first)
            second = await learner.say("Was heißt Nummer?")
            waiting = await reply_to(second, KO.waiting.format(count=1))
            await world.until("SELECT bool_and(replies <> '{}') FROM turns")
            await other.enter_async_context(world.bot())
            seen = len(broken.versions)
            doomed.close()
        await world.asked("Kaffee", times=2)
        thinking.close()
        assert await answer_to(first) is broken
        assert await answer_to(second) is waiting
        await world.until("SELECT bool_and(closed) FROM turns")
    assert not any(version.text.startswith(PLACEHOLDERS) for version in broken.versions[seen:])
    assert learner.chat.replies == [broken, waiting]
    assert [turn["state"] for turn in await world.turns(learner.chat)] == ["answered", "answered"]


async def test_the_first_words_of_an_answer_are_kept_at_once_though_no_message_shows_them_yet(
    own_course: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is killed then has them paid once: fewer are not worth going on with."""
    encoding.cache_clear()
    monkeypatch.setattr(writer, "_CHECKPOINT_EVERY", 1000.0)
    monkeypatch.setattr(delivery, "_SEND_TIMEOUT", 1000.0)
    world, learner = own_course, await own_course.learner()
    with world.claude.thinking(after=WORTH_GOING_ON):
        async with world.bot():
            assert encoding.cache_info().currsize, "loading it would stop all that grows"
            with world.telegram.held("sendMessage") as placeholder:
                with world.claude.thinking():
                    await learner.say("Was heißt Kaffee?")
                    await until(lambda: placeholder.met)
                await world.until("SELECT length(answer) >= $1 FROM turns", WORTH_GOING_ON)


async def test_what_is_written_of_a_long_answer_is_not_asked_for_again(own_course: World) -> None:
    """Also when only the end of it was not recorded, or not even that it was shown."""
    world = own_course
    learner = await world.learner()
    world.claude.answer_with(WHOLE)
    async with bot_process(world):
        await at_work(world)
        with world.claude.thinking(after=250):
            broken = await growing(await learner.say("Was heißt Kaffee?"))
            await world.until("SELECT length(answer) >= 250 FROM turns")
    async with world.bot():
        await world.until("SELECT bool_and(closed) FROM turns")
    first, second = world.claude.requests
    [turn] = await world.turns(learner.chat)
    assert (turn["answer"], turn["state"]) == (WHOLE, "answered")
    assert 0 < len(second.said) < len(WHOLE) - 240
    assert turn["tokens_in"] > first.body["max_tokens"]  # of both requests
    assert learner.chat.replies == [broken]


async def test_an_answer_whose_last_edit_stands_and_whose_end_is_not_recorded_costs_its_last_word(
    own_course: World,
) -> None:
    world = own_course
    learner = await world.learner()
    world.claude.answer_with(WHOLE)
    async with world.bot():
        asked = await learner.say("Was heißt Kaffee?")
        answer = await answer_to(asked)
        await world.until("SELECT bool_and(closed) FROM turns")
    shown = answer.text
    await world.pool.execute("UPDATE turns SET state = 'asked', closed = false, ended = NULL")
    [turn] = await world.turns(learner.chat)
    async with world.pool.acquire() as connection:
        await defer(connection, ANSWERS, ANSWER, {"turn": turn["id"]}, lock=None)
    async with world.bot():
        await world.until("SELECT bool_and(closed AND state = 'answered') FROM turns")
    assert (await answer_to(asked), answer.text) == (answer, shown)
    assert world.claude.requests[1].said.strip() == "ist."
    assert learner.chat.replies == [answer]


async def test_an_again_and_a_more_pressed_before_the_kill_are_answered_once_after_it(own_course: World) -> None:
    world = own_course
    learner = await world.learner()
    async with world.bot():
        answer = await answer_to(await learner.say("Was heißt Kaffee?"))
        await world.until("SELECT bool_and(closed) FROM turns")
    [row] = await world.turns(learner.chat)
    questions = Questions(world.pool)
    turn = await Conversations(world.pool).turn(Place(learner.id), row["id"])
    assert turn is not None
    assert await questions.ask_again(turn)
    assert await questions.ask_again(turn) is None  # the press is handled again
    assert await questions.ask_further(turn, "Mehr davon!", "press")
    assert await questions.ask_further(turn, "Mehr davon!", "press") is None
    async with world.bot():
        await world.until("SELECT count(*) = 3 AND bool_and(closed) FROM turns")
    assert learner.chat.replies[0] is answer
    assert len(learner.chat.replies) == 2
    assert [request.question for request in world.claude.requests] == ["Was heißt Kaffee?"] * 2 + ["Mehr davon!"]


async def test_a_process_that_is_told_to_end_gives_back_what_grows(own_course: World) -> None:
    world = own_course
    learner = await world.learner()
    async with bot_process(world) as process:
        await at_work(world)
        with world.claude.thinking(after=60):
            asked = await learner.say("Was heißt Kaffee?")
            broken = await growing(asked)
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0
    [turn] = await world.turns(learner.chat)
    assert (turn["attempts"], turn["state"], turn["replies"]) == (0, "asked", [broken.id])
    assert turn["answer"]
    async with world.bot():
        assert await answer_to(asked) is broken
    assert learner.chat.replies == [broken]


async def test_a_process_that_is_told_to_end_asks_claude_no_more(own_course: World) -> None:
    """Here in the moment in which the book has been searched; what it asked would be asked again by the next."""
    world = own_course
    learner = await world.learner()
    async with AsyncExitStack() as bot:
        await bot.enter_async_context(world.bot())
        async with world.pool.acquire() as connection, connection.transaction():
            await connection.execute("LOCK TABLE vectors IN ACCESS EXCLUSIVE MODE")
            asked = await learner.say("Was heißt Kaffee?")
            await world.until("SELECT run = 1 FROM turns")
            await until_blocked(world.pool)
            ending = asyncio.create_task(bot.aclose())
            # No update is handled any more.
            await world.until(f"SELECT count(*) < 3 FROM pg_locks WHERE classid = $1 AND database = {HERE}", LIVES)
        await ending
    assert not world.claude.requests
    async with world.bot():
        await answer_to(asked)


async def test_who_has_lost_an_answer_takes_back_what_nobody_noted_and_asks_claude_no_more(own_course: World) -> None:
    """Its message was sent while the database was away, or just before a pause: the next one sends one of its own."""
    world = own_course
    learner = await world.learner()
    world.claude.break_off("reset", after=60)
    async with world.bot():
        with world.claude.thinking(after=40):
            shown = await growing(await learner.say("Was heißt Kaffee?"))
            await world.until("SELECT cardinality(replies) > 0 FROM turns")
            [row] = await world.turns(learner.chat)
            await world.pool.execute("UPDATE turns SET replies = '{77}'")
            await end_elsewhere(world, row["id"])
        await learner.chat.wait_for(lambda chat: shown not in chat.replies)
        await learner.chat.wait_for(lambda chat: [reply.text for reply in chat.replies] == ["Woanders."])
    assert len(world.claude.requests) == 1
    assert world.claude.requests[0].outcome != "complete"


async def test_a_change_that_comes_after_the_answer_was_lost_hides_nothing(
    own_course: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process stood still between its last look at the database and an edit, longer than the answer needed elsewhere:
    its half text and its button stood there for ever. It looks again soon, though Claude is silent."""
    monkeypatch.setattr(writer, "STAYS_OWN", 0.5)
    world = own_course
    learner = await world.learner()
    world.claude.answer_with(WHOLE)
    async with world.bot():
        with world.claude.thinking(after=400):
            with world.telegram.held("editMessageText", where=lambda edit: len(edit["text"]) > 300) as late:
                with world.claude.thinking(after=60):  # so that an edit before it brings the button
                    shown = await growing(await learner.say("Was heißt Kaffee?"))
                await until(lambda: late.met)
                [row] = await world.turns(learner.chat)
                await end_elsewhere(world, row["id"])
            assert await world.outcome(await world.asked("Kaffee")) == "disconnected"
        await shown.chat.wait_for(lambda _: is_complete(shown))
        await world.until("SELECT bool_and(closed AND state = 'answered' AND answer = 'Woanders.') FROM turns")
    assert shown.text == "Woanders."
    assert len(shown.versions[-2].text) > 300  # the late one
    assert learner.chat.replies == [shown]


async def test_an_answer_is_stopped_wherever_it_grows(own_course: World) -> None:
    world = own_course
    learner = await world.learner()
    questions = Questions(world.pool)
    async with world.bot():
        with world.claude.thinking(after=60):
            broken = await growing(await learner.say("Was heißt Kaffee?"))
            second = await learner.say("Was heißt Nummer?")
            await reply_to(second, KO.waiting.format(count=1))
            growing_turn, waiting_turn = (row["id"] for row in await world.turns(learner.chat))
            assert await questions.stop([waiting_turn])  # as another process does
            await reply_to(second, KO.stopped)
            assert is_growing(broken)
            assert await questions.stop([growing_turn])
            await words_in(broken, KO.stopped)
            assert await world.outcome(await world.asked("Kaffee")) == "disconnected"
        await world.until("SELECT bool_and(closed AND ended IS NOT NULL) FROM turns")
    assert "Nummer" not in " ".join(request.question for request in world.claude.requests)


async def test_a_stop_that_comes_with_the_last_words_leaves_no_button_that_does_nothing(own_course: World) -> None:
    """Whichever of the two the database hears of first."""
    world = own_course
    learner = await world.learner()
    async with world.bot():
        with world.claude.thinking(after=60):
            asked = await learner.say("Was heißt Kaffee?")
            shown = await growing(asked)
            connection = await world.pool.acquire()
            stopping = connection.transaction()
            await stopping.start()
            await connection.execute("UPDATE turns SET state = 'stopped'")  # which the answer does not see yet
        assert await world.outcome(await world.asked("Kaffee")) == "complete"
        await stopping.commit()
        await world.pool.release(connection)
        await world.until("SELECT bool_and(closed AND state = 'stopped' AND ended IS NOT NULL) FROM turns")
        await shown.chat.wait_for(lambda _: not is_growing(shown))
    assert learner.chat.replies == [shown]


async def test_a_stop_after_the_last_word_finds_a_button_that_is_past(own_course: World) -> None:
    """The answer is recorded, and Telegram has not taken its last edit yet."""
    world = own_course
    learner = await world.learner()
    async with world.bot():
        with world.claude.thinking(after=60):
            asked = await learner.say("Was heißt Kaffee?")
            shown = await growing(asked)
            refused = world.telegram.fail("editMessageText", 502, "Bad Gateway", times=999, where=to(learner.chat))
        await world.until("SELECT bool_and(ended IS NOT NULL) FROM turns")
        assert await learner.press(shown, KO.button_stop) == KO.button_old
        refused.left = 0
        assert await answer_to(asked) is shown
        await world.until("SELECT bool_and(closed AND state = 'answered') FROM turns")


async def test_a_stop_that_was_pressed_before_the_kill_is_shown_after_it(own_course: World) -> None:
    world = own_course
    learner = await world.learner()
    broken = await broken_answer(world, learner)
    shown = broken.text
    [row] = await world.turns(learner.chat)
    assert await Questions(world.pool).stop([row["id"]])
    async with world.bot():
        await words_in(broken, KO.stopped)
        await world.until("SELECT bool_and(closed AND ended IS NOT NULL) FROM turns")
    assert broken.text.startswith(shown)
    assert len(world.claude.requests) == 1


async def test_what_waited_for_its_unit_is_answered_though_the_process_ends_once_it_is_chosen(
    own_course: World,
) -> None:
    world = own_course
    learner = await world.learner()
    asked = await learner.say("Was heißt Kaffee?")
    questions, place = Questions(world.pool), Place(learner.id)
    await questions.ask(Question(place, asked.text, asked.id, person=learner.id), None, state=TurnState.WAITING)
    await questions.choose(place, "A1-2")
    async with world.bot():
        await answer_to(asked)
    assert [turn["unit"] for turn in await world.turns(learner.chat)] == ["A1-2"]
    assert len(learner.chat.replies) == 1


@pytest.mark.parametrize("elsewhere", ["", ", closed = true, state = 'set_aside', run = 9"])
async def test_a_message_that_nobody_noted_goes_when_its_button_is_pressed(own_course: World, elsewhere: str) -> None:
    """Also when its answer stands elsewhere."""
    world = own_course
    learner = await world.learner()
    async with world.bot():
        with world.claude.thinking(after=60):
            orphan: Message = await growing(await learner.say("Was heißt Kaffee?"))
            # as if it had been sent before a kill
            await world.pool.execute(f"UPDATE turns SET replies = '{{77}}'{elsewhere}")
            await learner.press(orphan, KO.button_stop)
            await learner.chat.wait_for(lambda chat: orphan not in chat.replies)
        await world.until("SELECT bool_and(closed) FROM turns")
