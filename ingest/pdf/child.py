"""The process that opens a stranger's PDF: bytes on standard input, JSON lines on standard output.

    python -m ingest.pdf.child '{"task": "probe", "memory": 600, "seconds": 60}' < book.pdf
    python -m ingest.pdf.child '{"task": "read", "first": 1, "last": 50, "skip": [], ...}' < book.pdf

A crash, a limit or a signal here costs the parent one page. Nothing is imported before the limits are set.
"""

import json
import sys
from typing import Any


def limit(megabytes: int, seconds: int) -> None:
    """Memory above what the interpreter has, and processor time; the system kills what exceeds them."""
    try:
        import resource
    except ImportError:  # not on Windows, where the parent's clock alone protects
        return
    limits = {
        resource.RLIMIT_AS: megabytes * 2**20,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in limits.items():
        try:
            resource.setrlimit(kind, (value, value))
        except (ValueError, OSError):  # macOS refuses some of them
            continue


def main() -> None:
    job: dict[str, Any] = json.loads(sys.argv[1])
    limit(job["memory"], job["seconds"])
    data = sys.stdin.buffer.read()
    if job["task"] == "probe":
        from ingest.pdf.probe import probe

        tell(probe(data, job["most_pages"]))
        return
    from ingest.pdf.pages import read_pages

    for event in read_pages(data, job["first"], job["last"], frozenset(job["skip"])):
        tell(event)


def tell(event: dict[str, Any]) -> None:
    # ASCII: a lone surrogate from a broken font must not break the pipe.
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
