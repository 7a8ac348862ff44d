"""What is painted on a pdfplumber page: its characters, as dictionaries with what reading needs."""

import math
from functools import lru_cache
from operator import itemgetter
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextSeq
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFGraphicState
from pdfminer.utils import Matrix, Point, Rect
from pdfplumber.page import Page as PlumberPage
from pdfplumber.utils.exceptions import PdfminerException

from ingest.pdf.letters.content import Interpreter
from ingest.pdf.letters.fonts import Fonts, Glyph

MOST_CHARS = 30_000  # a dense dictionary page has 10,000
DEEPEST = -0.5  # of the size: some fonts give how far any glyph of theirs descends, and letters seem to hang below
LEANING = 3  # degrees: so far a scanner's upright text leans
EXACT = 2  # decimals of a small lean, which moves a long line's end; of a steep one only whole degrees matter

Char = dict[str, Any]
"""`x0`, `top`, `x1`, `bottom`: its box, from the page's top left corner; `origin`: where its baseline begins; `angle`:
how it is turned, in degrees; `size`, `fontname`, `text`; `fill`: its colour, after the name of the colour space;
`guess`, if nobody says which letter it is: what it may be."""

box_of = itemgetter("x0", "top", "x1", "bottom")


def read_chars(page: PlumberPage) -> list[Char]:
    """In the order they were painted. What else is painted can be asked of `page` afterwards, which would take three
    times as long to read all by itself. Raises PdfminerException, whatever is broken."""
    device = _Device(page)
    try:
        Interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    except Exception as broken:
        raise PdfminerException(broken) from broken
    page._objects = {}
    for shape in page.iter_layout_objects(device.get_result()._objs):
        page._objects.setdefault(shape["object_type"], []).append(shape)
    return device.chars


class _Device(PDFPageAggregator):
    """Keeps characters as they are wanted here, and shapes and pictures as pdfminer does."""

    def __init__(self, page: PlumberPage) -> None:
        super().__init__(page.pdf.rsrcmgr, page.page_number)
        self.chars: list[Char] = []
        self._floor = float(page.height)
        assert isinstance(page.pdf.rsrcmgr, Fonts)
        self._fonts = page.pdf.rsrcmgr
        self._glyphs: dict[PDFFont, dict[int, Glyph]] = {}

    def render_char(self, matrix: Matrix, font: PDFFont, *args: Any) -> float:
        """One of a font that runs downwards."""
        advance = super().render_char(matrix, font, *args)
        item = self.cur_item._objs.pop()
        assert isinstance(item, LTChar)
        style = _style(item.matrix, item.fontname, item.ncs, item.graphicstate)
        text, _, guess = self._fonts.glyph(font, args[3])
        self._keep(text, item.bbox, item.matrix[4:], item.size, style, guess)
        return advance

    def render_string_horizontal(
        self,
        seq: PDFTextSeq,
        matrix: Matrix,
        pos: Point,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        charspace: float,
        wordspace: float,
        rise: float,
        dxscale: float,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> Point:
        """As pdfminer does, and what is the same for all its characters once."""
        a, b, c, d, e, f = matrix
        x, y = pos
        low = min(max(font.get_descent(), DEEPEST), 0.0) * fontsize + rise
        high = low + fontsize
        style = _style(matrix, font.fontname, ncs, graphicstate)
        glyphs = self._glyphs.setdefault(font, {})
        spaced = False
        for part in seq:
            if isinstance(part, bytes):
                for cid in font.decode(part):
                    if spaced:
                        x += charspace
                    text, width, guess = glyphs.get(cid) or glyphs.setdefault(cid, self._fonts.glyph(font, cid))
                    advance = width * fontsize * scaling
                    at = x * a + y * c + e, x * b + y * d + f
                    box = _box(matrix, at, low, high, advance)
                    self._keep(text, box, at, box[3] - box[1], style, guess)
                    x += advance
                    if cid == 32:
                        x += wordspace
                    spaced = True
            elif isinstance(part, (int, float)):
                x -= part * dxscale
                spaced = True
        return x, y

    def _keep(self, text: str, box: Rect, origin: Point, size: float, style: dict[str, Any], guess: str | None) -> None:
        if len(self.chars) >= MOST_CHARS:
            raise PdfminerException(f"more than {MOST_CHARS} characters on one page")
        floor = self._floor
        self.chars.append(
            {
                "text": text,
                "x0": box[0],
                "x1": box[2],
                "top": floor - box[3],
                "bottom": floor - box[1],
                "origin": (origin[0], floor - origin[1]),
                "size": size,
                **style,
            }
        )
        if guess is not None:
            self.chars[-1]["guess"] = guess


def _style(matrix: Matrix, font: str, ncs: PDFColorSpace, state: PDFGraphicState) -> dict[str, Any]:
    return {"angle": angle_of(*matrix[:2]), "fontname": str(font), "fill": (ncs.name, state.ncolor)}


@lru_cache
def angle_of(a: float, b: float) -> float:
    """In degrees, of a letter whose matrix begins so."""
    angle = math.degrees(math.atan2(b, a))
    right = right_angle(angle)
    return round(angle) if right is None else right + round(beyond(angle, right), EXACT)


def right_angle(angle: float) -> int | None:
    """The one from which a letter at this angle only leans."""
    return next((right for right in (0, 90, -90, 180) if abs(beyond(angle, right)) <= LEANING), None)


def beyond(angle: float, other: float) -> float:
    """How far an angle is from another one, in degrees; to the left is more than 0."""
    return (angle - other + 180) % 360 - 180


def _box(matrix: Matrix, origin: Point, low: float, high: float, advance: float) -> Rect:
    """What holds a character as wide and high as that; of one that is slanted like italics, upright."""
    a, b, c, d = matrix[:4]
    x, y = origin
    if b == 0 and a > 0 < d and low <= high and advance >= 0:
        return x, d * low + y, a * advance + x, d * high + y
    xs = c * low + x, a * advance + c * low + x, a * advance + c * high + x, c * high + x
    ys = d * low + y, b * advance + d * low + y, b * advance + d * high + y, d * high + y
    return min(xs), min(ys), max(xs), max(ys)
