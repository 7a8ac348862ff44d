"""What is painted on a pdfplumber page: its characters, as dictionaries with what reading needs."""

import math
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextSeq
from pdfminer.pdffont import PDFFont, PDFType3Font
from pdfminer.pdfinterp import PDFGraphicState, PDFTextState
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import LIT, PSLiteral
from pdfminer.utils import Matrix, PathSegment, Point, Rect, mult_matrix
from pdfplumber.page import Page as PlumberPage
from pdfplumber.utils.exceptions import PdfminerException

from ingest.pdf.letters.appearances import appearances
from ingest.pdf.letters.content import Interpreter
from ingest.pdf.letters.drawings import are_measured_otherwise
from ingest.pdf.letters.fonts import Fonts
from ingest.pdf.letters.layers import Layers
from ingest.pdf.letters.replacements import actual_text, replaced
from ingest.pdf.letters.shapes import Shapes

MOST_CHARS = 30_000  # a dense dictionary page has 10,000
DEEPEST = -0.5  # of the size: some fonts give how far any glyph of theirs descends, and letters seem to hang below
LEANING = 3  # degrees: so far a scanner's upright text leans
EXACT = 2  # decimals of a small lean, which moves a long line's end; of a steep one only whole degrees matter

Char = dict[str, Any]
"""`x0`, `top`, `x1`, `bottom`: its box, from the page's top left corner; `origin`: where its baseline begins; `angle`:
how it is turned, in degrees; `size`, `fontname`, `text`; `fill`: its colour, after the name of the colour space;
`guess`, if nobody says which letter it is: what it may be; `hidden`, if it is on a layer that is off."""

_LAYER = LIT("OC")

box_of = itemgetter("x0", "top", "x1", "bottom")


def read_chars(page: PlumberPage) -> list[Char]:
    """In the order they were painted. What else is painted can be asked of `page` afterwards, which would take three
    times as long to read all by itself. Raises PdfminerException, whatever is broken."""
    device = _Device(page)
    try:
        interpreter = Interpreter(page.pdf.rsrcmgr, device)
        interpreter.process_page(page.page_obj)
        for form, matrix in appearances(page):
            interpreter.paint(form, matrix)
    except Exception as broken:
        raise PdfminerException(broken) from broken
    page._objects = dict(device.shapes.kinds)
    _part(device.chars, {str(font.fontname) for font in device.fonts if len({*font.widths.values(), 0}) < 3})
    return device.chars


def _part(chars: Sequence[Char], fonts: Collection[str]) -> None:
    """Where a font says that all letters are as wide as each other, which may be a word for nothing: none reaches into
    the next one."""
    for char, after in pairwise(chars) if fonts else ():
        if char["fontname"] in fonts and char["base"] == after["base"]:
            wide, step = char["x1"] - char["x0"], after["x0"] - char["x0"]
            if 0 < step < wide or (not wide and 0 < step < char["size"]):
                char["x1"] = after["x0"]


class _Tag(NamedTuple):
    """What is marked as belonging together in the page's contents."""

    begin: int  # the first of its characters
    says: str | None  # instead of them
    within_hidden: bool


