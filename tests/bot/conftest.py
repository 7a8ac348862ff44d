"""What tests of several rooms begin with."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.claude import ClaudeServer


@pytest.fixture
async def server() -> AsyncIterator[ClaudeServer]:
    async with ClaudeServer() as server:
        yield server
