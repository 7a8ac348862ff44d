"""The Telegram stand-in behaves like Telegram towards the real client library."""

import io
from collections.abc import AsyncIterator, Callable

import pytest
from PIL import Image
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    RetryAfter,
)

from bot.sandbox.telegram import TelegramServer
from bot.sandbox.telegram.limits import Budget, Limits
from bot.sandbox.telegram.people import Person


class Clock:
    """A monotonic clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def _picture(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.new("L", (width, height), 255).save(file, "JPEG")
    return file.getvalue()


@pytest.fixture(autouse=True)
def _timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """RetryAfter warns at its birth until its new form is chosen, and warnings are errors here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def telegram(clock: Clock) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(limits=None, clock=clock) as server:
        yield server


@pytest.fixture
def anna(telegram: TelegramServer) -> Person:
    person = telegram.person(1001, "Anna", language_code="ko", username="anna")
    telegram.private_chat(person)
    return person


def keyboard(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(t, callback_data=d) for t, d in row] for row in rows])


class TestUpdates:
    async def test_kinds_that_were_not_asked_for_never_come(self, bot: Bot, anna: Person) -> None:
        await bot.get_updates(allowed_updates=["callback_query"])
        await anna.say("nobody hears this")
        await bot.get_updates(allowed_updates=[])
        message = await anna.say("but this")
        await anna.edit(message, "but that")
        assert [u.effective_message.text for u in await bot.get_updates() if u.effective_message] == [
            "but this",
            "but that",
        ]


class TestSending:
    async def test_text_is_trimmed_and_entities_follow(self, bot: Bot, anna: Person) -> None:
        sent = await bot.send_message(anna.id, "\n  der\n Hund  \n", entities=[MessageEntity("bold", 8, 6)])
        assert sent.text == "der\n Hund"
        assert sent.parse_entity(sent.entities[0]) == "Hund"

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("   \n", "Message text is empty"),
            ("\u2060\u200b", "Message text is empty"),
            ("a" * 4097, "Message is too long"),
            ("😀" * 2049, "Message is too long"),
        ],
    )
    async def test_a_text_outside_the_limits_is_refused(self, bot: Bot, anna: Person, text: str, words: str) -> None:
        with pytest.raises(BadRequest, match=words):
            await bot.send_message(anna.id, text)
        assert anna.chat.messages == []

    async def test_entities_above_100_are_ignored_and_noted(
        self, bot: Bot, anna: Person, telegram: TelegramServer
    ) -> None:
        entities = [MessageEntity("bold", 2 * i, 1) for i in range(101)]
        sent = await bot.send_message(anna.id, "x " * 101, entities=entities)
        assert len(sent.entities) == 100
        assert telegram.repaired == ["101 entities, more than 100"]

    async def test_a_stranger_and_an_unknown_chat_are_not_found(self, bot: Bot, telegram: TelegramServer) -> None:
        telegram.person(5, "Never wrote")
        for chat_id in (5, 404):
            with pytest.raises(BadRequest, match="Chat not found"):
                await bot.send_message(chat_id, "hallo")

    async def test_keyboards_have_limits(self, bot: Bot, anna: Person) -> None:
        await bot.send_message(anna.id, "fits", reply_markup=keyboard([("a", "가" * 21 + "x")]))
        with pytest.raises(BadRequest, match="Button_data_invalid"):
            await bot.send_message(anna.id, "no", reply_markup=keyboard([("a", "가" * 22)]))
        for rows in ([[("a", "b")] * 9], [[("a", "b")]] * 101):
            with pytest.raises(BadRequest, match="Reply markup is too long"):
                await bot.send_message(anna.id, "no", reply_markup=keyboard(*rows))

    async def test_a_reply_to_nothing_is_refused_unless_allowed(self, bot: Bot, anna: Person) -> None:
        with pytest.raises(BadRequest, match="Message to be replied not found"):
            await bot.send_message(anna.id, "a", reply_parameters=ReplyParameters(99))
        await bot.send_message(1001, "a", reply_parameters=ReplyParameters(99, allow_sending_without_reply=True))

    @pytest.mark.parametrize(
        ("photo", "words"),
        [
            (lambda: "AgACAgIAAx-unknown", "Wrong file identifier/http url specified"),
            (lambda: b"no picture", "Image_process_failed"),
            (lambda: _picture(2100, 100), "Photo_invalid_dimensions"),
            (lambda: _picture(9000, 1001), "Photo_invalid_dimensions"),
            (lambda: _picture(10, 10) + bytes(10 * 1024 * 1024), "Too big for a photo"),
        ],
    )
    async def test_what_is_no_photo_is_refused(
        self, bot: Bot, anna: Person, photo: Callable[[], bytes | str], words: str
    ) -> None:
        with pytest.raises(BadRequest, match=f"(?i){words}"):
            await bot.send_photo(anna.id, photo())
        with pytest.raises(BadRequest, match="Message caption is too long"):
            await bot.send_photo(anna.id, _picture(10, 10), caption="x" * 1025)


