"""The characters of a page, beside those that pdfplumber finds itself."""

import pdfplumber
import pytest
from pdfplumber.page import Page as PlumberPage

from ingest.pdf.letters.chars import Char, read_chars
from ingest.pdf.letters.fonts import Fonts
from tests.pdfs import HERE

KINDS = ("rect", "line", "curve", "image")


@pytest.mark.parametrize(
    "name", ["mixed_line", "rotated", "page_upside_down", "vertical_lines", "notes_at_a_slant", "ruled_table"]
)
def test_characters_and_shapes_are_where_pdfplumber_finds_them(name: str) -> None:
    path = HERE / f"{name}.pdf"
    with pdfplumber.open(path) as pdf, pdfplumber.open(path) as same:
        pdf.rsrcmgr = Fonts()
        for page, other in zip(pdf.pages, same.pages, strict=True):
            chars = read_chars(page)
            assert [_essence(char) for char in chars] == [_essence(char) for char in other.chars]
            assert _shapes(page) == _shapes(other)


def _essence(char: Char) -> tuple[object, ...]:
    space, color = char.get("fill") or (char["ncs"], char["non_stroking_color"])
    box = tuple(round(char[edge], 6) for edge in ("x0", "top", "x1", "bottom", "size"))
    return char["text"], char["fontname"], space, color if isinstance(color, tuple) else (color,), box


def _shapes(page: PlumberPage) -> list[tuple[object, ...]]:
    return [
        (kind, shape["x0"], shape["top"], shape["x1"], shape["bottom"], shape.get("fill"), shape.get("stroke"))
        for kind in KINDS
        for shape in page.objects.get(kind, [])
    ]
