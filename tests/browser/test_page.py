"""What the page shows and does, with a bot that the test itself speaks for."""

import asyncio
import io
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from axe_playwright_python.async_playwright import Axe
from PIL import Image
from playwright.async_api import Browser, Page, expect
from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, ReplyParameters

from bot.sandbox import patience
from bot.sandbox.web.server import PAGE
from tests.browser.chromium import IN_BROWSER
from tests.browser.conftest import DESKTOP, PHONE, ZOOMED, Stage, keep, newest, popped_up, window, write

pytestmark = IN_BROWSER

LEARNER = 2


def keys(*rows: str, data: str = "x") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=data)] for text in rows])


class TestMessages:
    async def test_every_kind_of_formatting_is_shown_as_its_own_element(self, page: Page, stage: Stage) -> None:
        kinds = {
            "bold": "strong",
            "italic": "em",
            "underline": "u",
            "strikethrough": "s",
            "code": "code",
            "pre": "pre code",
            "blockquote": "blockquote",
            "expandable_blockquote": "blockquote.expandable .inside",
        }
        text = "".join(f"🙂{kind}\n" for kind in kinds)
        position, entities = 0, []
        for kind in kinds:
            entities.append(MessageEntity(kind, position + 2, len(kind)))  # the smiley takes two units
            position += len(kind) + 3
        await stage.bot.send_message(LEARNER, text, entities=entities)
        for kind, selector in kinds.items():
            await expect(newest(page).locator(selector, has_text=re.compile(f"^{kind}$"))).to_have_count(1)

    async def test_markup_in_a_message_is_only_text(self, page: Page, stage: Stage) -> None:
        trap = "<img src=x onerror=document.title='x'><b>fett</b>"
        await stage.bot.send_message(LEARNER, trap)
        await stage.learner.say(trap)
        await expect(newest(page).locator(".text")).to_have_text(trap)
        assert await page.locator(".text img, .text b").count() == 0
        assert await page.title() == "LinguaRAG"

    async def test_a_link_opens_what_it_says_and_no_script(self, page: Page, stage: Stage) -> None:
        entities = [
            MessageEntity("text_link", 0, 4, url="https://example.org/a"),
            MessageEntity("text_link", 5, 4, url="javascript:alert(1)"),
        ]
        await stage.bot.send_message(LEARNER, "hier dort", entities=entities)
        link = newest(page).locator("a")
        await expect(link).to_have_count(1)
        assert await link.get_attribute("href") == "https://example.org/a"
        assert await link.get_attribute("rel") == "noopener noreferrer"

    async def test_a_quote_stays_open_while_its_message_grows(self, page: Page, stage: Stage) -> None:
        text = "\n".join(f"Zeile {n}" for n in range(9))
        entities = [MessageEntity("expandable_blockquote", 8, len(text) - 8)]
        sent = await stage.bot.send_message(LEARNER, text, entities=entities)
        await newest(page).locator(".expandable .link").click()
        await stage.bot.edit_message_text(text + "\nmehr", LEARNER, sent.message_id, entities=entities)
        await expect(newest(page).locator(".text")).to_contain_text("mehr")
        await expect(newest(page).locator(".expandable .link")).to_have_attribute("aria-expanded", "true")

    async def test_a_picture_opens_large_and_closes_by_escape(self, page: Page, stage: Stage) -> None:
        await stage.bot.send_photo(LEARNER, picture(), caption="S. 52")
        await newest(page).locator(".picture").click()
        await expect(page.locator("#large")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.locator("#large")).to_be_hidden()

    async def test_a_reply_leads_to_what_was_replied_to(self, page: Page, stage: Stage) -> None:
        first = await stage.bot.send_message(LEARNER, "Anfang")
        for number in range(30):
            await stage.bot.send_message(LEARNER, f"Zeile {number}")
        await stage.bot.send_message(LEARNER, "dazu", reply_parameters=ReplyParameters(first.message_id))
        await newest(page).locator(".reply").click()
        await expect(page.locator("#learner .messages > ol > li").first).to_be_in_viewport()
        await expect(page.locator("#learner .messages > ol > li").first).to_be_focused()

    async def test_typing_is_shown_until_the_reply_comes(self, page: Page, stage: Stage) -> None:
        typing = asyncio.create_task(keep_typing(stage))
        await expect(page.locator("#learner .state")).to_have_text("입력 중…")
        typing.cancel()
        await stage.bot.send_message(LEARNER, "Hallo")
        await expect(page.locator("#learner .state")).to_contain_text("민지")

    async def test_german_words_in_korean_are_marked_as_german(self, page: Page, stage: Stage) -> None:
        await stage.bot.send_message(LEARNER, "möchten은 정중해요")
        await expect(newest(page).locator(".text")).to_have_attribute("lang", "ko")
        await expect(newest(page).locator("[lang=de]")).to_have_text("möchten")


