"""An answer as it is given, in Postgres."""

import asyncpg
import pytest

from bot.tutor.answer_runs import AnswerRuns, HeldJob, Superseded
from bot.tutor.cost import Usage
from bot.tutor.questions import Question, Questions
from bot.tutor.sources import Source
from bot.tutor.turns import TurnState
from tests.bot.tutor.asking import ANNA, answered, begin, said


async def test_what_is_open_is_begun_where_it_was_left(questions: Questions, runs: AnswerRuns) -> None:
    closed = await answered(questions, runs, "A1-1", "fertig")
    await runs.close(closed)
    assert await runs.begin(closed.id) is None
    asked = await questions.ask(Question(ANNA, "offen", 4), "A1-1")
    assert await runs.store_notice(asked, 21)
    turn = await begin(runs, asked)
    assert not await runs.store_notice(asked, 23)
    assert await runs.store_messages(turn, ANNA.chat, [21, 22])
    assert await runs.begin(turn.id) is None  # perhaps it has ended its process
    left = await begin(runs, turn, again=True)
    assert (left.question, turn.replies, left.replies) == ("offen", (21,), (21, 22))


async def test_who_has_lost_the_job_to_another_worker_does_not_begin_it(
    questions: Questions, runs: AnswerRuns, pool: asyncpg.Pool
) -> None:
    """A process that stood still between taking the job and beginning it; the other one's answer has grown already."""
    asked = await questions.ask(Question(ANNA, "offen", 4), "A1-1")
    paused, other = [
        await pool.fetchval("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id") for _ in range(2)
    ]
    job = await pool.fetchval(
        "UPDATE procrastinate_jobs SET status = 'doing', worker_id = $1 WHERE args = $2 RETURNING id",
        other,
        {"turn": asked.id},
    )
    assert await runs.begin(asked.id, held=HeldJob(job, other))
    await pool.execute("UPDATE turns SET attempts = 0")
    assert await runs.begin(asked.id, held=HeldJob(job, paused)) is None
    assert await runs.begin(asked.id, again=True, held=HeldJob(job, paused)) is None
    assert await runs.begin(asked.id, held=HeldJob(job, other))


async def test_what_was_left_open_for_more_than_a_day_has_failed(
    questions: Questions, runs: AnswerRuns, pool: asyncpg.Pool
) -> None:
    turns = [
        await questions.ask(Question(ANNA, "offen", 4), "A1-1"),
        await answered(questions, runs, "A1-1", "nur noch nicht gezeigt"),
    ]
    await pool.execute("UPDATE turns SET asked = asked - interval '2 days'")
    assert [(await begin(runs, turn)).state for turn in turns] == [TurnState.FAILED, TurnState.ANSWERED]


async def test_who_has_lost_a_turn_writes_nothing_more(
    questions: Questions, runs: AnswerRuns, pool: asyncpg.Pool
) -> None:
    lost = await begin(runs, await questions.ask(Question(ANNA, "offen", 4), "A1-1"))
    turn = await begin(runs, lost, again=True)
    before = await pool.fetchrow("SELECT * FROM turns")
    for write in (
        runs.draft(lost, said("verloren")),
        runs.store_messages(lost, ANNA.chat, [1]),
        runs.end(lost, TurnState.ANSWERED, said("verloren")),
        runs.close(lost),
        runs.owe(lost, is_mute=True),
    ):
        with pytest.raises(Superseded):
            await write
    await runs.uncount_attempt(lost)
    assert await pool.fetchrow("SELECT * FROM turns") == before
    await runs.end(turn, TurnState.ANSWERED, said("Antwort"))
    await pool.execute("DELETE FROM turns")
    assert await runs.draft(turn, said("vergessen")) is TurnState.STOPPED


async def test_only_an_answer_that_comes_no_further_is_set_aside(questions: Questions, runs: AnswerRuns) -> None:
    turn = await begin(runs, await questions.ask(Question(ANNA, "offen", 4), "A1-1"))
    for text in ("Ein Wort", "Ein Wort mehr", "Ein Wort mehr als genug"):
        await runs.draft(turn, said(text))
        turn = await begin(runs, turn)  # as one that nobody suspects
    for _ in range(2):
        await runs.draft(turn, said("Ein Wort mehr als genug"))  # which was there already
        assert await runs.begin(turn.id) is None
        turn = await begin(runs, turn, again=True)
        assert turn.state is TurnState.ASKED
    assert (await begin(runs, turn, again=True)).state is TurnState.SET_ASIDE


