"""Whether boxes and grids hold texts of their own, or only shade parts of a text or a table. Pure."""

import itertools
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import attrgetter
from statistics import median
from typing import Literal

from ingest.pdf.document import Box, area, around
from ingest.pdf.layout.grids import are_parted
from ingest.pdf.layout.rows import GAP, rows_of_words
from ingest.pdf.layout.sheet import Grid, cells_of
from ingest.pdf.letters.word import Word
from ingest.pdf.runs import runs

FEWEST_SHADES = 6  # in an area that changes its colour from edge to edge
LEVEL = 1.5  # points: words that begin so near to each other begin at one place
BEGINS = 3.0  # points between the first words of a table's rows: on scans those begin where their ink does
TOUCH = 3.0  # points: boxes that are no farther apart touch, as those that browsers make of cells do
FEWEST_IN_COLUMN = 3  # lines
STRIP = 2  # sizes, at most, that part two boxes
LONGEST_IN_COLUMN = 3  # words


class Shelf:
    """Words by the height of their middles, so that for each box only those beside it are looked at."""

    def __init__(self, words: Iterable[Word]) -> None:
        self._words = sorted(words, key=_middle)
        self._heights = list(map(_middle, self._words))
        self._gone: set[int] = set()

    def between(self, top: float, bottom: float) -> list[Word]:
        found = self._words[bisect_left(self._heights, top) : bisect_right(self._heights, bottom)]
        return [word for word in found if id(word) not in self._gone]

    def inside(self, box: Box) -> list[Word]:
        return [word for word in self.between(box[1], box[3]) if box[0] <= (word.x0 + word.x1) / 2 <= box[2]]

    def take(self, words: Iterable[Word]) -> None:
        self._gone |= {id(word) for word in words}

    def rest(self) -> list[Word]:
        return self.between(float("-inf"), float("inf"))


def _middle(word: Word) -> float:
    return (word.top + word.bottom) / 2


def are_cards(grid: Grid, words: Sequence[Word]) -> bool:
    """Whether each cell with text stands apart from the cells at its left and right, but for strips that have no room
    for letters: boxes in rows, whose edges are level."""
    size, shelf = median([word.size for word in words] or [0.0]), Shelf(words)
    found = [(min(cell[2] - cell[0], cell[3] - cell[1]), cell) for cell in cells_of(grid)]
    cells = [cell for least, cell in found if least > STRIP * size or (least > size and shelf.inside(cell))]
    beside: dict[int, list[Box]] = defaultdict(list)
    for cell in cells:
        for edge in (round(cell[0]), round(cell[2])):
            beside[edge].append(cell)
    touching = (
        one
        for cells in beside.values()
        for one, other in itertools.permutations(cells, 2)
        if one[0] != other[0] and one[1] < other[3] - 1 and other[1] < one[3] - 1
    )
    return not any(shelf.inside(one) for one in touching)


def are_shaded_heads(grid: Grid, words: Sequence[Word]) -> bool:
    """Whether only the heads of rows and of columns are shaded, so that nothing draws the cells between them: words
    stand there that are in no cell, each level with one that is in a cell."""
    cells = cells_of(grid)
    shelf = Shelf(words)
    heads = [word for cell in cells for word in shelf.inside(cell)]
    shelf.take(heads)
    others = shelf.inside(around(cells))
    bases = {round(word.base) for word in heads}
    return len(others) > 1 and all(round(word.base) in bases for word in others)


def without_shades(boxes: Collection[Box]) -> Iterator[Box]:
    """Areas laid over each other with all edges but one in common are the colours of one."""
    piles: dict[tuple[int, ...], list[Box]] = defaultdict(list)
    for box in boxes:
        edges = [round(edge) for edge in box]
        for free in range(4):
            piles[free, *edges[:free], *edges[free + 1 :]].append(box)
    shades = [sorted(pile, key=area)[:-1] for pile in piles.values() if len(pile) >= FEWEST_SHADES]
    yield from set(boxes).difference(*shades)


def stripes(boxes: Iterable[Box], shelf: Shelf) -> Iterator[Box]:
    """Boxes of one width whose text begins where the text between them does: a table's rows, shaded in turn."""
    alike: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for box in boxes:
        alike[round(box[0]), round(box[2])].append(box)
    for column in alike.values():
        for above, below in itertools.pairwise(sorted(column, key=lambda box: box[1])):
            between = (above[0], above[3], above[2], below[1])
            texts = [shelf.inside(box) for box in (above, between, below)]
            starts = [min(word.x0 for word in words) for words in texts if words]
            high = max(above[3] - above[1], below[3] - below[1])
            aligned = len(starts) == len(texts) and max(starts) - min(starts) < BEGINS
            if aligned and between[3] - between[1] < 3 * high:
                yield from (above, below)


