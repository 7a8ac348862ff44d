"""What can be seen on a page is read, and nothing else."""

from unicodedata import normalize

import pytest

from ingest.pdf.letters.chars import read_chars
from ingest.pdf.opening import Pages
from ingest.pdf.reader import read_pdf
from tests.in_process import run_here
from tests.pdfs import HERE, unseen
from tests.pdfs.hostile import FONTS, PAGE, assemble, stream


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


def test_what_both_readers_see_in_lines_from_top_to_bottom_is_there_once() -> None:
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Ryumin-Light /Encoding /UniJIS-UTF16-V /DescendantFonts [6 0 R] >>"
    )
    of = b"<< /Registry (Adobe) /Ordering (Japan1) /Supplement 5 >>"
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        3: font,
        4: PAGE % (5, FONTS),
        5: stream(b"BT /F 12 Tf 500 700 Td <%s> Tj ET" % "田中：はじめまして。".encode("utf-16-be").hex().encode()),
        6: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin-Light /CIDSystemInfo %s >>" % of,
    }
    with Pages(assemble(objects), [1]).open(1) as (page, second):
        chars = second.complete(read_chars(page))
        assert normalize("NFKC", "".join(char["text"] for char in chars)) == "田中:はじめまして。"
