"""The Telegram stand-in behaves like Telegram towards the real client library."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable

import pytest
from PIL import Image
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    Conflict,
    EndPointNotFound,
    InvalidToken,
    NetworkError,
    RetryAfter,
)

from bot.sandbox import patience
from bot.sandbox.limits import Budget, Limits
from bot.sandbox.people import Person
from bot.sandbox.telegram import TelegramServer


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


async def begun_poll(bot: Bot, telegram: TelegramServer) -> asyncio.Task[tuple[Update, ...]]:
    """A long poll that has reached Telegram."""
    before = telegram.requests["getUpdates"]
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    async with asyncio.timeout(patience.seconds):
        while telegram.requests["getUpdates"] == before:  # noqa: ASYNC110 - the stand-in sets no events
            await asyncio.sleep(0.01)
    return poll


class TestUpdates:
    async def test_an_update_comes_again_until_a_later_offset_acknowledges_it(
        self, bot: Bot, anna: Person, telegram: TelegramServer
    ) -> None:
        await anna.say("eins")
        await anna.say("zwei")
        first, second = await bot.get_updates()
        assert [u.message.text for u in await bot.get_updates() if u.message] == ["eins", "zwei"]
        assert await bot.get_updates(offset=second.update_id) == (second,)
        assert second.update_id == first.update_id + 1
        assert await bot.get_updates(offset=second.update_id + 1) == ()
        assert telegram.pending_updates == []

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

    async def test_the_second_poller_ends_the_first(self, bot: Bot, telegram: TelegramServer) -> None:
        first = await begun_poll(bot, telegram)
        async with Bot(telegram.token, telegram.base_url) as other:
            assert await other.get_updates() == ()
        with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one"):
            await first

    async def test_polling_and_a_webhook_exclude_each_other(self, bot: Bot) -> None:
        await bot.set_webhook("https://example.org/hook")
        with pytest.raises(Conflict, match="while webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook()
        assert await bot.get_updates() == ()

    async def test_a_wrong_token_and_an_unknown_method_are_refused(self, bot: Bot, telegram: TelegramServer) -> None:
        with pytest.raises(InvalidToken):
            async with Bot("1:wrong", telegram.base_url):
                pass
        with pytest.raises(EndPointNotFound):
            await bot.do_api_request("makeCoffee")


class TestSending:
    async def test_text_is_trimmed_and_entities_follow(self, bot: Bot, anna: Person) -> None:
        sent = await bot.send_message(anna.id, "\n  der\r\n Hund  \n", entities=[MessageEntity("bold", 9, 6)])
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

    async def test_4096_units_pass(self, bot: Bot, anna: Person) -> None:
        await bot.send_message(anna.id, "😀" * 2048)
        assert len(anna.chat.replies) == 1

    async def test_misplaced_entities_are_refused(self, bot: Bot, anna: Person) -> None:
        with pytest.raises(BadRequest, match="cuts a surrogate pair"):
            await bot.send_message(anna.id, "😀 ja", entities=[MessageEntity("bold", 1, 2)])

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

    async def test_a_photo_is_kept_in_several_sizes_and_goes_again_by_the_name_of_any(
        self, bot: Bot, anna: Person, telegram: TelegramServer
    ) -> None:
        telegram.private_chat(anna)
        first = await bot.send_photo(anna.id, _picture(1000, 1600), caption="Seite 52")
        assert [(size.width, size.height) for size in first.photo] == [
            (56, 90),
            (200, 320),
            (500, 800),
            (800, 1280),
            (1000, 1600),
        ]
        again = await bot.send_photo(anna.id, first.photo[0].file_id, caption="x" * 1024)
        assert again.photo == first.photo
        assert again.caption == "x" * 1024
        assert telegram.file(anna.chat.replies[-1]) == _picture(1000, 1600)

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
        self, bot: Bot, anna: Person, telegram: TelegramServer, photo: Callable[[], bytes | str], words: str
    ) -> None:
        telegram.private_chat(anna)
        with pytest.raises(BadRequest, match=f"(?i){words}"):
            await bot.send_photo(anna.id, photo())
        with pytest.raises(BadRequest, match="Message caption is too long"):
            await bot.send_photo(anna.id, _picture(10, 10), caption="x" * 1025)

    async def test_a_document_is_no_photo_and_a_photo_no_document(
        self, bot: Bot, anna: Person, telegram: TelegramServer
    ) -> None:
        telegram.private_chat(anna)
        sent = await bot.send_document(anna.id, b"1,2", filename="units.csv")
        assert sent.document is not None
        with pytest.raises(BadRequest, match=r"(?i)Can't use file of type document as photo"):
            await bot.send_photo(anna.id, sent.document.file_id)
        shown = await bot.send_photo(anna.id, _picture(10, 10))
        with pytest.raises(BadRequest, match=r"(?i)Can't use file of type photo as document"):
            await bot.send_document(anna.id, shown.photo[-1].file_id)


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
    async def test_a_press_returns_what_the_bot_answers(self, bot: Bot, anna: Person) -> None:
        await bot.send_message(anna.id, "Noch einmal?", reply_markup=keyboard([("🔁 다시", "again:1")]))
        press = asyncio.create_task(anna.press(anna.chat.replies[-1], "다시"))
        (update,) = await bot.get_updates(timeout=30)
        query = update.callback_query
        assert query is not None
        assert (query.data, query.from_user.id) == ("again:1", anna.id)
        await query.answer("알겠어요")
        assert await press == "알겠어요"
        with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is inv"):
            await query.answer()
        with pytest.raises(LookupError):
            await anna.press(anna.chat.replies[-1], "weiter")

    async def test_a_button_without_an_answer_spins(self, bot: Bot, anna: Person) -> None:
        await bot.send_message(anna.id, "Noch einmal?", reply_markup=keyboard([("ja", "y")]))
        with pytest.raises(TimeoutError):
            await anna.press(anna.chat.replies[-1], "ja", timeout=0.01)

    async def test_a_long_paste_arrives_in_pieces_that_keep_every_word(self, bot: Bot, anna: Person) -> None:
        words = [f"Wort{i}😀" for i in range(1500)]
        await anna.say(" ".join(words))
        texts = [u.message.text or "" for u in await bot.get_updates() if u.message]
        assert len(texts) == 4
        assert all(len(text.encode("utf-16-le")) <= 2 * 4096 for text in texts)
        assert " ".join(texts).split() == words

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

    async def test_the_menu_is_the_nearest_scope_in_the_persons_language(
        self, bot: Bot, anna: Person, telegram: TelegramServer
    ) -> None:
        ben = telegram.person(1002, "Ben", language_code="fr")
        everyone = BotCommandScopeAllPrivateChats()
        await bot.set_my_commands([BotCommand("unit", "choose a unit")], everyone)
        await bot.set_my_commands([BotCommand("unit", "단원 고르기")], everyone, language_code="ko")
        assert telegram.menu(anna)[0]["description"] == "단원 고르기"
        assert telegram.menu(ben)[0]["description"] == "choose a unit"
        await bot.set_my_commands([BotCommand("books", "책")], BotCommandScopeChat(anna.id))
        assert telegram.menu(anna)[0]["command"] == "books"
        with pytest.raises(BadRequest, match="Bot_command_invalid"):
            await bot.set_my_commands([("Unit", "no capitals")])


class TestFaults:
    async def test_a_lost_request_leaves_nothing(self, bot: Bot, anna: Person, telegram: TelegramServer) -> None:
        telegram.lose_request("sendMessage")
        with pytest.raises(NetworkError):
            await bot.send_message(anna.id, "verloren")
        assert anna.chat.replies == []

    async def test_updates_and_screens_survive_a_restart_on_the_same_port(
        self, bot: Bot, anna: Person, telegram: TelegramServer
    ) -> None:
        address = telegram.url
        poll = await begun_poll(bot, telegram)
        await telegram.stop()
        with pytest.raises(NetworkError):
            await poll
        await anna.say("noch da?")
        await telegram.start()
        assert telegram.url == address
        (update,) = await bot.get_updates()
        assert update.message is not None
        assert update.message.text == "noch da?"


async def test_waiting_in_vain_shows_the_screen(anna: Person) -> None:
    await anna.say("hallo?")
    with pytest.raises(TimeoutError, match="Anna: hallo"):
        await anna.chat.wait_for(lambda chat: chat.replies, timeout=0.01)
