"""The characters of a page, beside those that pdfplumber finds itself."""

from io import BytesIO

import pdfplumber
import pytest
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]  # it ships no types
from fontTools.pens.t2CharStringPen import T2CharStringPen  # type: ignore[import-untyped]
from pdfplumber.page import Page as PlumberPage

from ingest.pdf.letters.chars import Char, read_chars
from ingest.pdf.letters.fonts import Fonts
from ingest.pdf.letters.replacements import replaced
from tests.pdfs import HERE
from tests.pdfs.hostile import FONT, FONTS, PAGE, assemble, stream

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


@pytest.mark.parametrize(
    ("matrix", "text"),
    [
        (b"1 0 0 1 0 0", b"/F 1 Tf 0.1 0 0 -0.1 50 500 Tm"),
        (b"0.0125 0 0 -0.0125 0 0", b"/F 10 Tf 1 0 0 -1 50 500 Tm"),  # of TeX's pictures of letters
    ],
)
def test_drawn_letters_stand_on_the_line_they_hang_from(matrix: bytes, text: bytes) -> None:
    """As Ghostscript sets them: the drawings are upside down, and the text is."""
    glyphs = b" ".join(b"/%c 6 0 R" % letter for letter in b"Die")
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 183 158] /FontMatrix [%s] /FirstChar 0 /LastChar 2 "
        b"/Widths [80 80 80] /Encoding << /Differences [0 /D /i /e] >> /CharProcs << %s >> >>" % (matrix, glyphs)
    )
    chars = chars_of(b"BT %s <000102> Tj ET" % text, {3: font, 6: stream(b"80 0 5 -72 75 0 d1 5 -72 70 72 re f")})
    assert "".join(char["text"] for char in chars) == "Die"
    assert [char["size"] for char in chars] == pytest.approx([10] * 3)
    assert all(char["bottom"] == pytest.approx(100) == pytest.approx(char["base"]) for char in chars)


def test_letters_are_as_wide_as_in_their_font_where_the_pdf_does_not_say_it() -> None:
    glyphs = FontBuilder(1000, isTTF=False)
    glyphs.setupGlyphOrder([".notdef", "adieresis", "H"])
    outlines = {name: T2CharStringPen(width, None) for name, width in ((".notdef", 0), ("adieresis", 444), ("H", 722))}
    glyphs.setupCFF("X", {}, {name: pen.getCharString() for name, pen in outlines.items()}, {})
    file = BytesIO()
    glyphs.font["CFF "].cff.compile(file, glyphs.font)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /AAAAAA+X /FontDescriptor 6 0 R /Encoding << %s >> >>"
    described = b"<< /Type /FontDescriptor /FontName /AAAAAA+X /Flags 4 /FontBBox [0 0 0 0] /FontFile3 7 0 R >>"
    more = {3: font % b"/Differences [1 /H /adieresis]", 6: described}
    chars = chars_of(b"BT /F 10 Tf 50 500 Td <0102> Tj ET", {**more, 7: stream(file.getvalue(), b"/Subtype /Type1C")})
    assert [(char["text"], round(char["x1"] - char["x0"], 2)) for char in chars] == [("H", 7.22), ("ä", 4.44)]


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (b"/Span << /ActualText <FEFF00E4> >> BDC (ab) Tj EMC (c) Tj", ["ä", "c"]),
        (b"/Span << /ActualText <EFBBBFC3A4> >> BDC (ab) Tj EMC (c) Tj", ["ä", "c"]),  # as UTF-8
        (b"/Span << /ActualText <FEFF> >> BDC (a) Tj EMC (c) Tj", ["c"]),  # a part of what another glyph says
        (b"/Span << /ActualText (A long story about something else) >> BDC (ab) Tj EMC", ["a", "b"]),
        (b"/Span << /ActualText (x) >> BDC (abcdefghijkl) Tj EMC", list("abcdefghijkl")),  # no cluster
        (b"/Span << /ActualText (x) >> BDC (a) Tj 0 -30 Td (b) Tj EMC", ["a", "b"]),  # not on one line
        (b"EMC /P << /MCID 0 >> BDC (a) Tj EMC", ["a"]),
    ],
)
def test_glyphs_say_what_the_pdf_says_that_they_say_together(content: bytes, read: list[str]) -> None:
    chars = chars_of(b"BT /F 12 Tf 50 500 Td " + content + b" ET", {3: FONT})
    assert [char["text"] for char in chars] == read


def test_a_glyphs_name_is_believed_where_ghostscript_has_lost_half_of_its_number() -> None:
    table = b"/CMapName /R7 def 1 begincodespacerange <00><ff> endcodespacerange 1 beginbfrange <61><62><b3> endbfrange"
    font = FONT[:-3] + b" /ToUnicode 6 0 R /Encoding << /Differences [97 /alpha /beta] >> >>"
    chars = chars_of(b"BT /F 10 Tf 50 500 Td (ab) Tj ET", {3: font, 6: stream(table)})
    assert "".join(char["text"] for char in chars) == "αβ"


def test_a_glyph_without_a_text_is_missed_if_nobody_knows_it() -> None:
    unknown = {"text": "\ufffd", "guess": "", "base": 100.0, "size": 10.0}
    assert replaced([unknown], "") == [unknown]


def chars_of(content: bytes, objects: dict[int, bytes]) -> list[Char]:
    """Those of a page on which object 3 is the font F."""
    page = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        4: PAGE % (5, FONTS),
        5: stream(content),
    }
    with pdfplumber.open(BytesIO(assemble({**page, **objects}))) as pdf:
        pdf.rsrcmgr = Fonts()
        return read_chars(pdf.pages[0])


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
