"""Bots in processes of their own, which can be killed."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.sandbox.claude import ClaudeServer
from bot.sandbox.telegram import TelegramServer
from tests.bot.chat.world import World
from tests.databases import own_postgres
from tests.programs import ROOT, Program


@asynccontextmanager
async def own_world() -> AsyncIterator[World]:
    """A course, and stand-ins with Telegram's limits, for bots that are yet to start; with a Postgres of its own."""
    async with (
        own_postgres() as (url, pool),
        TelegramServer() as telegram,
        ClaudeServer(tokens_per_second=60) as claude,
    ):
        world = World(telegram, claude, pool, url)
        await world.publish_course("A1", 3)
        yield world


def settings_in(world: World) -> dict[str, str]:
    return {
        "TELEGRAM_BOT_TOKEN": world.telegram.token,
        "TELEGRAM_BASE_URL": world.telegram.base_url,
        "TELEGRAM_FILE_URL": world.telegram.base_file_url,
        "ANTHROPIC_API_KEY": world.claude.api_key,
        "ANTHROPIC_BASE_URL": world.claude.url,
        "DATABASE_URL": world.database_url,
        "QUESTIONS_AN_HOUR": "0",
    }


async def start_bot(world: World, **settings: str) -> asyncio.subprocess.Process:
    """`python -m bot` in this world, with all that a start takes."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **settings_in(world), **settings},
        cwd=tempfile.gettempdir(),  # where no .env is
        stderr=asyncio.subprocess.DEVNULL,
    )


@asynccontextmanager
async def bot_process(world: World) -> AsyncIterator[Program]:
    """A bot that need not load anything; killed in the end, if it lives still."""
    with await asyncio.to_thread(Program, "bot", **settings_in(world)) as program:  # the first waits for all modules
        yield program
