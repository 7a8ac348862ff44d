"""Nothing the bot sends is refused for its pace, and who can't wait goes first."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import ChatMigrated, NetworkError, RetryAfter
from telegram.ext import ExtBot

from bot.sandbox.telegram import TelegramServer
from bot.sandbox.telegram.chats import Chat
from bot.sandbox.telegram.limits import Budget, Limits
from bot.sending.connection import Connection
from bot.sending.pace import Pace
from bot.sending.slots import Priority
from tests.leaping import leaping

GROUP = -1001


def now() -> float:
    return asyncio.get_running_loop().time()


@asynccontextmanager
async def chatting(pace: Pace | None = None) -> AsyncIterator[tuple[TelegramServer, ExtBot[Any], Chat]]:
    """Telegram with its limits, a bot that keeps to the pace, and Anna's chat with it, which has the number 1."""
    async with (
        TelegramServer(clock=now) as telegram,
        ExtBot(telegram.token, telegram.base_url, request=Connection(4), rate_limiter=pace or Pace()) as bot,
    ):
        yield telegram, bot, telegram.private_chat(telegram.person(1, "Anna"))


async def times(pace: Pace, chat_id: int, priority: Priority, number: int) -> list[float]:
    """When each of `number` requests may go, counted from now."""
    start, granted = now(), []
    for _ in range(number):
        await pace.ask(chat_id, priority)
        granted.append(now() - start)
    return granted


@leaping
async def test_edits_of_a_growing_text_keep_their_distance() -> None:
    private = await times(Pace(), 1, Priority.INTERIM, 10)
    group = await times(Pace(), GROUP, Priority.INTERIM, 10)
    assert min(after - before for before, after in pairwise(private)) >= 1.199
    assert min(after - before for before, after in pairwise(group)) >= 2.999


@leaping
async def test_no_minute_of_a_group_sees_more_than_twenty_messages() -> None:
    sent = await times(Pace(), GROUP, Priority.COMMAND, 60)
    assert all(sum(start <= at < start + 60 for at in sent) <= 20 for start in sent)


@leaping
async def test_whatever_is_asked_for_telegram_refuses_nothing() -> None:
    pace, budget, dice = Pace(), Budget(Limits()), random.Random(7)

    async def talk(chat_id: int) -> None:
        for _ in range(40):
            await pace.ask(chat_id, dice.choice(list(Priority)))
            assert budget.take(chat_id, group=chat_id < 0, now=now()) == 0
            await asyncio.sleep(dice.choice((0, 0, 0.3, 5)))

    await asyncio.gather(*(talk(chat_id) for chat_id in (*range(1, 40), GROUP, GROUP - 1)))
    assert not budget.refused


@leaping
async def test_who_cannot_wait_goes_first() -> None:
    pace, served = Pace(), list[Priority]()

    async def ask(chat_id: int, priority: Priority) -> None:
        await pace.ask(chat_id, priority)
        served.append(priority)

    await times(pace, 999, Priority.COMMAND, 3)  # nobody is served at once any more
    crowd = [ask(10 * n + priority, priority) for n in range(1, 9) for priority in reversed(Priority)]
    await asyncio.gather(*crowd)
    assert served == sorted(served)


@leaping
async def test_two_hundred_streams_get_equal_turns() -> None:
    pace, turns = Pace(), Counter[int]()

    async def stream(chat_id: int) -> None:
        while True:
            await pace.ask(chat_id, Priority.INTERIM)
            turns[chat_id] += 1

    tasks = [asyncio.create_task(stream(chat_id)) for chat_id in range(1, 201)]
    await asyncio.sleep(60)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert sum(turns.values()) == pytest.approx(60 * 25, abs=25)
    assert max(turns.values()) - min(turns.values()) <= 2


@leaping
async def test_a_turn_that_becomes_urgent_moves_up() -> None:
    pace, served = Pace(), list[str]()
    await times(pace, 999, Priority.COMMAND, 3)

    async def ask(name: str, chat_id: int, *, hurries: bool = False) -> None:
        turn = pace.ask(chat_id, Priority.INTERIM)
        if hurries:
            turn.hurry(Priority.TEXT)
        await turn
        served.append(name)

    await asyncio.gather(ask("first", 1), ask("second", 2), ask("urgent", 3, hurries=True))
    assert served == ["urgent", "first", "second"]


@leaping
async def test_a_turn_given_up_costs_nobody_anything() -> None:
    pace = Pace()
    await times(pace, 1, Priority.COMMAND, 3)
    given_up = asyncio.create_task(times(pace, 1, Priority.COMMAND, 1))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.gather(given_up, return_exceptions=True)
    assert (await times(pace, 1, Priority.COMMAND, 1))[0] < 1.2


