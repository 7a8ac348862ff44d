"""A document -> its units and passages, in a child process, as crafted text may take too much time or memory."""

import asyncio
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import asdict, dataclass, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ingest.children.parent import USUAL, Died, Limits, Run, on_disk, run_child
from ingest.chunking import cut_passages
from ingest.languages import detect_languages
from ingest.passages import Passage
from ingest.pdf.document import Document
from ingest.pdf.page_numbers import number_pages
from ingest.pdf.reader import Reason, UnreadablePDF
from ingest.unit_headings import unit_headings
from ingest.units.caption import Caption
from ingest.units.corrections import Correction, find_units
from ingest.units.plan import UnitPlan

LIMITS = replace(USUAL, megabytes=2_000, silent_seconds=120)  # a book of 3,000 pages takes some seconds


@dataclass(frozen=True, slots=True)
class Order:
    document: Document
    caption: Caption
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    plan: UnitPlan
    passages: tuple[Passage, ...]
    languages: tuple[str, ...]
    headings: dict[str, tuple[str, ...]]  # by the unit's id


async def cut(order: Order, limits: Limits = LIMITS, run: Run = run_child) -> Cut:
    """Raises UnreadablePDF if it takes too much time or memory."""
    found: dict[str, Any] = {}
    passages: list[Passage] = []
    try:
        data = await asyncio.to_thread(_ORDER.dump_json, order)
        async with on_disk(data) as path, aclosing(run(path, {"task": "cut"}, limits)) as events:
            async for event in events:
                if "passage" in event:
                    passages.append(_PASSAGE.validate_python(event["passage"]))
                else:
                    found = event
        return _CUT.validate_python({**found, "passages": passages})
    except (Died, ValidationError):
        raise UnreadablePDF(Reason.TOO_COSTLY) from None


def cut_here(data: bytes) -> Iterator[dict[str, Any]]:
    """The child's part. Yields `{"passage": {...}}` for each passage, then one event with "plan", "languages" and
    "headings"."""
    order = _ORDER.validate_json(data)
    document = replace(order.document, pages=number_pages(order.document.pages, order.document.labels))
    plan = find_units(document, order.caption, order.corrections)
    passages = cut_passages(document, plan)
    for passage in passages:
        yield {"passage": asdict(passage)}
    yield {
        "plan": asdict(plan),
        "languages": detect_languages(passage.text for passage in passages),
        "headings": unit_headings(document, plan),
    }


_ORDER = TypeAdapter(Order)
_PASSAGE = TypeAdapter(Passage)
_CUT = TypeAdapter(Cut)
