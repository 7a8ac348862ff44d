"""The page's server over real HTTP: who may use it, what it tells, what it does."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.sandbox import patience
from bot.sandbox.claude import ClaudeServer
from bot.sandbox.telegram import TelegramServer
from bot.sandbox.telegram.people import Person
from bot.sandbox.web.server import PAGE, WebServer

PageUpdate = dict[str, Any]


@pytest.fixture
def anna(telegram: TelegramServer) -> Person:
    person = telegram.person(2, "Anna", language_code="de")
    telegram.private_chat(person)
    return person


@pytest.fixture
async def claude() -> AsyncIterator[ClaudeServer]:
    async with ClaudeServer() as server:
        yield server


@pytest.fixture
async def web(telegram: TelegramServer, anna: Person, claude: ClaudeServer) -> AsyncIterator[WebServer]:
    async with WebServer(telegram, [anna], claude) as server:
        yield server


@pytest.fixture
async def browser(web: WebServer) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=web.address, headers={"Origin": web.url}, timeout=patience.seconds) as client:
        yield client


class Page:
    """What an open page is told."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines

    async def next(self, kind: str) -> PageUpdate:
        async with asyncio.timeout(patience.seconds):
            async for line in self._lines:
                if line.startswith("data: ") and (update := json.loads(line[6:]))["kind"] == kind:
                    return dict(update)
        raise AssertionError("the stream has ended")


@asynccontextmanager
async def opened(browser: httpx.AsyncClient) -> AsyncIterator[Page]:
    async with browser.stream("GET", "events") as response:
        assert response.headers["Content-Type"] == "text/event-stream"
        yield Page(response.aiter_lines())


async def state(browser: httpx.AsyncClient) -> PageUpdate:
    async with opened(browser) as page:
        return await page.next("state")


class TestWhoMayUseIt:
    async def test_the_page_opens_by_its_address_alone(self, browser: httpx.AsyncClient, web: WebServer) -> None:
        assert (await browser.get("")).status_code == 200
        for address in ("/", "/page/main.js", f"/{web.token[:-1]}/", "/events", "/x/events"):
            async with httpx.AsyncClient() as stranger:
                assert (await stranger.get(web.url + address)).status_code == 404

    @pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", None])
    async def test_another_page_can_do_nothing_even_with_the_address(
        self, web: WebServer, anna: Person, origin: str | None
    ) -> None:
        headers = {"Origin": origin} if origin else {}
        async with httpx.AsyncClient(base_url=web.address, headers=headers) as stranger:
            assert (await stranger.post("chats/2/say", json={"text": "Hallo"})).status_code == 403
            assert (await stranger.get("events")).status_code == 403 if origin else True
        assert not anna.chat.messages

    async def test_a_name_that_leads_here_is_not_this_page(self, browser: httpx.AsyncClient) -> None:
        assert (await browser.get("", headers={"Host": "evil.example"})).status_code == 421

    async def test_nothing_may_run_but_the_pages_own_files(self, browser: httpx.AsyncClient) -> None:
        for path in ("", "page/main.js", "nothing"):
            policy = (await browser.get(path)).headers["Content-Security-Policy"]
            assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy

    async def test_only_the_pages_own_files_are_served(self, browser: httpx.AsyncClient) -> None:
        for name in ("..%2Fserver.py", "%2e%2e/server.py", "..", "nothing.js"):
            assert (await browser.get(f"page/{name}")).status_code in (400, 404)

    async def test_every_file_that_the_page_names_is_there(self, browser: httpx.AsyncClient) -> None:
        index = (await browser.get("")).text
        for file in PAGE.iterdir():
            response = await browser.get(f"page/{file.name}")
            assert response.content == file.read_bytes()
            if file.suffix == ".js":
                assert "javascript" in response.headers["Content-Type"]
                assert f"page/{file.name}" in index

    async def test_a_file_that_somebody_sent_never_becomes_a_page(
        self, browser: httpx.AsyncClient, anna: Person
    ) -> None:
        await anna.send_document(b"<script>alert(1)</script>", "trap.html", mime_type="text/html")
        file = (await state(browser))["chats"][0]["messages"][0]["file"]
        response = await browser.get(f"files/{file['id']}/trap.html")
        assert response.content == b"<script>alert(1)</script>"
        assert response.headers["Content-Type"] == "application/octet-stream"
        assert response.headers["Content-Disposition"] == "attachment"