class TestReading:
    async def test_the_place_that_is_read_stays_where_it_is_while_a_message_grows(
        self, page: Page, stage: Stage
    ) -> None:
        for number in range(40):
            await stage.bot.send_message(LEARNER, f"Zeile {number}")
        growing = await stage.bot.send_message(LEARNER, "Antwort")
        await expect(newest(page)).to_be_in_viewport()
        await page.hover("#learner .messages")
        await page.mouse.wheel(0, -600)
        await expect(page.locator("#learner .down")).to_be_visible()
        place = await settled(page, "document.querySelector('#learner .messages').scrollTop")
        await stage.bot.edit_message_text("Antwort\n" * 60, LEARNER, growing.message_id)
        await stage.bot.send_message(LEARNER, "Ende")
        await expect(newest(page)).to_have_text(re.compile("Ende"))
        assert await settled(page, "document.querySelector('#learner .messages').scrollTop") == place
        await page.click("#learner .down")
        await expect(newest(page)).to_be_in_viewport()

    async def test_the_beginning_of_what_grows_is_never_scrolled_away(self, page: Page, stage: Stage) -> None:
        sent = await stage.bot.send_message(LEARNER, "Erste", reply_markup=keys("⏹"))
        await stage.bot.edit_message_text("Zeile\n" * 90, LEARNER, sent.message_id, reply_markup=keys("⏹"))
        await expect(newest(page)).to_contain_text("Zeile")
        top = await settled(
            page,
            "document.querySelector('#learner ol > li:last-child').getBoundingClientRect().top - "
            "document.querySelector('#learner .messages').getBoundingClientRect().top",
        )
        assert 0 <= top < 40

    async def test_a_finished_answer_is_spoken_once_and_none_of_its_edits(self, page: Page, stage: Stage) -> None:
        await page.evaluate(
            """() => {
                const place = document.querySelector("#spoken"), spoken = [];
                new MutationObserver(() => {
                    spoken.push(place.textContent);
                    document.body.dataset.spoken = spoken.join("|");
                }).observe(place, { childList: true });
            }"""
        )
        sent = await stage.bot.send_message(LEARNER, "🔎 …", reply_markup=keys("⏹"))
        for text in ("Guten", "Guten Tag"):
            await stage.bot.edit_message_text(text, LEARNER, sent.message_id, reply_markup=keys("⏹"))
        await stage.bot.send_message(LEARNER, "davor")  # later than the edits, and yet it is heard first
        await expect(page.locator("body")).to_have_attribute("data-spoken", "davor")
        await stage.bot.edit_message_text("Guten Tag!", LEARNER, sent.message_id, reply_markup=keys("👍"))
        await expect(page.locator("body")).to_have_attribute("data-spoken", "davor|Guten Tag!")
        await stage.bot.edit_message_reply_markup(LEARNER, sent.message_id, reply_markup=keys("🙂"))
        await stage.bot.send_message(LEARNER, "danach")
        await expect(page.locator("body")).to_have_attribute("data-spoken", "davor|Guten Tag!|danach")

    async def test_a_thousand_messages_are_all_there_and_only_what_is_near_is_laid_out(
        self, browser: Browser, stage: Stage
    ) -> None:
        for number in range(1000):
            await stage.learner.say(f"Zeile {number}")
        async with window(browser, stage.web) as page:
            await expect(page.locator("#learner .messages > ol > li")).to_have_count(1000)
            await expect(newest(page)).to_be_in_viewport()
            assert 0 < await drawn(page) < 100
            await page.press("#learner .messages", "Home")
            await expect(page.locator("#learner .messages > ol > li").first).to_be_in_viewport()
            assert 0 < await drawn(page) < 100


