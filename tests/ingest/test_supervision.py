"""Work in the background: it is cancelled with what it goes on beside, and its errors are heard of."""

import asyncio

import pytest

from ingest.supervision import background


async def test_work_in_the_background_ends_with_what_it_goes_on_beside() -> None:
    steps: list[str] = []

    async def work() -> None:
        try:
            steps.append("begun")
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            steps.append("ended")

    async with background(work):
        while not steps:  # noqa: ASYNC110 - it begins with the next turn of the loop
            await asyncio.sleep(0)
    assert steps == ["begun", "ended"]


async def test_work_in_the_background_that_fails_is_told_at_once(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        raise ZeroDivisionError

    async with background(work):
        while not caplog.records:  # noqa: ASYNC110 - it fails with the next turn of the loop
            await asyncio.sleep(0)
        [record] = caplog.records
        assert record.levelname == "ERROR"
        assert record.exc_info
        assert record.exc_info[0] is ZeroDivisionError