@pytest.mark.usefixtures("anna")
class TestWhatItTells:
    async def test_a_page_sees_every_message_come_grow_and_go(self, browser: httpx.AsyncClient, bot: Bot) -> None:
        async with opened(browser) as page:
            assert (await page.next("state"))["chats"] == [{"id": 2, "messages": [], "draft": None}]
            sent = await bot.send_message(2, "Guten", entities=[MessageEntity("bold", 0, 5)])
            shown = (await page.next("message"))["message"]
            assert (shown["text"], shown["mine"]) == ("Guten", False)
            assert shown["entities"] == [{"type": "bold", "offset": 0, "length": 5}]
            await bot.edit_message_text("Guten Tag", 2, sent.message_id)
            assert (await page.next("message"))["message"]["text"] == "Guten Tag"
            await bot.send_chat_action(2, "typing")
            assert (await page.next("action"))["text"] == "typing"
            await bot.delete_message(2, sent.message_id)
            assert (await page.next("deleted"))["id"] == shown["id"]

    async def test_two_pages_and_one_that_comes_later_see_the_same(
        self, browser: httpx.AsyncClient, bot: Bot, anna: Person
    ) -> None:
        async with opened(browser) as one, opened(browser) as other:
            await one.next("state")
            await other.next("state")
            sent = await anna.say("Guten Tag")
            await bot.send_message(2, "Hallo", reply_to_message_id=sent.id)
            seen = [[(await page.next("message"))["message"] for _ in range(2)] for page in (one, other)]
        assert seen[0] == seen[1] == (await state(browser))["chats"][0]["messages"]
        assert seen[0][1]["reply"] == {"id": sent.id, "name": "Anna", "text": "Guten Tag"}

    async def test_messages_of_others_are_not_told(
        self, browser: httpx.AsyncClient, telegram: TelegramServer, anna: Person
    ) -> None:
        async with opened(browser) as page:
            await page.next("state")
            await telegram.person(3, "Ben").say("geheim")
            await anna.say("Hallo")
            assert (await page.next("message"))["message"]["text"] == "Hallo"

    async def test_claudes_words_are_told_as_they_come(self, browser: httpx.AsyncClient, claude: ClaudeServer) -> None:
        claude.answer_with("Guten Tag und willkommen in Berlin")
        question = {"role": "user", "content": "Wie?"}
        body = {"model": "claude-x", "max_tokens": 99, "stream": True, "messages": [question]}
        async with opened(browser) as page:
            await page.next("state")
            headers = {"x-api-key": claude.api_key, "anthropic-version": "2023-06-01"}
            async with httpx.AsyncClient() as sdk:
                await sdk.post(f"{claude.url}/v1/messages", json=body, headers=headers)
            said = [(await page.next("claude"))["request"] for _ in range(3)]
            assert [each["question"] for each in said] == ["Wie?"] * 3
            assert said[0]["said"] == ""
            assert "Guten Tag und willkommen in Berlin".startswith(said[2]["said"])
            assert said[2]["said"]
        [asked] = (await state(browser))["requests"]
        assert (asked["said"], asked["outcome"]) == ("Guten Tag und willkommen in Berlin", "complete")
        assert asked["seconds"] >= 0
        assert (await browser.get("requests/0")).json()["messages"] == [question]

    async def test_the_figures_count_edits_refusals_and_the_time_to_the_first_word(
        self, browser: httpx.AsyncClient, bot: Bot, anna: Person
    ) -> None:
        await anna.say("Wie?")
        sent = await bot.send_message(2, "🔎 …")
        await bot.edit_message_text("So", 2, sent.message_id)
        again = InlineKeyboardMarkup([[InlineKeyboardButton("🔁", callback_data="again:1")]])
        await bot.edit_message_text("So ist es", 2, sent.message_id, reply_markup=again)
        figures = (await browser.get("measurements")).json()
        assert (figures["sent"], figures["edits"], figures["refused"]) == (1, 2, 0)
        [answer] = figures["answers"]
        assert (answer["question"], answer["edits"]) == ("Wie?", 2)
        versions = anna.chat.replies[0].versions
        assert answer["complete"] - answer["first"] == pytest.approx(versions[2].at - versions[1].at)


