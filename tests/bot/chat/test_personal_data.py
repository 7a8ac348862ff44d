"""What is kept of a person: all of it is theirs to have, and to take away."""

import asyncio
import json
import re

import pytest

from bot.sandbox.telegram.chats import Chat
from bot.texts.ko import TEXTS as KO
from tests.bot.chat.test_limits import IN_THREE_HOURS
from tests.bot.chat.world import World, about, answer_to, ask, growing, reply_to, say, to, words_in

pytestmark = pytest.mark.asyncio(loop_scope="package")

_KEYS = ("chat", "person")


async def rows_about(world: World, number: int) -> int:
    """In all tables, whatever the column is called, when the wish to be forgotten is handled; but for the last seconds'
    count of what was written to a chat, which its answer begins again."""
    await world.until("SELECT NOT EXISTS (SELECT FROM updates WHERE $1 IN (chat, person))", number)
    columns = await world.pool.fetch(
        """SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_name = ANY($1) AND table_name <> 'used_chats'""",
        _KEYS,
    )
    assert {"learners", "turns", "uploads", "uncaptioned"} <= {row["table_name"] for row in columns}
    counts = [
        await world.pool.fetchval(f"SELECT count(*) FROM {table} WHERE {column} = $1", number)
        for table, column in columns
    ]
    return sum(counts)


async def in_group(world: World) -> Chat:
    group = world.telegram.group("Kurs")
    await world.choose(group, "A1-1")
    return group


async def test_forget_leaves_no_row_of_the_person_also_not_in_groups(limited: World) -> None:
    learner, other, group = await limited.learner("A1-1"), limited.person(), await in_group(limited)
    name = f"@{limited.telegram.username}"
    await ask(learner, "Was heißt Kuchen?")
    for person in (learner, other):
        await answer_to(await person.say(f"{name} Was heißt Kaffee?", chat=group))
    assert await rows_about(limited, learner.id) > 3
    question = await say(learner, "/forget")
    await learner.press(question, KO.button_forget)
    await words_in(question, KO.forgotten)
    assert await rows_about(limited, learner.id) == 0
    assert [turn["person"] for turn in await limited.turns(group)] == [other.id]
    await limited.choose(learner.chat, "A1-1")
    assert (await say(learner, "Was heißt Kuchen?")).text == IN_THREE_HOURS, "what was asked still counts"


async def test_what_grows_or_waits_is_stopped_and_its_late_writes_bring_nothing_back(limited: World) -> None:
    learner = await limited.learner("A1-1")
    with limited.claude.thinking(about("Rückkehr"), after=60):
        answer = await growing(await learner.say("Was heißt Rückkehr?"))
        waiting = await reply_to(await learner.say("Was heißt danach?"), KO.waiting.format(count=1))
        question = await say(learner, "/forget")
        await learner.press(question, KO.button_forget)
        await words_in(question, KO.forgotten)
        assert await limited.outcome(await limited.asked("Rückkehr")) == "disconnected"
    await words_in(answer, KO.stopped)
    await words_in(waiting, KO.stopped)
    assert await rows_about(limited, learner.id) == 0


async def test_who_presses_both_buttons_at_once_is_forgotten_and_reads_so(world: World) -> None:
    learner = await world.learner()
    question = await say(learner, "/forget")
    with world.telegram.held("editMessageText", where=to(learner.chat)):
        forgetting = asyncio.create_task(learner.press(question, KO.button_forget))
        await world.until("SELECT NOT EXISTS (SELECT FROM learners WHERE chat = $1)", learner.id)
        keeping = asyncio.create_task(learner.press(question, KO.button_keep))
    assert await forgetting == ""
    assert await keeping == KO.button_old
    assert question.text == KO.forgotten


async def test_export_sends_all_that_is_kept_as_json(limited: World) -> None:
    learner, group = await limited.learner("A1-1"), await in_group(limited)
    await ask(learner, "Was heißt Ausfuhr?")
    await answer_to(await learner.say(f"@{limited.telegram.username} Was heißt Einfuhr?", chat=group))
    limited.telegram.fail("sendDocument", 400, "Bad Request: CHAT_SEND_DOCS_FORBIDDEN", times=2, where=to(learner.chat))
    assert (await say(learner, "/export")).text == KO.file_not_taken
    sent = await say(learner, "/export")
    assert sent.text == KO.exported
    data = json.loads(limited.telegram.file(sent))
    assert ["Ausfuhr" in turn["question"] for turn in data["turns"]] == [True, False]
    assert data["turns"][0]["answer"]
    assert data["learners"][0]["unit"] == "A1-1"
    assert data["allowances"]


async def test_export_holds_nothing_of_anybody_else(limited: World) -> None:
    other, learner = await limited.learner("A1-1"), await limited.learner("A1-1")
    await ask(other, "Was heißt fremd?")
    data = limited.telegram.file(await say(learner, "/export")).decode()
    assert str(other.id) not in re.findall(r"\d+", data)  # a part of a second may have its digits
    assert "fremd" not in data


async def test_in_a_group_nothing_is_exported(limited: World) -> None:
    learner, group = await limited.learner("A1-1"), await in_group(limited)
    sent = await say(learner, f"/export@{limited.telegram.username}", chat=group)
    assert sent.text == KO.export_in_person
