"""Processes with one token share its budget, and heed what another was refused."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from bot.sending.pace import Pace
from bot.sending.send_budget import SendBudget
from bot.sending.slots import Priority
from tests.bot.waiting import until


@asynccontextmanager
async def process(pool: asyncpg.Pool, most: float = 28.0) -> AsyncIterator[Pace]:
    """One that sends all the time, to many chats."""
    pace = Pace()
    budget = SendBudget(pool, pace, most)
    tasks = [asyncio.create_task(work) for work in (budget.work(), send(pace))]
    try:
        yield pace
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def send(pace: Pace) -> None:
    chat = 0
    while True:
        chat = chat % 500 + 1
        await pace.ask(chat, Priority.COMMAND)


async def test_those_that_send_share_the_budget_and_one_that_leaves_gives_it_back(pool: asyncpg.Pool) -> None:
    await pool.execute("UPDATE send_budget SET changed = 'infinity'")  # it does not grow meanwhile
    async with process(pool) as first:
        await until(lambda: first.per_second == 25)
        async with process(pool) as second:
            await until(lambda: (first.per_second, second.per_second) == (12.5, 12.5))
        await until(lambda: first.per_second == 25)


async def test_one_that_is_dead_or_silent_has_no_share(pool: asyncpg.Pool) -> None:
    await pool.execute("UPDATE send_budget SET changed = 'infinity'")
    await pool.execute(
        """INSERT INTO senders VALUES (gen_random_uuid(), true, now() - interval '2 s'),
                                      (gen_random_uuid(), false, now() + interval '1 h')"""
    )
    async with process(pool) as pace:
        await until(lambda: pace.is_busy(2))
        await until(lambda: pace.per_second == 25)


async def test_what_one_is_refused_the_others_do_not_try(pool: asyncpg.Pool) -> None:
    async with process(pool) as first, process(pool) as second:
        assert second.is_open(7)
        assert first.on_refusal
        first.on_refusal(7, 3600)
        await until(lambda: not second.is_open(7))
        await until(lambda: second.per_second == 25 * 0.9 / 2)
        assert second.is_open(8)


async def test_a_chat_stays_closed_until_the_latest_end_that_telegram_has_named(pool: asyncpg.Pool) -> None:
    pace = Pace()
    budget = SendBudget(pool, pace, 25)
    for seconds in (3600, 1):
        assert pace.on_refusal
        pace.on_refusal(7, seconds)
        await budget.sync()
    assert await pool.fetchval("SELECT until > now() + interval '30 minutes' FROM closed_chats WHERE chat = 7")


async def test_refusals_that_come_together_lower_the_budget_once(pool: asyncpg.Pool) -> None:
    await pool.execute("UPDATE send_budget SET changed = 'infinity', refused = now() + interval '1 hour'")
    async with process(pool) as pace:
        assert pace.on_refusal
        pace.on_refusal(7, 3600)
        await until(lambda: not pace.is_open(7))
        assert pace.per_second == 25


async def test_what_a_dead_process_has_sent_to_a_chat_counts(pool: asyncpg.Pool) -> None:
    dead, heir = Pace(), Pace()
    for pace in (dead, heir):
        SendBudget(pool, pace, 25)
    assert dead.reserve
    assert heir.reserve
    used = [await dead.reserve(7, 1000.0) for _ in range(2)]
    used.append(await heir.reserve(7, 1000.0))
    assert [round(seconds, -3) for seconds in used] == [1000, 2000, 3000]
    assert round(await heir.reserve(8, 1000.0), -3) == 1000


async def test_a_clock_that_is_put_back_keeps_no_chat_waiting(pool: asyncpg.Pool) -> None:
    pace = Pace()
    budget = SendBudget(pool, pace, 25)
    await pool.execute(
        """INSERT INTO closed_chats VALUES (7, now() + interval '61 min', now() + interval '1 hour'),
                                           (8, now() + interval '1 min', now() + interval '1 s')"""
    )
    await budget.sync()
    assert [pace.is_open(chat) for chat in (7, 8)] == [True, False]
    await pool.execute("INSERT INTO used_chats VALUES (7, now() + interval '1 hour')")
    assert pace.reserve
    assert await pace.reserve(7, 1.0) < 22


@pytest.mark.parametrize(("budget", "most", "grown"), [(20.0, 28.0, 20.5), (25.0, 25.2, 25.2), (25.0, 10.0, 10.0)])
async def test_the_budget_grows_while_nothing_is_refused_up_to_the_setting(
    pool: asyncpg.Pool, budget: float, most: float, grown: float
) -> None:
    await pool.execute("UPDATE send_budget SET per_second = $1, changed = now() - interval '1 minute'", budget)
    async with process(pool, most) as pace:
        await until(lambda: pace.per_second == pytest.approx(grown))
