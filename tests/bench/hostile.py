"""PDFs that mean harm, and 2,000 mutations of a lesson: each gets a verdict, and the parent lives."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable

from rich import print
from rich.table import Table

from ingest.chunking import cut_passages
from ingest.pdf.document import Document
from ingest.pdf.reader import UnreadablePDF, read_pdf
from ingest.units.caption import Caption
from ingest.units.corrections import find_units
from tests.bench._memory import resident
from tests.pdfs import hostile
from tests.pdfs.processes import readers

MUTATIONS = 2_000
AT_ONCE = 2
WITH_OCR = 20  # each so manieth mutation: a page that has lost its text costs Tesseract seconds
MEMORY = 1_500  # megabytes, of this process and all below it


async def main() -> None:
    memory = _Memory()
    table = Table("file", "verdict", "seconds", "peak MB")
    for name, make in hostile.SET.items():
        verdict, seconds = await _verdict(make(), "tesseract")
        table.add_row(name, verdict, f"{seconds:.1f}", f"{memory.peak()}")
    print(table)
    verdicts, times = await _mutations(range(MUTATIONS))
    peak = memory.peak()
    memory.stop()
    print(f"{MUTATIONS} mutations: {dict(verdicts.most_common())}; slowest {max(times):.1f} s, peak {peak} MB")
    assert peak < MEMORY
    assert readers() == []


async def _mutations(seeds: Iterable[int]) -> tuple[Counter[str], list[float]]:
    lesson, left = hostile.lessons(1), iter(seeds)
    verdicts: Counter[str] = Counter()
    seconds: list[float] = []

    async def take() -> None:
        for seed in left:
            verdict, spent = await _verdict(hostile.mutation(lesson, seed), None if seed % WITH_OCR else "tesseract")
            verdicts[verdict] += 1
            seconds.append(spent)

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(take())
    return verdicts, seconds


async def _verdict(data: bytes, tesseract: str | None) -> tuple[str, float]:
    """Anything but a document or a refusal is a crash, and ends the bench."""
    started = time.perf_counter()
    try:
        document = await read_pdf(data, lambda _done, _total: None, tesseract=tesseract)
        cut_passages(document, find_units(document, Caption("A1")))
    except UnreadablePDF as refused:
        return refused.reason, time.perf_counter() - started
    return _summary(document), time.perf_counter() - started


def _summary(document: Document) -> str:
    problems = {page.problem for page in document.pages if page.problem}
    return "read but for some pages" if problems else "read"


class _Memory:
    """The resident memory of this process and its children, looked at ten times a second."""

    def __init__(self) -> None:
        self._peak = 0
        self._watching = asyncio.create_task(self._watch())

    def peak(self) -> int:
        """In megabytes, since it was asked before."""
        peak, self._peak = self._peak, 0
        return peak

    def stop(self) -> None:
        self._watching.cancel()

    async def _watch(self) -> None:
        while True:
            self._peak = max(self._peak, resident() // 2**20)
            await asyncio.sleep(0.1)