@leaping
async def test_of_what_several_processes_write_to_one_chat_telegram_refuses_nothing() -> None:
    """Not even after a message that comes long after it was counted, from a process that was paused meanwhile."""
    used: dict[int, float] = {}

    async def reserve(chat: int, period: float) -> float:
        used[chat] = max(used.get(chat, 0.0), now()) + period
        return used[chat] - now()

    async with TelegramServer(clock=now) as telegram:
        telegram.private_chat(telegram.person(1, "Anna"))
        async with ExtBot(telegram.token, telegram.base_url) as late:
            await late.send_message(1, "Verspätet")

        async def write() -> None:
            pace = Pace()
            pace.reserve = reserve
            async with ExtBot(telegram.token, telegram.base_url, rate_limiter=pace) as bot:
                await asyncio.gather(*(bot.send_message(1, f"Nummer {n}") for n in range(6)))

        await asyncio.gather(write(), write(), write())
        assert telegram.budget is not None
        assert not telegram.budget.refused


@leaping
async def test_what_was_reserved_before_a_pause_is_reserved_again() -> None:
    pace, used = Pace(), list[float]()

    async def reserve(_: int, period: float) -> float:
        used.append(period)
        await asyncio.sleep(60 if len(used) == 1 else 0)  # paused in the moment in which it was to leave
        return period

    pace.reserve = reserve
    async with chatting(pace) as (_, bot, _):
        await bot.send_message(1, "Hallo")
    assert len(used) == 2


@leaping
async def test_a_database_that_is_silent_is_waited_for_once() -> None:
    pace, asked = Pace(), list[float]()

    async def reserve(_: int, __: float) -> float:
        asked.append(now())
        await asyncio.sleep(1.5)
        return 0.0 if len(asked) < 9 else 1.0

    pace.reserve = reserve
    async with chatting(pace) as (_, bot, _):
        await bot.send_message(1, "Hallo")
    assert len(asked) == 1


@leaping
async def test_what_was_reserved_before_a_pause_in_the_claim_is_reserved_again() -> None:
    pace, used, claimed = Pace(), list[float](), list[float]()

    async def reserve(_: int, period: float) -> float:
        used.append(period)
        return period

    async def claim() -> None:
        claimed.append(now())
        await asyncio.sleep(5 if len(claimed) == 1 else 0)

    pace.reserve = reserve
    async with chatting(pace) as (_, bot, _):
        slot = await pace.ask(1, Priority.TEXT)
        slot.claim = claim
        await bot.send_message(1, "Hallo", rate_limit_args=slot)
    assert len(used) == 2


@leaping
async def test_what_was_claimed_before_a_pause_is_claimed_again_and_perhaps_not_sent() -> None:
    pace, claimed = Pace(), list[float]()

    async def claim() -> None:
        claimed.append(now())
        if len(claimed) > 1:
            raise LookupError
        await asyncio.sleep(60)  # paused in the moment in which it was to leave

    async with chatting(pace) as (_, bot, chat):
        slot = await pace.ask(1, Priority.TEXT)
        slot.claim = claim
        with pytest.raises(LookupError):
            await bot.send_message(1, "Hallo", rate_limit_args=slot)
    assert not chat.replies


@leaping
async def test_a_refused_chat_waits_for_its_deadline_and_the_others_go_on() -> None:
    async with chatting() as (telegram, bot, chat):
        telegram.private_chat(telegram.person(2, "Ben"))
        telegram.fail("sendMessage", 429, "Too Many Requests: retry after 35", retry_after=35)
        start = now()

        async def send(chat_id: int) -> float:
            await bot.send_message(chat_id, "Hallo")
            return now() - start

        refused, other = await asyncio.gather(send(1), send(2))
        assert refused >= 35
        assert other < 1
        assert [message.text for message in chat.replies] == ["Hallo"]


@leaping
async def test_what_is_no_message_passes_a_closed_chat() -> None:
    pace = Pace()
    async with chatting(pace) as (_, bot, _):
        pace.close(1, 100)
        start = now()
        await bot.send_chat_action(1, "typing")
        await bot.get_me()
        assert now() - start < 1


@leaping
async def test_a_request_with_its_own_turn_sees_the_refusal() -> None:
    pace = Pace()
    async with chatting(pace) as (telegram, bot, _):
        telegram.fail("sendMessage", 429, "Too Many Requests: retry after 35", retry_after=35)
        turn = await pace.ask(1, Priority.INTERIM)
        with pytest.raises(RetryAfter):
            await bot.send_message(1, "Hallo", rate_limit_args=turn)
        assert (await times(pace, 1, Priority.TEXT, 1))[0] >= 34


@leaping
async def test_a_chat_that_was_refused_is_edited_half_as_often_for_a_while() -> None:
    pace = Pace()
    pace.close(1, 35)
    refused = await times(pace, 1, Priority.INTERIM, 4)
    assert refused[0] >= 35
    assert min(after - before for before, after in pairwise(refused)) >= 2.399
    await asyncio.sleep(1000)
    rested = await times(pace, 1, Priority.INTERIM, 4)
    assert max(after - before for before, after in pairwise(rested[1:])) < 2


