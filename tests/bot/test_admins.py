"""Who is an admin."""

from typing import Any

import pytest
from telegram import Update

from bot.handlers.admins import is_admin

ADMIN = {"id": 1, "is_bot": False, "first_name": "Admin"}
CHAT = {"id": 1, "type": "private", "first_name": "Admin"}
BOT = {"id": 9, "is_bot": True, "first_name": "Bot"}
MESSAGE = {"message_id": 1, "date": 1, "chat": CHAT, "from": ADMIN, "text": "/books"}


def update(**more: Any) -> Update:
    return Update.de_json({"update_id": 1, "message": {**MESSAGE, **more}}, None)


def press(**more: Any) -> Update:
    query = {"id": "1", "from": ADMIN, "chat_instance": "1", "data": "publish:1", "message": {**MESSAGE, **more}}
    return Update.de_json({"update_id": 1, "callback_query": query}, None)


GUISES: dict[str, dict[str, Any]] = {
    "through a business account": {"business_connection_id": "abc"},
    "by a business account's bot": {"sender_business_bot": BOT},
    "as a guest, for a person": {"guest_bot_caller_user": ADMIN},
    "as a guest, for a chat": {"guest_bot_caller_chat": CHAT},
    "as a guest's question": {"guest_query_id": "abc"},
}


def test_a_person_in_an_admins_chat_is_an_admin() -> None:
    assert is_admin(update(), frozenset({1}))
    assert is_admin(press(), frozenset({1}))
    assert not is_admin(update(), frozenset({2}))


@pytest.mark.parametrize("guise", GUISES)
def test_what_comes_through_others_is_not_the_admins(guise: str) -> None:
    assert not is_admin(update(**GUISES[guise]), frozenset({1}))
    assert not is_admin(press(**GUISES[guise]), frozenset({1}))


@pytest.mark.parametrize(
    "more",
    [
        {"edit_date": 2},
        {"via_bot": BOT},
        {"sender_chat": CHAT},
        {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Admin"}},
    ],
)
def test_what_is_edited_or_passed_on_is_no_order(more: dict[str, Any]) -> None:
    assert not is_admin(update(**more), frozenset({1}))


@pytest.mark.parametrize("number", [777000, 1087968824, 136817688])
def test_the_names_that_telegram_puts_where_nobody_is_named_are_nobodys(number: int) -> None:
    nobody = {"id": number, "is_bot": False, "first_name": "Telegram"}
    assert not is_admin(update(**{"from": nobody}), frozenset({1}))
