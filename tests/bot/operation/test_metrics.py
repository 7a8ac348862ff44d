"""What whoever runs the bot can watch."""

import asyncio
from urllib.request import urlopen

import asyncpg
import pytest

from bot.operation.metrics import Metrics, serving_metrics
from bot.operation.ports import PortUnusable
from bot.sandbox import patience
from bot.sending.pace import Pace
from bot.tutor.answer import Answer
from bot.tutor.answer_runs import AnswerRuns
from bot.tutor.conversations import Conversations
from bot.tutor.questions import Question, Questions
from bot.tutor.turns import Place, TurnState
from ingest.database import open_pool
from ingest.jobs.queue import defer
from tests.ports import free_port
from tests.proxy import proxy_to


def fetch(port: int) -> str:
    with urlopen(f"http://127.0.0.1:{port}/metrics") as response:
        return str(response.read(), "utf-8")


async def test_queues_and_answers_are_told_to_prometheus(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as connection:
        for number in (1, 2):
            await defer(connection, "notes", "note", {"number": number}, lock=None)
    answer = Answer()
    answer.first_word_seconds = 2.0
    answer.add_text("Kaffee")
    await Conversations(pool).learner(Place(7), "ko")
    turn = await Questions(pool).ask(Question(Place(7), "Was heißt Kaffee?"), "A1-1")
    await AnswerRuns(pool).end(turn, TurnState.ANSWERED, answer)
    port = free_port()
    async with serving_metrics(Metrics(pool, Pace(per_second=20)), port):
        told = await asyncio.to_thread(fetch, port)
        with pytest.raises(PortUnusable, match=f"^METRICS_PORT: nothing can be served at port {port}: Address already"):
            async with serving_metrics(Metrics(pool, Pace()), port):
                raise AssertionError
    assert 'linguarag_jobs_waiting{queue="notes"} 2.0' in told
    assert 'linguarag_first_word_seconds{quantile="0.95"} 2.0' in told
    assert "linguarag_messages_a_second 20.0" in told
    assert "linguarag_refused_messages 0.0" in told
    assert 'linguarag_connections{state="most"} 10.0' in told
    assert "linguarag_database_up 1.0" in told


@pytest.mark.usefixtures("pool")
async def test_a_database_that_is_away_is_told_too_and_keeps_nobody_waiting(
    database_url: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.operation.metrics._LOOK", 0.2)
    port = free_port()

    async def until(words: str) -> None:
        async with asyncio.timeout(patience.seconds):
            while words not in await asyncio.to_thread(fetch, port):  # noqa: ASYNC110 - it is asked over HTTP
                await asyncio.sleep(0.02)

    async with (
        proxy_to(database_url) as proxy,
        await open_pool(proxy.url) as far,
        serving_metrics(Metrics(far, Pace()), port),
    ):
        await until("database_up 1.0")
        await proxy.cut()
        await until("database_up 0.0")
        await proxy.open()
        await until("database_up 1.0")
    assert not caplog.messages, "as asyncpg would, with a traceback for each try"
