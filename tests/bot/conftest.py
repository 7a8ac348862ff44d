"""What tests of several rooms begin with."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.sandbox.claude import ClaudeServer
from bot.sandbox.telegram import TelegramServer


@pytest.fixture
async def server() -> AsyncIterator[ClaudeServer]:
    async with ClaudeServer() as server:
        yield server


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(limits=None) as telegram:
        yield telegram


@pytest.fixture
async def bot(telegram: TelegramServer) -> AsyncIterator[Bot]:
    """The client library's own."""
    async with Bot(telegram.token, telegram.base_url, telegram.base_file_url) as bot:
        yield bot