class TestConnection:
    async def test_a_lost_connection_says_so_and_comes_back_by_itself_with_what_was_missed(
        self, page: Page, stage: Stage
    ) -> None:
        await stage.bot.send_message(LEARNER, "vorher")
        await expect(newest(page)).to_contain_text("vorher")
        await stage.web.stop()
        await expect(page.locator("#lost")).to_be_visible()
        await write(page, "trotzdem")
        await popped_up(page, "연결이 끊겨")
        await expect(page.locator("#learner textarea")).to_have_value("trotzdem")
        await stage.bot.send_message(LEARNER, "inzwischen")
        await stage.web.start()
        await expect(page.locator("#lost")).to_be_hidden()
        await expect(newest(page)).to_contain_text("inzwischen")
        await page.press("#learner textarea", "Enter")
        await expect(newest(page)).to_contain_text("trotzdem")
        await expect(page.locator("#learner .messages > ol > li")).to_have_count(3)


class TestWriting:
    async def test_enter_sends_and_shift_enter_begins_a_line(self, page: Page) -> None:
        await page.fill("#learner textarea", "eins")
        await page.press("#learner textarea", "Shift+Enter")
        await page.locator("#learner textarea").press_sequentially("zwei")
        await page.press("#learner textarea", "Enter")
        await expect(newest(page).locator(".text")).to_have_text("eins\nzwei", use_inner_text=True)

    async def test_ones_own_message_is_changed_by_the_arrow_up(self, page: Page, stage: Stage) -> None:
        await write(page, "Halo")
        await expect(newest(page)).to_contain_text("Halo")
        await page.press("#learner textarea", "ArrowUp")
        await write(page, "Hallo")
        await expect(newest(page).locator(".foot")).to_contain_text("수정됨")
        await expect(newest(page).locator(".text")).to_have_text("Hallo")
        assert stage.learner.chat.messages[0].text == "Hallo"

    async def test_a_message_is_replied_to_by_keyboard_alone(self, page: Page, stage: Stage) -> None:
        await stage.bot.send_message(LEARNER, "Guten Tag")
        await expect(newest(page)).to_contain_text("Guten Tag")
        await page.focus("#learner .messages")
        await page.keyboard.press("ArrowUp")
        await page.keyboard.press("Enter")
        await page.keyboard.press("Enter")  # the menu's first
        await page.keyboard.type("Hallo")
        await page.keyboard.press("Enter")
        await expect(newest(page).locator(".reply")).to_contain_text("Guten Tag")
        own = stage.learner.chat.messages[-1]
        assert own.reply_to is stage.learner.chat.messages[0]

    async def test_what_asks_for_a_reply_opens_one(self, page: Page, stage: Stage) -> None:
        asked = await stage.bot.send_message(1, "Welche Seiten?", reply_markup=ForceReply())
        await expect(page.locator("#admin .about-what")).to_contain_text("Welche Seiten?")
        await write(page, "1: 1-2", "#admin")
        await expect(newest(page, "#admin").locator(".reply")).to_contain_text("Welche Seiten?")
        reply_to = stage.admin.chat.messages[-1].reply_to
        assert reply_to is not None
        assert reply_to.id == asked.message_id

    async def test_the_command_menu_filters_and_speaks_the_chosen_language(self, page: Page, stage: Stage) -> None:
        for language, words in (("ko", "단원 고르기"), ("de", "Lektion wählen")):
            await stage.bot.set_my_commands([("unit", words), ("new", "…")], language_code=language)
        await page.select_option("#language", "de")
        await expect(page.locator("html")).to_have_attribute("lang", "de")
        await expect(page.locator("#learner .chips")).to_contain_text("Wann benutze ich möchten?")
        await page.locator("#learner textarea").press_sequentially("/u")
        entries = page.locator("#learner .commands button")
        await expect(entries).to_have_count(1)
        await expect(entries).to_contain_text("Lektion wählen")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await expect(newest(page)).to_contain_text("/unit")

    async def test_a_file_is_dropped_with_a_caption_and_shows_how_far_it_is(self, page: Page, stage: Stage) -> None:
        await page.evaluate(
            """() => {
                window.bars = 0;
                new MutationObserver(() => (window.bars += document.querySelectorAll("progress").length))
                    .observe(document.querySelector("#admin .messages ol"), { childList: true });
            }"""
        )
        book = await page.evaluate_handle(
            """() => {
                const data = new DataTransfer();
                data.items.add(new File(["x".repeat(3000000)], "책.pdf", { type: "application/pdf" }));
                return data;
            }"""
        )
        for event in ("dragenter", "dragover", "drop"):
            await page.dispatch_event("#admin .messages", event, {"dataTransfer": book})
        await expect(page.locator("#admin .about-what")).to_contain_text("책.pdf")
        await write(page, "A1", "#admin")
        await expect(newest(page, "#admin").locator(".file")).to_contain_text("2.9 MB")
        await expect(page.locator("#admin progress")).to_have_count(0)
        assert await page.evaluate("window.bars") > 0
        sent = stage.admin.chat.messages[-1]
        assert (sent.text, len(stage.telegram.file(sent))) == ("A1", 3_000_000)


