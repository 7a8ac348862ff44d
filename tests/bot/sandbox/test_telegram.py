"""The Telegram stand-in behaves like Telegram towards the real client library."""

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.error import BadRequest, RetryAfter

from bot.sandbox.telegram import TelegramServer
from bot.sandbox.telegram.limits import Budget, Limits
from bot.sandbox.telegram.people import Person


@pytest.fixture(autouse=True)
def _timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """RetryAfter warns at its birth until its new form is chosen, and warnings are errors here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def anna(telegram: TelegramServer) -> Person:
    person = telegram.person(1001, "Anna", language_code="ko")
    telegram.private_chat(person)
    return person


def keyboard(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(t, callback_data=d) for t, d in row] for row in rows])


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

    async def test_keyboards_have_limits(self, bot: Bot, anna: Person) -> None:
        await bot.send_message(anna.id, "fits", reply_markup=keyboard([("a", "가" * 21 + "x")]))
        with pytest.raises(BadRequest, match="Button_data_invalid"):
            await bot.send_message(anna.id, "no", reply_markup=keyboard([("a", "가" * 22)]))
        for rows in ([[("a", "b")] * 9], [[("a", "b")]] * 101):
            with pytest.raises(BadRequest, match="Reply markup is too long"):
                await bot.send_message(anna.id, "no", reply_markup=keyboard(*rows))


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


class TestLimits:
    async def test_edits_count_as_messages_do_and_a_chat_takes_three_at_once(
        self, bot: Bot, anna: Person, telegram: TelegramServer
    ) -> None:
        telegram.budget = Budget(Limits())
        sent = await bot.send_message(anna.id, "1")
        for text in ("2", "3"):
            await bot.edit_message_text(text, anna.id, sent.message_id)
        with pytest.raises(RetryAfter, match="Retry in 0:00:01"):
            await bot.edit_message_text("4", anna.id, sent.message_id)
        assert telegram.budget.refused == {anna.id: 1}
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


async def test_waiting_in_vain_shows_the_screen(anna: Person) -> None:
    await anna.say("hallo?")
    with pytest.raises(TimeoutError, match="Anna: hallo"):
        await anna.chat.wait_for(lambda chat: chat.replies, timeout=0.01)
