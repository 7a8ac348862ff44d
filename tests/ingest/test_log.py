"""No line of the log holds a secret or a learner's words, whoever writes it and whatever has failed."""

import asyncio
import gc
import io
import json
import logging
import re
import sys
import threading
import warnings
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from typing import NoReturn

import asyncpg
import procrastinate
import psycopg
import pytest
from procrastinate import testing
from pydantic import SecretStr
from structlog.contextvars import bound_contextvars

from ingest import log

QUESTION = "Warum heißt es 'einen Kaffee', Minji?"
TOKEN = "123456:TELEGRAM-TOKEN"
KEY = "sk-ant-api-key"
BOTH = f"{QUESTION} {TOKEN} {KEY}"

logger = logging.getLogger("bot.handlers")
library = logging.getLogger("telegram.ext")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Everything that is written, the log's own complaints too."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    for module in (sys, threading):
        monkeypatch.setattr(module, "excepthook", module.excepthook)
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers.clear()
    log.set_up_logging(SecretStr(TOKEN), SecretStr(KEY), None)
    yield written
    logging.captureWarnings(False)
    root.handlers[:] = before
    root.setLevel(level)


def test_tries_to_reach_a_database_that_is_away_are_not_told_one_by_one(written: io.StringIO) -> None:
    logging.getLogger("psycopg.pool").warning("error connecting in %r: %s", "pool-1", "connection refused")
    assert written.getvalue() == ""


def fail(text: str = BOTH) -> NoReturn:
    raise ValueError(text)


def chained() -> None:
    try:
        fail()
    except ValueError as error:
        raise RuntimeError(BOTH) from error


def hidden_in_context() -> None:
    try:
        fail()
    except ValueError:
        raise KeyError(BOTH)  # noqa: B904 - what Python notes by itself is the point


def in_a_group() -> None:
    raise ExceptionGroup(BOTH, [ValueError(BOTH), ExceptionGroup(BOTH, [KeyError(BOTH)])])


def noted() -> None:
    error = ValueError("no")
    error.add_note(BOTH)
    raise error


RAISED: dict[str, Callable[[], object]] = {
    "a handler's own": fail,
    "one from another": chained,
    "one while another is handled": hidden_in_context,
    "several at once": in_a_group,
    "with a note": noted,
}


@pytest.mark.parametrize("raised", RAISED)
def test_an_errors_words_stay_out_of_its_traceback(written: io.StringIO, raised: str) -> None:
    with pytest.raises(Exception) as failure:  # noqa: PT011 - of any kind: that is the point
        RAISED[raised]()
    logger.error("an update was not handled", exc_info=failure.value)
    logger.warning("not now: %s", failure.value)
    library.error("No error handlers are registered: %r %s", [BOTH], failure.value, exc_info=failure.value)
    assert type(failure.value).__name__ in written.getvalue()
    assert "test_log.py" in written.getvalue(), "where it happened is what helps"
    is_discreet(written)


async def test_the_rows_that_postgres_quotes_stay_out(
    written: io.StringIO, pool: asyncpg.Pool, database_url: str
) -> None:
    await pool.execute("CREATE TABLE asked (question text UNIQUE)")
    query = "INSERT INTO asked VALUES ({0}), ({0})".format("'" + BOTH.replace("'", "''") + "'")
    with pytest.raises(asyncpg.PostgresError) as failure:
        await pool.execute(query)
    assert "Minji" in str(failure.value.as_dict()), "otherwise this shows nothing"
    logger.error("an update was not handled", exc_info=failure.value)
    async with await psycopg.AsyncConnection.connect(database_url) as connection:
        with pytest.raises(psycopg.Error, match="Minji") as other:
            await connection.execute(query.encode())
        await connection.rollback()
    logging.getLogger("psycopg").warning("error connecting: %s", other.value, exc_info=other.value)
    assert written.getvalue().count("23505") == 2
    is_discreet(written)


async def forgotten_task() -> None:
    task = asyncio.create_task(_fail_later())
    await asyncio.wait([task])
    del task
    gc.collect()


async def _fail_later() -> None:
    fail()


async def complaint_of_the_loop() -> None:
    asyncio.get_running_loop().call_exception_handler({"message": f"Bad: {BOTH}", "exception": ValueError(BOTH)})


async def job() -> None:
    app = procrastinate.App(connector=testing.InMemoryConnector())

    @app.task(name="answer")
    def answer(question: str) -> None:
        fail(question)

    await answer.defer_async(question=BOTH)
    await app.run_worker_async(wait=False, install_signal_handlers=False)


async def unreadable_update() -> None:
    received = [{"update_id": 1, "message": {"text": BOTH}}]
    library.critical("Error while parsing updates! Received data was %r", received, exc_info=ValueError(BOTH))


async def wrong_template() -> None:
    [ours] = [
        handler for handler in logging.getLogger().handlers if isinstance(handler.formatter, log.RedactingFormatter)
    ]
    for name in ("bot", "telegram"):
        ours.handle(logging.LogRecord(name, logging.WARNING, __file__, 1, "%d questions", (BOTH,), None))


async def line_put_together() -> None:
    library.warning(f"Update from a learner: {BOTH}")


async def warning() -> None:
    with warnings.catch_warnings(action="always"):
        warnings.warn(BOTH, stacklevel=1)


async def end_of_the_process() -> None:
    error = ValueError(BOTH)
    sys.excepthook(ValueError, error, None)


async def end_of_a_thread() -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()


WAYS = (
    forgotten_task,
    complaint_of_the_loop,
    job,
    unreadable_update,
    wrong_template,
    line_put_together,
    warning,
    end_of_the_process,
    end_of_a_thread,
)


@pytest.mark.parametrize("way", WAYS)
async def test_whoever_complains_does_it_discreetly(written: io.StringIO, way: Callable[[], Awaitable[None]]) -> None:
    await way()
    assert written.getvalue().strip(), "something is said"
    is_discreet(written)


def test_our_own_lines_say_what_they_say_and_what_they_are_about(written: io.StringIO) -> None:
    with bound_contextvars(update=7, turn=8):
        logger.info("book %d is %s", 3, "published")
    line = json.loads(written.getvalue())
    assert datetime.fromisoformat(line.pop("timestamp"))
    assert line == {"event": "book 3 is published", "level": "info", "logger": "bot.handlers", "update": 7, "turn": 8}


def test_a_secret_is_blotted_out_however_json_writes_it(capsys: pytest.CaptureFixture[str]) -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(log.RedactingFormatter([SecretStr('pass"word\\')]))
    handler.handle(logging.LogRecord("bot", logging.INFO, __file__, 1, 'it is pass"word\\', None, None))
    assert json.loads(capsys.readouterr().out)["event"] == "it is •••"


def test_people_read_lines() -> None:
    formatter = log.RedactingFormatter([SecretStr(TOKEN)], for_people=True)
    try:
        fail()
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
    with bound_contextvars(turn=8):
        text = formatter.format(logging.LogRecord("bot", logging.ERROR, __file__, 1, "no: %s", (TOKEN,), info))
    plain = re.sub(r"\x1b\[\d+m", "", text)
    assert re.search(r"\[error +\] no: ••• +\[bot\] turn=8\n", plain)
    assert plain.endswith("builtins.ValueError")
    assert "Minji" not in plain


def is_discreet(written: io.StringIO) -> None:
    for secret in (QUESTION, "Minji", "einen Kaffee", TOKEN, KEY):
        assert secret not in written.getvalue()
