"""What whoever runs the bot can watch."""

import asyncio
from urllib.request import urlopen

import asyncpg
import pytest

from bot.metrics import Metrics, telling
from bot.ports import PortUnusable
from bot.sending.pace import Pace
from bot.tutor.answer import Answer
from bot.tutor.answer_runs import AnswerRuns
from bot.tutor.conversations import Conversations
from bot.tutor.questions import Questions
from bot.tutor.turns import Place, TurnState
from ingest.queue import defer
from tests.ports import free_port


async def test_queues_and_answers_are_told_to_prometheus(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as connection:
        for number in (1, 2):
            await defer(connection, "notes", "note", {"number": number}, lock=None)
    answer = Answer()
    answer.first_word_seconds = 2.0
    answer.add_text("Kaffee")
    await Conversations(pool).learner(Place(7), "ko")
    turn = await Questions(pool).ask(Place(7), "A1-1", "Was heißt Kaffee?", None)
    await AnswerRuns(pool).end(turn, TurnState.ANSWERED, answer)
    port = free_port()
    async with telling(Metrics(pool, Pace(per_second=20)), port):

        def fetch() -> str:
            with urlopen(f"http://127.0.0.1:{port}/metrics") as response:
                return str(response.read(), "utf-8")

        told = await asyncio.to_thread(fetch)
        with pytest.raises(PortUnusable, match=f"^METRICS_PORT: nothing can be served at port {port}: Address already"):
            async with telling(Metrics(pool, Pace()), port):
                raise AssertionError
    assert 'linguarag_jobs_waiting{queue="notes"} 2.0' in told
    assert 'linguarag_first_word_seconds{quantile="0.95"} 2.0' in told
    assert "linguarag_messages_a_second 20.0" in told
    assert "linguarag_refused_messages 0.0" in told
    assert 'linguarag_connections{state="most"} 10.0' in told
