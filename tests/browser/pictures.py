"""Takes the README's pictures: `python -m tests.browser.pictures [FOLDER]`."""

import asyncio
import io
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page, expect
from pydantic import SecretStr

from bot.composition import running_bot
from bot.sandbox import web
from bot.sandbox.claude import ClaudeServer
from bot.sandbox.telegram import TelegramServer
from bot.sandbox.web.server import WebServer
from bot.settings import BotSettings
from ingest.database import running_postgres
from tests.browser.chromium import running_browser
from tests.browser.conftest import newest, press, write

PICTURES = Path(web.__file__).parent / "pictures"
_PATIENCE = 120_000


async def main(folder: Path) -> None:
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(_lesson())
        browser = await stack.enter_async_context(running_browser())
        page = await _open(browser, server, 1280, 800, "ko-KR", "light")
        await page.click("#admin .chips button >> nth=0")
        await expect(newest(page, "#admin")).to_contain_text("📝", timeout=_PATIENCE)
        await _keep(folder / "verdict.png", page)
        await press(newest(page, "#admin"), "✅")
        await expect(newest(page, "#admin")).to_contain_text("✅ a1.pdf")
        await write(page, "/unit A1-3")
        await expect(newest(page)).to_contain_text("✅")
        await write(page, "möchten은 언제 써요? 왜 einen Kaffee라고 해요?")
        await expect(newest(page)).to_contain_text("👍", timeout=_PATIENCE)
        await _keep(folder / "desktop.png", page)
        phone = await _open(browser, server, 390, 780, "ko-KR", "dark")
        await newest(phone).get_by_role("button", name="📖").first.click()
        await expect(newest(phone).locator("img")).to_be_visible(timeout=_PATIENCE)
        await phone.wait_for_timeout(1000)
        await _keep(folder / "phone.png", phone)
        await page.select_option("#language", "en")
        await page.click("[data-view=stream]")
        await write(page, "When do I use möchten, and why einen Kaffee?")
        await expect(page.locator("#stream .growing .text")).to_contain_text("Mina", timeout=_PATIENCE)
        await _keep(folder / "tokens.png", page)
        await expect(newest(page)).to_contain_text("👍", timeout=_PATIENCE)
        await page.click("[data-view=corner]")
        await page.wait_for_timeout(1500)
        await _keep(folder / "corner.png", page)


@asynccontextmanager
async def _lesson() -> AsyncIterator[WebServer]:
    async with AsyncExitStack() as stack:
        claude = await stack.enter_async_context(ClaudeServer(tokens_per_second=60))
        telegram = await stack.enter_async_context(TelegramServer())
        data = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        url = stack.enter_context(running_postgres("", Path(data)))
        settings = BotSettings(
            telegram_bot_token=SecretStr(telegram.token),
            telegram_base_url=telegram.base_url,
            telegram_file_url=telegram.base_file_url,
            admin_chat_ids=frozenset({1}),
            anthropic_api_key=SecretStr(claude.api_key),
            anthropic_base_url=claude.url,
        )
        await stack.enter_async_context(running_bot(settings, url))
        people = [telegram.person(2, "민지", language_code="ko"), telegram.person(1, "관리자", language_code="ko")]
        yield await stack.enter_async_context(WebServer(telegram, people, claude))


async def _open(browser: Browser, server: WebServer, width: int, height: int, locale: str, theme: str) -> Page:
    page = await browser.new_page(
        viewport={"width": width, "height": height}, locale=locale, color_scheme="dark" if theme == "dark" else "light"
    )
    await page.goto(server.address)
    await page.wait_for_selector("body[data-ready]")
    return page


async def _keep(path: Path, page: Page) -> None:
    """In few colours: a picture for a README is small."""
    path.parent.mkdir(exist_ok=True)
    picture = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
    picture.quantize(256, Image.Quantize.MEDIANCUT, kmeans=3, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES))
