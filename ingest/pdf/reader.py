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
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ingest.pdf.document import Bookmark, Document, Page
from ingest.pdf.headings import mark_headings

MOST_PAGES = 3_000
PAGES_A_CHILD = 50
MEMORY = 600  # megabytes of address space, above the PDF's own bytes
PAGE_SECONDS = 20  # without a sign of life
CHILD_SECONDS = 180  # of processor time
BOOK_SECONDS = 900
MOST_DEATHS = 8  # pages that kill their reader before the book is given up
LONGEST_LINE = 8 * 2**20  # of JSON: one page


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


async def read_pdf(data: bytes, on_page: Callable[[int, int], None]) -> Document:
    """Reads several ranges of pages at once, as many as there are processors.

    `on_page` is told (pages done, pages in all). A page that cannot be read has `problem="unreadable"`; the
    rest of the book goes on. Raises UnreadablePDF.
    """
    if not data.strip():
        raise UnreadablePDF(Reason.EMPTY)
    try:
        async with asyncio.timeout(BOOK_SECONDS):
            total, outline = await _probe(data)
            pages = await _Reading(data, total, on_page).all_pages()
    except TimeoutError:
        raise UnreadablePDF(Reason.TOO_COSTLY) from None
    if all(page.problem == "unreadable" for page in pages):
        raise UnreadablePDF(Reason.DAMAGED)
    if not any(page.blocks for page in pages):
        raise UnreadablePDF(Reason.NO_TEXT)
    return Document(mark_headings(pages), outline)


async def _probe(data: bytes) -> tuple[int, tuple[Bookmark, ...]]:
    job = {"task": "probe", "most_pages": MOST_PAGES}
    try:
        async for event in _run(data, job):
            if "refused" in event:
                raise UnreadablePDF(Reason(event["refused"]))
            return event["pages"], tuple(Bookmark(*entry) for entry in event["outline"])
    except _Died:
        pass
    raise UnreadablePDF(Reason.DAMAGED)


class _Reading:
    """One book being read: what is done, and how many readers it has cost."""

    def __init__(self, data: bytes, total: int, on_page: Callable[[int, int], None]) -> None:
        self._data = data
        self._total = total
        self._on_page = on_page
        self._seen: set[int] = set()
        self._deaths = 0
        self._seats = asyncio.Semaphore(_processors())

    async def all_pages(self) -> tuple[Page, ...]:
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._range(*ends)) for ends in _ranges(self._total, _processors())]
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
            while len(skip) <= last - first:
                at = first
                pages: list[Page] = []
                job = {"task": "read", "first": first, "last": last, "skip": skip}
                try:
                    async for event in _run(self._data, job):
                        if "at" in event:
                            at = event["at"]
                            self._progress(at)
                        else:
                            pages.append(_PAGE.validate_python(event["page"]))
                except _Died:
                    self._deaths += 1
                    if self._deaths > MOST_DEATHS:
                        raise UnreadablePDF(Reason.TOO_COSTLY) from None
                    skip.append(at)
                else:
                    return pages
        return []

    def _progress(self, page: int) -> None:
        if page not in self._seen:
            self._seen.add(page)
            self._on_page(len(self._seen), self._total)


_PAGE = TypeAdapter(Page)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _ranges(total: int, readers: int) -> list[tuple[int, int]]:
    """Equal parts of at most PAGES_A_CHILD pages, at least one a reader; a few pages are not worth two."""
    parts = max(-(-total // PAGES_A_CHILD), min(readers, -(-total // 10)))
    edges = [round(part * total / parts) for part in range(parts + 1)]
    return [(start + 1, end) for start, end in itertools.pairwise(edges)]


async def _run(data: bytes, job: Mapping[str, Any]) -> AsyncGenerator[dict[str, Any], None]:
    """The child's events as they come. Raises _Died unless it ends well."""
    job = {**job, "memory": MEMORY + 3 * len(data) // 2**20, "seconds": CHILD_SECONDS}
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
        async with aclosing(_events(process)) as events:
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


async def _events(process: Process) -> AsyncGenerator[dict[str, Any], None]:
    assert process.stdout is not None
    while True:
        try:
            async with asyncio.timeout(PAGE_SECONDS):
                line = await process.stdout.readline()
                if not line and await process.wait() == 0:
                    return
            yield json.loads(line)
        except (TimeoutError, ValueError) as error:  # silence, a line too long, half a line
            raise _Died from error


async def _end(process: Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
