"""Runs child processes on untrusted PDFs, each with limits and without secrets; any of them may die."""

import asyncio
import compileall
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ingest.children.barrier import hide

START_SECONDS = 20  # to load Python and the libraries on a busy machine
LONGEST_LINE = 4 * 2**20  # bytes of JSON: one page
MOST_OUTPUT = 64 * 2**20  # of one child

_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one PDF may cost. `megabytes`: address space, in addition to three times the PDF's size."""

    pages: int = 3_000
    pages_a_child: int = 100  # each child takes half a second to start
    megabytes: int = 600
    child_seconds: int = 180  # of processor time
    silent_seconds: float = 20  # without a page done
    draw_seconds: float = 5  # of processor time, to draw one page small
    book_seconds: float = 900  # without the scans in it
    scan_seconds: float = 60  # for one page, by Tesseract
    scans_seconds: float = 3_600  # for all of them; the report names those that were not reached
    deaths: int = 8  # pages that kill their reader before the book is given up


USUAL = Limits()


Run = Callable[[Path, Mapping[str, Any], Limits], AsyncGenerator[dict[str, Any], None]]
"""Runs a job on a file and yields its events, as `run_child` does; raises Died."""


class Died(Exception):
    """The child ended before its work was done: a crash, a limit or a timeout."""


@asynccontextmanager
async def on_disk(pdf: bytes) -> AsyncIterator[Path]:
    """The PDF as a file for the children; through a pipe each child would need a copy in this process."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.pdf"
        await asyncio.to_thread(path.write_bytes, pdf)
        yield path


@cache
def _compile() -> None:
    """Compile the modules that children import, as they cannot write .pyc files behind their barrier."""
    if not sys.dont_write_bytecode:
        compileall.compile_dir(_PACKAGE, quiet=2)


async def run_child(pdf: Path, job: Mapping[str, Any], limits: Limits) -> AsyncGenerator[dict[str, Any], None]:
    """The child's events as they come. Raises Died unless it exits with 0."""
    hide()
    await asyncio.to_thread(_compile)
    with pdf.open("rb") as file:
        size = os.fstat(file.fileno()).st_size // 2**20
        job = {**job, "memory": limits.megabytes + 3 * size, "seconds": limits.child_seconds}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "ingest.children.child",
            json.dumps(job),
            stdin=file,
            stdout=PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PYTHONPATH": str(_PACKAGE.parent), "LANG": "C.UTF-8"},  # and no secrets
            cwd="/",
            start_new_session=True,
            limit=LONGEST_LINE,
        )
    try:
        silent_seconds = limits.silent_seconds + job.get("page_seconds", 0)
        async with aclosing(_events(process, silent_seconds)) as events:
            async for event in events:
                yield event
    finally:
        await _end(process)


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
            raise Died from error
        patience = silent_seconds
        yield event


async def _end(process: Process) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # with the Tesseract that a dead child may have left
    await process.wait()
