"""What reading a PDF gives: a document of pages of blocks, in reading order."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the page's top left corner."""


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds these, of which there is one at least."""
    (x0, top, x1, bottom), *others = boxes
    for left, above, right, below in others:  # three times as quick as min and max
        if left < x0:
            x0 = left
        if above < top:
            top = above
        if right > x1:
            x1 = right
        if below > bottom:
            bottom = below
    return x0, top, x1, bottom


def area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


Matrix = tuple[float, float, float, float, float, float]
"""Where places go, as a PDF writes it: (x, y) -> (a x + c y + e, b x + d y + f)."""

View = Matrix | tuple[float, float, float, float, float, float, float, float]
"""The same, and two more numbers where they are seen in perspective: both are divided by g x + h y + 1."""


def seen_at(x: float, y: float, view: View) -> tuple[float, float]:
    """Where a place goes."""
    a, b, c, d, e, f, g, h = view if len(view) == 8 else (*view, 0.0, 0.0)
    nearer = g * x + h * y + 1
    return (a * x + c * y + e) / nearer, (b * x + d * y + f) / nearer


AS_IT_IS: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Problem = Literal["no_text", "garbled", "needs_ocr", "ocr_failed", "unreadable"]
"""Why a page's text is missing. `needs_ocr`: it is a picture, or its letters are wrong, and Tesseract or its
languages are not there to read it. `ocr_failed`: it took Tesseract too long, or too much. `no_text` and `garbled`:
Tesseract could not read it either."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a text on one page, a box each; `view` leads from the page as it was laid out to the page as it is seen,
    which may be turned, cropped or askew."""

    page: int  # from 1, the PDF's own count
    boxes: tuple[Box, ...] = ()
    printed: str | None = None  # the page number that is printed there, if it is known
    view: View = AS_IT_IS


def joined(lines: Iterable[Lines]) -> tuple[Lines, ...]:
    """The same lines, each once; those that have a page and its number in common together."""
    found: dict[Lines, list[Box]] = {}
    for each in sorted(lines, key=lambda each: each.page):
        found.setdefault(replace(each, boxes=()), []).extend(each.boxes)
    return tuple(replace(each, boxes=tuple(dict.fromkeys(boxes))) for each, boxes in found.items())


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a table: the smallest piece that a citation can point to.

    `text` is clean: hyphenation undone, a paragraph's lines joined by spaces, a table's rows by line feeds
    and its cells by ` | `. `boxes` has one box a line on `page`, `over` the lines on later pages. `size` is the font's
    size in points.
    """

    kind: Literal["heading", "paragraph", "table"]
    text: str
    page: int  # from 1, the PDF's own count
    boxes: tuple[Box, ...] = ()
    size: float = 0.0
    bold: bool = False  # all of it
    printed: str | None = None  # the page number that is printed there, if it is known
    over: tuple[Lines, ...] = ()

    @property
    def lines(self) -> tuple[Lines, ...]:
        """All of them, page by page."""
        return (Lines(self.page, self.boxes, self.printed), *self.over)


def cells_in(row: str) -> list[str]:
    """Those of a line of a table's text."""
    return [cell.strip() for cell in row.split("|")]


@dataclass(frozen=True, slots=True)
class Page:
    """One page; without blocks when nothing on it can be read, and then `problem` says why, unless it is blank."""

    number: int  # from 1
    blocks: tuple[Block, ...]
    label: str | None = None  # the page number that its margins show
    right: tuple[int, str | None] | None = None  # of two book pages on it, the second's first block and its label
    running: tuple[str, ...] = ()  # the running headers and footers that were taken out of the text
    problem: Problem | None = None
    scan: bool = False  # its text had to be read from a picture of it
    lacks: tuple[str, ...] = ()  # languages that Tesseract has no data of, if that is the problem
    lost: int = 0  # letters that a second reader sees on it and that are not in its text
    unread: tuple[Box, ...] = ()  # pictures that show lines of text, which nobody has read
    doubted: str = ""  # of its text, what is set in letters that make no words
    unseen: bool = False  # it may be that some of its text cannot be seen on it
    width: float = 0.0  # in points, as displayed
    height: float = 0.0
    continues: bool = False  # its first lines belong to the paragraph that ends the page before, and are there
    view: View = AS_IT_IS  # from where its boxes lie to where they are on the page as displayed

    @property
    def letters(self) -> int:
        """How many its text has."""
        return sum(len(block.text) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the PDF's outline."""

    level: int  # from 1
    title: str
    page: int | None  # from 1; None when it points nowhere


@dataclass(frozen=True, slots=True)
class Document:
    pages: tuple[Page, ...]
    outline: tuple[Bookmark, ...] = ()
    labels: tuple[str, ...] = ()  # what the PDF calls its pages, if that is not 1, 2, 3
