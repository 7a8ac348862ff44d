"""Learners ask while the bots that answer are killed and paused at random: `make faults`, `make faults MINUTES=120`."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from statistics import median
from typing import Annotated, Any

import typer

from bot.sandbox.claude.messages_api import asked as asked_of
from bot.sandbox.telegram.chats import Message
from bot.sandbox.telegram.people import Person
from tests.bot.chat.world import World, is_complete, reply_to
from tests.bot.processes import own_world
from tests.faults.fleet import REST, Fleet
from tests.faults.oracle import FAILURES, judge

_MOST_OPEN = 3  # questions of one learner at once; a bot takes five
_CALM = 120.0  # seconds after the last fault in which everything has to end
_ENDING = "bots are told to end while answers grow"
_LONG = "Der Kaffee ist heiß. " * 60  # an answer for some seconds; half of the questions get one of a second


def main(
    minutes: Annotated[float, typer.Option(help="of faults")] = 8.0,
    restarts: Annotated[int, typer.Option(help="how often Postgres is killed after that")] = 10,
    streams: Annotated[int, typer.Option(help="answers that grow when all bots are told to end")] = 25,
    outage: Annotated[float, typer.Option(help="seconds in which Telegram fails, then Claude")] = 60.0,
    bots: int = 2,
    learners: int = 8,
    rest: Annotated[float, typer.Option(help="the most seconds between two faults")] = REST,
    seed: int = 0,
) -> None:
    """Exits with 1 when anything is lost, doubled, out of order or left unfinished."""
    seed = seed or random.randrange(1, 2**31)
    print(f"seed {seed}: {bots} bots, {learners} learners, {minutes:g} minutes", flush=True)  # noqa: T201
    logging.getLogger("asyncpg").setLevel(logging.CRITICAL)  # of the oracle's own connections
    cases: dict[str, Callable[[Fleet], Awaitable[None]]] = {}
    if streams:
        cases[_ENDING] = lambda fleet: fleet.end_in_mid_stream(streams)
    if minutes:
        cases["bots are killed and paused"] = lambda fleet: fleet.torment(minutes * 60)
    if restarts:
        cases["Postgres is killed"] = lambda fleet: fleet.torment_postgres(restarts)
    if outage:
        cases["Telegram fails, then Claude is overloaded"] = lambda fleet: fleet.torment_services(outage)
    are_well, dice = True, random.Random(seed)
    for case, torment in cases.items():
        print(f"\n{case}", flush=True)  # noqa: T201
        are_well &= asyncio.run(_run(bots, streams if case == _ENDING else learners, rest, dice, torment))
    raise typer.Exit(0 if are_well else 1)


async def _run(
    bots: int, learners: int, rest: float, dice: random.Random, torment: Callable[[Fleet], Awaitable[None]]
) -> bool:
    """Whether nothing went wrong."""
    async with own_world() as world, Fleet(world, bots, dice, rest) as fleet:
        await reply_to(await world.person().say("/help"))  # they are at work
        world.claude.answer_with(_LONG, where=_is_long)
        is_over = asyncio.Event()
        people = [asyncio.create_task(_ask(world, is_over, random.Random(dice.random()))) for _ in range(learners)]
        await torment(fleet)
        is_over.set()
        asked = dict(await asyncio.gather(*people))
        with suppress(TimeoutError):
            async with asyncio.timeout(_CALM):
                while not await _is_over(world, asked):  # noqa: ASYNC110 - it happens in other processes
                    await asyncio.sleep(1)
        found = await judge(world, [question for questions in asked.values() for question in questions], fleet.done)
        found["ENDED BY ITSELF"] = fleet.ended
        refused = sum(world.telegram.budget.refused.values()) if world.telegram.budget else 0
    lines = {"questions": sum(map(len, asked.values())), **fleet.faults, **found, "429s": refused}
    lines["seconds to start, median"] = round(median(fleet.starts))
    print("\n".join(f"{name:36} {count}" for name, count in lines.items() if count), flush=True)  # noqa: T201
    return not any(found[failure] for failure in FAILURES)


def _is_long(body: Mapping[str, Any]) -> bool:
    return "lang?" in str(asked_of(body)[0]["messages"][-1])


async def _ask(world: World, is_over: asyncio.Event, dice: random.Random) -> tuple[Person, list[Message]]:
    """One learner and their questions."""
    learner, asked = await world.learner(), list[Message]()
    while not is_over.is_set():
        length = dice.choice(("kurz", "lang"))
        asked.append(await learner.say(f"Was heißt Kaffee Nummer {learner.id}-{len(asked)}, {length}?"))
        with suppress(TimeoutError):  # one that is lost is not waited for for ever
            async with asyncio.timeout(60):
                while len(asked) - sum(map(is_complete, learner.chat.replies)) >= _MOST_OPEN:  # noqa: ASYNC110
                    await asyncio.sleep(0.5)
        await asyncio.sleep(dice.uniform(0.5, 6))
    return learner, asked


async def _is_over(world: World, asked: Mapping[Person, Sequence[Message]]) -> bool:
    closed = await world.pool.fetchval("SELECT count(*) FROM turns WHERE closed")
    return not world.telegram.pending_updates and closed >= sum(map(len, asked.values()))


if __name__ == "__main__":
    typer.run(main)
