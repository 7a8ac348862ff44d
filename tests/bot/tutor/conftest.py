"""What keeps questions and answers, over one database."""

import asyncpg
import pytest

from bot.tutor.answer_runs import AnswerRuns
from bot.tutor.conversations import Conversations
from bot.tutor.questions import Questions
from tests.bot.tutor.asking import ANNA


@pytest.fixture
def conversations(pool: asyncpg.Pool) -> Conversations:
    return Conversations(pool)


@pytest.fixture
async def questions(pool: asyncpg.Pool, conversations: Conversations) -> Questions:
    """Anna is a learner already."""
    await conversations.learner(ANNA, "ko")
    return Questions(pool)


@pytest.fixture
def runs(pool: asyncpg.Pool) -> AnswerRuns:
    return AnswerRuns(pool)
