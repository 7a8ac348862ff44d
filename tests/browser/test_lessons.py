"""The whole product in a browser: a book goes in, a learner asks, with the bot at work behind the page."""

from playwright.async_api import Browser, Locator, Page, expect

from bot.sandbox.telegram.people import Person
from bot.sandbox.web.server import WebServer
from bot.texts.de import TEXTS as DE
from bot.texts.ko import TEXTS as KO
from tests.bot.chat.world import World, about
from tests.browser.chromium import IN_BROWSER
from tests.browser.conftest import PHONE, keep, newest, popped_up, press, window, write
from tests.ingest.textbooks import booklet

pytestmark = IN_BROWSER

Lesson = tuple[Page, Person]


async def answer(page: Page) -> Locator:
    """The newest answer, when it is complete."""
    await expect(newest(page).get_by_role("button", name=KO.button_again)).to_be_visible()
    return newest(page)


async def test_an_admin_sends_a_book_corrects_and_publishes_it(lesson: Lesson) -> None:
    page, _ = lesson
    book = booklet("Guten Tag!", "Wie geht es Ihnen?", "Was kostet der Kuchen?")
    await page.set_input_files(
        "#admin input[type=file]", {"name": "책.pdf", "mimeType": "application/pdf", "buffer": book}
    )
    await write(page, "B7 1:1-2 2:3", "#admin")
    verdict = newest(page, "#admin")
    await expect(verdict).to_contain_text("B7-1 · 1-2쪽")
    await press(verdict, KO.button_correct)
    await expect(page.locator("#admin .about-what")).to_be_visible()
    await write(page, "2: 2-3 Im Café", "#admin")
    await expect(verdict).to_contain_text("B7-2 Im Café · 2-3쪽")
    await keep(page, "verdict")
    await press(verdict, KO.button_publish)
    await expect(verdict).to_contain_text("✅ 책.pdf")
    await write(page, "/unit B7-2")
    await expect(newest(page)).to_contain_text("✅ B7-2 Im Café")


async def test_a_learner_opens_a_unit_asks_stops_asks_again_and_rates(lesson: Lesson, world: World) -> None:
    page, _ = lesson
    await page.click("#learner .menu")
    await page.click("#learner .commands button:has-text('/unit')")
    await press(newest(page), "A1")
    await press(newest(page), "2. Thema 2")
    await expect(newest(page)).to_contain_text("✅ A1-2")
    with world.claude.thinking(about("Kaffee eins"), after=30):
        await write(page, "Kaffee eins?")
        await expect(newest(page)).to_contain_text("오프라인")
        await press(newest(page), KO.button_stop)
        await expect(newest(page)).to_contain_text(KO.stopped)
    await press(newest(page), KO.button_again)
    await expect(newest(page).locator(".expandable")).to_contain_text("[1] A1-")
    complete = await answer(page)
    await keep(page, "answer")
    await press(complete, "👍")
    await popped_up(page, KO.thanks)


async def test_a_reload_in_mid_answer_loses_nothing(lesson: Lesson, world: World) -> None:
    page, learner = lesson
    await world.choose(world.telegram.private_chat(learner), "A1-1")
    with world.claude.thinking(about("Kaffee zwei"), after=30):
        await write(page, "Kaffee zwei?")
        await expect(newest(page)).to_contain_text("오프라인")
        await page.reload()
        await expect(newest(page)).to_contain_text("오프라인")
        await expect(newest(page).get_by_role("button", name=KO.button_stop)).to_be_visible()
    await answer(page)
    await expect(page.locator("#learner .messages > ol > li")).to_have_count(2)


async def test_the_bots_language_is_switched_in_the_chat(lesson: Lesson) -> None:
    page, _ = lesson
    await page.click("#learner .chips button:has-text('/language')")
    await press(newest(page), DE.language_name)
    await expect(page.locator("#learner .messages")).to_contain_text(DE.language_chosen)


async def test_a_lesson_is_learned_on_a_phone(browser: Browser, world: World) -> None:
    learner = world.person()
    await world.choose(world.telegram.private_chat(learner), "A1-1")
    async with (
        WebServer(world.telegram, [learner, world.admin], world.claude) as web,
        window(browser, web, PHONE) as page,
    ):
        await write(page, "Kaffee vier?")
        await answer(page)
        await keep(page, "phone")
        await press(newest(page), "👎")
        await popped_up(page, KO.thanks_for_bad)
        await expect(newest(page).get_by_role("button", name="👎 ✓")).to_be_visible()
        await press(newest(page), "👎")
        await press(newest(page), KO.reasons["long"])
        await popped_up(page, KO.why)
        await expect(newest(page).get_by_role("button", name=KO.reasons["long"])).to_be_hidden()
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
