"""Does a search take as long among 100,000 stored passages as among 1,000? Both are asked in turns."""

import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import mean, median

import asyncpg
import numpy as np
from rich import print
from rich.table import Table

from ingest.embedders import Vector
from ingest.library import Hit, Library
from ingest.passages import Passage
from ingest.search.search import Search
from ingest.vectors import QuestionVector
from tests.bench.courses.copies import multiply
from tests.databases import own_postgres
from tests.ingest.textbooks import passage, publish

COURSE, UNITS = 1000, 40  # passages and units of each course
WHOLE = 50_000  # passages of the course that is one book
WORDS = [f"{first}{second}" for first in ("haus", "baum", "tisch", "wald") for second in range(1000)]
ASKED = 100


async def main(*sizes: str) -> None:
    """`sizes`: numbers of passages; 100,000 without any. A million takes 45 GB of disk and half an hour. Then one
    course that is one book."""
    table = Table("passages", "in a unit, p50", "p95", "in a unit and beyond, p50", "p95", title="Search, milliseconds")
    async with own_postgres() as (small, few_pool), own_postgres() as (url, pool):
        few, many = Library(few_pool, Noise()), Library(pool, Noise())
        for library in (few, many):
            await publish(library, "A1", *_passages("A1", COURSE, words=300))
        await multiply(small, ())  # so that its indexes and statistics are as fresh
        courses = 1
        for size in map(int, sizes or ("100000",)):
            started = time.perf_counter()
            await multiply(url, range(courses, size // COURSE))
            courses = size // COURSE
            print(f"{size:,} passages after {time.perf_counter() - started:.0f} s", flush=True)
            among = {1000: (few, await _questions(few, 1)), size: (many, await _questions(many, courses))}
            unit = await _time([(asked, library.search) for library, asked in among.values()])
            beyond = await _time([(asked, library.look) for library, asked in among.values()])
            for passages, *seconds in zip(among, unit, beyond, strict=True):
                table.add_row(f"{passages:,}", *(f"{1000 * each:.1f}" for pair in seconds for each in pair))
            table.add_section()
        print(table)
        print(await _one_course(many, pool))


async def _one_course(library: Library, pool: asyncpg.Pool) -> str:
    """What a search misses that compares snippets only of the passages that are nearest without them."""
    started = time.perf_counter()
    await publish(library, "B1", *_passages("B1", WHOLE, words=60))
    print(f"{WHOLE:,} passages as one book after {time.perf_counter() - started:.0f} s", flush=True)
    chance = random.Random(3)
    seconds, shares = [], []
    for _ in range(10):
        question, unit = (
            await library.embed_question(" ".join(chance.choices(WORDS, k=6))),
            f"B1-{1 + chance.randrange(UNITS)}",
        )
        started = time.perf_counter()
        found = {hit.passage for hit in await library.look(question, unit)}
        seconds.append(time.perf_counter() - started)
        exact = await Search(pool, compared=WHOLE).find(question, unit=unit, top=3, beyond=2)
        shares.append(mean(hit.passage in found for hit in exact))
    return f"one course of {WHOLE:,}: {median(seconds):.2f} s at the median, recall against exact {mean(shares):.3f}"


class Noise:
    """Vectors as long as the local model's, without its work: texts that share words are near each other."""

    name, dimensions, batch = "noise", 512, 1000

    def __init__(self) -> None:
        self._numbers = {word: number for number, word in enumerate(WORDS)}
        self._vectors = np.random.default_rng(1).normal(size=(len(WORDS), self.dimensions)).astype(np.float32)

    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        return [await self.embed_query(text) for text in texts]

    async def embed_query(self, text: str) -> Vector:
        found: Vector = self._vectors[[self._numbers[word] for word in text.replace(".", "").split()]].sum(axis=0)
        return found

    async def close(self) -> None:
        """Nothing is held open."""


def _passages(course: str, count: int, words: int) -> list[Passage]:
    """In three sentences each; some words are frequent and most are rare, as in any text."""
    chance = random.Random(1)
    shares = list(accumulate(1 / rank for rank in range(1, len(WORDS) + 1)))

    def sentence() -> str:
        return " ".join(chance.choices(WORDS, cum_weights=shares, k=words // 3))

    return [passage(". ".join(sentence() for _ in range(3)), f"{course}-{1 + n % UNITS}") for n in range(count)]


@dataclass(frozen=True, slots=True)
class _Asked:
    question: QuestionVector
    unit: str


async def _questions(library: Library, courses: int) -> list[_Asked]:
    """Anywhere in the library."""
    chance = random.Random(2)
    found = []
    for _ in range(ASKED):
        number = chance.randrange(courses)
        question = await library.embed_question(" ".join(chance.choices(WORDS, k=6)))
        found.append(_Asked(question, f"{f'C{number}' if number else 'A1'}-{chance.randint(1, UNITS)}"))
    return found


async def _time(
    searches: Sequence[tuple[Sequence[_Asked], Callable[..., Awaitable[list[Hit]]]]],
) -> list[tuple[float, float]]:
    """Seconds, the median and the 95th percentile of each search. They are asked in turns, so that other load slows all
    of them; and once before, to have pages in memory and statements prepared."""
    seconds: list[list[float]] = []
    for _ in range(2):
        seconds = [[] for _ in searches]
        for number in range(ASKED):
            for (asked, search), taken in zip(searches, seconds, strict=True):
                each = asked[number]
                started = time.perf_counter()
                assert await search(each.question, each.unit)
                taken.append(time.perf_counter() - started)
    return [(median(taken), sorted(taken)[int(0.95 * len(taken))]) for taken in seconds]
