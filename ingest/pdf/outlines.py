"""Lines of text that are drawn as outlines of letters, as designers' programs do it for headings. Pure.

Nothing says which letters these are: they are told from what else is drawn by standing in a row, each another shape
than the next, and are read from a picture of the page.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ingest.pdf.document import Box, area, around
from ingest.pdf.letters.chars import box_of
from ingest.pdf.letters.shapes import Shape
from ingest.pdf.letters.word import Word

HEIGHTS = (3.0, 60.0)  # points, of a letter
FEWEST = 6  # outlines; 'Café' has six, as what lies inside of a letter is one
DIFFERENT = 0.4  # of the outlines of a row, at least, are of a shape of their own: icons and dots are alike
LONG = 2.0  # of its height
GAP = 1.0  # of a row's height, between two words
CROSSED = 0.25  # of them, at most, cross the one before
SHARED = 0.1  # of the smaller of two that cross
TALLER = 1.6  # than its tallest outline: a row with letters that hang below the others
LEVEL = 0.5  # of the lower one of two outlines in a row, that is beside the other


def outlined(shapes: Iterable[Shape], words: Sequence[Word]) -> Iterator[Box]:
    """Where such lines are."""
    filled = [shape for shape in shapes if shape.get("fill") and HEIGHTS[0] < shape["height"] < HEIGHTS[1]]
    for row in _rows([shape for shape in filled if shape["width"] < 2 * HEIGHTS[1]]):
        box = around(map(box_of, row))
        if _are_letters(row, box) and not any(_is_on(word, box) for word in words):
            yield box


def _rows(shapes: Sequence[Shape]) -> Iterator[list[Shape]]:
    rows: list[tuple[list[Shape], Box]] = []
    for shape in sorted(shapes, key=lambda shape: shape["x0"]):
        beside = [at for at, (_, box) in enumerate(rows) if _goes_on(box, shape)]
        if beside:
            at = max(beside, key=lambda at: rows[at][1][3] - rows[at][1][1])  # and not that of the dots above
            row, box = rows[at]
            rows[at] = [*row, shape], around([box, box_of(shape)])
        else:
            rows.append(([shape], box_of(shape)))
    yield from (row for row, _ in rows)


def _goes_on(box: Box, shape: Shape) -> bool:
    high = box[3] - box[1]
    shared = min(box[3], shape["bottom"]) - max(box[1], shape["top"])
    return bool(shape["x0"] - box[2] < GAP * high and shared > LEVEL * min(high, shape["height"]))


def _are_letters(row: Sequence[Shape], box: Box) -> bool:
    if len(row) < FEWEST or box[2] - box[0] < LONG * (box[3] - box[1]):
        return False
    different = {(len(shape.get("pts", ())), round(shape["width"]), round(shape["height"])) for shape in row}
    crossed = sum(_cross(box_of(left), box_of(right)) for left, right in pairwise(row))
    tall = max(shape["height"] for shape in row)
    return len(different) >= DIFFERENT * len(row) and crossed <= CROSSED * len(row) and box[3] - box[1] < TALLER * tall


def _cross(one: Box, other: Box) -> bool:
    """Whether they share a part of their room, and neither lies in the other."""
    left, top, right, bottom = *map(max, one[:2], other[:2]), *map(min, one[2:], other[2:])
    if right <= left or bottom <= top:
        return False
    return SHARED < (right - left) * (bottom - top) / min(area(one), area(other)) < 1 - SHARED


def _is_on(word: Word, box: Box) -> bool:
    return box[0] < (word.x0 + word.x1) / 2 < box[2] and box[1] < (word.top + word.bottom) / 2 < box[3]
