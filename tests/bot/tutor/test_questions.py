"""Questions as they are asked, stopped and asked again, in Postgres."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from bot.records.inbox import Inbox
from bot.tutor.allowance import Allowance, LimitKind, LimitReached, Limits
from bot.tutor.answer_runs import AnswerRuns
from bot.tutor.conversations import Conversations
from bot.tutor.questions import AskedAlready, Question, Questions, TooManyUnanswered
from bot.tutor.turns import Place, Turn, TurnState
from tests.bot.tutor.asking import ANNA, TOPIC, answered, said


async def test_the_turn_of_a_message_is_found_however_late(questions: Questions, pool: asyncpg.Pool) -> None:
    turn = await questions.ask(Question(ANNA, "Frage", 4), "A1-1")
    await pool.execute("UPDATE turns SET asked = asked - interval '1 hour'")
    assert await questions.turn_of_message(ANNA, 4) == turn


async def test_what_waits_for_others_waits_no_more_when_it_is_stopped(
    questions: Questions, runs: AnswerRuns, pool: asyncpg.Pool
) -> None:
    turns = [await questions.ask(Question(ANNA, f"{number}?", number), "A1-1") for number in range(3)]
    assert [await runs.answers_before(turn) for turn in turns] == [0, 1, 2]
    assert await questions.under_way(ANNA, None) == [turn.id for turn in turns]
    await questions.stop([turns[1].id])
    locks = await pool.fetch("SELECT lock FROM procrastinate_jobs ORDER BY id")
    assert [row["lock"] for row in locks] == ["place:7:0", None, "place:7:0"]
    assert await runs.answers_before(turns[2]) == 1


async def test_questions_wait_for_their_unit_and_are_given_out_once(questions: Questions) -> None:
    for number, question in enumerate(("wo?", "wann?", "wo?")):  # sent again: what it was answered was lost
        await questions.ask(Question(ANNA, question, number), None, state=TurnState.WAITING)
    turns, _ = await questions.choose(ANNA, "A1-2")
    assert [(turn.question, turn.unit, turn.state) for turn in turns] == [
        ("wann?", "A1-2", TurnState.ASKED),
        ("wo?", "A1-2", TurnState.ASKED),
    ]
    assert await questions.choose(ANNA, "A1-2") == ([], None)


async def test_a_question_edited_while_it_waits_for_its_unit_goes_on_waiting(questions: Questions) -> None:
    turn = await questions.ask(Question(ANNA, "wo?", 4), None, state=TurnState.WAITING)
    await questions.ask_again(turn, "woher?")
    turns, _ = await questions.choose(ANNA, "A1-2")
    assert [turn.question for turn in turns] == ["woher?"]


async def test_the_same_further_question_is_asked_once_at_a_time(questions: Questions, runs: AnswerRuns) -> None:
    turn = await answered(questions, runs, "A1-1", "Frage")
    further = await asyncio.gather(*(questions.ask_further(turn, "mehr: Frage", press) for press in ("1", "2", "2")))
    [asked] = filter(None, further)
    await runs.end(asked, TurnState.ANSWERED, said("mehr"))
    assert await questions.ask_further(turn, "mehr: Frage", "4") is not None


async def test_a_press_that_is_handled_again_asks_once(questions: Questions, runs: AnswerRuns) -> None:
    turn = await answered(questions, runs, "A1-1", "Frage")
    further = await questions.ask_further(turn, "mehr: Frage", "1")
    assert further is not None
    await runs.end(further, TurnState.ANSWERED, said("mehr"))
    assert await questions.ask_further(turn, "mehr: Frage", "1") is None


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "가" * 2000], ids=["NUL", "surrogate", "long"])
async def test_any_text_can_be_kept_as_an_answer(questions: Questions, runs: AnswerRuns, text: str) -> None:
    turn = await questions.ask(Question(ANNA, "Frage", 4), "A1-1")
    await runs.end(turn, TurnState.ANSWERED, said(text))


async def test_another_bots_message_with_the_number_of_an_old_one_asks_too(
    questions: Questions, pool: asyncpg.Pool
) -> None:
    await Inbox(pool).accept([{"update_id": 1, "message": {"chat": {"id": ANNA.chat}}}])
    old = await questions.ask(Question(ANNA, "alt", 4, update=1), "A1-1")
    with pytest.raises(AskedAlready):
        await questions.ask(Question(ANNA, "neu", 4, update=1), "A1-1")
    await pool.execute("UPDATE turns SET asked = now() - interval '2 minutes'")
    new = await questions.ask(Question(ANNA, "neu", 4, update=1), "A1-1")
    assert await questions.turn_of_message(ANNA, 4) == new != old


async def test_a_message_asks_once(questions: Questions) -> None:
    turn = await questions.ask(Question(ANNA, "Frage", 4), "A1-1")
    with pytest.raises(AskedAlready):
        await questions.ask(Question(ANNA, "Frage", 4), "A1-1")
    edited = await questions.ask_again(turn, "Die Frage")
    with pytest.raises(AskedAlready):
        await questions.ask(Question(ANNA, "Frage", 4), "A1-1")
    assert await questions.turn_of_message(ANNA, 4) == edited


async def room_for(questions: Questions, place: Place, person: int | None) -> int:
    """How many questions are kept until it is said that too many wait; then all of these have an answer."""
    asked: list[Turn] = []
    try:
        while True:
            asked.append(await questions.ask(Question(place, "noch eine", person=person), "A1-1"))
    except TooManyUnanswered:
        await questions.stop([turn.id for turn in asked])
        return len(asked)


async def test_what_waits_of_a_person_is_counted_wherever_they_asked_today(
    conversations: Conversations, questions: Questions, runs: AnswerRuns, pool: asyncpg.Pool
) -> None:
    for place in (ANNA, TOPIC):
        await conversations.learner(place, "ko")
    await questions.ask(Question(ANNA, "gestern", 5, person=7), None, state=TurnState.WAITING)
    await pool.execute("UPDATE turns SET asked = asked - interval '1 day'")
    await questions.ask(Question(ANNA, "eins", 1, person=7), "A1-1")
    await questions.ask(Question(TOPIC, "zwei", 2, person=7), None, state=TurnState.WAITING)
    await questions.ask(Question(TOPIC, "fremd", 3, person=8), "A1-1")
    await questions.ask(Question(TOPIC, "von niemandem", 4), "A1-1")
    await answered(questions, runs, "A1-1", "fertig")
    assert [await room_for(questions, ANNA, person) for person in (7, 8, 9)] == [3, 4, 5]
    assert [await room_for(questions, place, None) for place in (ANNA, TOPIC)] == [5, 4]


async def test_a_clock_that_is_put_back_takes_no_questions(conversations: Conversations, pool: asyncpg.Pool) -> None:
    await conversations.learner(ANNA, "ko")
    questions = Questions(pool, Allowance(pool, Limits(questions_an_hour=2, questions_at_once=1)))
    await questions.ask(Question(ANNA, "vorher", 1, person=7), "A1-1")
    with pytest.raises(LimitReached):
        await questions.ask(Question(ANNA, "zu bald", 2, person=7), "A1-1")
    await pool.execute("UPDATE allowances SET counted = now() + interval '1 year'")
    assert (await questions.allowance.left(7)).questions == 1
    await questions.ask(Question(ANNA, "nachher", 3, person=7), "A1-1")


async def test_a_question_that_waits_for_its_unit_takes_cents_when_it_is_asked(
    conversations: Conversations, pool: asyncpg.Pool
) -> None:
    await conversations.learner(ANNA, "ko")
    questions = Questions(pool, Allowance(pool, Limits(cents_a_day=7.0, reserve=3.0)))
    for number in (1, 2, 3):
        await questions.ask(Question(ANNA, f"Frage {number}", number), None, state=TurnState.WAITING)
    asked, limit = await questions.choose(ANNA, "A1-1")
    assert [turn.question for turn in asked] == ["Frage 1", "Frage 2"]
    assert limit
    assert limit.kind is LimitKind.CENTS
    with pytest.raises(LimitReached):
        await questions.ask(Question(ANNA, "Frage 4", 4), None, state=TurnState.WAITING)
    await pool.execute("UPDATE spending SET cents = 0")
    asked, limit = await questions.choose(ANNA, "A1-2")
    assert [turn.question for turn in asked] == ["Frage 3"]
    assert limit is None


async def test_cents_count_on_the_day_of_their_question(
    conversations: Conversations, runs: AnswerRuns, pool: asyncpg.Pool
) -> None:
    await conversations.learner(ANNA, "ko")
    questions = Questions(pool, Allowance(pool, Limits(learner_cents_a_day=7.0, reserve=3.0)))
    late, _ = [await questions.ask(Question(ANNA, "abends", each, person=7), "A1-1") for each in (1, 2)]
    await pool.execute("WITH old AS (UPDATE turns SET paid_on = paid_on - 1) UPDATE allowances SET day = day - 1")
    assert (await questions.allowance.left(7)).cents == 0
    await questions.ask(Question(ANNA, "morgens", 3, person=7), "A1-1")
    await runs.end(late, TurnState.ANSWERED, said("Antwort"))
    assert (await questions.allowance.left(7)).cents == 3


async def test_what_limits_nobody_any_more_is_forgotten(conversations: Conversations, pool: asyncpg.Pool) -> None:
    await conversations.learner(ANNA, "ko")
    allowance = Allowance(pool, Limits(questions_an_hour=1, questions_at_once=2))
    for person in (7, 8, 9):
        await Questions(pool, allowance).ask(Question(ANNA, f"von {person}", person, person=person), "A1-1")
    for person, age in ((8, timedelta(hours=1)), (9, timedelta(hours=3))):
        await pool.execute(
            "UPDATE allowances SET counted = counted - $2::interval, day = day - 1 WHERE payer = $1",
            allowance.pseudonym(person),
            age,
        )
    await allowance.tidy_up()
    kept = {row["payer"] for row in await pool.fetch("SELECT payer FROM allowances")}
    assert kept == {allowance.pseudonym(7), allowance.pseudonym(8)}