def shaded_rows(boxes: Collection[Box], shelf: Shelf) -> Iterator[Box]:
    """Those that are level and touch, if the words right above or below them are parted as they are: cells of a row."""
    level: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for box in sorted(boxes):
        level[round(box[1]), round(box[3])].append(box)
    for row in level.values():
        touching: list[list[Box]] = []
        for cell in row:
            if touching and abs(cell[0] - touching[-1][-1][2]) <= TOUCH:
                touching[-1].append(cell)
            elif not touching or cell[0] > touching[-1][-1][2]:
                touching.append([cell])
        for run in touching:
            if len(run) > 1 and any(_go_on(run, side, shelf) for side in (-1, 1)):
                yield from (box for box in row if run[0][0] - TOUCH <= box[0] and box[2] <= run[-1][2] + TOUCH)


def _go_on(cells: Sequence[Box], side: Literal[-1, 1], shelf: Shelf) -> bool:
    """Whether the nearest line of words above or below has some in two columns of these cells, and none across them."""
    x0, top, x1, bottom = around(cells)
    move = side * (bottom - top)
    beside = list(rows_of_words(shelf.inside((x0, top + move, x1, bottom + move))))
    if not beside or sum(bool(shelf.inside(cell)) for cell in cells) < 2:
        return False
    line = beside[0 if side > 0 else -1]
    edges = [(left[2] + right[0]) / 2 for left, right in itertools.pairwise(cells)]
    return are_parted([line], edges)


def is_chip(box: Box, inner: Sequence[Word], shelf: Shelf) -> bool:
    """Whether a box around some words is a part of a line: other words stand close to it, on the same base."""
    size, base, inside = inner[0].size, inner[0].base, {id(word) for word in inner}
    beside = (word for word in shelf.between(box[1], box[3]) if id(word) not in inside)
    return any(
        abs(word.base - base) < 0.1 * size and -2 < max(word.x0 - box[2], box[0] - word.x1) < size for word in beside
    )


def is_background(box: Box, inner: Sequence[Word], shelf: Shelf) -> bool:
    """Whether words, or lines of words, go on over the edge of the box as if it was not there."""
    if not inner:
        return False
    if any(word.x0 < box[0] - 2 or word.x1 > box[2] + 2 for word in inner):
        return True
    inside = {id(word) for word in inner}
    size = median(word.size for word in inner)
    beside = shelf.between(box[1] - 4 * size, box[3] + 4 * size)
    rows = list(rows_of_words(word for word in beside if box[1] - 3 * size < word.base < box[3] + 3 * size))
    for row in rows:
        for left, right in itertools.pairwise(row):
            if (id(left) in inside) != (id(right) in inside) and right.x0 - left.x1 < 0.8 * size:
                return True
    steps = [below[0].base - above[0].base for above, below in itertools.pairwise(rows_of_words(inner))]
    close = min(1.12 * min(steps), 1.8 * size) if steps else 1.4 * size
    return any(
        (id(above[0]) in inside) != (id(below[0]) in inside)
        and abs(above[0].x0 - below[0].x0) < 2
        and abs(above[0].size - below[0].size) < 0.5
        and below[0].base - above[0].base <= close
        for above, below in itertools.pairwise(rows)
    )


def shaded_columns(boxes: Iterable[Box], shelf: Shelf) -> Iterator[Box]:
    """Those of a table's columns, whole or a box for each cell."""
    stacks = runs(
        sorted(boxes, key=lambda box: (round(box[0]), round(box[2]), box[1])),
        lambda above, box: abs(above[0] - box[0]) < 1 and abs(above[2] - box[2]) < 1 and box[1] < above[3] + 1,
    )
    yield from itertools.chain(
        *(stack for stack in stacks if _is_column(around(stack), shelf) or _are_cells_below_each_other(stack, shelf))
    )


def _are_cells_below_each_other(stack: Sequence[Box], shelf: Shelf) -> bool:
    """Whether boxes that touch are cells: beside what is in each, and close to it, something stands that is in none."""
    cells = [box for box in stack if not any(box != one and box[1] <= one[1] and one[3] <= box[3] for one in stack)]
    inside = {id(word) for box in cells for word in shelf.inside(box)}
    beside = [
        [
            max(word.x0 - box[2], box[0] - word.x1) / word.size
            for word in shelf.between(box[1], box[3])
            if id(word) not in inside
        ]
        for box in cells
        if shelf.inside(box)
    ]
    return len(beside) >= FEWEST_IN_COLUMN and all(rooms and -0.2 < min(rooms) < GAP for rooms in beside)


def _is_column(box: Box, shelf: Shelf) -> bool:
    """Whether beside each of its few words, and close to it, others are level."""
    inner = shelf.inside(box)
    rows = list(rows_of_words(inner))
    if len(rows) < FEWEST_IN_COLUMN or median(map(len, rows)) > LONGEST_IN_COLUMN:
        return False
    size, inside = median(word.size for word in inner), {id(word) for word in inner}
    beside = sorted((word for word in shelf.between(box[1], box[3]) if id(word) not in inside), key=attrgetter("x0"))
    level = [[word for word in beside if abs(word.base - row[0].base) <= 0.25 * size] for row in rows]
    rooms = [max(word.x0 - box[2], box[0] - word.x1) for words in level for word in words]
    return all(level) and -2 < min(rooms) < GAP * size