class TestBesideTheChats:
    async def test_claudes_tokens_come_beside_the_chat(self, page: Page, stage: Stage) -> None:
        await page.click("[data-view=stream]")
        stage.claude.answer_with("Das ist **den** Kaffee und noch viel mehr")
        with stage.claude.thinking(after=8):
            asking = asyncio.create_task(ask_claude(stage, "Wie?"))
            await expect(page.locator("#stream .mine")).to_contain_text("Wie?")
            await expect(page.locator("#stream .growing .text")).to_contain_text("Das ist")
        await asking
        await expect(newest(page, "#stream").locator("strong")).to_have_text("den")
        await expect(newest(page, "#stream").locator(".foot")).to_contain_text(re.compile(r"Claude \d"))
        await page.click("[data-view=corner]")
        await page.click("#corner summary")
        await expect(page.locator("#corner pre")).to_contain_text('"content": "Wie?"')

    async def test_the_corner_counts_what_was_sent(self, page: Page, stage: Stage) -> None:
        await page.click("[data-view=corner]")
        sent = await stage.bot.send_message(LEARNER, "a")
        await stage.bot.edit_message_text("b", LEARNER, sent.message_id)
        await expect(page.locator("#corner .cards div").nth(1)).to_have_text("수정1")
        await expect(page.locator("#corner .calls")).to_contain_text("editMessageText")

    async def test_on_a_phone_one_thing_is_seen_at_a_time_and_news_elsewhere_is_marked(
        self, browser: Browser, stage: Stage
    ) -> None:
        async with window(browser, stage.web, PHONE) as page:
            await expect(page.locator("#learner")).to_be_visible()
            await expect(page.locator("#admin")).to_be_hidden()
            await stage.bot.send_message(1, "Fertig")
            await expect(page.locator("[data-view=admin]")).to_have_class("unread")
            await page.click("[data-view=admin]")
            await expect(newest(page, "#admin")).to_contain_text("Fertig")
            await expect(page.locator("#learner")).to_be_hidden()
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    async def test_all_texts_are_there_in_all_languages(self, page: Page) -> None:
        keys_of = await page.evaluate(
            "async () => Object.values((await import('./page/texts.js')).TEXTS).map((texts) => Object.keys(texts))"
        )
        assert keys_of[0] == keys_of[1] == keys_of[2]
        markup = "".join(file.read_text() for file in PAGE.glob("*.html"))
        named = set(re.findall(r'data-(?:text|label)="(\w+)"', markup))
        named |= set(re.findall(r'\bt\("(\w+)"', "".join(file.read_text() for file in PAGE.glob("*.js"))))
        assert named <= set(keys_of[0])

    async def test_at_twice_the_size_everything_is_reached_and_nothing_runs_out_of_the_window(
        self, browser: Browser, stage: Stage
    ) -> None:
        await fill(stage)
        async with window(browser, stage.web, ZOOMED) as page:
            for view in ("learner", "admin", "stream", "corner"):
                await page.click(f"[data-view={view}]")
                assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
                for control in await page.locator("button:visible, textarea:visible, select:visible").all():
                    await control.focus()
                    await expect(control).to_be_in_viewport(ratio=0.9)
                await keep(page, f"zoomed-{view}")
            await page.click("[data-view=learner]")
            await stage.bot.send_message(LEARNER, "Guten Tag")
            await expect(newest(page)).to_be_in_viewport()
            await expect(page.locator("#learner textarea")).to_be_in_viewport()

    @pytest.mark.parametrize(
        ("size", "theme"), [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (ZOOMED, "light")]
    )
    async def test_axe_finds_nothing_serious_in_any_view(
        self, browser: Browser, stage: Stage, size: tuple[int, int], theme: str
    ) -> None:
        await fill(stage)
        async with window(browser, stage.web, size) as page:
            if theme == "dark":
                await page.click("#theme")
            views: list[Callable[[], Any]] = [
                *(lambda view=view: page.click(f"[data-view={view}]") for view in ("admin", "stream", "corner")),
                lambda: page.click("#learner .menu"),
                lambda: page.click("[data-opens=real] >> visible=true >> nth=-1"),
            ]
            for number, see in enumerate(views):
                if number == 3 and size != DESKTOP:
                    await page.click("[data-view=learner]")
                await see()
                found = await Axe().run(page, options={"resultTypes": ["violations"]})
                await keep(page, f"{number}-{theme}-{size[0]}")
                serious = [each for each in found.response["violations"] if each["impact"] in ("serious", "critical")]
                assert [(each["id"], each["nodes"][0]["html"]) for each in serious] == []


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (600, 800), "#eeeeee").save(data, "PNG")
    return data.getvalue()


