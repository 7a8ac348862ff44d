"""A loop that stands still ends its process; one that turns goes on."""

import subprocess
import sys

from bot.sandbox import patience

PROGRAM = """
import asyncio, re
from bot.operation.watchdog import watchdog

def search_for_ever():
    re.match(r"(a+)+$", "a" * 60 + "b")

async def run():
    with watchdog({limit}):
        await asyncio.sleep(1.5 * {limit})
        print("turned", flush=True)
        {work}
    print("ended", flush=True)

asyncio.run(run())
"""


def run(work: str) -> subprocess.CompletedProcess[str]:
    limit = patience.seconds / 120  # no machine stands still for so long by itself
    program = [sys.executable, "-c", PROGRAM.format(work=work, limit=limit)]
    return subprocess.run(program, capture_output=True, text=True, timeout=patience.seconds)


def test_a_loop_that_stands_still_ends_its_process_and_says_where() -> None:
    ended = run("search_for_ever()")
    assert (ended.returncode, ended.stdout) == (1, "turned\n")
    assert "search_for_ever" in ended.stderr


def test_a_loop_that_turns_is_left_alone() -> None:
    ended = run("pass")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "turned\nended\n", "")
