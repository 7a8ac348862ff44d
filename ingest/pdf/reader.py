"""A PDF's bytes -> a Document, read by child processes that may die."""

import asyncio
import itertools
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ingest.pdf.document import Bookmark, Document, Page
from ingest.pdf.headings import mark_headings
from ingest.pdf.paragraphs import mended

START_SECONDS = 20  # for Python and the libraries to load on a busy machine
LONGEST_LINE = 4 * 2**20  # bytes of JSON: one page
MOST_OUTPUT = 64 * 2**20  # of one child


@dataclass(frozen=True, slots=True)
class Limits:
    """What one PDF may cost. Memory is address space above three times the PDF's own bytes."""

    pages: int = 3_000
    pages_a_child: int = 50
    megabytes: int = 600
    child_seconds: int = 180  # of processor time
    silent_seconds: float = 20  # without a page done
    book_seconds: float = 900
    deaths: int = 8  # pages that kill their reader before the book is given up


class Reason(StrEnum):
    NOT_A_PDF = "not_a_pdf"
    EMPTY = "empty"
    LOCKED = "locked"
    DAMAGED = "damaged"
    TOO_MANY_PAGES = "too_many_pages"
    NO_TEXT = "no_text"
    TOO_COSTLY = "too_costly"


class UnreadablePDF(Exception):
    """Nothing can be made of this file; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class _Died(Exception):
    """The child ended before its work did: a crash, a limit or silence."""


async def read_pdf(data: bytes, on_page: Callable[[int, int], None], limits: Limits = Limits()) -> Document:
    """Reads several ranges of pages at once, as many as there are processors.

    `on_page` is told (pages done, pages in all). A page that cannot be read has `problem="unreadable"`; the
    rest of the book goes on. Raises UnreadablePDF.
    """
    if not data.strip():
        raise UnreadablePDF(Reason.EMPTY)
    try:
        async with asyncio.timeout(limits.book_seconds):
            total, outline = await _probe(data, limits)
            pages = await _Reading(data, total, on_page, limits).all_pages()
    except TimeoutError:
        raise UnreadablePDF(Reason.TOO_COSTLY) from None
    if all(page.problem == "unreadable" for page in pages):
        raise UnreadablePDF(Reason.DAMAGED)
    if not any(page.blocks for page in pages):
        raise UnreadablePDF(Reason.NO_TEXT)
    return Document(mark_headings(mended(pages)), outline)


async def _probe(data: bytes, limits: Limits) -> tuple[int, tuple[Bookmark, ...]]:
    job = {"task": "probe", "most_pages": limits.pages}
    try:
        async with aclosing(_run(data, job, limits)) as events:
            found = await anext(events)
    except (_Died, StopAsyncIteration):
        raise UnreadablePDF(Reason.DAMAGED) from None
    if "refused" in found:
        raise UnreadablePDF(Reason(found["refused"]))
    return found["pages"], tuple(Bookmark(*entry) for entry in found["outline"])


class _Reading:
    """One book being read: what is done, and how many readers it has cost."""

    def __init__(self, data: bytes, total: int, on_page: Callable[[int, int], None], limits: Limits) -> None:
        self._data = data
        self._limits = limits
        self._total = total
        self._on_page = on_page
        self._seen: set[int] = set()
        self._deaths = 0
        self._seats = asyncio.Semaphore(_processors())

    async def all_pages(self) -> tuple[Page, ...]:
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._range(*ends)) for ends in self._ranges()]
        except* UnreadablePDF as failures:
            raise failures.exceptions[0] from None
        pages = {page.number: page for task in tasks for page in task.result()}
        return tuple(
            pages.get(number) or Page(number, (), problem="unreadable") for number in range(1, self._total + 1)
        )

    async def _range(self, first: int, last: int) -> list[Page]:
        """Starts again without the page that killed the reader, until a reader lives to the end."""
        skip: list[int] = []
        async with self._seats:
            while True:
                pages, deadly = await self._attempt({"task": "read", "first": first, "last": last, "skip": skip})
                if deadly is None:
                    return pages
                self._deaths += 1
                if self._deaths > self._limits.deaths:
                    raise UnreadablePDF(Reason.TOO_COSTLY)
                skip.append(deadly)

    async def _attempt(self, job: Mapping[str, Any]) -> tuple[list[Page], int | None]:
        """The pages, and the one at which the reader died. One that dies before its first page reads none."""
        pages: list[Page] = []
        at = None
        try:
            async with aclosing(_run(self._data, job, self._limits)) as events:
                async for event in events:
                    if "at" in event:
                        at = int(event["at"])
                        self._progress(at)
                    else:
                        pages.append(_PAGE.validate_python(event["page"]))
        except (_Died, ValidationError):
            return [], at
        return pages, None

    def _ranges(self) -> list[tuple[int, int]]:
        """Equal parts, at least one for each processor; a few pages are not worth two."""
        parts = max(-(-self._total // self._limits.pages_a_child), min(_processors(), -(-self._total // 10)))
        edges = [round(part * self._total / parts) for part in range(parts + 1)]
        return [(start + 1, end) for start, end in itertools.pairwise(edges)]

    def _progress(self, page: int) -> None:
        if page not in self._seen:
            self._seen.add(page)
            self._on_page(len(self._seen), self._total)


_PAGE = TypeAdapter(Page)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


async def _run(data: bytes, job: Mapping[str, Any], limits: Limits) -> AsyncGenerator[dict[str, Any], None]:
    """The child's events as they come. Raises _Died unless it ends well."""
    job = {**job, "memory": limits.megabytes + 3 * len(data) // 2**20, "seconds": limits.child_seconds}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "ingest.pdf.child",
        json.dumps(job),
        stdin=PIPE,
        stdout=PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "LANG": "C.UTF-8"},  # and no secrets
        cwd="/",
        start_new_session=True,
        limit=LONGEST_LINE,
    )
    feeding = asyncio.create_task(_feed(process, data))
    try:
        async with aclosing(_events(process, limits.silent_seconds)) as events:
            async for event in events:
                yield event
    finally:
        feeding.cancel()
        await _end(process)


async def _feed(process: Process, data: bytes) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(data)
        await process.stdin.drain()
        process.stdin.close()
    except (BrokenPipeError, ConnectionResetError):
        return  # it died early, which its exit code says


async def _events(process: Process, silent_seconds: float) -> AsyncGenerator[dict[str, Any], None]:
    assert process.stdout is not None
    room = MOST_OUTPUT
    patience = START_SECONDS + silent_seconds
    while True:
        try:
            async with asyncio.timeout(patience):
                line = await process.stdout.readline()
                if not line and await process.wait() == 0:
                    return
            room -= len(line)
            event = json.loads(line)
            if room < 0:
                raise ValueError("more text than a book has")
        except (TimeoutError, ValueError) as error:  # silence, a line too long, half a line
            raise _Died from error
        patience = silent_seconds
        yield event


async def _end(process: Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
