"""Whatever Telegram refuses once, at whatever step: the whole answer stands in the chat, and no dead button."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.ext import ExtBot

from bot.reply.live_reply import Blocked, LiveReply, Undeliverable
from bot.reply.render import render
from bot.sandbox.telegram import TelegramServer
from bot.sandbox.telegram.chats import Chat, Message
from bot.sandbox.telegram.faults import Fault
from bot.sending.connection import Connection
from bot.sending.pace import Pace
from tests.leaping import leaping

pytestmark = pytest.mark.long

ANSWER = "**Der Kaffee** ist männlich, also heißt es: Ich möchte **einen** Kaffee. " * 4
STOP = InlineKeyboardMarkup([[InlineKeyboardButton("⏹ 중지", callback_data="stop:1")]])
LONG = "\n\n".join(f"{n}. Ich möchte **einen** Kaffee und zwei Brötchen, sagt die Frau." for n in range(1, 101))
MORE = InlineKeyboardMarkup([[InlineKeyboardButton("➕ 더 자세히", callback_data="more:1")]])

BAD = [  # one of each kind that is told from others, by each of the words that tell it
    "message text is empty",
    "MESSAGE_TOO_LONG",
    "ENTITY_BOUNDS_INVALID",
    'can\'t parse entities: Unsupported start tag "den" at byte offset 12',
    "MESSAGE_ID_INVALID",
    "message to edit not found",
    "message can't be edited",
    "message identifier is not specified",
    "MESSAGE_EDIT_TIME_EXPIRED",
    "MESSAGE_AUTHOR_REQUIRED",
    "message to be replied not found",
    "REPLY_MESSAGE_ID_INVALID",
    "BUTTON_DATA_INVALID",
    "REPLY_MARKUP_INVALID",
    "reply markup is too long",
    "inline keyboard expected",
    "message thread not found",
    "TOPIC_CLOSED",
    "not enough rights to send text messages to the chat",
    "have no rights to send a message",
    "CHAT_WRITE_FORBIDDEN",
    "CHAT_RESTRICTED",
    "CHAT_SEND_PLAIN_FORBIDDEN",
    "USER_BANNED_IN_CHANNEL",
    "chat not found",
    "something that no version has said yet",
]
FAILED = {
    **{words: (400, f"Bad Request: {words}") for words in BAD},
    "401": (401, "Unauthorized"),
    "404": (404, "Not Found"),
    "409": (409, "Conflict: terminated by other getUpdates request"),
    "413": (413, "Request Entity Too Large"),
    "500": (500, "Internal Server Error"),
    "500 aborted": (500, "Internal Server Error: Request aborted"),
    "500 restart": (500, "Internal Server Error: restart"),
    "502": (502, "Bad Gateway"),
    "504": (504, "Gateway Timeout"),
}
GARBLED = {
    "HTML": (200, "<html><body>One moment, please.</body></html>"),
    "cut": (200, '{"ok":true,"result":{"message_id":'),
    "object": (200, "{}"),
    "no result": (200, '{"ok":false,"description":"Oops"}'),
    "list": (200, "[]"),
    "null": (200, "null"),
    "yes": (200, '{"ok":true,"result":true}'),
    "list of results": (200, '{"ok":true,"result":[{"message_id":7}]}'),
    "deep": (200, "[" * 100_000),
    "description of another type": (400, '{"ok":false,"description":[400]}'),
    "parameters of another type": (400, '{"ok":false,"description":"Oops","parameters":"none"}'),
    "soon": (429, '{"ok":false,"description":"Flood","parameters":{"retry_after":"soon"}}'),
    "never": (429, '{"ok":false,"description":"Flood","parameters":{"retry_after":1e300}}'),
    "a proxy forbids it": (403, "<html>Forbidden</html>"),
}

Plan = Callable[[TelegramServer, str], Fault]


def failed(status: int, description: str) -> Plan:
    return lambda telegram, method: telegram.fail(method, status, description)


def garbled(status: int, body: str) -> Plan:
    return lambda telegram, method: telegram.garble(method, body, status=status)


FAULTS: dict[str, Plan] = {
    **{name: failed(*how) for name, how in FAILED.items()},
    **{name: garbled(*how) for name, how in GARBLED.items()},
    "429": lambda telegram, method: telegram.fail(method, 429, "Too Many Requests: retry after 3", retry_after=3),
    "answer cut": lambda telegram, method: telegram.spoil_answer(method, lambda answer: answer[:60]),
    "an hour": lambda telegram, method: telegram.fail(method, 429, "Too Many Requests", retry_after=3600),
    "message without chat": lambda telegram, method: telegram.spoil_answer(
        method, lambda answer: answer.replace('"chat"', '"chatter"')
    ),
    "reset": lambda telegram, method: telegram.lose_request(method),
    "silence": lambda telegram, method: telegram.lose_request(method, hang=True),
    "late": lambda telegram, method: telegram.answer_late(method, 6.5),
    "dripping": lambda telegram, method: telegram.drip(method, 0.1),
    "very late": lambda telegram, method: telegram.answer_late(method, 30),
}

ONE_OF_EACH = [
    "MESSAGE_TOO_LONG",
    "ENTITY_BOUNDS_INVALID",
    "message to edit not found",
    "BUTTON_DATA_INVALID",
    "TOPIC_CLOSED",
    "an hour",
    "502",
    "HTML",
    "answer cut",
    "late",
]


@asynccontextmanager
async def telegram_and_bot() -> AsyncIterator[tuple[TelegramServer, ExtBot[Any]]]:
    async with (
        TelegramServer(limits=None) as telegram,
        ExtBot(telegram.token, telegram.base_url, request=Connection(256), rate_limiter=Pace()) as bot,
    ):
        yield telegram, bot


async def answer(telegram: TelegramServer, bot: ExtBot[Any], pace: Pace, chat: Chat, step: str, fault: str) -> Fault:
    """One answer, from placeholder to end, that meets a fault at one step of it."""

    def plan() -> Fault:
        method = "sendMessage" if step == "first send" else "editMessageText"
        planned = FAULTS[fault](telegram, method)
        planned.where = lambda request: str(request.get("chat_id")) == str(chat.id)
        return planned

    async with LiveReply(bot, pace, chat.id, keyboard=STOP) as reply:
        planned = plan() if step == "first send" else None
        reply.start("💭")
        if planned is None:
            await chat.wait_for(lambda chat: chat.replies)
            planned = plan() if step == "interim edit" else None
        for end in (60, 120, 180):
            reply.show(ANSWER[:end])
            await asyncio.sleep(2)
        planned = planned or plan()
        await reply.finish(ANSWER, keyboard=MORE)
    return planned


def seen(message: Message) -> tuple[str, list[str]]:
    return message.text, [button.text for button in message.buttons]


@pytest.mark.parametrize("step", ["first send", "interim edit", "final edit"])
def test_after_any_refusal_the_whole_answer_stands_in_the_chat(step: str) -> None:
    @leaping
    async def play() -> None:
        async with telegram_and_bot() as (telegram, bot):
            pace = Pace(per_second=10_000)
            chats = {fault: telegram.private_chat(telegram.person(n, "Anna")) for n, fault in enumerate(FAULTS, 1)}
            planned = await asyncio.gather(
                *(answer(telegram, bot, pace, chat, step, fault) for fault, chat in chats.items())
            )
            assert all(fault.met == 1 for fault in planned)
            expected = [(render(ANSWER).text, ["➕ 더 자세히"])]
            shown = {fault: [seen(message) for message in chat.replies] for fault, chat in chats.items()}
            assert [fault for fault, messages in shown.items() if messages != expected] == []
            if step != "first send":  # what is said of a message once may be a mistake: none is replaced
                assert telegram.requests["sendMessage"] == len(FAULTS)

    play()


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
def test_of_a_long_answer_the_second_message_meets_them_as_the_first_does(method: str) -> None:
    async def write(telegram: TelegramServer, bot: ExtBot[Any], pace: Pace, chat: Chat, fault: str) -> Fault:
        planned = FAULTS[fault](telegram, method)
        planned.where = lambda request: (
            str(request.get("chat_id")) == str(chat.id)
            and not str(request.get("text", "1. ")).startswith(("1. ", "💭"))
        )
        async with LiveReply(bot, pace, chat.id, keyboard=STOP) as reply:
            reply.start("💭")
            for end in (2000, 5000, 5600):
                reply.show(LONG[:end])
                await asyncio.sleep(3)
            await reply.finish(LONG, keyboard=MORE)
        return planned

    @leaping
    async def play() -> None:
        async with telegram_and_bot() as (telegram, bot):
            pace = Pace(per_second=10_000)
            chats = {each: telegram.private_chat(telegram.person(n, "Anna")) for n, each in enumerate(ONE_OF_EACH, 1)}
            planned = await asyncio.gather(*(write(telegram, bot, pace, *each[::-1]) for each in chats.items()))
            assert all(fault.met == 1 for fault in planned)
            shown = {fault: [message.text for message in chat.replies] for fault, chat in chats.items()}
            assert [fault for fault, parts in shown.items() if "\n\n".join(parts) != render(LONG).text] == []
            assert [fault for fault, chat in chats.items() if chat.replies[-1].buttons[-1].text != "➕ 더 자세히"] == []

    play()


@leaping
async def test_no_part_of_an_answer_comes_before_the_one_that_it_continues() -> None:
    async with telegram_and_bot() as (telegram, bot):
        chat = telegram.private_chat(telegram.person(1, "Anna"))
        telegram.fail("sendMessage", 400, "Bad Request: nobody knows why", times=2)
        async with LiveReply(bot, Pace(), chat.id, keyboard=STOP) as reply:
            for end in (4500, 4600, 4700):
                reply.show(LONG[:end])
                await asyncio.sleep(3)
            await reply.finish(LONG, keyboard=MORE)
        assert "\n\n".join(message.text for message in chat.replies) == render(LONG).text


@leaping
@pytest.mark.parametrize(
    ("status", "words", "times", "left"),
    [
        (429, "Too Many Requests", 0, []),
        (429, "Too Many Requests", 1, []),
        (502, "Bad Gateway", 1, []),
        (400, "Bad Request: message can't be deleted for everyone", 2, [[]]),
        (400, "Bad Request: message to delete not found", 1, []),
    ],
)
async def test_a_message_that_was_replaced_goes_or_loses_its_buttons(
    status: int, words: str, times: int, left: list[list[str]]
) -> None:
    async with telegram_and_bot() as (telegram, bot):
        chat = telegram.private_chat(telegram.person(1, "Anna"))
        async with LiveReply(bot, Pace(), chat.id, keyboard=STOP) as reply:
            reply.show(ANSWER[:100])
            await chat.wait_for(lambda chat: chat.replies)
            telegram.fail("editMessageText", 400, "Bad Request: message can't be edited", times=99)
            telegram.fail("deleteMessage", status, words, retry_after=3 if status == 429 else None, times=times)
            await reply.finish(ANSWER, keyboard=MORE)
        assert [[button.text for button in message.buttons] for message in chat.replies] == [*left, ["➕ 더 자세히"]]


async def finished(bot: ExtBot[Any], chat: Chat, **how: Any) -> None:
    async with LiveReply(bot, Pace(), chat.id, keyboard=STOP, **how) as reply:
        await reply.finish(ANSWER, keyboard=MORE)


@leaping
async def test_what_is_said_of_edits_is_not_believed_of_a_send() -> None:
    async with telegram_and_bot() as (telegram, bot):
        chat = telegram.private_chat(telegram.person(1, "Anna"))
        telegram.fail("sendMessage", 400, "Bad Request: message is not modified")
        await finished(bot, chat)
        assert [message.text for message in chat.replies] == [render(ANSWER).text]


@leaping
async def test_a_final_text_is_tried_plain_anew_alone_and_outside_its_topic_before_it_is_given_up() -> None:
    async with telegram_and_bot() as (telegram, bot):
        group = telegram.group("Deutsch A1", forum=True)
        topic = group.topic("Lektion 13")
        question = group.add({"id": 1, "is_bot": False, "first_name": "Anna"}, "Was?", thread=topic)
        tried: list[tuple[bool, ...]] = []

        def note(request: Any) -> bool:
            keys = ("message_id", "entities", "reply_parameters", "message_thread_id", "reply_markup")
            if "text" in request:
                tried.append(tuple(key in request for key in keys))
            return True

        refused = telegram.fail("*", 400, "Bad Request: never", times=99, where=note)
        refused.left = 0
        async with LiveReply(bot, Pace(), group.id, thread_id=topic, reply_to=question.id, keyboard=STOP) as reply:
            reply.show(ANSWER)
            await group.wait_for(lambda chat: chat.replies)
            refused.left = 99
            with pytest.raises(Undeliverable):
                await reply.finish(ANSWER, keyboard=MORE)
        assert tried == [
            (True, True, False, False, True),
            (True, True, False, False, True),
            (True, False, False, False, True),
            (False, False, True, True, True),
            (False, False, False, True, True),
            (False, False, False, False, True),
            (False, False, False, False, False),
        ]


@leaping
@pytest.mark.parametrize(("method", "seconds", "times"), [("*", 6.5, 99), ("*", 40.0, 2), ("sendMessage", 50.0, 99)])
async def test_slow_answers_leave_one_message(method: str, seconds: float, times: int) -> None:
    async with telegram_and_bot() as (telegram, bot):
        chat = telegram.private_chat(telegram.person(1, "Anna"))
        telegram.answer_late(method, seconds, times=times)
        async with LiveReply(bot, Pace(), chat.id, keyboard=STOP) as reply:
            reply.start("💭")
            for end in range(60, len(ANSWER), 40):
                reply.show(ANSWER[:end])
                await asyncio.sleep(2)
            await reply.finish(ANSWER, keyboard=MORE)
        assert [message.text for message in chat.replies] == [render(ANSWER).text]
        assert reply.message_ids == (chat.replies[0].id,)


@leaping
async def test_another_bot_that_deletes_everything_is_not_fought() -> None:
    async with telegram_and_bot() as (telegram, bot):
        chat = telegram.group("Deutsch A1")
        chat.is_cleaned = True
        async with LiveReply(bot, Pace(), chat.id, keyboard=STOP) as reply:
            reply.start("💭")
            for end in range(60, len(ANSWER), 5):
                reply.show(ANSWER[:end])
                await asyncio.sleep(1)
            with pytest.raises(Undeliverable):
                await reply.finish(ANSWER, keyboard=MORE)
        assert telegram.requests["sendMessage"] <= 4


@leaping
async def test_a_message_deleted_a_moment_later_is_sent_again_a_few_times_only() -> None:
    async with telegram_and_bot() as (telegram, bot):
        chat = telegram.group("Deutsch A1")
        async with LiveReply(bot, Pace(), chat.id, keyboard=STOP) as reply:
            for end in range(60, len(ANSWER), 5):
                reply.show(ANSWER[:end])
                await asyncio.sleep(1)
                for message in chat.replies:
                    chat.remove(message)
            await reply.finish(ANSWER, keyboard=MORE)
        assert [message.text for message in chat.replies] == [render(ANSWER).text]
        assert telegram.requests["sendMessage"] <= 3


@leaping
async def test_who_does_not_want_to_hear_the_bot_ends_the_reply() -> None:
    async with telegram_and_bot() as (telegram, bot):
        chat = telegram.private_chat(telegram.person(1, "Anna"))
        telegram.fail("sendMessage", 403, "Forbidden: bot was blocked by the user", times=2)
        with pytest.raises(Blocked):
            await finished(bot, chat)
        assert telegram.requests["sendMessage"] == 2  # said once, it may be a mistake


@leaping
async def test_what_is_too_large_for_something_on_the_way_is_not_sent_for_ever() -> None:
    async with telegram_and_bot() as (telegram, bot):
        chat = telegram.private_chat(telegram.person(1, "Anna"))
        telegram.garble("sendMessage", "<html>Request Entity Too Large</html>", status=413, times=99)
        with pytest.raises(Undeliverable):
            await finished(bot, chat)
