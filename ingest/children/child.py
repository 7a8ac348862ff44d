"""The program of the child process: an untrusted file on standard input, JSON lines on standard output.

    python -m ingest.children.child '{"task": "probe", "memory": 600, "seconds": 60}' < book.pdf
    python -m ingest.children.child '{"task": "read", "pages": [1, 2, 3], ...}' < book.pdf
    python -m ingest.children.child '{"task": "scan", "pages": [4], "tesseract": "/usr/bin/tesseract", ...}' < book.pdf
    python -m ingest.children.child '{"task": "lay_out", "pages": [4], ...}' < sheets.json
    python -m ingest.children.child '{"task": "draw", "pages": [4], ...}' < book.pdf
    python -m ingest.children.child '{"task": "cut", ...}' < order.json

A crash, a limit or a signal here costs the parent one page. Nothing else is imported before the limits and the barrier
are set.
"""

import gc
import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.children.barrier import raise_barrier

_MOST_FILES = 64  # open at once
_MORE_PROCESSES = 64  # that a child with a program may start, above all that the machine has


def confine(job: dict[str, Any]) -> None:
    """Set limits and the barrier, for this process and those that it starts."""
    program = job.get("tesseract")
    limit(job["memory"], job["seconds"], job.get("written", 0), _processes() + _MORE_PROCESSES if program else 0)
    raise_barrier(job.get("scratch"), program)


def limit(megabytes: int, seconds: int, written: int, processes: int) -> None:
    """Limit address space, processor time, the size of written files (megabytes), and the processes and threads of the
    user beyond which no more can be started."""
    limits = {
        resource.RLIMIT_AS: megabytes * 2**20,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: written * 2**20,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: _MOST_FILES,
        resource.RLIMIT_NPROC: processes,
    }
    for kind, value in limits.items():
        try:
            resource.setrlimit(kind, (value, value))
        except (ValueError, OSError):  # macOS refuses some of them
            continue


def _processes() -> int:
    """How many processes and threads the whole machine has: an upper bound for any user."""
    try:
        return int(Path("/proc/loadavg").read_text().split()[3].split("/")[1])
    except (OSError, LookupError, ValueError):  # not on macOS
        return 2_000


def collect_rarely() -> None:
    """Pages are thousands of objects with hardly any cycles: at the default threshold of 700, garbage collection would
    take a twentieth of the time."""
    gc.set_threshold(100_000)


def main() -> None:
    collect_rarely()
    job: dict[str, Any] = json.loads(sys.argv[1])
    confine(job)
    for event in events(job, sys.stdin.buffer.read()):
        sys.stdout.write(line_of(event))
        sys.stdout.flush()


def events(job: dict[str, Any], data: bytes) -> Iterator[dict[str, Any]]:
    match job["task"]:
        case "probe":
            from ingest.pdf.probe import probe

            yield from probe(data, job["most_pages"])
        case "read":
            from ingest.pdf.pages import read_pages

            yield from read_pages(data, job["pages"], job.get("undrawn", ()), job.get("draw_seconds", 0.0))
        case "scan":
            from ingest.pdf.ocr import read_scans

            job_of_scans = (job["pages"], job["tesseract"], job["scratch"], job["page_seconds"], job["languages"])
            yield from read_scans(data, *job_of_scans)
        case "lay_out":
            from ingest.pdf.ocr import lay_out_scans

            yield from lay_out_scans(data, job["pages"])
        case "draw":
            from ingest.pdf.draw import draw

            yield from draw(data, job["pages"])
        case "draw_marked":
            from ingest.pdf.draw import draw_marked

            yield from draw_marked(data, job["page"], job["marks"])
        case "cut":
            from ingest.cutting import cut_here

            yield from cut_here(data)


def line_of(event: dict[str, Any]) -> str:
    """JSON in ASCII, as a lone surrogate from a broken font cannot be encoded; dataclasses as their fields."""
    return json.dumps(event, default=lambda found: {name: getattr(found, name) for name in found.__slots__}) + "\n"


if __name__ == "__main__":
    main()
