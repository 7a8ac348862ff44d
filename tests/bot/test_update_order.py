"""Which updates wait for each other."""

import asyncio
from datetime import UTC, datetime

from telegram import CallbackQuery, Chat, Message, Update, User

from bot.update_order import InOrderPerChat

LEARNER = User(7, "Minji", is_bot=False)


def said(text: str, chat: int = 7) -> Update:
    return Update(1, message=Message(1, datetime.now(UTC), Chat(chat, "private"), LEARNER, text=text))


def pressed(data: str, chat: int = 7) -> Update:
    return Update(1, callback_query=CallbackQuery("1", LEARNER, "1", said("", chat).message, data))


async def handled_beside_a_message(update: Update) -> bool:
    """Whether an update is handled while an earlier message of the chat 7 still is."""
    order, gate, done = InOrderPerChat(), asyncio.Event(), asyncio.Event()

    async def handle() -> None:
        done.set()

    earlier = asyncio.create_task(order.process_update(said("/help"), gate.wait()))
    later = asyncio.create_task(order.process_update(update, handle()))
    for _ in range(10):  # more than either needs to come to its end or to the gate
        await asyncio.sleep(0)
    was_handled = done.is_set()
    gate.set()
    await asyncio.gather(earlier, later)
    assert done.is_set()
    return was_handled


async def test_a_chats_messages_and_buttons_come_one_after_the_other() -> None:
    assert not await handled_beside_a_message(said("Was heißt Kaffee?"))
    assert not await handled_beside_a_message(pressed("unit:A1-3"))
    assert not await handled_beside_a_message(pressed("forget:yes"))


async def test_a_wish_to_stop_waits_for_nothing() -> None:
    assert await handled_beside_a_message(pressed("stop:5"))
    assert await handled_beside_a_message(said("/stop"))
    assert await handled_beside_a_message(said("/stop@linguarag_bot"))


async def test_chats_wait_neither_for_another_nor_for_its_flood() -> None:
    order, gate = InOrderPerChat(), asyncio.Event()
    flood = [asyncio.create_task(order.process_update(said("!", 8), gate.wait())) for _ in range(1000)]
    for update in (said("Was heißt Kaffee?"), pressed("unit:A1-3")):
        await asyncio.wait_for(order.process_update(update, asyncio.sleep(0)), 60)
    gate.set()
    await asyncio.gather(*flood)
