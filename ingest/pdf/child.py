"""The process that opens a stranger's PDF: bytes on standard input, JSON lines on standard output.

    python -m ingest.pdf.child '{"task": "probe", "memory": 600, "seconds": 60}' < book.pdf
    python -m ingest.pdf.child '{"task": "read", "pages": [1, 2, 3], ...}' < book.pdf
    python -m ingest.pdf.child '{"task": "scan", "pages": [4], "tesseract": "/usr/bin/tesseract", ...}' < book.pdf
    python -m ingest.pdf.child '{"task": "draw", "pages": [4], ...}' < book.pdf

A crash, a limit or a signal here costs the parent one page. Nothing is imported before the limits are set.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any


def limit(megabytes: int, seconds: int, written: int) -> None:
    """Address space, processor time and the size of a written file (megabytes), for this process and each that
    it starts; the system stops what exceeds them."""
    try:
        import resource
    except ImportError:  # not on Windows, where the parent's clock alone protects
        return
    limits = {
        resource.RLIMIT_AS: megabytes * 2**20,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: written * 2**20,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in limits.items():
        try:
            resource.setrlimit(kind, (value, value))
        except (ValueError, OSError):  # macOS refuses some of them
            continue


def main() -> None:
    job: dict[str, Any] = json.loads(sys.argv[1])
    limit(job["memory"], job["seconds"], job.get("written", 0))
    for event in events(job, sys.stdin.buffer.read()):
        tell(event)


def events(job: dict[str, Any], data: bytes) -> Iterator[dict[str, Any]]:
    match job["task"]:
        case "probe":
            from ingest.pdf.probe import probe

            yield probe(data, job["most_pages"])
        case "read":
            from ingest.pdf.pages import read_pages

            yield from read_pages(data, job["pages"])
        case "scan":
            from ingest.pdf.ocr import read_scans

            yield from read_scans(data, job["pages"], job["tesseract"], job["scratch"], job["page_seconds"])
        case "draw":
            from ingest.pdf.draw import draw

            yield from draw(data, job["pages"])


def tell(event: dict[str, Any]) -> None:
    # ASCII: a lone surrogate from a broken font must not break the pipe.
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
