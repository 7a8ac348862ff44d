"""A reply grows in its chat, whatever Telegram answers, and its last text always arrives."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.ext import ExtBot

from bot.reply.live_reply import Blocked, LiveReply
from bot.reply.render import Rendered, render, render_sources
from bot.sandbox.telegram import TelegramServer
from bot.sandbox.telegram.chats import Chat, Message
from bot.sandbox.telegram.entities import cut_utf16
from bot.sending.pace import Pace
from tests.bot.reply.markdown_texts import ANSWERS
from tests.bot.waiting import until
from tests.leaping import leaping

ANSWER = ANSWERS["akkusativ"]
LONG = ANSWERS["lang"]
SOURCES = render_sources("📖 출처 (1)", ["A1-13 · S. 42 „Ich kaufe den …“"])
STOP = InlineKeyboardMarkup([[InlineKeyboardButton("⏹ 중지", callback_data="stop")]])
MORE = InlineKeyboardMarkup([[InlineKeyboardButton("➕ 더 자세히", callback_data="more")]])


@dataclass(frozen=True)
class Lesson:
    telegram: TelegramServer
    bot: ExtBot[Any]
    pace: Pace
    chat: Chat

    def reply(self, **how: Any) -> LiveReply:
        return LiveReply(self.bot, self.pace, self.chat.id, keyboard=STOP, **how)

    @property
    def refusals(self) -> int:
        return sum(call.status == 429 for call in self.telegram.calls)


@asynccontextmanager
async def lesson() -> AsyncIterator[Lesson]:
    async with TelegramServer(clock=now) as telegram:
        pace = Pace()
        async with ExtBot(telegram.token, telegram.base_url, rate_limiter=pace) as bot:
            yield Lesson(telegram, bot, pace, telegram.private_chat(telegram.person(1, "Anna")))
        assert not telegram.repaired


def now() -> float:
    return asyncio.get_running_loop().time()


async def grow(reply: LiveReply, text: str, *, step: int = 12, pause: float = 0.15, start: int = 0) -> None:
    for end in range(start, len(text), step):
        reply.show(text[:end])
        await asyncio.sleep(pause)


def versions(message: Message) -> list[str]:
    return [version.text for version in message.versions]


@leaping
async def test_a_reply_grows_from_its_placeholder_to_its_sources() -> None:
    async with lesson() as here:
        async with here.reply() as reply:
            reply.start("🔎 찾는 중…")
            await asyncio.sleep(1.5)
            reply.start("💭 생각 중…")
            await asyncio.sleep(1.5)
            await grow(reply, ANSWER)
            await reply.finish(ANSWER, SOURCES, MORE)
        (message,) = here.chat.replies
        texts = versions(message)
        assert texts[:2] == ["🔎 찾는 중…", "💭 생각 중…"]
        assert all(later.startswith(earlier) for earlier, later in pairwise(texts[2:]))
        assert message.text == f"{render(ANSWER).text}\n\n{SOURCES.text}"
        assert [button.text for button in message.buttons] == ["➕ 더 자세히"]
        assert {version.keyboard[0][0].text for version in message.versions[:-1]} == {"⏹ 중지"}
        assert reply.message_ids == (message.id,)
        assert reply.first_text_at is not None
        assert here.chat.actions
        assert not here.refusals


@leaping
async def test_the_first_text_waits_for_thirty_characters() -> None:
    async with lesson() as here, here.reply() as reply:
        await grow(reply, "Das ist ein Satz mit mehr als dreißig Zeichen.", step=1, pause=0.02)
        await reply.finish("Das ist ein Satz mit mehr als dreißig Zeichen.")
        assert len(versions(here.chat.replies[0])[0]) >= 28


@leaping
async def test_a_short_first_text_waits_no_longer_than_a_moment() -> None:
    async with lesson() as here, here.reply() as reply:
        begun = now()
        reply.show("Ja!")
        await here.chat.wait_for(lambda chat: chat.replies)
        assert 0.69 < now() - begun < 1


@leaping
async def test_what_looks_the_same_is_not_sent_again() -> None:
    async with lesson() as here:
        async with here.reply() as reply:
            text = "Das ist ein ganzer Satz mit **fett**"
            for same in (text, text + " ", text + " *", text + " \n\n#"):
                reply.show(same)
                await asyncio.sleep(3)
        assert here.telegram.requests["editMessageText"] == 0


@pytest.mark.parametrize("times", [1, 2])
@leaping
async def test_that_a_last_text_stands_there_already_is_believed_when_it_is_said_twice(times: int) -> None:
    async with lesson() as here:
        async with here.reply() as reply:
            reply.show(ANSWER)
            await here.chat.wait_for(lambda chat: chat.replies)
            description = "Bad Request: message is not modified: specified new message content is the same"
            fault = here.telegram.fail("editMessageText", 400, description, times=times)
            await reply.finish(ANSWER, SOURCES)
        assert fault.met == times
        assert here.telegram.requests["editMessageText"] == 2
        assert (SOURCES.text in here.chat.replies[0].text) == (times == 1)


@leaping
async def test_a_learner_who_blocks_the_bot_ends_the_stream() -> None:
    async with lesson() as here, here.reply() as reply:
        reply.start("…")
        await grow(reply, ANSWER[:100])
        here.chat.blocked = True
        with pytest.raises(Blocked):
            await grow(reply, ANSWER * 10, start=100)
        with pytest.raises(Blocked):
            await reply.finish(ANSWER)


@leaping
@pytest.mark.parametrize("hang", [True, False])
@pytest.mark.parametrize("placeholder", ["…", ""])
async def test_a_text_grows_in_a_second_message_once_no_answer_to_the_first_can_come(
    placeholder: str, hang: bool
) -> None:
    async with lesson() as here:
        here.telegram.lose_answer("sendMessage", hang=hang)
        async with here.reply() as reply:
            reply.start(placeholder)
            await grow(reply, ANSWER, step=6)
            assert len(here.chat.replies) == (1 if hang else 2)
            await reply.finish(ANSWER, SOURCES)
        lost, complete = here.chat.replies
        assert render(ANSWER).text.startswith(lost.text) or lost.text == placeholder
        assert complete.text.endswith(SOURCES.text)
        assert reply.message_ids == (complete.id,)


@leaping
@pytest.mark.parametrize("lost", ["before", "after"])
async def test_a_last_send_without_an_answer_is_repeated_once_telegram_answers_again(lost: str) -> None:
    async with lesson() as here:
        lose = here.telegram.lose_request if lost == "before" else partial(here.telegram.lose_answer, hang=False)
        fault = lose("*", times=100_000)
        async with here.reply() as reply:
            reply.start("…")
            await asyncio.sleep(3)
            finishing = asyncio.create_task(reply.finish(ANSWER))
            await asyncio.sleep(60)
            fault.left = 0
            await finishing
        copies = ["…"] if lost == "after" else []
        assert [message.text for message in here.chat.replies] == [*copies, render(ANSWER).text]


@leaping
async def test_a_last_text_outlasts_a_network_that_is_away_for_long() -> None:
    async with lesson() as here, here.reply() as reply:
        reply.start("…")
        await here.chat.wait_for(lambda chat: chat.replies)
        fault = here.telegram.fail("*", 502, "Bad Gateway", times=100_000)
        finishing = asyncio.create_task(reply.finish(ANSWER))
        await asyncio.sleep(600)
        assert fault.met < 100
        fault.left = 0
        await finishing
        assert [message.text for message in here.chat.replies] == [render(ANSWER).text]


@leaping
async def test_a_stream_that_breaks_twice_never_shrinks_the_reply() -> None:
    async with lesson() as here:
        async with here.reply() as reply:
            reply.start("…")
            await grow(reply, ANSWER[:200])
            await grow(reply, "Anders: " + ANSWER[:150])
            await grow(reply, "Noch anders: " + ANSWER)
            await reply.finish("Noch anders: " + ANSWER)
        (message,) = here.chat.replies
        lengths = [len(text) for text in versions(message)]
        assert lengths == sorted(lengths)
        assert message.text.startswith("Noch anders: ")


@leaping
async def test_a_shorter_last_text_replaces_a_longer_one() -> None:
    async with lesson() as here:
        async with here.reply() as reply:
            await grow(reply, LONG[:9000], step=50)
            await here.chat.wait_for(lambda chat: len(chat.replies) == 3)
            await reply.finish("Das kann ich nicht beantworten.")
        assert [message.text for message in here.chat.replies] == ["Das kann ich nicht beantworten."]


@leaping
@pytest.mark.parametrize("moment", [0.0, 0.3, 4.0])
async def test_a_reply_that_is_cancelled_leaves_nothing_behind(moment: float) -> None:
    async with lesson() as here:

        async def answer() -> None:
            async with here.reply() as reply:
                reply.start("…")
                await grow(reply, ANSWER)
                await reply.finish(ANSWER)

        before = asyncio.all_tasks()
        task = asyncio.create_task(answer())
        await asyncio.sleep(moment)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        left = asyncio.all_tasks() - before
        assert not [one for one in left if "LiveReply" in repr(one)]
        sent = here.telegram.requests["sendMessage"] + here.telegram.requests["editMessageText"]
        await asyncio.sleep(60)
        assert here.telegram.requests["sendMessage"] + here.telegram.requests["editMessageText"] == sent


@leaping
async def test_neither_a_message_on_its_way_when_the_reply_ends_is_lost_nor_a_cancellation_that_comes_with_it() -> None:
    told: list[tuple[int, ...]] = []

    async def note(_: int, message_ids: Sequence[int]) -> bool:
        told.append(tuple(message_ids))
        answering.cancel()
        return True

    async with lesson() as here:
        sending = here.telegram.delay("sendMessage", 7)

        async def answer() -> None:
            async with here.reply(store_ids=note) as reply:
                reply.start("…")
                await asyncio.sleep(6)
                assert sending.met

        answering = asyncio.create_task(answer())
        with pytest.raises(asyncio.CancelledError):
            await answering
        assert told == [(here.chat.replies[0].id,)]


@leaping
async def test_typing_shows_once_the_chat_is_open() -> None:
    async with lesson() as here, here.reply() as reply:
        here.pace.close(here.chat.id, 20)
        reply.start("…")
        await asyncio.sleep(15)
        assert not here.chat.actions
        await asyncio.sleep(10)
        assert here.chat.actions
        await reply.finish(ANSWER)


@leaping
@pytest.mark.parametrize(
    ("unfinished", "shown", "kind"),
    [
        ("🔌 **오프라인 대역", "🔌 오프라인 대역", "bold"),
        ("Ich trinke *kurz", "Ich trinke kurz", "italic"),
        ("Das ist ~~falsch", "Das ist falsch", "strikethrough"),
        ("Sag `einen Kaf", "Sag einen Kaf", "code"),
        ("```\nder → den", "der → den", "pre"),
        ("**Kaffee** [1", "Kaffee", "bold"),
    ],
)
async def test_an_ending_stays_apart_from_what_is_unfinished(unfinished: str, shown: str, kind: str) -> None:
    async with lesson() as here:
        async with here.reply() as reply:
            await reply.finish(unfinished, Rendered("⏹ 여기서 멈췄어요."))
        (message,) = here.chat.replies
        assert message.text == f"{shown}\n\n⏹ 여기서 멈췄어요."
        (entity,) = message.entities
        assert entity.type == kind
        assert shown.endswith(cut_utf16(message.text, entity.offset, entity.end))


@leaping
async def test_a_last_text_that_waits_can_still_be_replaced() -> None:
    async with lesson() as here:
        async with here.reply() as reply:
            await grow(reply, ANSWER)
            here.telegram.fail("editMessageText", 429, "Too Many Requests: retry after 35", retry_after=35)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(reply.finish(ANSWER), 5)
            await reply.finish(ANSWER + "\n\n⏹")
        assert here.chat.replies[0].text.endswith("⏹")


@leaping
async def test_a_stopped_reply_is_finished_at_once_in_a_crowd() -> None:
    async with lesson() as here:
        others = [here.telegram.private_chat(here.telegram.person(100 + n, "Ben")) for n in range(90)]

        async def stream(chat_id: int) -> None:
            async with LiveReply(here.bot, here.pace, chat_id) as reply:
                await grow(reply, ANSWER * 3, step=60, pause=2.0)

        crowd = [asyncio.create_task(stream(chat.id)) for chat in others]
        async with here.reply() as reply:
            reply.start("…")
            await grow(reply, ANSWER[:300], pause=0.5)
            begun = now()
            await reply.finish(ANSWER + "\n\n⏹")
            assert now() - begun < 0.5
        for task in crowd:
            task.cancel()
        await asyncio.gather(*crowd, return_exceptions=True)
        assert not here.refusals


@leaping
async def test_a_crowd_gets_texts_rather_than_placeholders() -> None:
    async with lesson() as here:
        chats = [here.telegram.private_chat(here.telegram.person(100 + n, "Ben")) for n in range(60)]

        async def stream(chat: Chat) -> None:
            async with LiveReply(here.bot, here.pace, chat.id) as reply:
                reply.start("…")
                await grow(reply, ANSWER)
                await reply.finish(ANSWER)

        await asyncio.gather(*map(stream, chats))
        assert all(chat.replies[0].text == render(ANSWER).text for chat in chats)
        assert sum(chat.replies[0].versions[0].text == "…" for chat in chats) < 30
        assert not here.refusals


@leaping
async def test_a_long_answer_goes_on_in_next_messages_and_finished_ones_are_left_alone() -> None:
    async with lesson() as here:
        async with here.reply() as reply:
            reply.start("…")
            await grow(reply, LONG[:9000], step=60, pause=0.4)
            await reply.finish(LONG[:9000], SOURCES, MORE)
        *finished, last = here.chat.replies
        assert len(finished) >= 2
        for message, following in zip(here.chat.replies, here.chat.replies[1:], strict=False):
            assert message.versions[-1].at <= following.versions[0].at
            assert not message.keyboard
        assert last.text.endswith(SOURCES.text)
        assert [button.text for button in last.buttons] == ["➕ 더 자세히"]
        shown = "".join(message.text for message in here.chat.replies).removesuffix(SOURCES.text)
        assert "".join(shown.split()) == "".join(render(LONG[:9000]).text.split())
        assert not here.refusals


@leaping
@pytest.mark.parametrize(
    ("words", "source"), [("Wort. " * 660, "x" * 1000), ("**Wort** fett. " * 99, "x")], ids=["letters", "entities"]
)
async def test_sources_without_room_get_a_message_of_their_own(words: str, source: str) -> None:
    async with lesson() as here:
        async with here.reply() as reply:
            await reply.finish(words, render_sources("📖", [source]), MORE)
        text, sources = here.chat.replies
        assert not text.keyboard
        assert sources.text.startswith("📖")
        assert sources.buttons


@leaping
async def test_an_answer_given_again_takes_the_place_of_the_old_one() -> None:
    async with lesson() as here:
        async with here.reply() as reply:
            await reply.finish(LONG)
        old = reply.message_ids
        async with here.reply(message_ids=old) as again:
            await grow(again, ANSWER)
            await again.finish(ANSWER)
        assert again.message_ids == old[:1]
        assert [message.text for message in here.chat.replies] == [render(ANSWER).text]


@leaping
async def test_a_group_that_moves_while_a_send_is_late_gets_the_whole_answer_in_its_new_chat() -> None:
    """A number of the old chat may be that of another message in the new one."""
    async with lesson() as here:
        anna, group = here.telegram.person(2, "Anna"), here.telegram.basic_group("Kurs")
        late = here.telegram.delay("sendMessage", 8)
        late.where = lambda _: bool(group.replies)  # the second
        async with LiveReply(here.bot, here.pace, group.id) as reply:
            reply.show(LONG[:6000])
            await until(lambda: late.met)
            new = await anna.upgrade(group)
            await reply.finish(LONG[:6000])
            assert reply.chat_id == new.id
        assert reply.message_ids == tuple(message.id for message in new.replies)
        shown = "".join(message.text for message in new.replies)
        assert "".join(shown.split()) == "".join(render(LONG[:6000]).text.split())


@leaping
async def test_drafts_end_in_a_message() -> None:
    async with lesson() as here:
        async with here.reply(drafts=True) as reply:
            reply.start("…")
            await grow(reply, ANSWER)
            assert here.chat.draft is not None
            await asyncio.sleep(50)
            assert here.telegram.requests["sendMessage"] == 0
            kept = [call.at for call in here.telegram.calls if call.method == "sendMessageDraft"]
            await reply.finish(ANSWER, SOURCES, MORE)
        assert len(kept) > 4
        (message,) = here.chat.replies
        assert message.text.endswith(SOURCES.text)
        assert message.buttons
        assert here.telegram.requests["editMessageText"] == 0


@leaping
async def test_a_draft_that_fails_gives_way_to_a_message_that_grows() -> None:
    async with lesson() as here:
        here.telegram.fail("sendMessageDraft", 400, "Bad Request: TEXTDRAFT_PEER_INVALID")
        async with here.reply(drafts=True) as reply:
            reply.start("…")
            await grow(reply, ANSWER)
            assert here.chat.replies
            await reply.finish(ANSWER)
        assert here.telegram.requests["sendMessageDraft"] == 1
        assert len(here.chat.replies) == 1


@leaping
async def test_every_new_message_is_told_at_once() -> None:
    told: list[tuple[int, ...]] = []

    async def note(_: int, message_ids: Sequence[int]) -> bool:
        told.append(tuple(message_ids))
        return True

    async with lesson() as here:
        async with here.reply(store_ids=note) as reply:
            reply.start("…")
            await here.chat.wait_for(lambda chat: chat.replies)
            await reply.finish(LONG[:6000])
        first, second = reply.message_ids
        assert told == [(first,), (first, second)]


@leaping
async def test_a_message_has_no_button_before_its_number_is_noted() -> None:
    """Who dies in between leaves it to nobody."""
    kept: list[int] = []
    is_away = True

    async def note(_: int, message_ids: Sequence[int]) -> bool:
        if not is_away:
            kept[:] = message_ids
        return not is_away

    async with lesson() as here, here.reply(store_ids=note) as reply:
        reply.start("…")
        await here.chat.wait_for(lambda chat: chat.replies)
        await grow(reply, ANSWER[:200])
        [shown] = here.chat.replies
        assert (len(shown.versions) > 2, kept, {version.keyboard for version in shown.versions}) == (True, [], {()})
        is_away = False
        reply.show(ANSWER[:300])
        await here.chat.wait_for(lambda _: shown.buttons)
        assert kept == [shown.id]
        await reply.finish(ANSWER)
