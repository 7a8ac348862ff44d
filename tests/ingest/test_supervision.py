"""Work in the background: it is cancelled with what it goes on beside, and its errors are heard of."""

import asyncio
from typing import Never

import pytest

from ingest.supervision import background, keep_alive
from tests.leaping import leaping


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


@leaping
async def test_work_that_ends_again_and_again_is_told_of_once_until_it_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    lives = 0

    async def live() -> Never:
        nonlocal lives
        lives += 1
        while lives == 5 and len(caplog.messages) < 3:  # noqa: ASYNC110 - a log sets no events
            await asyncio.sleep(1)
        raise OSError if lives % 2 else ValueError

    async with background(lambda: keep_alive("clerk", live)):
        while len(caplog.messages) < 5:  # noqa: ASYNC110
            await asyncio.sleep(1)
    errors = ["The clerk begins again after OSError", "The clerk begins again after ValueError"]
    assert caplog.messages[:5] == [*errors, "The clerk is at work again", *errors]