async def test_an_answer_that_comes_a_little_further_each_time_is_not_begun_for_ever(
    questions: Questions, runs: AnswerRuns
) -> None:
    turn = await begin(runs, await questions.ask(Question(ANNA, "offen", 4), "A1-1"))
    for number in range(1, 100):
        if turn.state is TurnState.SET_ASIDE:
            return
        await runs.draft(turn, said("weiter " * number))
        turn = await begin(runs, turn)
    raise AssertionError


async def test_a_later_answer_is_not_announced_before_an_earlier_one_that_is_not_shown(
    questions: Questions, runs: AnswerRuns
) -> None:
    """Whatever has become of that: it will be shown."""
    earlier, later = [await questions.ask(Question(ANNA, "offen", number), "A1-1") for number in (4, 5)]
    assert not await runs.are_shown_before(later)
    turn = await begin(runs, earlier)
    await runs.end(turn, TurnState.ANSWERED, said("Antwort"))
    assert not await runs.are_shown_before(later)
    await runs.store_messages(turn, ANNA.chat, [21])
    assert await runs.are_shown_before(later)


async def test_a_question_that_waits_for_its_unit_holds_up_no_announcement(
    questions: Questions, runs: AnswerRuns
) -> None:
    await questions.ask(Question(ANNA, "welche?", 4), None, state=TurnState.WAITING)
    refused = await begin(runs, await questions.ask(Question(ANNA, "offen", 5), "A1-1"))
    later = await questions.ask(Question(ANNA, "auch", 6), "A1-1")
    await runs.owe(refused, is_mute=False)  # nor does what Telegram has refused
    assert await runs.are_shown_before(later)


async def test_an_answer_is_kept_as_far_as_it_has_come(questions: Questions, runs: AnswerRuns) -> None:
    turn = await begin(runs, await questions.ask(Question(ANNA, "offen", 4), "A1-1"))
    assert await runs.draft(turn, said("So weit")) is TurnState.ASKED
    left = await begin(runs, turn)
    recorded = await runs.recorded(left)
    assert (left.state, recorded.text, recorded.plain) == (TurnState.ASKED, "So weit", "So weit")
    assert await questions.stop([turn.id])
    assert not await questions.stop([turn.id])
    assert await runs.draft(left, said("So weit, so gut")) is TurnState.STOPPED
    await runs.end(left, TurnState.ANSWERED, said("So weit, so gut"))
    assert await runs.state(turn.id) is TurnState.STOPPED


async def test_the_messages_of_a_replaced_turn_are_its_successors(questions: Questions, runs: AnswerRuns) -> None:
    turn = await begin(runs, await questions.ask(Question(ANNA, "alt", 4), "A1-1"))
    successor = await questions.ask_again(turn, "neu")
    assert successor is not None
    await runs.store_messages(turn, ANNA.chat, [21])  # it was on its way
    assert (await begin(runs, successor)).replies == (21,)


async def test_an_answer_that_the_chat_does_not_show_yet_is_found_with_its_sources(
    questions: Questions, runs: AnswerRuns
) -> None:
    turn = await questions.ask(Question(ANNA, "offen", 4), "A1-1")
    answer = said("Antwort")
    answer.sources.append(Source(1, "A1-1", (5, 6), "Guten Tag!"))
    await runs.end(turn, TurnState.ANSWERED, answer)
    left = await begin(runs, turn)
    assert (left.state, left.is_ended) == (TurnState.ANSWERED, True)
    recorded = await runs.recorded(left)
    assert (recorded.text, recorded.sources) == (answer.text, answer.sources)


async def test_tokens_model_price_and_time_are_recorded(
    questions: Questions, runs: AnswerRuns, pool: asyncpg.Pool
) -> None:
    turn = await questions.ask(Question(ANNA, "Frage", 4), "A1-1")
    answer = said("Antwort")
    answer.first_word_seconds, answer.stop_reason = 0.5, "max_tokens"
    answer.usage = Usage(1500, 200, 1100, 300)
    await runs.end(turn, TurnState.CUT, answer)
    row = await pool.fetchrow("SELECT * FROM turns")
    assert row is not None
    assert (row["state"], row["answer"], row["model"]) == ("cut", "Antwort", "claude-sonnet-4-6")
    assert (row["tokens_in"], row["tokens_out"], row["tokens_cached"]) == (1500, 200, 1100)
    assert row["cents"] == pytest.approx((100 * 3 + 1100 * 0.3 + 300 * 3.75 + 200 * 15) / 1e4)
    assert row["first_word_seconds"] == 0.5
