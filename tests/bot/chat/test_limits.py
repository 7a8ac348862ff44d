"""How much may be asked, and what is said to who asks more."""

import asyncio
import math
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

import pytest

from bot.sandbox.telegram.people import Person
from bot.texts import LANGUAGES
from bot.texts.de import TEXTS as DE
from bot.texts.ko import TEXTS as KO
from tests.bot.chat.world import World, about, answer_to, ask, growing, is_complete, reply_to, say

pytestmark = pytest.mark.asyncio(loop_scope="package")

IN_THREE_HOURS = KO.limits["questions"].format(wait=KO.hours.format(count=3))
RESERVED = 4.65  # cents, with the model of the tests


async def learners_cents(world: World, person: Person) -> list[float]:
    return [turn["cents"] for turn in await world.turns(person.chat)]


async def wait_for_end(world: World, person: Person) -> None:
    await world.until("SELECT bool_and(ended IS NOT NULL) FROM turns WHERE chat = $1", person.id)


async def pass_time(world: World, person: Person, **time: float) -> None:
    """As if so much time had gone by since the person has asked."""
    await world.pool.execute(
        """UPDATE allowances SET counted = counted - $2::interval FROM turns
           WHERE allowances.payer = turns.payer AND chat = $1""",
        person.id,
        timedelta(**time),
    )


async def spend(world: World, person: Person, cents: float) -> None:
    """As if what was answered today had cost so much."""
    await wait_for_end(world, person)
    await world.pool.execute(
        "UPDATE allowances SET cents = $2 FROM turns WHERE allowances.payer = turns.payer AND chat = $1",
        person.id,
        cents,
    )


def until_midnight(texts: Any, kind: str) -> list[str]:
    """The line with the time until midnight, or that of the last few minutes: the test took some of them."""
    now = datetime.now(UTC)
    left = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), UTC) - now
    least = math.ceil(left / timedelta(minutes=1))
    waits = [
        texts.minutes.format(count=minutes) if minutes < 120 else texts.hours.format(count=math.ceil(minutes / 60))
        for minutes in range(least, least + 10)
    ]
    return [texts.limits[kind].format(wait=wait) for wait in waits]


async def test_who_has_asked_enough_hears_when_the_next_question_can_come(limited: World) -> None:
    learner = await limited.learner("A1-1")
    for number in (1, 2):
        await ask(learner, f"Was heißt Eimer {number}?")
    refused = await learner.say("Was heißt Eimer 3?")
    await reply_to(refused, IN_THREE_HOURS)
    assert len(await limited.turns(learner.chat)) == 2
    await pass_time(limited, learner, hours=2.6)
    await ask(learner, "Was heißt Eimer 4?")
    assert not [request for request in limited.claude.requests if "Eimer 3" in request.question]


@pytest.mark.asyncio(loop_scope="function")
async def test_a_limit_holds_over_restarts(empty_world: World) -> None:
    world = empty_world
    await world.publish_course("A1", 2)
    learner = await world.learner("A1-1", "de")
    async with world.bot(questions_an_hour=0.4, questions_at_once=1):
        await ask(learner, "Was heißt vorher?")
    async with world.bot(questions_an_hour=0.4, questions_at_once=1):
        await reply_to(
            await learner.say("Was heißt nachher?"), DE.limits["questions"].format(wait=DE.hours.format(count=3))
        )


async def test_asking_again_and_more_take_questions_too_and_a_button_says_so(limited: World) -> None:
    learner = await limited.learner("A1-1")
    answer = await ask(learner, "Was heißt Knopf?")
    await wait_for_end(limited, learner)
    [first] = await limited.turns(learner.chat)
    assert await learner.press(answer, KO.button_again) == ""
    await learner.chat.wait_for(lambda _: answer.buttons and str(first["id"]) not in answer.buttons[0].data)
    await limited.until("SELECT count(*) = 2 AND bool_and(closed) FROM turns WHERE chat = $1", learner.id)
    await learner.chat.wait_for(lambda _: is_complete(answer))
    assert await learner.press(answer, KO.button_more) == IN_THREE_HOURS
    assert await learner.press(answer, KO.button_again) == IN_THREE_HOURS


async def test_an_edit_that_is_too_many_leaves_the_answer_as_it_grows(limited: World) -> None:
    learner = await limited.learner("A1-1")
    await ask(learner, "Was heißt erstens?")
    with limited.claude.thinking(about("zweitens"), after=60):
        asked = await learner.say("Was heißt zweitens?")
        await growing(asked)
        await learner.edit(asked, "Was heißt drittens?")
        await reply_to(asked, IN_THREE_HOURS)
    await answer_to(asked)
    await wait_for_end(limited, learner)
    assert [turn["state"] for turn in await limited.turns(learner.chat)] == ["answered", "answered"]


