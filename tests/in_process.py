"""What a child does, done in the tests' own process: where it matters what comes of it, a second a file is saved."""

import json
import logging
import tempfile
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import Any

import pytesseract  # type: ignore[import-untyped]  # it ships no types

from ingest.children.child import events, line_of
from ingest.children.parent import Limits, run_child


async def run_here(pdf: Path, job: Mapping[str, Any], _: Limits) -> AsyncGenerator[dict[str, Any], None]:
    before = tempfile.tempdir, pytesseract.pytesseract.tesseract_cmd
    try:
        for event in events(dict(job), pdf.read_bytes()):  # noqa: ASYNC240 - nobody else is kept waiting
            yield json.loads(line_of(event))
    finally:  # a child sets these for itself alone
        tempfile.tempdir, pytesseract.pytesseract.tesseract_cmd = before
        logging.disable(logging.NOTSET)


async def run_here_but_scans(pdf: Path, job: Mapping[str, Any], limits: Limits) -> AsyncGenerator[dict[str, Any], None]:
    """Tesseract takes seconds, in which a worker has to say that it is alive."""
    async for event in (run_child if job["task"] == "scan" else run_here)(pdf, job, limits):
        yield event
