"""What a child process may tell."""

import asyncio
import sys
from asyncio.subprocess import PIPE

import pytest

from ingest.children.parent import Died, _events


async def test_a_child_that_tells_more_than_a_book_has_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.children.parent.MOST_OUTPUT", 20)
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", """print('{"page": 1}\\n' * 2, end="")""", stdout=PIPE
    )
    events = _events(child, silent_seconds=60)
    assert await anext(events) == {"page": 1}
    with pytest.raises(Died):
        await anext(events)
    await child.wait()
