"""Units and passages are found in a child, which may take too much."""

from dataclasses import replace

import pytest

from ingest.chunking import cut_passages
from ingest.cutting import LIMITS, Order, cut
from ingest.pdf.document import Block, Document, Page
from ingest.pdf.reader import Reason, UnreadablePDF
from ingest.units.caption import parse_caption
from ingest.units.corrections import find_units, parse_corrections

BOOK = Document(
    tuple(
        Page(
            number,
            (
                Block("heading", f"Lektion {number} Familie · 가족", number, ((10.0, 10.0, 90.5, 30.0),), 20.0, True),
                Block("paragraph", "Anna wohnt in Leipzig und arbeitet jeden Tag. " * 30, number),
            ),
        )
        for number in range(1, 5)
    )
)
ORDER = Order(BOOK, parse_caption("A1"), parse_corrections("2: 2-3 약속하기", "A1"))


async def test_a_child_finds_what_is_there() -> None:
    found = await cut(ORDER)
    plan = find_units(BOOK, ORDER.caption, ORDER.corrections)
    assert found.plan == plan
    assert found.passages == tuple(cut_passages(BOOK, plan))
    assert found.languages == ("de",)


async def test_a_text_that_takes_too_much_is_refused_and_costs_its_child_alone() -> None:
    with pytest.raises(UnreadablePDF) as caught:
        await cut(ORDER, replace(LIMITS, megabytes=60))
    assert caught.value.reason is Reason.TOO_COSTLY
    with pytest.raises(UnreadablePDF):
        await cut(ORDER, replace(LIMITS, silent_seconds=-20))  # none at all
