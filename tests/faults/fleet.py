"""Bots that are killed and paused at random moments, and begun again at once."""

import asyncio
import random
import signal
from collections import Counter
from time import monotonic
from types import TracebackType
from typing import Self

from tests.bot.chat.world import World
from tests.bot.processes import start_bot

_LONGEST_PAUSE = 15.0  # seconds: past every lease
_REST = (3.0, 12.0)  # seconds between two faults


class Fleet:
    """Attributes: faults, how often each kind was done to a bot."""

    def __init__(self, world: World, size: int, dice: random.Random) -> None:
        self.faults: Counter[str] = Counter()
        self._world, self._size, self._dice = world, size, dice
        self._bots: list[asyncio.subprocess.Process] = []

    async def __aenter__(self) -> Self:
        self._bots = [await start_bot(self._world) for _ in range(self._size)]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for bot in self._bots:
            if bot.returncode is None:
                bot.kill()
            await bot.wait()

    async def torment(self, seconds: float) -> None:
        """For so long; then all of them are left in peace."""
        end = monotonic() + seconds
        while monotonic() < end:
            await asyncio.sleep(self._dice.uniform(*_REST))
            await self._one_fault(self._dice.randrange(self._size))

    async def _one_fault(self, number: int) -> None:
        bot = self._bots[number]
        if bot.returncode is not None:
            self.faults["ended by itself"] += 1
        elif self._dice.random() < 0.75:
            self.faults["kill -9"] += 1
            bot.kill()
        else:
            self.faults["paused"] += 1
            bot.send_signal(signal.SIGSTOP)
            await asyncio.sleep(self._dice.uniform(0.5, _LONGEST_PAUSE))
            bot.send_signal(signal.SIGCONT)
            return
        await bot.wait()
        self._bots[number] = await start_bot(self._world)
