"""What tests of several rooms begin with."""

import time
from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.sandbox.claude import ClaudeServer
from bot.sandbox.telegram import TelegramServer


@pytest.fixture(autouse=True)
def same_day() -> None:
    """What a test asks and spends is that of a day, which ends at midnight UTC: none begins in its last minute."""
    left = 86_400 - time.time() % 86_400
    if left < 60:
        time.sleep(left + 1)


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
