"""Every trap in tests/pdfs comes out as the text beside it."""

import pytest

from ingest.pdf.reader import read_pdf
from tests.pdfs import HERE, text_of

TRAPS = {trap.stem: (trap.read_bytes(), trap.with_suffix(".txt").read_text("utf-8")) for trap in HERE.glob("*.pdf")}


@pytest.mark.parametrize("trap", sorted(TRAPS))
async def test_the_page_reads_as_a_person_would_read_it(trap: str) -> None:
    data, text = TRAPS[trap]
    assert text_of(await read_pdf(data, lambda _done, _total: None)) == text
