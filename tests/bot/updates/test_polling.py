"""Fetching updates: it goes on after whatever may pass, ends where it is certain, and holds nobody up."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import pytest

from bot.records.inbox import RawUpdate
from bot.sandbox.telegram import TelegramServer
from bot.updates.polling import Polling
from tests.leaping import leaping


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own, which leaps."""
    monkeypatch.setattr("bot.updates.polling.monotonic", lambda: asyncio.get_running_loop().time())


class Bot:
    """One that polls, and keeps the updates that it gets."""

    def __init__(self, telegram: TelegramServer) -> None:
        self.updates: list[RawUpdate] = []
        self.polling = Polling(f"{telegram.base_url}{telegram.token}/getUpdates", self._accept)
        self._changed = asyncio.Event()

    async def _accept(self, updates: Sequence[RawUpdate]) -> None:
        self.updates += updates
        self._changed.set()

    async def gets(self, text: str) -> None:
        while text not in [update["message"]["text"] for update in self.updates]:
            self._changed.clear()
            await self._changed.wait()


@asynccontextmanager
async def polling(telegram: TelegramServer) -> AsyncIterator[Bot]:
    bot = Bot(telegram)
    running = asyncio.create_task(bot.polling.run())
    yield bot
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await bot.polling.close()


Trouble = Callable[[TelegramServer], object]
TROUBLES: dict[str, Trouble] = {
    "404": lambda telegram: telegram.fail("getUpdates", 404, "Not Found", times=2),
    "409": lambda telegram: telegram.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request"),
    "401 once": lambda telegram: telegram.fail("getUpdates", 401, "Unauthorized"),
    "429": lambda telegram: telegram.fail("getUpdates", 429, "Too Many Requests: retry after 1", retry_after=1),
    "429 for a week": lambda telegram: telegram.fail("getUpdates", 429, "Too Many Requests", retry_after=604_800),
    "502": lambda telegram: telegram.fail("getUpdates", 502, "Bad Gateway", times=2),
    "HTML": lambda telegram: telegram.garble("getUpdates", "<html>Wartung</html>", times=2),
    "half JSON": lambda telegram: telegram.garble("getUpdates", '{"ok": true, "result": [{"upda'),
    "other JSON": lambda telegram: telegram.garble("getUpdates", '{"ok": true, "result": 7}'),
    "cut off": lambda telegram: telegram.lose_request("getUpdates"),
}


@leaping
@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES.keys())
async def test_it_goes_on_after_what_may_pass_and_says_so_once(
    trouble: Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.updates.polling")
    async with TelegramServer(limits=None) as telegram:
        anna = telegram.person(1001, "Anna")
        trouble(telegram)
        async with polling(telegram) as bot:
            await anna.say("davor")
            await bot.gets("davor")
            await anna.say("danach")
            await bot.gets("danach")
            assert not bot.polling.failed.is_set()
            assert asyncio.get_running_loop().time() < 1000
    assert [update["message"]["text"] for update in bot.updates] == ["davor", "danach"]
    said = [record.levelname for record in caplog.records if record.name == "bot.updates.polling"]
    assert said == ["WARNING", "INFO"]
    assert "davor" not in caplog.text
    assert telegram.token not in caplog.text
    assert telegram.pending_updates == []


@leaping
async def test_a_token_that_is_refused_twice_ends_it() -> None:
    async with TelegramServer(limits=None) as telegram:
        fault = telegram.fail("getUpdates", 401, "Unauthorized", times=99)
        async with polling(telegram) as bot:
            await bot.polling.failed.wait()
        assert fault.met == 3, "twice, and once in the end"


@leaping
async def test_of_two_bots_with_one_token_the_second_leaves_and_the_first_goes_on() -> None:
    async with TelegramServer(limits=None) as telegram:
        anna = telegram.person(1001, "Anna")
        async with polling(telegram) as first:
            await anna.say("eins")
            await first.gets("eins")
            await asyncio.sleep(60)  # so long it was alone
            async with polling(telegram) as second:
                await second.polling.failed.wait()
            assert not first.polling.failed.is_set()
            await anna.say("zwei")
            await first.gets("zwei")


@leaping
async def test_what_was_not_accepted_is_fetched_again_and_nothing_twice() -> None:
    async with TelegramServer(limits=None) as telegram:
        anna = telegram.person(1001, "Anna")
        bot = Bot(telegram)
        accept, refusals = bot._accept, iter([ConnectionError("away")])

        async def refuse_first(updates: Sequence[RawUpdate]) -> None:
            for error in refusals:
                raise error
            await accept(updates)

        polling = Polling(f"{telegram.base_url}{telegram.token}/getUpdates", refuse_first)
        running = asyncio.create_task(polling.run())
        for text in ("eins", "zwei"):
            await anna.say(text)
        await bot.gets("zwei")
        running.cancel()
        await polling.close()
    assert [update["message"]["text"] for update in bot.updates] == ["eins", "zwei"]
    assert telegram.pending_updates == []
