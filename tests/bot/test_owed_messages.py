"""What says that the bot may write in a chat, and what says the opposite."""

import asyncpg
import pytest
from telegram import Update

from bot.handlers.owed_messages import may_not_write
from bot.records.owed import Owed
from bot.tutor.answer_runs import AnswerRuns
from bot.tutor.conversations import Conversations
from bot.tutor.questions import Question, Questions
from tests.bot.tutor.asking import ANNA, begin

_RIGHTS = (
    *("send_audios", "send_documents", "send_photos", "send_videos", "send_video_notes", "send_voice_notes"),
    *("send_polls", "send_other_messages", "add_web_page_previews", "change_info", "invite_users", "pin_messages"),
    *("manage_topics", "edit_tag", "react_to_messages"),
)
_RESTRICTED = {"status": "restricted", "until_date": 0, "is_member": True} | {f"can_{each}": False for each in _RIGHTS}


@pytest.mark.parametrize(
    ("now", "may_not"),
    [
        ({"status": "member"}, False),
        ({**_RESTRICTED, "can_send_messages": True}, False),
        ({**_RESTRICTED, "can_send_messages": False}, True),
        ({"status": "left"}, True),
        ({"status": "kicked", "until_date": 0}, True),
    ],
)
def test_a_bot_that_may_not_write_any_more_is_told_so(now: dict[str, object], may_not: bool) -> None:
    person, chat = {"id": 1, "is_bot": False, "first_name": "Anna"}, {"id": -5, "type": "group"}
    change = {"chat": chat, "from": person, "date": 0, "old_chat_member": {"user": person, "status": "member"}}
    update = Update.de_json({"update_id": 1, "my_chat_member": {**change, "new_chat_member": {"user": person, **now}}})
    assert may_not_write(update) is may_not


def test_a_message_shows_that_the_bot_may_write() -> None:
    assert not may_not_write(Update.de_json({"update_id": 1}))


async def test_an_answer_is_owed_for_a_week(pool: asyncpg.Pool) -> None:
    questions, runs = Questions(pool), AnswerRuns(pool)
    await Conversations(pool).learner(ANNA, "ko")
    turns = [await begin(runs, await questions.ask(Question(ANNA, "offen", each), "A1-1")) for each in (1, 2)]
    for turn, age in zip(turns, (6, 7), strict=True):
        await runs.owe(turn, is_mute=True)
        await pool.execute("UPDATE turns SET asked = asked - make_interval(days => $2) WHERE id = $1", turn.id, age)
    await Owed(pool).show(ANNA)
    assert await pool.fetchval("SELECT array_agg(id) FROM turns WHERE owed") == [turns[1].id]
