"""What `python -m bot` says when a setting keeps it from starting."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import bot
from bot.sandbox.claude import ClaudeServer
from bot.sandbox.telegram import TelegramServer
from tests.bot.chat.world import PATIENCE


def start(settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """The bot with these settings alone, when it has ended."""
    return subprocess.run(
        [sys.executable, "-m", "bot"],
        env=environment(settings),
        cwd=tempfile.gettempdir(),  # where no .env is
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def environment(settings: dict[str, str]) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(bot.__file__).parents[1]), **settings}


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
    ended = start({"TELEGRAM_BOT_TOKEN": "1:token", "ANTHROPIC_API_KEY": "key", **settings})
    assert ended.returncode == 2
    assert ended.stderr.startswith(line)
    assert ended.stderr.count("\n") == 1
    assert "S3CRET" not in ended.stderr


async def test_a_key_that_claude_does_not_take_is_named_in_one_line(database_url: str) -> None:
    async with ClaudeServer() as claude:
        settings = {
            "TELEGRAM_BOT_TOKEN": "1:token",
            "ANTHROPIC_API_KEY": "S3CRET",
            "ANTHROPIC_BASE_URL": claude.url,
            "DATABASE_URL": database_url,
        }
        ended = await asyncio.to_thread(start, settings)
    assert ended.returncode == 2
    assert ended.stderr == "ANTHROPIC_API_KEY: Claude does not take this key: invalid x-api-key\n"


@pytest.mark.parametrize(("trouble", "code"), [("revoked", 1), ("terminated", 0), ("unknown", 2)])
async def test_the_exit_code_tells_how_it_ended(database_url: str, trouble: str, code: int) -> None:
    async with TelegramServer() as telegram, ClaudeServer() as claude:
        if trouble == "unknown":
            telegram.fail("getMe", 401, "Unauthorized", times=99)
        elif trouble == "revoked":
            telegram.fail("getUpdates", 401, "Unauthorized", times=99)
        else:
            telegram.fail("getMe", 502, "Bad Gateway", times=99)
        settings = {
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_BASE_URL": telegram.base_url,
            "ANTHROPIC_API_KEY": claude.api_key,
            "ANTHROPIC_BASE_URL": claude.url,
            "DATABASE_URL": database_url,
        }
        running = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", env=environment(settings), cwd=tempfile.gettempdir()
        )
        if trouble == "terminated":
            async with asyncio.timeout(PATIENCE):
                while not telegram.requests["getMe"]:  # noqa: ASYNC110 - the process sets no events
                    await asyncio.sleep(0.05)
            running.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(running.wait(), PATIENCE) == code
