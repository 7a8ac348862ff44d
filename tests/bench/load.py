"""Questions at a steady rate from 200 chats, to one bot and to two: when do they see something, and is anything lost?

`python -m tests.bench.load --rate 5 --minutes 10 --bots 2` runs one load as long as wanted. The stand-ins, with
Telegram's limits, and the learners share this machine with the bots.
"""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from time import monotonic
from typing import Annotated

import typer
from rich import print
from rich.table import Table

from bot.sandbox.screen import PLACEHOLDERS
from bot.sandbox.telegram.chats import Message
from bot.sandbox.telegram.people import Person
from tests.bot.chat.world import World, growing, replies_after, reply_to
from tests.bot.processes import own_world, start_bot
from tests.faults.oracle import FAILURES, judge

CHATS = 200
RATES = (2.0, 5.0, 8.0, 12.0, 16.0)  # questions a second
SECONDS = 20.0  # of each
BOUND = 2.0  # seconds to the first word at the 95th percentile that the highest rate holds
_CALM = 60.0  # seconds in which everything has to end
_COLUMNS = (
    "bots, questions/s",
    "questions",
    "placeholder p50, p95",
    "first word p50, p95",
    "answered once",
    "amiss",
    "429s",
    "memory",
)


@dataclass(frozen=True, slots=True)
class Load:
    """Seconds of each question, and what the oracle says of all."""

    placeholders: Sequence[float]
    first_words: Sequence[float]
    found: Counter[str]
    refused: int
    memory: float  # at its end, as a multiple of that after a tenth of the time, when all is warm

    @property
    def is_held(self) -> bool:
        return quantiles(self.first_words, n=20)[-1] < BOUND and not any(self.found[failure] for failure in FAILURES)


async def main() -> None:
    """Rising rates until one is not held; then how long a takeover and an orderly end take."""
    table = Table(*_COLUMNS, title=f"{SECONDS:.0f} s at each rate")
    for bots in (1, 2):
        for rate in RATES:
            async with own_world() as world, _bots(world, bots) as processes:
                load = await _load(world, processes, rate, SECONDS)
            table.add_row(*_row(f"{bots}, {rate:g}", load))
            if not load.is_held:
                break
    print(table)
    async with own_world() as world:
        await _endings(world)


def run(rate: float = 2.0, minutes: Annotated[float, typer.Option()] = 2.0, bots: int = 1) -> None:
    """One load."""

    async def one() -> None:
        async with own_world() as world, _bots(world, bots) as processes:
            load = await _load(world, processes, rate, minutes * 60)
        table = Table(*_COLUMNS)
        table.add_row(*_row(f"{bots}, {rate:g}", load))
        print(table)

    asyncio.run(one())


@asynccontextmanager
async def _bots(world: World, count: int) -> AsyncIterator[list[asyncio.subprocess.Process]]:
    async with AsyncExitStack() as stack:
        processes = [await start_bot(world) for _ in range(count)]
        for process in processes:
            stack.push_async_callback(_end, process)
        await world.until("SELECT count(*) >= $1 FROM procrastinate_workers", 3 * count)  # books, answers, updates
        await reply_to(await world.person().say("/help"))
        yield processes


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()


async def _load(world: World, processes: Sequence[asyncio.subprocess.Process], rate: float, seconds: float) -> Load:
    learners = cycle([await world.learner() for _ in range(CHATS)])
    begun, asked, warm = monotonic(), list[Message](), 0.0
    while monotonic() < begun + seconds:
        if not warm and monotonic() > begun + seconds / 10:
            warm = _memory(processes)
        asked.append(await next(learners).say(f"Was heißt Kaffee Nummer {len(asked)}?"))
        await asyncio.sleep(max(0.0, begun + len(asked) / rate - monotonic()))
    with suppress(TimeoutError):
        async with asyncio.timeout(_CALM):
            closed = "SELECT count(*) >= $1 FROM turns WHERE closed"
            while not await world.pool.fetchval(closed, len(asked)):  # noqa: ASYNC110 - in other processes
                await asyncio.sleep(0.5)
    budget = world.telegram.budget
    return Load(
        [_shown(message, placeholder=True) for message in asked],
        [_shown(message) for message in asked],
        await judge(world, asked),
        sum(budget.refused.values()) if budget else 0,
        _memory(processes) / warm,
    )


def _shown(asked: Message, *, placeholder: bool = False) -> float:
    """Seconds to the first message after a question, or to the first word in it."""
    return next(
        (
            version.at - asked.versions[0].at
            for reply in replies_after(asked)[:1]
            for version in reply.versions
            if placeholder or not version.text.startswith(PLACEHOLDERS)
        ),
        float("inf"),
    )


def _row(name: str, load: Load) -> list[str]:
    amiss = ", ".join(f"{load.found[failure]} {failure.lower()}" for failure in FAILURES if load.found[failure])
    return [
        name,
        str(len(load.first_words)),
        *(
            f"{median(times):.2f} s, {quantiles(times, n=20)[-1]:.2f} s"
            for times in (load.placeholders, load.first_words)
        ),
        str(load.found["answered"]),
        amiss or "nothing",
        str(load.refused),
        f"x {load.memory:.2f}",
    ]


def _memory(processes: Sequence[asyncio.subprocess.Process]) -> float:
    """Pages in memory."""
    return sum(int(Path(f"/proc/{process.pid}/statm").read_text().split()[1]) for process in processes)


async def _endings(world: World) -> None:
    async with _bots(world, 1) as first, _bots(world, 1):
        begun = monotonic()
        first[0].kill()
        await reply_to(await world.person().say("/help"), timeout=_CALM)
        print(f"a command is answered {monotonic() - begun:.1f} s after the kill of the bot that polls")
    async with _bots(world, 1) as processes:
        with world.claude.thinking(after=60):
            learners: list[Person] = [await world.learner() for _ in range(25)]
            await asyncio.gather(*[growing(await learner.say("Was heißt Kaffee?")) for learner in learners])
            begun = monotonic()
            processes[0].send_signal(signal.SIGTERM)
            code = await processes[0].wait()
        print(f"with 25 answers growing it ends {monotonic() - begun:.1f} s after SIGTERM, with exit code {code}")


if __name__ == "__main__":
    typer.run(run)
