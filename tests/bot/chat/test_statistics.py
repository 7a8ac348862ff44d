"""/usage for learners, /stats for admins."""

from datetime import date

import pytest

from bot.handlers.statistics import stats_text
from bot.records.statistics import AskedUnit, DayOfCourse, Figures, Totals
from bot.texts import LANGUAGES
from bot.texts.de import TEXTS as DE
from bot.texts.ko import TEXTS as KO
from tests.bot.chat.world import PATIENCE, World, about, ask, say

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_usage_says_what_is_left_and_when_more_comes(limited: World) -> None:
    learner = await limited.learner("A1-1")
    assert (await say(learner, "/usage")).text.splitlines()[0] == KO.usage.format(count=2)
    await ask(learner, "Was heißt Rest?")
    await limited.until("SELECT bool_and(ended IS NOT NULL) FROM turns WHERE chat = $1", learner.id)
    cents = await limited.pool.fetchval("SELECT cents FROM turns WHERE chat = $1", learner.id)
    assert (await say(learner, "/usage")).text.splitlines() == [
        KO.usage.format(count=1),
        KO.usage_next.format(wait=KO.hours.format(count=3)),
        KO.usage_cents.format(cents=f"{cents:.1f}", limit=20),
    ]


async def test_usage_without_limits_says_so(world: World) -> None:
    assert (await say(await world.learner(language="de"), "/usage")).text == DE.usage_free


@pytest.mark.asyncio(loop_scope="function")
async def test_stats_count_what_was_asked_and_what_became_of_it(empty_world: World) -> None:
    world = empty_world
    await world.publish_course("A1", 2)
    one, other = await world.learner("A1-1"), await world.learner("A1-2")
    world.claude.fail(403, where=about("kaputt"))
    async with world.bot():
        for question in ("Was heißt eins?", "Was heißt kaputt?"):
            await ask(one, question)
        answer = await ask(other, "Was heißt zwei?")
        await other.press(answer, "👎")
        await world.until("SELECT bool_and(ended IS NOT NULL) FROM turns")
        await world.admin.say("/stats")  # the alarm about Claude may come before the answer
        stats = await world.admin.chat.wait_for(
            lambda chat: next((reply for reply in chat.replies if reply.text.startswith("📊")), None), PATIENCE
        )
        lines = stats.text.splitlines()
    row = await world.pool.fetchrow(
        "SELECT sum(cents) AS cents, (max(asked) AT TIME ZONE 'UTC')::date AS day FROM turns"
    )
    assert row is not None
    assert lines[2] == "질문 3개 · 학습자 2명"
    assert lines[4] == "답하지 못함: 이용 불가 1"
    assert lines[6] == f"비용: {row['cents']:.1f} ¢"
    assert lines[7] == "👍 0 · 👎 1"
    assert lines[10].startswith(f"{row['day']:%m-%d} A1 · 3 · ")
    assert lines[-2:] == ["A1-1 · 2 · 1", "A1-2 · 1 · 0"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.asyncio(loop_scope="function")
async def test_figures_of_the_busiest_bot_fit_one_message(language: str) -> None:
    long, many = "A" * 20, 10**9
    figures = Figures(
        Totals(many, many, 99.9, 99.9, many, many, many, 1e9, many, many),
        dict.fromkeys(("refused", "failed", "busy", "unavailable", "set_aside"), many),
        [DayOfCourse(date(2026, 11, 25), long, many, many, 1e9)] * 14,
        [AskedUnit(f"{long}-999", many, many)] * 5,
    )
    assert len(stats_text(LANGUAGES[language], figures)) < 4000
