"""What can be seen on a page is read, and nothing else."""

import pytest

from ingest.pdf.reader import read_pdf
from tests.in_process import run_here
from tests.pdfs import unseen


async def text_of(data: bytes) -> str:
    document = await read_pdf(data, lambda _done, _total: None, tesseract=None, run=run_here)
    return " ".join(block.text for page in document.pages for block in page.blocks)


@pytest.mark.parametrize("way", unseen.UNSEEN_WAYS)
async def test_text_that_nobody_can_see_is_not_read(way: str) -> None:
    assert await text_of(unseen.UNSEEN_WAYS[way]()) == unseen.SEEN


@pytest.mark.parametrize("way", unseen.SEEN_WAYS)
async def test_text_that_can_be_seen_is_read_whatever_its_colour(way: str) -> None:
    assert await text_of(unseen.SEEN_WAYS[way]()) == f"{unseen.SEEN} {unseen.UNSEEN}"
