"""A page that is open -> its sheet: its words, the tables and boxes drawn on it, its pictures and comments."""

from collections.abc import Iterable, Iterator, Sequence

from pdfplumber.page import Page as PlumberPage
from pdfplumber.utils.exceptions import PdfminerException

from ingest.pdf.blanks import blanks
from ingest.pdf.document import Box, around
from ingest.pdf.layout import Divider, Grid, Rule, Sheet, cells_of, lines_of
from ingest.pdf.letters.annotations import comments, fields
from ingest.pdf.letters.chars import Char
from ingest.pdf.letters.second_reader import SecondSight
from ingest.pdf.letters.word import Word
from ingest.pdf.letters.words import read_words, read_words_alone, words_of
from ingest.pdf.outlines import outlined
from ingest.pdf.photographs import lines_of_text
from ingest.pdf.rules import (
    MOST_RULES,
    apart,
    at_edges,
    bullets,
    dividers,
    pictures,
    ruled,
    rules,
    turn_with_letters,
)

FEWEST_LINES = 3  # of text in a picture; fewer may be anything
MOST_PICTURES = 20  # of a page
RECOGNISED = 0.5  # of a page: a picture as large may have been read by another program, and its text hidden under it


def read_sheet(page: PlumberPage, second: SecondSight, known: set[int]) -> Sheet:
    """`known`: what outlines look like that earlier pages have; it grows. Raises PdfminerException, or nearly anything
    else, on a page that is broken."""
    found = read_words(page, second)
    words, tabs = found.words, list[Word]()
    grids: list[Grid] = []
    boxes: list[Box] = []
    cells: list[Box] = []
    drawn: list[Rule] = []
    upright: list[Divider] = []
    shapes = len(page.rects) + len(page.lines) + len(page.curves)
    if found.angle and shapes <= MOST_RULES:
        turn_with_letters(page, found.view)
    if words and 0 < shapes <= MOST_RULES:
        grids, boxes = ruled(page)
        edges = [] if found.angle else at_edges(page)
        tabs = [word for word in words if any(_is_in(word.x0 + word.x1, word.top + word.bottom, box) for box in edges)]
        words = [word for word in words if word not in tabs]
        cells = cells_of(*grids)
        framed = [*cells, *boxes]
        drawn, upright = apart(rules(page), dividers(page), framed)
        words += [*blanks(drawn, found.width, words, framed), *bullets(page, words)]
    words += list(fields(page, second, words))
    labels = [line for run in found.sideways for line in _lines_aside(run)]
    inside = [one for one in labels if any(_is_in(one.x0 + one.x1, one.top + one.bottom, cell) for cell in cells)]
    unread = [*_unread(page, second, words)]
    if shapes <= MOST_RULES and not found.angle:
        unread += _unknown(outlined([*page.curves, *page.rects], words), second, known)
    asides = [*(one for one in labels if one not in inside), *comments(page, second, found.words)]
    return Sheet(
        page.page_number,
        found.width,
        found.height,
        words + inside,
        grids,
        boxes,
        bool(found.painted or shapes or page.images or words),
        _covered(page),
        tuple(pictures(page)),
        drawn,
        asides,
        tabs,
        found.unseen,
        tuple(unread[:MOST_PICTURES]),
        _covered(page) > RECOGNISED and second.is_hidden(),
        found.view,
        upright,
    )


def read_sheet_alone(number: int, second: SecondSight) -> Sheet:
    """A page that pdfplumber cannot read, as the second reader does: its words, without rules. Raises PdfminerException
    if there are none."""
    found = read_words_alone(second)
    if not found.words:
        raise PdfminerException("no reader finds words")
    size, unseen, view = (found.width, found.height), found.unseen, found.view
    return Sheet(number, *size, found.words, [], [], drawn=True, unseen=unseen, view=view)


def _unread(page: PlumberPage, second: SecondSight, words: Sequence[Word]) -> Iterator[Box]:
    """The pictures that show lines of text, and on which no words are set."""
    for box in pictures(page)[:MOST_PICTURES]:
        apart = not any(_is_in(word.x0 + word.x1, word.top + word.bottom, box) for word in words)
        if apart and (picture := second.picture(box)) and lines_of_text(picture) >= FEWEST_LINES:
            yield box


def _unknown(boxes: Iterable[Box], second: SecondSight, known: set[int]) -> Iterator[Box]:
    """Those of outlines that no page before has: a letterhead is read once, as Tesseract takes seconds a page."""
    for box in boxes:
        picture = second.picture(box)
        look = hash((picture.size, picture.tobytes()) if picture else box)
        if look not in known:
            known.add(look)
            yield box


def _covered(page: PlumberPage) -> float:
    whole = float(page.width * page.height)
    areas = [(image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) for image in page.images]
    return min(1.0, max(areas, default=0.0) / whole) if whole else 0.0


def _lines_aside(chars: list[Char]) -> Iterator[Word]:
    """Lines that were levelled where there is no room for them, each as one word in the place where it stands."""
    for line in lines_of(words_of(chars)):
        inside = (char for char in chars if _is_in(char["x0"] + char["x1"], char["top"] + char["bottom"], line.box))
        x0, y0, x1, y1 = around(char["stands"] for char in inside)
        yield Word(line.text, x0, y0, x1, y1, (y0 + y1) / 2 + 0.35 * line.size, line.size, line.bold)


def _is_in(left_and_right: float, top_and_bottom: float, box: Box) -> bool:
    """Whether the middle between two edges each is."""
    return box[0] <= left_and_right / 2 <= box[2] and box[1] <= top_and_bottom / 2 <= box[3]
