"""How closely replies follow Claude, all chats asking at once.

Telegram's stand-in runs with its limits on in a process of its own, the bot in another, so that its CPU and memory are
its own. The bound is what 30 messages a second over all chats allow at best: half the time between two edits.
"""

import asyncio
import multiprocessing as mp
import resource
import time
from bisect import bisect_right
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from statistics import mean, quantiles
from typing import Any

from rich import print
from rich.table import Table
from telegram.ext import ExtBot

from bot.reply.live_reply import LiveReply
from bot.sandbox.telegram import TelegramServer
from bot.sending.pace import Pace

CROWDS = (1, 50, 200)
TOKENS_PER_SECOND = 60
CHARACTERS_PER_TOKEN = 4
ANSWER = ("Im Akkusativ ändert sich nur der männliche Artikel: aus der wird den, die und das bleiben. " * 14)[:1200]
PLACEHOLDER = "🔎"
FIRST_TOKEN = 0.3  # seconds of searching and thinking
GIVE_UP = 30.0  # seconds that a reader waits for the whole answer
_GRID = 0.05

Screen = list[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Run:
    """What one crowd's run came to: when each stream began, the bot's CPU seconds and peak memory in MB."""

    begun: list[float]
    took: float
    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Figures:
    complete: int
    lag: float
    late_lag: float
    first: float
    last: float
    edits: float


async def main() -> None:
    table = Table("N", "complete", "429s", "lag", "× bound", "p95", "first text", "end→whole", "edits", "CPU", "MB")
    for crowd in CROWDS:
        table.add_row(str(crowd), *await asyncio.to_thread(measured, crowd))
    print(table)


def measured(crowd: int) -> list[str]:
    context = mp.get_context("spawn")
    ours, theirs = context.Pipe()
    stop = context.Event()
    server = context.Process(target=_serve, args=(crowd, theirs, stop))
    server.start()
    base_url = ours.recv()
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        run = pool.submit(_run, crowd, base_url).result()
    stop.set()
    screens, refused = ours.recv()
    server.join()
    figures = _figures(run.begun, screens)
    bound = max(1.0, crowd / 30) / 2
    return [
        f"{figures.complete}/{crowd}",
        str(refused),
        f"{figures.lag:.2f} s",
        f"{figures.lag / bound:.2f}",
        f"{figures.late_lag:.2f} s",
        f"{figures.first:.2f} s",
        f"{figures.last:.2f} s",
        f"{figures.edits:.1f}",
        f"{run.cpu:.2f} s of {run.took:.0f}",
        f"{run.memory:.0f}",
    ]


# The bot's process


def _run(crowd: int, base_url: str) -> Run:
    return asyncio.run(_crowd(crowd, base_url))


async def _crowd(crowd: int, base_url: str) -> Run:
    pace = Pace()
    async with ExtBot("7000000001:bench", base_url, rate_limiter=pace) as bot:
        start, cpu = time.monotonic(), time.process_time()
        begun = await asyncio.gather(*(_live(bot, pace, number) for number in range(1, crowd + 1)))
        cpu, took = time.process_time() - cpu, time.monotonic() - start
    return Run(begun, took, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


async def _live(bot: ExtBot[Any], pace: Pace, chat_id: int) -> float:
    async with LiveReply(bot, pace, chat_id) as reply:
        reply.start(PLACEHOLDER)
        await asyncio.sleep(FIRST_TOKEN)
        begun = time.monotonic()
        for said in _tokens():
            await asyncio.sleep(max(0.0, begun + said / _SPEED - time.monotonic()))
            reply.show(ANSWER[:said])
        await reply.finish(ANSWER)
    return begun


_SPEED = TOKENS_PER_SECOND * CHARACTERS_PER_TOKEN


def _tokens() -> range:
    return range(CHARACTERS_PER_TOKEN, len(ANSWER) + 1, CHARACTERS_PER_TOKEN)


# Telegram's process


def _serve(crowd: int, connection: Connection, stop: Event) -> None:
    asyncio.run(_telegram(crowd, connection, stop))


async def _telegram(crowd: int, connection: Connection, stop: Event) -> None:
    async with TelegramServer(token="7000000001:bench") as telegram:
        chats = [telegram.private_chat(telegram.person(number, "Anna")) for number in range(1, crowd + 1)]
        connection.send(telegram.base_url)
        await asyncio.to_thread(stop.wait)
        screens = [[(v.at, v.text) for m in chat.replies for v in m.versions] for chat in chats]
        connection.send((screens, sum(call.status == 429 for call in telegram.calls)))


# The figures


def _figures(begun: Sequence[float], screens: Sequence[Screen]) -> Figures:
    """Lag: how long ago the first character that a reader does not see yet was said, until all are seen."""
    lags: list[float] = []
    firsts, ends = [], []
    for start, screen in zip(begun, screens, strict=True):
        steps = [(at - start, len(text)) for at, text in screen if text != PLACEHOLDER]
        whole = next((at for at, length in steps if length >= len(ANSWER.rstrip())), None)
        lags += _lags(steps, GIVE_UP if whole is None else whole)
        firsts.append(steps[0][0] if steps else GIVE_UP)
        if whole is not None:
            ends.append(whole - len(ANSWER) / _SPEED)
    return Figures(
        complete=len(ends),
        lag=mean(lags),
        late_lag=quantiles(lags, n=20)[-1],
        first=mean(firsts),
        last=mean(ends) if ends else GIVE_UP,
        edits=mean(len(screen) - 1 for screen in screens),
    )


def _lags(steps: Sequence[tuple[float, int]], end: float) -> list[float]:
    times = [at for at, _ in steps]
    moments = (_GRID * number for number in range(1, int(end / _GRID) + 1))
    lags = []
    for moment in moments:
        seen = bisect_right(times, moment)
        length = steps[seen - 1][1] if seen else 0
        lags.append(max(0.0, moment - (length + CHARACTERS_PER_TOKEN) / _SPEED))
    return lags
