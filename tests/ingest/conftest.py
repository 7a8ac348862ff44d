"""What tests of the library share."""

import json
import logging
from collections.abc import AsyncGenerator, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ingest.children.child import events


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """PDFs are read here: where what is read matters and not in which process, half a second a file is saved."""

    async def read_here(pdf: Path, job: Mapping[str, Any], _limits: object) -> AsyncGenerator[dict[str, Any], None]:
        for event in events(dict(job), pdf.read_bytes()):  # noqa: ASYNC240 - nobody else is kept waiting
            yield json.loads(json.dumps(event))

    monkeypatch.setattr("ingest.pdf.reader.run_child", read_here)
    yield
    logging.disable(logging.NOTSET)  # which a child does for itself alone