async def test_asking_again_after_a_fault_of_the_service_takes_no_question(limited: World) -> None:
    learner = await limited.learner("A1-1")
    limited.claude.fail(400, where=about("Panne"))
    for question in ("Was heißt Panne?", "Was heißt Reifen?"):
        last = await ask(learner, question)
    failed = next(reply for reply in learner.chat.replies if reply is not last)
    await wait_for_end(limited, learner)
    await learner.press(failed, KO.button_again)
    await limited.asked("Panne", times=2)
    assert IN_THREE_HOURS not in str(learner.chat)


async def test_cents_are_reserved_first_and_settled_by_what_the_service_counted(limited: World) -> None:
    learner = await limited.learner("A1-1")
    with limited.claude.thinking(about("Preis")):
        asked = await learner.say("Was heißt Preis?")
        await limited.asked("Preis")
        assert await learners_cents(limited, learner) == [pytest.approx(RESERVED)]
    await answer_to(asked)
    await wait_for_end(limited, learner)
    [turn] = await limited.turns(learner.chat)
    fresh = turn["tokens_in"] - turn["tokens_cached"] - turn["tokens_written"]
    price = 3 * fresh + 0.3 * turn["tokens_cached"] + 3.75 * turn["tokens_written"] + 15 * turn["tokens_out"]
    assert turn["cents"] == pytest.approx(price / 1e4)
    assert turn["cents"] > 0


@pytest.mark.asyncio(loop_scope="function")
async def test_the_days_total_is_what_all_answers_have_cost(empty_world: World) -> None:
    world = empty_world
    await world.publish_course("A1", 2)
    async with world.bot(cents_a_day=50.0):
        one, other = await world.learner("A1-1"), await world.learner("A1-1")
        for learner in (one, other):
            await ask(learner, "Was heißt Summe?")
            await wait_for_end(world, learner)
        cents = [*await learners_cents(world, one), *await learners_cents(world, other)]
        assert await world.pool.fetchval("SELECT sum(cents) FROM spending") == pytest.approx(sum(cents))


async def test_who_has_used_up_their_cents_hears_when_there_are_new_ones(limited: World) -> None:
    learner, other = await limited.learner("A1-1"), await limited.learner("A1-1")
    await ask(learner, "Was heißt teuer?")
    await spend(limited, learner, 18.0)
    assert (await say(learner, "Was heißt billig?")).text in until_midnight(KO, "learner_cents")
    assert (await say(learner, "/usage")).text.splitlines()[-1] in until_midnight(KO, "learner_cents")
    await ask(other, "Was heißt billig?")


@pytest.mark.asyncio(loop_scope="function")
async def test_when_all_cents_of_the_day_are_used_up_everybody_hears_so(empty_world: World) -> None:
    world = empty_world
    await world.publish_course("A1", 2)
    async with world.bot(cents_a_day=5.0):
        for language, texts in LANGUAGES.items():
            one, other = await world.learner("A1-1"), await world.learner("A1-1", language)
            await world.pool.execute("DELETE FROM spending")
            await ask(one, "Was heißt alle?")
            await wait_for_end(world, one)
            await world.pool.execute("UPDATE spending SET cents = 4")
            assert (await say(other, "Was heißt alle?")).text in until_midnight(texts, "cents")
            assert (await say(other, "/usage")).text.splitlines()[-1] in until_midnight(texts, "cents")
            assert await world.turns(other.chat) == []


async def test_two_questions_at_once_do_not_take_the_same_last_one(limited: World) -> None:
    """In two groups, whose updates are handled side by side."""
    person = limited.person()
    groups = [limited.telegram.group(f"Kurs {n}") for n in range(4)]
    for group in groups:
        await limited.choose(group, "A1-1")
    asked = [await person.say(f"@{limited.telegram.username} Was heißt zugleich?", chat=group) for group in groups]
    said = await asyncio.gather(*(reply_to(message) for message in asked))
    assert len([reply for reply in said if reply.text == IN_THREE_HOURS]) == 2


async def test_a_flood_from_one_chat_slows_nobody_else(limited: World) -> None:
    flooding, other = await limited.learner("A1-1"), await limited.learner("A1-2")
    begun = monotonic()
    async with limited.pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT FROM learners WHERE chat = $1 FOR UPDATE", flooding.id)  # nothing gets on
        for number in range(100):
            await flooding.say(f"Was heißt Flut {number}?")
        last = await flooding.say("/help")
        await ask(other, "Was heißt Boot?")
    await reply_to(last, KO.help)
    assert len(await limited.turns(flooding.chat)) == 2
    said = str(flooding.chat).count(KO.limits["questions"].partition("{")[0])
    assert 1 <= said <= 1 + (monotonic() - begun) / 10, "once in ten seconds"