@leaping
async def test_a_shorter_refusal_does_not_open_a_chat_earlier() -> None:
    pace = Pace()
    pace.close(1, 100)
    pace.close(1, 5)
    assert (await times(pace, 1, Priority.TEXT, 1))[0] >= 100


@leaping
async def test_a_closed_chat_stays_closed_however_many_others_there_are() -> None:
    pace = Pace()
    pace.close(1, 3600)
    for chat in range(2, 1010):
        await pace.ask(chat, Priority.COMMAND)
    assert not pace.is_open(1)


@leaping
async def test_a_placeholder_that_may_have_arrived_is_not_sent_again() -> None:
    async with chatting() as (telegram, bot, chat):
        telegram.lose_answer("sendMessage", hang=False)
        with pytest.raises(NetworkError):
            await bot.send_message(1, "Hallo", rate_limit_args=Priority.PLACEHOLDER)
        assert [message.text for message in chat.replies] == ["Hallo"]


@leaping
async def test_a_command_does_not_hold_its_chat_for_an_hour() -> None:
    async with chatting() as (telegram, bot, _):
        telegram.private_chat(telegram.person(2, "Ben"))
        fault = telegram.fail(
            "sendMessage", 429, "Flood", retry_after=3600, times=3, where=lambda asked: asked["chat_id"] == "1"
        )
        begun = now()
        told = await asyncio.gather(*(bot.send_message(1, "Hallo") for _ in range(5)), return_exceptions=True)
        assert now() - begun <= 61
        assert [type(error) for error in told] == [RetryAfter] * 5
        await bot.send_message(2, "Hallo")
        with pytest.raises(RetryAfter):
            await bot.send_message(1, "Hallo")
        assert now() - begun <= 62
        fault.left = 0
        await asyncio.sleep(3600)
        await bot.send_message(1, "Hallo")


@leaping
async def test_what_is_said_to_a_group_that_has_become_a_supergroup_is_said_there() -> None:
    async with chatting() as (telegram, bot, _):
        group = telegram.basic_group("Kurs")
        asked = group.add({"id": 1, "is_bot": False, "first_name": "Anna"}, "Was?")
        first = await bot.send_message(group.id, "Hallo")
        new = await telegram.person(1, "Anna").upgrade(group)
        second = await bot.send_message(group.id, "Nochmals hallo", reply_to_message_id=asked.id)
        assert (second.chat_id, second.reply_to_message) == (new.id, None)
        with pytest.raises(ChatMigrated):
            await bot.edit_message_text("Nicht dort", group.id, first.message_id)
        assert [message.text for message in new.replies] == ["Nochmals hallo"]


@leaping
async def test_what_perhaps_was_done_is_done_again_where_that_is_better_than_nothing() -> None:
    async with chatting() as (telegram, bot, chat):
        telegram.garble("sendMessage", "<html>One moment, please</html>")
        sent = await bot.send_message(1, "Hallo")
        telegram.lose_request("editMessageText", hang=True)
        await bot.edit_message_text("Hallo!", 1, sent.message_id)
        telegram.fail("editMessageText", 400, "Bad Request: message is not modified")  # as nobody saw it, it is
        await bot.edit_message_text("Hallo?", 1, sent.message_id)
        assert [message.text for message in chat.replies] == ["Hallo?"]
        telegram.lose_answer("sendMessage")
        await bot.send_message(1, "Lieber zweimal")
        telegram.lose_answer("sendMessage", hang=False, times=5)
        with pytest.raises(NetworkError):
            await bot.send_message(1, "Nie öfter")
        assert [message.text for message in chat.replies] == ["Hallo?", *["Lieber zweimal"] * 2, *["Nie öfter"] * 2]


@leaping
@pytest.mark.parametrize("newer", ["editMessageReplyMarkup", "editMessageText"])
async def test_buttons_of_which_nobody_heard_do_not_come_back_over_newer_ones(newer: str) -> None:
    async with chatting() as (telegram, bot, chat):
        sent = await bot.send_message(1, "Hallo")
        old, new = (InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data="1")]]) for label in "👎👍")
        telegram.lose_answer("editMessageReplyMarkup")
        showing = asyncio.create_task(bot.edit_message_reply_markup(1, sent.message_id, reply_markup=old))
        await chat.wait_for(lambda chat: chat.replies[0].buttons)
        if newer == "editMessageText":
            await bot.edit_message_text("Hallo!", 1, sent.message_id, reply_markup=new)
        else:
            await bot.edit_message_reply_markup(1, sent.message_id, reply_markup=new)
        await showing
        assert [button.text for button in chat.replies[0].buttons] == ["👍"]
