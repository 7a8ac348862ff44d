"""The demo's page in Chromium: when it is first painted, how long after the bot's edit it stands on the screen, and
how evenly a thousand messages scroll."""

import asyncio
import time
from statistics import median, quantiles

from playwright.async_api import Browser
from telegram import Bot

from bot.sandbox.telegram import TelegramServer
from bot.sandbox.telegram.chats import Chat, Event
from bot.sandbox.web.server import WebServer
from tests.browser.chromium import chromium, running_browser

OPENINGS = 10
EDITS = 100
MESSAGES = 1000
WORDS = "Der Kaffee, bitte. 커피 한 잔 주세요. "

# After the frame with the change has been handed to the screen.
_OBSERVE = """() => {
    window.shown = {};
    const list = document.querySelector("#learner ol");
    new MutationObserver(() => {
        const now = performance.timeOrigin + performance.now();
        const length = list.lastElementChild?.querySelector(".text").textContent.length;
        requestAnimationFrame(() => setTimeout(() => {
            window.shown[length] ??= performance.timeOrigin + performance.now();
        }));
    }).observe(list, { childList: true, subtree: true, characterData: true });
}"""
# A quick flick upwards, 80 pixels a frame; the milliseconds of each frame.
_SCROLL = """() => new Promise((resolve) => {
    const room = document.querySelector("#learner .messages"), frames = [];
    let last = performance.now();
    room.dispatchEvent(new WheelEvent("wheel", { deltaY: -1 }));
    const move = (now) => {
        frames.push(now - last);
        last = now;
        room.scrollTop -= 80;
        if (frames.length < 300) requestAnimationFrame(move);
        else resolve(frames.slice(1));
    };
    requestAnimationFrame(move);
})"""
_FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


async def main() -> None:
    if chromium() is None:
        print("There is no Chromium here.")
        return
    telegram = TelegramServer(limits=None)
    async with telegram, running_browser() as browser, Bot(telegram.token, telegram.base_url) as bot:
        learner, admin = telegram.person(2, "Minji", language_code="en"), telegram.person(1, "Admin")
        telegram.private_chat(learner)
        async with WebServer(telegram, [learner, admin]) as web:
            paints = [await _first_paint(browser, web.address) for _ in range(OPENINGS)]
            print(f"first paint: median {median(paints):.0f} ms, worst of {OPENINGS} {max(paints):.0f} ms")
            delays = await _delays(browser, web.address, bot, telegram, learner.chat)
            worst = f"95 % within {quantiles(delays, n=20)[-1]:.1f} ms, worst of {EDITS} {max(delays):.1f} ms"
            print(f"an edit on the screen: median {median(delays):.1f} ms, {worst}")
            frames = await _frames(browser, web.address, bot, learner.chat)
            late = f"95 % within {quantiles(frames, n=20)[-1]:.1f} ms, worst {max(frames):.1f} ms"
            print(f"a frame while {MESSAGES} messages scroll by: median {median(frames):.1f} ms, {late}")


async def _first_paint(browser: Browser, address: str) -> float:
    page = await browser.new_page()
    await page.goto(address)
    await page.wait_for_selector("body[data-ready]")
    paint: float = await page.evaluate(_FIRST_PAINT)
    await page.close()
    return paint


async def _delays(browser: Browser, address: str, bot: Bot, telegram: TelegramServer, chat: Chat) -> list[float]:
    """Milliseconds from each edit of a growing message to the end of the frame that shows it."""
    made: dict[int, float] = {}

    def note(event: Event) -> None:
        assert event.message is not None
        made[len(event.message.text)] = time.time() * 1000

    page = await browser.new_page()
    await page.goto(address)
    await page.wait_for_selector("body[data-ready]")
    sent = await bot.send_message(chat.id, "…")
    await page.evaluate(_OBSERVE)
    stop = telegram.listen(note)
    for number in range(EDITS):
        await bot.edit_message_text((WORDS * (number // 3 + 1))[: 10 * number + 10], chat.id, sent.message_id)
        await asyncio.sleep(0.05)
    stop()
    shown: dict[str, float] = {}
    while len(shown) < len(made):
        shown = await page.evaluate("window.shown")
    await page.close()
    return [shown[str(length)] - at for length, at in made.items()]


async def _frames(browser: Browser, address: str, bot: Bot, chat: Chat) -> list[float]:
    """Milliseconds of each frame while a long chat goes by; a screen shows one every 16.7."""
    for number in range(MESSAGES):
        await bot.send_message(chat.id, WORDS * (number % 12 + 1))
    page = await browser.new_page()
    await page.goto(address)
    await page.wait_for_selector("body[data-ready]")
    frames: list[float] = await page.evaluate(_SCROLL)
    await page.close()
    return frames
