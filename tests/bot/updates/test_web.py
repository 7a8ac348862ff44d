"""What Telegram brings over HTTP is kept before it is answered, and taken from nobody else."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from io import BytesIO

import aiohttp
import asyncpg
import pytest

from bot.operation.ports import PortUnusable
from bot.records.inbox import RawUpdate
from bot.sandbox.telegram import TelegramServer
from bot.updates.web import Webhook, serving
from tests.bot.chat.world import PATIENCE
from tests.bot.waiting import until
from tests.ports import free_port

SECRET = "secret-of-the-webhook"


class Bot:
    """One that takes updates, unless the database is away."""

    def __init__(self) -> None:
        self.updates: list[RawUpdate] = []
        self.trouble: Exception | None = None
        self._changed = asyncio.Event()

    async def look(self) -> None:
        if self.trouble:
            raise self.trouble

    async def accept(self, updates: Sequence[RawUpdate]) -> None:
        await self.look()
        self.updates += updates
        self._changed.set()

    async def gets(self, number: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while len(self.updates) < number:
                self._changed.clear()
                await self._changed.wait()


@asynccontextmanager
async def listening(bot: Bot) -> AsyncIterator[str]:
    port = free_port()
    async with serving(port, "/telegram", Webhook(bot.accept, SECRET), lambda: bot.look()):
        yield f"http://127.0.0.1:{port}"


async def post(url: str, body: str, secret: str = SECRET, **more: str) -> int:
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
    async with (
        aiohttp.ClientSession() as client,
        client.post(url + "/telegram", data=BytesIO(body.encode()), headers=headers | more) as response,
    ):
        return response.status


@pytest.mark.parametrize("secret", ["", "secret-of-the-webhool", SECRET + "x", "ß", SECRET.upper()])
async def test_who_does_not_know_the_secret_is_turned_away(secret: str) -> None:
    bot = Bot()
    async with listening(bot) as url:
        assert await post(url, '{"update_id": 1}', secret) == 403
    assert bot.updates == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("{", 400),
        ("[]", 400),
        ("7", 400),
        ('{"update_id": "1"}', 400),
        ('{"update_id": true}', 400),
        ('{"text": 1}', 400),
        (f'{{"update_id": {2**63}}}', 400),
        ('{"update_id": 1, "message": ' + '{"a":' * 5000 + "1" + "}" * 5001, 400),
        ('{"update_id": 1, "text": "' + "x" * 1_100_000 + '"}', 413),
        ('{"update_id": 1, "message": {"text": "\\u0000 \\ud800"}}', 200),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_what_is_no_update_is_refused(body: str, status: int) -> None:
    bot = Bot()
    async with listening(bot) as url:
        assert await post(url, body) == status
    assert len(bot.updates) == (status == 200)


@pytest.mark.parametrize(
    "how", [{"Content-Type": "application/json; charset=x-unknown"}, {"Content-Encoding": "gzip"}], ids=str
)
async def test_what_is_in_no_charset_or_compression_that_there_is_is_refused(how: dict[str, str]) -> None:
    bot = Bot()
    async with listening(bot) as url:
        assert await post(url, '{"update_id": 1}', **how) == 400
    assert bot.updates == []


async def test_what_could_not_be_kept_is_brought_again_and_in_order() -> None:
    bot = Bot()
    bot.trouble = asyncpg.ConnectionDoesNotExistError()
    async with TelegramServer() as telegram, listening(bot) as telegram.webhook.gateway:
        telegram.webhook.set("https://bot.example.org/telegram", SECRET)
        anna = telegram.person(1001, "Anna")
        for text in ("eins", "zwei"):
            await anna.say(text)
        await until(lambda: telegram.webhook.statuses)
        assert len(telegram.pending_updates) == 2
        bot.trouble = None
        await bot.gets(2)
        await until(lambda: not telegram.pending_updates)
    assert [update["message"]["text"] for update in bot.updates] == ["eins", "zwei"]
    assert set(telegram.webhook.statuses) == {500, 200}


async def ask(url: str, path: str) -> int:
    async with aiohttp.ClientSession() as client, client.get(url + path) as response:
        return response.status


async def test_a_load_balancer_is_told_how_the_database_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.updates.web._PATIENCE", 0.1)
    bot = Bot()
    async with listening(bot) as url:
        assert await ask(url, "/readyz") == 200
        for trouble in (TimeoutError(), asyncpg.InvalidPasswordError("changed")):
            bot.trouble = trouble
            assert await ask(url, "/readyz") == 503
        bot.trouble = None
        bot.look = asyncio.Event().wait  # type: ignore[method-assign, assignment]  # silent
        assert await ask(url, "/readyz") == 503
        assert await ask(url, "/healthz") == 200


async def test_a_port_that_is_taken_is_named() -> None:
    bot = Bot()
    async with listening(bot) as url:
        port = int(url.rpartition(":")[2])
        with pytest.raises(PortUnusable, match=f"^WEBHOOK_PORT: nothing can be served at port {port}: Address already"):
            async with serving(port, "/telegram", Webhook(bot.accept, SECRET), bot.look):
                raise AssertionError
