"""What says that the bot may write in a chat, and what says the opposite."""

import pytest
from telegram import Update

from bot.handlers.signs_of_life import is_farewell

_RIGHTS = (
    *("send_audios", "send_documents", "send_photos", "send_videos", "send_video_notes", "send_voice_notes"),
    *("send_polls", "send_other_messages", "add_web_page_previews", "change_info", "invite_users", "pin_messages"),
    *("manage_topics", "edit_tag", "react_to_messages"),
)
_RESTRICTED = {"status": "restricted", "until_date": 0, "is_member": True} | {f"can_{each}": False for each in _RIGHTS}


@pytest.mark.parametrize(
    ("now", "is_over"),
    [
        ({"status": "member"}, False),
        ({**_RESTRICTED, "can_send_messages": True}, False),
        ({**_RESTRICTED, "can_send_messages": False}, True),
        ({"status": "left"}, True),
        ({"status": "kicked", "until_date": 0}, True),
    ],
)
def test_who_may_not_write_any_more_has_seen_no_sign_of_life(now: dict[str, object], is_over: bool) -> None:
    person, chat = {"id": 1, "is_bot": False, "first_name": "Anna"}, {"id": -5, "type": "group"}
    change = {"chat": chat, "from": person, "date": 0, "old_chat_member": {"user": person, "status": "member"}}
    update = Update.de_json({"update_id": 1, "my_chat_member": {**change, "new_chat_member": {"user": person, **now}}})
    assert is_farewell(update) is is_over


def test_a_message_is_a_sign_of_life() -> None:
    assert not is_farewell(Update.de_json({"update_id": 1}))
