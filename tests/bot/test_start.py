"""How `python -m bot` starts, and what it says when a setting keeps it from that."""

import asyncio
import signal

import pytest

from bot.sandbox.claude import ClaudeServer
from bot.sandbox.telegram import TelegramServer
from tests.bot.chat.world import PATIENCE
from tests.bot.waiting import until
from tests.ports import free_port
from tests.programs import Program


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"TELEGRAM_BOT_TOKEN": "S3CRET token"}, "TELEGRAM_BOT_TOKEN: it is not like 123456:ABC-DEF"),
        ({"DATABASE_URL": "postgresql://anna:S3CRET/pw@localhost/x"}, "DATABASE_URL: it is not like postgresql://"),
        ({"DATABASE_URL": "postgresql://127.0.0.1:1/x"}, "DATABASE_URL: the database cannot be reached"),
        ({"DATA_DIR": "/proc/books"}, "DATA_DIR: nothing can be kept in /proc/books"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line_that_gives_no_secret_away(settings: dict[str, str], line: str) -> None:
    with Program("bot", **{"TELEGRAM_BOT_TOKEN": "1:token", "ANTHROPIC_API_KEY": "key", **settings}) as program:
        code, _, err = program.join(PATIENCE)
    assert code == 2
    assert err.startswith(line)
    assert err.count("\n") == 1
    assert "S3CRET" not in err


async def test_a_key_that_claude_does_not_take_is_named_in_one_line(database_url: str) -> None:
    async with ClaudeServer() as claude:
        settings = {
            "TELEGRAM_BOT_TOKEN": "1:token",
            "ANTHROPIC_API_KEY": "S3CRET",
            "ANTHROPIC_BASE_URL": claude.url,
            "DATABASE_URL": database_url,
        }
        with Program("bot", **settings) as program:
            code, _, err = await asyncio.to_thread(program.join, PATIENCE)
    assert code == 2
    assert err == "ANTHROPIC_API_KEY: Claude does not take this key: invalid x-api-key\n"


@pytest.mark.parametrize(
    ("method", "status", "description", "code", "line"),
    [
        ("getMe", 401, "Unauthorized", 2, "TELEGRAM_BOT_TOKEN: Telegram does not know this token"),
        ("getMe", 403, "Forbidden", 2, "Telegram cannot be reached at TELEGRAM_BASE_URL: Forbidden"),
        ("setWebhook", 400, "Bad Request: bad webhook: x", 2, "WEBHOOK_URL: Telegram does not take it: Bad webhook: x"),
        ("getUpdates", 401, "Unauthorized", 1, ""),  # it has begun by then: the log says so
        ("getMe", 502, "Bad Gateway", 0, ""),  # it is told to end while it waits for Telegram
    ],
)
async def test_how_it_ends_tells_what_is_wrong(
    database_url: str, method: str, status: int, description: str, code: int, line: str
) -> None:
    async with TelegramServer() as telegram, ClaudeServer() as claude:
        telegram.fail(method, status, description, times=99)
        settings = {
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_BASE_URL": telegram.base_url,
            "ANTHROPIC_API_KEY": claude.api_key,
            "ANTHROPIC_BASE_URL": claude.url,
            "DATABASE_URL": database_url,
        }
        if method == "setWebhook":
            settings |= {"WEBHOOK_URL": "https://bot.example.org/telegram", "WEBHOOK_SECRET": "a" * 16}
            settings["WEBHOOK_PORT"] = str(free_port())
        with Program("bot", **settings) as program:
            if code == 0:
                await until(lambda: telegram.requests["getMe"])
                program.send_signal(signal.SIGTERM)
            ended, _, err = await asyncio.to_thread(program.join, PATIENCE)
    assert ended == code
    assert line in err.splitlines() or not line
    assert "Traceback" not in err
    assert telegram.token not in err
