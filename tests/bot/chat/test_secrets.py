"""Neither the token nor the key gets out: not into the log at its most talkative, not to people. Nor do questions."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from ingest.log import RedactingFormatter
from tests.bot.chat.world import World, about, ask, publish, reply_to, to, verdict_on
from tests.ingest.textbooks import booklet


class Log(io.StringIO):
    """Everything that is logged, as the bot's own handler would write it and as it came."""

    def __init__(self) -> None:
        super().__init__()
        self.raw = io.StringIO()


@pytest.fixture
def log(empty_world: World) -> Iterator[Log]:
    log = Log()
    written, raw = logging.StreamHandler(log), logging.StreamHandler(log.raw)
    written.setFormatter(
        RedactingFormatter([SecretStr(empty_world.telegram.token), SecretStr(empty_world.claude.api_key)])
    )
    root, level = logging.getLogger(), logging.getLogger().level
    root.setLevel(logging.DEBUG)
    for handler in (written, raw):
        root.addHandler(handler)
    yield log
    root.setLevel(level)
    for handler in (written, raw):
        root.removeHandler(handler)


_COMPLAINT = """
    CREATE FUNCTION complain() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'I do not like %', NEW.question; END $$;
    CREATE TRIGGER complain BEFORE INSERT ON turns FOR EACH ROW WHEN (NEW.question LIKE 'Wieso%')
    EXECUTE FUNCTION complain()
"""


async def test_no_secret_reaches_the_log_or_the_people(empty_world: World, log: Log) -> None:
    world, token, key = empty_world, empty_world.telegram.token, empty_world.claude.api_key
    async with world.bot():
        sent = await world.admin.send_document(booklet("Der Kaffee ist heiß."), "a.pdf", "A1-1")
        await publish(world.admin, await verdict_on(sent))
        learner = await world.learner("A1-1")
        world.telegram.fail("getFile", 404, "Not Found")
        await reply_to(await world.admin.send_document(booklet("Noch eins."), "b.pdf", "A1-2"))
        world.telegram.fail("sendMessage", 500, "Internal Server Error", where=to(learner.chat))
        world.telegram.lose_request("editMessageText", times=2, where=to(learner.chat))
        world.claude.fail(500, retry_after=0, times=4, where=about("Was heißt heiß?"))
        await ask(learner, "Was heißt heiß?")
        world.claude.fail(401, f"invalid x-api-key {key}", where=about("Was heißt kalt?"))
        await ask(learner, "Was heißt kalt?")
        world.telegram.fail("sendMessage", 400, "Bad Request: chat not found", times=2, where=to(learner.chat))
        await reply_to(await learner.say("/help"))
        await world.pool.execute(_COMPLAINT)
        await reply_to(await learner.say("Wieso denn das?"))
        world.telegram.fail("getUpdates", 500, f"Internal Server Error: {token}")
        await reply_to(await learner.say("Und nun?"))
    written, raw = log.getvalue(), log.raw.getvalue()
    assert token in raw, "libraries log URLs with the token: otherwise this test shows nothing"
    assert token not in written
    assert key not in written
    assert "Wieso denn das?" in raw, "libraries log what people say: otherwise this test shows nothing"
    for words in ("Was heißt", "Wieso denn", "Und nun"):
        assert words not in written
    lines = [json.loads(line) for line in written.splitlines()]
    asked = next(line for line in lines if line["event"].endswith("is asked"))
    assert isinstance(asked["update"], int)
    about_it = {line["logger"] for line in lines if line.get("turn") == int(asked["event"].split()[1])}
    assert {"bot.tutor.claude", "bot.answering.writer"} <= about_it, "from the update to the request"
    shown = str(
        [
            [version.text for message in chat.messages for version in message.versions]
            for chat in world.telegram.chats.values()
        ]
    )
    assert token not in shown
    assert key not in shown
