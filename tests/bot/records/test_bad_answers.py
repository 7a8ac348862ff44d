"""Which bad answers the admins are shown."""

import asyncpg
import pytest

from bot.handlers.ratings import report_text
from bot.handlers.why import why_text
from bot.records.bad_answers import MOST_A_DAY, BadAnswers
from bot.reply.inline import utf16
from bot.texts import LANGUAGES
from bot.tutor.conversations import Conversations
from bot.tutor.passages_used import PassageUsed
from bot.tutor.questions import Question, Questions
from bot.tutor.turns import Place, Turn

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


@pytest.mark.parametrize("letter", ["x", "가", "😀"])
def test_the_longest_case_is_one_message(letter: str) -> None:
    passage = PassageUsed("A1-13", letter * 60, "52-55", 1.0, 0.5, 1.0, letter * 400, cited=True)
    turn = Turn(1, Place(1), "A1-13", letter * 2000, answer=letter * 3000)
    for texts in LANGUAGES.values():
        for shown in (report_text(texts, turn, "wrong", [passage] * 7), why_text(texts, [passage] * 7)):
            assert 1000 < utf16(shown.text) <= 4096
            assert max(entity.offset + entity.length for entity in shown.entities) <= utf16(shown.text)


def test_the_report_shows_an_answer_as_it_was_formatted() -> None:
    turn = Turn(1, Place(1), "A1-13", "Was?", answer="**den** ist *maskulin*.\n\n- **die** nicht.")
    shown = report_text(LANGUAGES["de"], turn, None, [])
    assert "💬 den ist maskulin.\n\n• die nicht." in shown.text
    assert {entity.type for entity in shown.entities} >= {"bold", "italic"}
