"""The file that tells that a process is well."""

import asyncio
from pathlib import Path

import pytest

from bot.sandbox import patience
from ingest.heartbeat import beating


async def test_a_file_that_cannot_be_touched_is_named_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with beating(tmp_path / "none" / "sign"):
        async with asyncio.timeout(patience.seconds):
            while "HEARTBEAT_FILE" not in caplog.text:  # noqa: ASYNC110 - a thread touches it
                await asyncio.sleep(0.01)