class TestEditing:
    async def test_what_is_the_same_is_not_modified(self, bot: Bot, anna: Person) -> None:
        markup = keyboard([("stopp", "stop")])
        sent = await bot.send_message(anna.id, "Der", reply_markup=markup)
        with pytest.raises(BadRequest, match="Message is not modified: specified new message content and"):
            await bot.edit_message_text("Der ", anna.id, sent.message_id, reply_markup=markup)
        await bot.edit_message_reply_markup(anna.id, sent.message_id)
        with pytest.raises(BadRequest, match="Message is not modified"):
            await bot.edit_message_reply_markup(anna.id, sent.message_id)

    async def test_what_is_gone_foreign_or_too_long_can_not_be_edited(self, bot: Bot, anna: Person) -> None:
        question = await anna.say("hallo")
        sent = await bot.send_message(anna.id, "Der")
        with pytest.raises(BadRequest, match="Message can't be edited"):
            await bot.edit_message_text("x", anna.id, question.id)
        with pytest.raises(BadRequest, match="Message_too_long"):
            await bot.edit_message_text("x" * 4097, anna.id, sent.message_id)
        await anna.delete(anna.chat.replies[0])
        with pytest.raises(BadRequest, match="Message to edit not found"):
            await bot.edit_message_text("x", anna.id, sent.message_id)
        with pytest.raises(BadRequest, match="Message to delete not found"):
            await bot.delete_message(anna.id, sent.message_id)

    async def test_a_draft_lives_in_private_chats_until_the_message(
        self, bot: Bot, anna: Person, telegram: TelegramServer
    ) -> None:
        await bot.send_message_draft(anna.id, 7, "Der Hu")
        assert anna.chat.draft is not None
        assert anna.chat.draft.text == "Der Hu"
        await bot.send_message(anna.id, "Der Hund")
        assert anna.chat.draft is None
        with pytest.raises(BadRequest, match="Textdraft_peer_invalid"):
            await bot.send_message_draft(telegram.group("Kurs").id, 7, "Der Hu")


