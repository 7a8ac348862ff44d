"""Bots in processes of their own, which can be killed."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.bot.chat.world import World
from tests.bot.test_start import environment


async def start_bot(world: World, **settings: str) -> asyncio.subprocess.Process:
    """`python -m bot` in this world."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        env=environment(
            {
                "TELEGRAM_BOT_TOKEN": world.telegram.token,
                "TELEGRAM_BASE_URL": world.telegram.base_url,
                "TELEGRAM_FILE_URL": world.telegram.base_file_url,
                "ANTHROPIC_API_KEY": world.claude.api_key,
                "ANTHROPIC_BASE_URL": world.claude.url,
                "DATABASE_URL": world.database_url,
                "QUESTIONS_AN_HOUR": "0",
                **settings,
            }
        ),
        cwd=tempfile.gettempdir(),  # where no .env is
        stderr=asyncio.subprocess.DEVNULL,
    )


@asynccontextmanager
async def bot_process(world: World, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Killed in the end, if it lives still."""
    process = await start_bot(world, **settings)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
