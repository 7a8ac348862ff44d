"""The machine's Chromium, which Playwright drives; its own browsers are a download of their own."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, async_playwright

# Containers have little shared memory; a scroll that glides would be seen half-way.
_ARGUMENTS = ["--disable-dev-shm-usage", "--disable-smooth-scrolling"]
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """Where it is, if it is there."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


IN_BROWSER = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="package"),
    pytest.mark.skipif(chromium() is None, reason="there is no Chromium"),
]


@asynccontextmanager
async def running_browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=_ARGUMENTS)
        yield browser
        await browser.close()
