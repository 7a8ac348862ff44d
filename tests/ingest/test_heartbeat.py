"""The file that tells that a process is well."""

import asyncio
from pathlib import Path

import pytest

from bot.sandbox import patience
from ingest.heartbeat import beating


async def test_a_file_that_cannot_be_touched_is_named_in_the_log_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.heartbeat._PAUSE", 0.01)
    file = tmp_path / "none" / "sign"
    with beating(file):
        async with asyncio.timeout(patience.seconds):
            while not caplog.messages:  # noqa: ASYNC110 - a thread touches it
                await asyncio.sleep(0.05)
            file.parent.mkdir()
            while not file.exists():  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    assert caplog.messages == [f"HEARTBEAT_FILE: {file} cannot be touched: No such file or directory"]
