"""What can be seen on a page is read, and nothing else."""

import pytest

from ingest.pdf.letters.chars import read_chars
from ingest.pdf.opening import Pages
from ingest.pdf.reader import read_pdf
from tests.in_process import run_here
from tests.pdfs import HERE, unseen


async def text_of(data: bytes) -> str:
    document = await read_pdf(data, lambda _done, _total: None, tesseract=None, run=run_here)
    return " ".join(block.text for page in document.pages for block in page.blocks)


@pytest.mark.parametrize("way", unseen.UNSEEN_WAYS)
async def test_text_that_nobody_can_see_is_not_read(way: str) -> None:
    assert await text_of(unseen.UNSEEN_WAYS[way]()) == unseen.SEEN


@pytest.mark.parametrize("way", unseen.SEEN_WAYS)
async def test_text_that_can_be_seen_is_read_whatever_its_colour(way: str) -> None:
    assert await text_of(unseen.SEEN_WAYS[way]()) == f"{unseen.SEEN} {unseen.UNSEEN}"


def test_what_both_readers_see_a_little_apart_is_there_once() -> None:
    """pdfium rounds the gaps between glyphs, so that in a justified line each is farther off than the one before."""
    with Pages((HERE / "mixed_line.pdf").read_bytes(), [1]).open(1) as (page, second):
        chars = read_chars(page)
        moved = [char | {"origin": (char["origin"][0] + 3, char["origin"][1])} for char in chars]
        assert second.complete(moved) == moved
        assert len(second.complete([])) > 10