@pytest.mark.usefixtures("anna")
class TestWhatItDoes:
    async def test_what_is_written_reaches_the_bot_as_that_persons(self, browser: httpx.AsyncClient, bot: Bot) -> None:
        sent = await bot.send_message(2, "Guten Tag, Anna")
        await browser.post("chats/2/say", json={"text": " Hallo ", "reply_to": sent.message_id, "quote": "Tag"})
        [update] = await bot.get_updates()
        assert update.message is not None
        assert update.message.from_user is not None
        assert update.message.quote is not None
        assert (update.message.text, update.message.from_user.id) == ("Hallo", 2)
        assert update.message.quote.text == "Tag"

    async def test_a_press_gives_the_words_that_pop_up(self, browser: httpx.AsyncClient, bot: Bot) -> None:
        keys = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="yes")]])
        sent = await bot.send_message(2, "Ja?", reply_markup=keys)
        pressing = asyncio.create_task(browser.post("chats/2/press", json={"message": sent.message_id, "data": "yes"}))
        [update] = await bot.get_updates(timeout=30)
        assert update.callback_query is not None
        await update.callback_query.answer("Gut!")
        assert (await pressing).json() == {"answer": "Gut!"}

    async def test_a_file_arrives_whole_with_its_name_and_caption(
        self, browser: httpx.AsyncClient, bot: Bot, telegram: TelegramServer, anna: Person
    ) -> None:
        book = bytes(range(256)) * 4096
        query = {"name": "교재 1.pdf", "caption": "A1 1:8-11"}
        headers = {"Content-Type": "application/pdf"}
        answer = await browser.post("chats/2/files", params=query, content=book, headers=headers)
        assert answer.status_code == 200
        [update] = await bot.get_updates()
        assert update.message is not None
        assert update.message.document is not None
        assert (update.message.document.file_name, update.message.caption) == ("교재 1.pdf", "A1 1:8-11")
        assert telegram.file(anna.chat.messages[0]) == book

    async def test_a_picture_is_sent_as_a_photo_and_shown(self, browser: httpx.AsyncClient, bot: Bot) -> None:
        headers = {"Content-Type": "image/png"}
        await browser.post("chats/2/files", params={"name": "a.png"}, content=b"png", headers=headers)
        [update] = await bot.get_updates()
        assert update.message is not None
        assert update.message.photo
        file = (await state(browser))["chats"][0]["messages"][0]["file"]
        assert file["kind"] == "photo"
        shown = await browser.get(f"files/{file['id']}/a.png")
        assert (shown.content, shown.headers["Content-Type"]) == (b"png", "image/jpeg")

    async def test_ones_own_message_can_be_changed_and_deleted_and_the_bots_only_deleted(
        self, browser: httpx.AsyncClient, bot: Bot, anna: Person
    ) -> None:
        own, other = await anna.say("Halo"), await bot.send_message(2, "Hallo")
        await browser.post("chats/2/edit", json={"message": own.id, "text": "Hallo"})
        assert own.text == "Hallo"
        refused = await browser.post("chats/2/edit", json={"message": other.message_id, "text": "x"})
        assert refused.status_code == 400
        for number in (own.id, other.message_id):
            await browser.post("chats/2/delete", json={"message": number})
        assert not anna.chat.messages

    async def test_the_menu_is_in_the_language_that_was_chosen(self, browser: httpx.AsyncClient, bot: Bot) -> None:
        await bot.set_my_commands([("unit", "단원 고르기")], language_code="ko")
        async with opened(browser) as page:
            await page.next("state")
            await browser.post("language", json={"language": "ko"})
            [person] = (await page.next("people"))["people"]
        assert person["commands"] == [{"command": "unit", "description": "단원 고르기"}]
        assert (await browser.post("language", json={"language": "xx"})).status_code == 400

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("chats/2/say", {"text": "   "}),
            ("chats/2/say", {"text": "\ud800"}),
            ("chats/2/say", {}),
            ("chats/2/say", []),
            ("chats/9/say", {"text": "Hallo"}),
            ("chats/2/press", {"message": 77, "data": "x"}),
            ("chats/2/dance", {}),
        ],
    )
    async def test_what_cannot_be_done_is_refused_with_a_reason(
        self, browser: httpx.AsyncClient, anna: Person, path: str, body: object
    ) -> None:
        answer = await browser.post(path, content=json.dumps(body))
        assert answer.status_code == 400
        assert answer.json()["error"]
        assert not anna.chat.messages
