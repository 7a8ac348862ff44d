"""Bots that are killed and paused at random moments, and begun again at once."""

import asyncio
import random
import signal
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from tests.bot.chat.world import World
from tests.bot.processes import settings_in
from tests.faults.postgres import restart_postgres
from tests.programs import Program

_END_ALL = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
_LONGEST_PAUSE = 15.0  # seconds: past every lease
REST = 12.0  # seconds between two faults, at most
_STARTED = 60.0  # seconds that a bot may take to start
_ENDED = 30.0  # to end; ten on a machine that does nothing else
BOT = "x-bot"


@dataclass(frozen=True, slots=True)
class Fault:
    """What was done to a bot, or to all of them."""

    kind: str
    bot: str | None
    at: float


class Fleet:
    """Attributes:
    faults: How often each kind was done to a bot.
    done: The same one by one; what a bot asks Claude has its name in the headers, under BOT.
    starts: Seconds that each bot needed until it was at work.
    """

    def __init__(self, world: World, size: int, dice: random.Random, rest: float = REST) -> None:
        """`rest`: the most seconds between two faults."""
        self.faults: Counter[str] = Counter()
        self.done: list[Fault] = []
        self._names = map(str, count(1))
        self._ended = 0
        self._world, self._size, self._dice, self._rest = world, size, dice, rest
        self.starts: list[float] = []
        self._bots: list[_Bot] = []
        self._folder = tempfile.TemporaryDirectory()

    async def __aenter__(self) -> Self:
        for _ in range(self._size):
            self._bots.append(await self._start())
        return self

    async def _start(self) -> "_Bot":
        """One in four is not waited for: it may be killed while it starts."""
        name, begun = next(self._names), monotonic()
        sign = Path(self._folder.name, name)
        settings = {"HEARTBEAT_FILE": str(sign), "ANTHROPIC_CUSTOM_HEADERS": f"{BOT}: {name}"}
        bot = await asyncio.to_thread(_Bot, name, settings_in(self._world) | settings)
        if self._bots and self._dice.random() < 0.25:
            return bot
        with suppress(TimeoutError):
            async with asyncio.timeout(_STARTED):
                while bot.returncode is None and not await asyncio.to_thread(sign.exists):  # noqa: ASYNC110 - a file
                    await asyncio.sleep(0.1)
        self.starts.append(monotonic() - begun)
        return bot

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for bot in self._bots:
            await asyncio.to_thread(bot.close)
        self._folder.cleanup()

    def _note(self, kind: str, bot: "_Bot | None") -> None:
        self.faults[kind] += 1
        self.done.append(Fault(kind, bot.name if bot else None, monotonic()))

    async def _tell_to_end(self, bot: "_Bot") -> None:
        """A deploy does; one that was just starting may not have heard of signals yet."""
        bot.send_signal(signal.SIGTERM)
        with suppress(TimeoutError):
            async with asyncio.timeout(_ENDED):
                if await bot.wait() in (0, -signal.SIGTERM):
                    return
        self._ended += 1

    @property
    def ended(self) -> int:
        return self._ended + sum(bot.returncode is not None for bot in self._bots)

    async def torment_postgres(self, times: int) -> None:
        """Kill its first process so often, and start it again."""
        for _ in range(times):
            await asyncio.sleep(self._dice.uniform(self._rest / 4, self._rest))
            await restart_postgres(self._world)
            self.faults["Postgres killed"] += 1

    async def end_in_mid_stream(self, streams: int) -> None:
        """Tell all of them to end while so many answers grow, and start them again."""
        claude = self._world.claude
        with claude.thinking(after=60):
            await claude.wait_for(lambda claude: claude.active >= streams)
            begun = monotonic()
            await asyncio.gather(*map(self._tell_to_end, self._bots))
            self.faults["answers that grew"] = streams
            self.faults["milliseconds to end"] = round(1000 * (monotonic() - begun))
        for bot in self._bots:
            await asyncio.to_thread(bot.close)
        self._bots = list(await asyncio.gather(*(self._start() for _ in range(self._size))))

    async def torment_services(self, seconds: float) -> None:
        """Telegram fails for so long, then Claude is overloaded; between them is some peace."""
        failing = self._world.telegram.fail("*", 500, "Internal Server Error", times=1_000_000)
        await asyncio.sleep(seconds)
        failing.left = 0
        self.faults["seconds of Telegram's 500"] = round(seconds)
        await asyncio.sleep(self._rest)
        with self._world.claude.refusing(529, "Overloaded"):
            await asyncio.sleep(seconds)
        self.faults["seconds of Claude's 529"] = round(seconds)
        await asyncio.sleep(self._rest)

    async def torment(self, seconds: float) -> None:
        """For so long; then all of them are left in peace."""
        end = monotonic() + seconds
        while monotonic() < end:
            await asyncio.sleep(self._dice.uniform(self._rest / 4, self._rest))
            await self._one_fault(self._dice.randrange(self._size))

    async def _one_fault(self, number: int) -> None:
        bot = self._bots[number]
        if bot.returncode is not None:
            self._ended += 1
        elif (die := self._dice.random()) < 0.1:
            self._note("connections ended", None)
            await self._world.pool.execute(_END_ALL)
            return
        elif die < 0.2:
            self._note("told to end", bot)
            await self._tell_to_end(bot)
        elif die < 0.75:
            self._note("kill -9", bot)
            bot.send_signal(signal.SIGKILL)
        else:
            self._note("paused", bot)
            bot.send_signal(signal.SIGSTOP)
            await asyncio.sleep(self._dice.uniform(0.5, _LONGEST_PAUSE))
            bot.send_signal(signal.SIGCONT)
            return
        await asyncio.to_thread(bot.close)
        self._bots[number] = await self._start()


class _Bot(Program):
    def __init__(self, name: str, settings: dict[str, str]) -> None:
        super().__init__("bot", **settings)
        self.name = name
