"""Learners and the turns behind them, in Postgres."""

import asyncio

import asyncpg
import pytest

from bot.tutor.answer_runs import AnswerRuns
from bot.tutor.conversations import Conversations
from bot.tutor.questions import Question, Questions
from bot.tutor.turns import Place, TurnState
from tests.bot.tutor.asking import ANNA, TOPIC, answered, said


async def test_language_and_unit_are_kept(conversations: Conversations, questions: Questions) -> None:
    assert (await conversations.learner(ANNA, "ko")).unit is None
    await conversations.set_language(ANNA, "de")
    await questions.choose(ANNA, "A1-13")
    learner = await conversations.learner(ANNA, "ko")
    assert (learner.language, learner.unit) == ("de", "A1-13")


async def test_history_is_this_units_last_ten_messages_oldest_first(
    conversations: Conversations, questions: Questions, runs: AnswerRuns
) -> None:
    for number in range(7):
        await answered(questions, runs, "A1-1", f"Frage {number}")
    await answered(questions, runs, "A1-2", "in einer anderen Lektion")
    turn = await questions.ask(Question(ANNA, "jetzt", 9), "A1-1")
    history = await conversations.history(turn)
    assert [past.question for past in history] == [f"Frage {number}" for number in range(2, 7)]


@pytest.mark.parametrize("state", [TurnState.FAILED, TurnState.REFUSED, TurnState.REPLACED])
async def test_what_was_no_answer_stays_out_of_the_history(
    conversations: Conversations, questions: Questions, runs: AnswerRuns, state: TurnState
) -> None:
    await answered(questions, runs, "A1-1", "gut")
    await answered(questions, runs, "A1-1", "schlecht", state)
    turn = await questions.ask(Question(ANNA, "jetzt", 9), "A1-1")
    assert [past.question for past in await conversations.history(turn)] == ["gut"]


async def test_an_answer_without_a_word_stays_out_of_the_history(
    conversations: Conversations, questions: Questions, runs: AnswerRuns
) -> None:
    blank = await questions.ask(Question(ANNA, "Frage", 1), "A1-1")
    await runs.end(blank, TurnState.STOPPED, said(" \n"))
    turn = await questions.ask(Question(ANNA, "jetzt", 9), "A1-1")
    assert await conversations.history(turn) == []


async def test_a_new_start_leaves_earlier_turns_out(
    conversations: Conversations, questions: Questions, runs: AnswerRuns
) -> None:
    await answered(questions, runs, "A1-1", "früher")
    await conversations.start_afresh(ANNA, 9)
    turn = await questions.ask(Question(ANNA, "jetzt", 9), "A1-1")
    assert await conversations.history(turn) == []
    await runs.end(turn, TurnState.ANSWERED, said("neu"))
    await conversations.start_afresh(ANNA, 9)  # `/new jetzt` is handled again, after a kill
    further = await questions.ask(Question(ANNA, "dann", 10), "A1-1")
    assert [past.question for past in await conversations.history(further)] == ["jetzt"]


async def test_topics_of_a_group_are_conversations_of_their_own(
    conversations: Conversations, questions: Questions, runs: AnswerRuns
) -> None:
    await conversations.learner(TOPIC, "ko")
    await conversations.learner(Place(-100, 4), "ko")
    await answered(questions, runs, "A1-1", "nebenan", place=Place(-100, 4))
    turn = await questions.ask(Question(TOPIC, "hier", 9), "A1-1")
    assert await conversations.history(turn) == []


async def test_nobody_reaches_a_turn_of_another_chat(conversations: Conversations, questions: Questions) -> None:
    turn = await questions.ask(Question(ANNA, "meine", 1), "A1-1")
    assert await conversations.turn(Place(8), turn.id) is None
    assert await conversations.turn(ANNA, turn.id) == turn


async def test_a_person_has_one_language_in_all_topics_and_each_topic_its_unit(
    conversations: Conversations, questions: Questions
) -> None:
    await conversations.set_language(ANNA, "de")
    learner = await conversations.learner(Place(ANNA.chat, 3), "ko")
    assert (learner.language, learner.unit) == ("de", None)
    await questions.choose(learner.place, "A1-2")
    await conversations.set_language(learner.place, "en")
    home = await conversations.learner(ANNA, "ko")
    assert (home.language, home.unit) == ("en", None)


async def test_topics_of_a_group_may_have_languages_of_their_own(conversations: Conversations) -> None:
    other = Place(TOPIC.chat, 4)
    for place in (TOPIC, other):
        await conversations.learner(place, "ko")
    await conversations.set_language(TOPIC, "de")
    assert [(await conversations.learner(place, "ko")).language for place in (TOPIC, other)] == ["de", "ko"]


async def test_a_supergroup_goes_on_where_the_group_was(
    conversations: Conversations, questions: Questions, runs: AnswerRuns, pool: asyncpg.Pool
) -> None:
    old, new = Place(-40), Place(-1001)
    await conversations.learner(old, "de")
    await questions.choose(old, "A1-2")
    await answered(questions, runs, "A1-2", "früher", place=old)
    growing = await questions.ask(Question(old, "gerade", 4), "A1-2")
    await runs.store_messages(growing, old.chat, [5])
    await conversations.learner(new, "ko")  # somebody was quicker
    await asyncio.gather(*(conversations.move(old.chat, new.chat) for _ in range(2)))
    learner = await conversations.learner(new, "ko")
    assert (learner.language, learner.unit) == ("de", "A1-2")
    assert [turn.question for turn in await conversations.history(growing)] == ["früher"]
    assert not await runs.store_messages(growing, old.chat, [5])  # sent before the reply hears of the move
    moved = await conversations.turn(new, growing.id)
    assert moved is not None
    assert (moved.message, moved.replies) == (None, ())
    assert await runs.store_messages(growing, new.chat, [2])
    assert await pool.fetchval("SELECT count(*) FROM learners WHERE chat = $1", old.chat) == 0
