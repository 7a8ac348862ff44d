"""Which bad answers the admins are shown."""

import asyncpg

from bot.bad_answers import MOST_A_DAY, BadAnswers
from bot.tutor.conversations import Conversations
from bot.tutor.questions import Question, Questions
from bot.tutor.turns import Place

ADMIN = 7


async def test_a_chat_is_shown_only_so_many_bad_answers_a_day(pool: asyncpg.Pool) -> None:
    questions, bad_answers = Questions(pool), BadAnswers(pool)
    await Conversations(pool).learner(Place(1), "ko")
    for message in range(MOST_A_DAY):
        assert not await bad_answers.is_full(ADMIN)
        turn = await questions.ask(Question(Place(1), "Was?", message, person=message), "A1-1")
        await bad_answers.keep(turn, ADMIN, message)
        assert await bad_answers.message(turn, ADMIN) == message
    assert await bad_answers.is_full(ADMIN)
    assert not await bad_answers.is_full(ADMIN + 1)
    await pool.execute("UPDATE bad_answers SET sent = sent - interval '1 day'")
    assert not await bad_answers.is_full(ADMIN)


async def test_what_a_learner_has_forgotten_is_not_kept(pool: asyncpg.Pool) -> None:
    questions, bad_answers = Questions(pool), BadAnswers(pool)
    await Conversations(pool).learner(Place(1), "ko")
    turn = await questions.ask(Question(Place(1), "Was?", 1), "A1-1")
    await pool.execute("DELETE FROM turns")
    await bad_answers.keep(turn, ADMIN, 1)
    assert await bad_answers.message(turn, ADMIN) is None
