"""Updates are kept once, and handled in the order of their chat."""

from typing import Any

import asyncpg
import pytest

from bot.records.inbox import Inbox, RawUpdate
from bot.records.personal_data import PersonalData
from bot.tutor.allowance import Allowance


def said(id: int, text: str, chat: int = 7, person: int = 7) -> RawUpdate:
    return {"update_id": id, "message": {"chat": {"id": chat}, "from": {"id": person}, "text": text}}


def pressed(id: int, data: str, chat: int = 7, person: int = 7) -> RawUpdate:
    message = {"chat": {"id": chat}}
    return {"update_id": id, "callback_query": {"from": {"id": person}, "message": message, "data": data}}


@pytest.fixture
def inbox(pool: asyncpg.Pool) -> Inbox:
    return Inbox(pool)


async def jobs(pool: asyncpg.Pool) -> list[tuple[int, str | None]]:
    """The update and the lock of each, in the order in which they are taken."""
    rows = await pool.fetch("SELECT args, lock FROM procrastinate_jobs ORDER BY priority DESC, id")
    return [(row["args"]["update"], row["lock"]) for row in rows]


async def test_a_chats_updates_wait_for_each_other_a_stop_button_and_pages_for_nothing(
    inbox: Inbox, pool: asyncpg.Pool
) -> None:
    await inbox.accept([said(1, "Was?"), pressed(2, "unit:A1-3"), said(3, "Wer?", 8), pressed(4, "forget:yes")])
    await inbox.accept([pressed(5, "stop:5"), said(6, "/stop"), pressed(7, "page:5:0")])
    others = [(1, "chat:7"), (2, "chat:7"), (3, "chat:8"), (4, "chat:7"), (6, "chat:7"), (7, None)]
    assert await jobs(pool) == [(5, None), *others]


async def test_ratings_wait_for_those_of_the_same_answer_alone(inbox: Inbox, pool: asyncpg.Pool) -> None:
    """Else a first tap, handled again after a kill, would take away the reasons that the second one has shown."""
    await inbox.accept([pressed(1, "bad:5"), pressed(2, "bad:5"), pressed(3, "why:5:hard"), pressed(4, "good:6")])
    assert await jobs(pool) == [(1, "rating:7:5"), (2, "rating:7:5"), (3, "rating:7:5"), (4, "rating:7:6")]


async def test_an_update_that_comes_again_is_kept_once_also_when_it_is_handled(
    inbox: Inbox, pool: asyncpg.Pool
) -> None:
    await inbox.accept([said(1, "Was?")])
    await inbox.mark_handled([1])
    await inbox.accept([said(1, "Was?"), said(2, "Wer?")])
    await inbox.accept([said(1, "Was?")])
    assert await jobs(pool) == [(1, "chat:7"), (2, "chat:7")]
    assert await inbox.take(1) is None
    assert await inbox.take(2) == (said(2, "Wer?"), 1)
    assert await inbox.take(2) == (said(2, "Wer?"), 2)


@pytest.mark.parametrize(
    "content",
    [{"text": "ㅋ", "photo": [{}]}, {}, {"chat": 7}, {"chat": {"id": "7"}}, {"chat": {"id": 2**70}}, [], "Was?", None],
)
async def test_what_nobody_knows_the_shape_of_is_kept_as_it_came(inbox: Inbox, content: Any) -> None:
    for kind in ("message", "callback_query"):
        await inbox.accept([{"update_id": len(kind), kind: content}])
        assert await inbox.take(len(kind)) == ({"update_id": len(kind), kind: content}, 1)


async def left(pool: asyncpg.Pool) -> list[int]:
    """The updates of which more than the number is kept."""
    rows = await pool.fetch("SELECT id FROM updates WHERE num_nonnulls(raw, chat, person) > 0 ORDER BY id")
    return [row["id"] for row in rows]


async def test_of_what_is_forgotten_or_handled_only_the_numbers_are_left(inbox: Inbox, pool: asyncpg.Pool) -> None:
    await inbox.accept([said(1, "geheim"), said(2, "geheim", -8, person=7), said(3, "geheim", -8, person=9)])
    await inbox.accept([pressed(4, "forget:yes"), said(5, "Was?")])
    await PersonalData(pool, Allowance(pool)).forget(7, 4)
    assert await left(pool) == [3, 4, 5], "the wish itself has no answer yet"
    await inbox.mark_handled([3, 4, 5])
    assert await left(pool) == []
    await inbox.accept([said(5, "Was?")])
    assert await inbox.take(5) is None


async def test_in_a_group_everybody_forgets_their_own(inbox: Inbox, pool: asyncpg.Pool) -> None:
    anonymous = said(1, "geheim", -8, person=1087968824)
    anonymous["message"]["sender_chat"] = {"id": -8}
    await inbox.accept([anonymous, said(2, "geheim", -8, person=7), said(3, "geheim", -8, person=9)])
    await inbox.accept([said(4, "geheim"), pressed(5, "forget:yes", -8)])
    await PersonalData(pool, Allowance(pool)).forget_in_group(-8, 7, 5, anonymous=False)
    assert await left(pool) == [1, 3, 4, 5]
    await inbox.mark_handled([5])
    await inbox.accept([pressed(6, "forget:yes", -8, person=9)])
    await PersonalData(pool, Allowance(pool)).forget_in_group(-8, 9, 6, anonymous=True)
    assert await left(pool) == [4, 6]


async def test_an_export_shows_what_waits_as_it_came(inbox: Inbox, pool: asyncpg.Pool) -> None:
    await inbox.accept([said(1, "ㅋ 😀"), said(2, "Wie?", 8, person=8)])
    [update] = (await PersonalData(pool, Allowance(pool)).export(7))["updates"]
    assert update["raw"] == said(1, "ㅋ 😀")


async def test_a_paste_waits_for_no_clock_that_was_put_back(inbox: Inbox, pool: asyncpg.Pool) -> None:
    await inbox.accept([said(1, "Ein langer Text")])
    await pool.execute("UPDATE updates SET received = received + interval '1 hour'")
    [(_, age)] = await inbox.unhandled_from(1)
    assert age > 3000


async def test_what_no_column_takes_is_a_blank_from_the_first_moment_on(inbox: Inbox) -> None:
    broken = {"caption": "A1\0", "document": {"file_name": "\ud83d.pdf"}, "photo": ["😀\udc00"]}
    await inbox.accept([{"update_id": 1, "message": broken}])
    taken = await inbox.take(1)
    assert taken is not None
    assert taken[0]["message"] == {"caption": "A1 ", "document": {"file_name": " .pdf"}, "photo": ["😀 "]}


@pytest.mark.parametrize(("days", "kept"), [(None, [2]), (5, [2]), (3, [])])
async def test_numbers_that_telegram_does_not_deliver_again_are_forgotten(
    inbox: Inbox, pool: asyncpg.Pool, days: int | None, kept: list[int]
) -> None:
    await inbox.accept([said(1, "Was?"), said(2, "Wie?")])
    await inbox.mark_handled([1])
    await pool.execute("UPDATE updates SET received = now() - interval '4 days'")
    await inbox.tidy_up(days)
    assert [row["id"] for row in await pool.fetch("SELECT id FROM updates")] == kept
