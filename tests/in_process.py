"""What a child does, done in the tests' own process: where it matters what comes of it, a second a file is saved."""

import json
import logging
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import Any

from ingest.children.child import events
from ingest.children.parent import Limits, run_child


async def run_here(pdf: Path, job: Mapping[str, Any], limits: Limits) -> AsyncGenerator[dict[str, Any], None]:
    if job["task"] == "scan":  # Tesseract's files go where its process is told, once and for all
        async for event in run_child(pdf, job, limits):
            yield event
        return
    try:
        for event in events(dict(job), pdf.read_bytes()):  # noqa: ASYNC240 - nobody else is kept waiting
            yield json.loads(json.dumps(event))
    finally:
        logging.disable(logging.NOTSET)  # which a child does for itself alone