async def drawn(page: Page) -> int:
    """How many of the learner's messages the browser has laid out and drawn."""
    await settled(page, "document.querySelector('#learner .messages').scrollTop")
    count: int = await page.evaluate(
        "[...document.querySelectorAll('#learner .bubble')]"
        ".filter((bubble) => bubble.checkVisibility({ contentVisibilityAuto: true })).length"
    )
    return count


async def settled(page: Page, value: str) -> Any:
    """The value, once two frames in a row have it."""
    return await page.evaluate(
        f"""() => new Promise((resolve) => {{
            let last;
            const look = () => {{
                const now = {value};
                if (now === last) resolve(now);
                else (last = now), requestAnimationFrame(look);
            }};
            requestAnimationFrame(look);
        }})"""
    )


async def keep_typing(stage: Stage) -> None:
    while True:
        await stage.bot.send_chat_action(LEARNER, "typing")
        await asyncio.sleep(0.5)


async def ask_claude(stage: Stage, question: str) -> None:
    headers = {"x-api-key": stage.claude.api_key, "anthropic-version": "2023-06-01"}
    body = {"model": "claude-x", "max_tokens": 99, "stream": True, "messages": [{"role": "user", "content": question}]}
    async with httpx.AsyncClient(timeout=patience.seconds) as client:
        await client.post(f"{stage.claude.url}/v1/messages", json=body, headers=headers)


async def fill(stage: Stage) -> None:
    """A message of every kind in the learner's chat."""
    bot = stage.bot
    await bot.set_my_commands([("unit", "단원 고르기")])
    asked = await stage.learner.say("möchten은 언제 써요? /unit https://example.org")
    kinds = {"굵게": "bold", "기울임": "italic", "code": "code", "인용": "expandable_blockquote"}
    text = " ".join([*kinds, "링크"])
    entities = [MessageEntity(kind, text.index(word), len(word)) for word, kind in kinds.items()]
    entities.append(MessageEntity("text_link", text.index("링크"), 2, url="https://example.org"))
    await bot.send_message(
        LEARNER, text, entities=entities, reply_markup=keys("🔁 다시", "👍"), reply_parameters=ReplyParameters(asked.id)
    )
    await bot.send_message(LEARNER, "🔎 …", reply_markup=keys("⏹ 중지"))
    await stage.admin.send_document(b"%PDF", "a1.pdf", "A1")
    await bot.send_photo(LEARNER, picture())
    stage.claude.answer_with("Kurz.")
    await ask_claude(stage, "Wie?")