class TestLimits:
    async def test_a_chat_takes_three_at_once_then_one_a_second(
        self, bot: Bot, anna: Person, telegram: TelegramServer, clock: Clock
    ) -> None:
        telegram.budget = Budget(Limits())
        sent = await bot.send_message(anna.id, "1")
        for text in ("2", "3"):
            await bot.edit_message_text(text, anna.id, sent.message_id)
        with pytest.raises(RetryAfter, match="Retry in 0:00:01"):
            await bot.edit_message_text("4", anna.id, sent.message_id)
        assert telegram.budget.refused == {anna.id: 1}
        clock.now += 1
        await bot.edit_message_text("4", anna.id, sent.message_id)
        await bot.send_chat_action(anna.id, "typing")

    def test_thirty_a_second_go_out_in_all(self) -> None:
        budget = Budget(Limits())
        assert [budget.take(chat, group=False, now=0.0) for chat in range(31)] == [0] * 30 + [1]
        assert budget.take(99, group=False, now=0.5) == 0

    def test_a_group_takes_twenty_a_minute(self) -> None:
        budget = Budget(Limits())
        assert [budget.take(-1, group=True, now=2.0 * i) for i in range(20)] == [0] * 20
        assert budget.take(-1, group=True, now=40.0) == 20
        assert budget.take(-1, group=True, now=59.0) == 1
        assert budget.take(-1, group=True, now=60.0) == 0

    def test_who_asks_during_a_penalty_is_refused_although_the_bucket_has_filled(self) -> None:
        budget = Budget(Limits())
        assert [budget.take(1, group=False, now=now) for now in (0.0, 0.0, 0.0, 0.5)] == [0, 0, 0, 1]
        assert budget.take(1, group=False, now=1.2) == 1
        assert budget.take(2, group=False, now=1.2) == 0
        assert budget.take(1, group=False, now=1.5) == 0


class TestPeople:
    async def test_a_group_shows_the_bot_what_is_meant_for_it(
        self, bot: Bot, anna: Person, telegram: TelegramServer
    ) -> None:
        group = telegram.group("Kurs", forum=True)
        topic = group.topic("Lektion 1")
        await anna.say("unter uns", chat=group, thread=topic)
        asked = await anna.say("😀 @linguarag_bot was heißt 나무?", chat=group, thread=topic)
        await anna.say("/unit@linguarag_bot A1-3", chat=group)
        await anna.say("/start@other_bot", chat=group)
        mention, command = await bot.get_updates()
        assert mention.message is not None
        assert mention.message.parse_entities(["mention"]).popitem()[1] == "@linguarag_bot"
        assert (mention.message.message_thread_id, mention.message.is_topic_message) == (topic, True)
        assert command.message is not None
        assert command.message.parse_entities(["bot_command"]).popitem()[1] == "/unit@linguarag_bot"
        reply = await bot.send_message(group.id, "Baum", message_thread_id=topic)
        await anna.say("und 꽃?", reply_to=group.replies[-1])
        assert group.messages[-1].thread == topic == reply.message_thread_id
        assert len(await bot.get_updates()) == 3
        assert asked.thread == topic
        with pytest.raises(BadRequest, match="Message thread not found"):
            await bot.send_message(group.id, "Baum", message_thread_id=999)

    async def test_guises_are_told_apart(self, bot: Bot, anna: Person, telegram: TelegramServer) -> None:
        group, news = telegram.group("Kurs"), telegram.channel("News")
        ben = telegram.person(1002, "Ben")
        await anna.say("/a", forwarded_from=ben)
        await anna.say("/b", forwarded_from="Hidden")
        await anna.say("/c", chat=group, as_chat=group)
        await anna.say("/d", chat=group, as_chat=news)
        await anna.say("/e", chat=group, as_chat=news, forwarded_from=news)
        await anna.say("/f", via_bot="gif")
        telegram.post(news, "/g")
        a, b, c, d, e, f, g = [
            update.effective_message.to_dict() for update in await bot.get_updates() if update.effective_message
        ]
        assert a["forward_origin"]["sender_user"]["id"] == ben.id
        assert b["forward_origin"]["sender_user_name"] == "Hidden"
        assert (c["from"]["id"], c["sender_chat"]["id"]) == (1087968824, group.id)
        assert (d["from"]["id"], d["sender_chat"]["id"]) == (136817688, news.id)
        assert (e["from"]["id"], e["is_automatic_forward"]) == (777000, True)
        assert f["via_bot"]["username"] == "gif"
        assert "from" not in g
        assert g["chat"]["type"] == "channel"


async def test_waiting_in_vain_shows_the_screen(anna: Person) -> None:
    await anna.say("hallo?")
    with pytest.raises(TimeoutError, match="Anna: hallo"):
        await anna.chat.wait_for(lambda chat: chat.replies, timeout=0.01)