class _Device(PDFPageAggregator):
    """Keeps characters and shapes as they are wanted here."""

    def __init__(self, page: PlumberPage) -> None:
        super().__init__(page.pdf.rsrcmgr, page.page_number)
        self.chars: list[Char] = []
        self._floor = float(page.height)
        self.shapes = Shapes(self._floor)
        assert isinstance(page.pdf.rsrcmgr, Fonts)
        self._fonts = page.pdf.rsrcmgr
        self.fonts: set[PDFFont] = set()  # those of the page's text, but for vertical ones
        self._tags: list[_Tag] = []  # those open, outermost first
        self._layers = Layers(page.pdf.doc.catalog)
        self._is_hidden = False  # what is painted now

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        self._tags.append(_Tag(len(self.chars), actual_text(props), self._is_hidden))
        self._is_hidden = self._is_hidden or (tag is _LAYER and self._layers.hide(props))

    def end_tag(self) -> None:
        tag = self._tags.pop() if self._tags else _Tag(0, None, False)
        self._is_hidden = tag.within_hidden
        if tag.says is not None:
            self.chars[tag.begin :] = replaced(self.chars[tag.begin :], tag.says)

    def paint_path(
        self, _state: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool, path: Sequence[PathSegment]
    ) -> None:
        assert self.ctm is not None
        if not self._is_hidden:
            self.shapes.add_path(path, self.ctm, fill, stroke, evenodd)

    def render_image(self, _name: str, _stream: PDFStream) -> None:
        figure = self.cur_item
        if not self._is_hidden:
            self.shapes.add("image", (figure.x0, figure.y0, figure.x1, figure.y1))

    def render_char(self, matrix: Matrix, font: PDFFont, *args: Any) -> float:
        """One of a font that runs downwards."""
        advance = super().render_char(matrix, font, *args)
        item = self.cur_item._objs.pop()
        assert isinstance(item, LTChar)
        style = _style(item.matrix, item.fontname, item.ncs, item.graphicstate)
        text, _, guess = self._fonts.glyphs(font)[args[3]]
        placed = self._placed(item.bbox, item.bbox[:2])  # where it would begin in a level line: so others see it
        self.chars.append({"text": text, **style, **placed, "size": item.size})
        if guess is not None:
            self.chars[-1]["guess"] = guess
        if self._is_hidden:
            self.chars[-1]["hidden"] = True
        self._refuse_many()
        return advance

    def render_string(
        self, textstate: PDFTextState, seq: PDFTextSeq, ncs: PDFColorSpace, graphicstate: PDFGraphicState
    ) -> None:
        """As pdfminer does, and what is the same for all its characters once."""
        font, size, scaling = textstate.font, textstate.fontsize, textstate.scaling * 0.01
        assert font is not None
        assert self.ctm is not None
        if font.is_vertical():
            super().render_string(textstate, seq, ncs, graphicstate)
            return
        x, below = textstate.linematrix
        y = below + textstate.rise
        a, b, c, d, e, f = matrix = mult_matrix(textstate.matrix, self.ctm)
        charspace, kern = textstate.charspace * scaling, 0.001 * size * scaling
        wordspace = 0 if font.is_multibyte() else textstate.wordspace * scaling
        low = min(max(font.get_descent(), DEEPEST), 0.0) * size
        high = low + size
        drawn = are_measured_otherwise(font)
        if isinstance(font, PDFType3Font) and a * d < b * c:  # text that is upside down, of drawings that are, too
            low, high = -high, -low
        same = _style(matrix if size >= 0 else (-a, -b, -c, -d, e, f), font.fontname, ncs, graphicstate)
        if self._is_hidden:
            same["hidden"] = True
        level, base = b == 0 and a > 0 < d and low <= high and not drawn, self._floor - (y * d + f)
        if level:
            same |= {"top": base - d * high, "bottom": base - d * low, "base": base, "size": d * size}
        self.fonts.add(font)
        glyphs, chars, spaced = self._fonts.glyphs(font), self.chars, False
        for part in seq:
            if isinstance(part, bytes):
                for cid in islice(font.decode(part), MOST_CHARS + 1):
                    if spaced:
                        x += charspace
                    text, width, guess = glyphs[cid]
                    advance, left = width * size * scaling, x * a + y * c + e
                    char = same.copy()  # which is quicker than to write it down
                    char["text"] = text
                    if level and advance >= 0:
                        char["x0"], char["x1"], char["origin"] = left, a * advance + left, (left, base)
                    else:
                        at = left, x * b + y * d + f
                        if drawn:  # and upside down, where the text is
                            low, high = 0.0, math.copysign(glyphs.drawn_size(cid), a * d - b * c) * size
                        char |= self._placed(_box(matrix, at, low, high, advance), at)
                    if guess is not None:
                        char["guess"] = guess
                    chars.append(char)
                    x += advance
                    if cid == 32:
                        x += wordspace
                    spaced = True
                self._refuse_many()
            elif isinstance(part, int | float):
                x -= part * kern
                spaced = True
        textstate.linematrix = x, below

    def _placed(self, box: Rect, origin: Point) -> dict[str, Any]:
        (x0, bottom, x1, top), floor = box, self._floor
        base = floor - origin[1]
        return {
            "x0": x0,
            "x1": x1,
            "top": floor - top,
            "bottom": floor - bottom,
            "origin": (origin[0], base),
            "base": base,
            "size": top - bottom,
        }

    def _refuse_many(self) -> None:
        if len(self.chars) > MOST_CHARS:
            raise PdfminerException(f"more than {MOST_CHARS} characters on one page")


def _style(matrix: Matrix, font: str, ncs: PDFColorSpace, state: PDFGraphicState) -> dict[str, Any]:
    return {"angle": angle_of(*matrix[:2]), "fontname": str(font), "fill": (ncs.name, state.ncolor)}


@lru_cache
def angle_of(a: float, b: float) -> float:
    """In degrees, of a letter whose matrix begins so."""
    angle = math.degrees(math.atan2(b, a))
    right = right_angle(angle)
    return round(angle) if right is None else right + round(beyond(angle, right), EXACT)


@lru_cache
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
    xs = c * low + x, a * advance + c * low + x, a * advance + c * high + x, c * high + x
    ys = d * low + y, b * advance + d * low + y, b * advance + d * high + y, d * high + y
    return min(xs), min(ys), max(xs), max(ys)
