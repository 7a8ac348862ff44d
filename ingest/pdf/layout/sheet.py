"""What is on one page, before anybody has read it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.pdf.document import AS_IT_IS, Box, View
from ingest.pdf.letters.word import Word

Grid = list[list[Box | None]]
"""A ruled table: rows of cells; None where a cell goes on from the left or from above."""


def cells_of(*grids: Grid) -> list[Box]:
    return [cell for grid in grids for row in grid for cell in row if cell]


Rule = tuple[float, float, float]
"""A level line that is drawn on the page: from where to where, and its height."""


Divider = tuple[float, float, float]
"""An upright line that is drawn on the page: from which height to which, and where."""


EDGE = 2.0  # points: so far may a line reach over it


@dataclass(frozen=True, slots=True)
class Sheet:
    """In the page's own coordinates, turned so that most of its letters are upright."""

    number: int
    width: float
    height: float
    words: list[Word]
    grids: list[Grid]
    boxes: list[Box]
    drawn: bool = False  # there is more on it than these words: pictures, lines, areas
    covered: float = 0.0  # the share of it that its largest picture covers
    pictures: tuple[Box, ...] = ()
    rules: Sequence[Rule] = ()  # that are no edges of its grids and boxes, nor lines to write on
    asides: Sequence[Word] = ()  # lines that stand sideways at its edge, comments: read after the rest
    tabs: Sequence[Word] = ()  # on coloured areas at its left or right edge
    unseen: bool = False  # it may be that some of its text cannot be seen
    unread: tuple[Box, ...] = ()  # pictures that show lines of text
    recognised: bool = False  # its text is what a program has put under the picture of it
    view: View = AS_IT_IS  # from these places to those on the page as displayed
    dividers: Sequence[Divider] = ()  # that are no edges of its grids and boxes


def part(sheet: Sheet, area: Box) -> Sheet:
    """What is there. A table is cut, and what else is drawn over its edges is in no part."""
    x0, top, x1, bottom = area

    def has(box: Box) -> bool:
        return x0 <= (box[0] + box[2]) / 2 < x1 and top <= (box[1] + box[3]) / 2 < bottom

    def holds(box: Box) -> bool:
        return min(box[0] - x0, box[1] - top, x1 - box[2], bottom - box[3]) >= -EDGE

    grids = [[[cell if cell and has(cell) else None for cell in row] for row in grid] for grid in sheet.grids]
    return replace(
        sheet,
        words=[word for word in sheet.words if has((word.x0, word.top, word.x1, word.bottom))],
        grids=[grid for grid in grids if any(map(any, grid))],
        boxes=[box for box in sheet.boxes if holds(box)],
        pictures=tuple(filter(holds, sheet.pictures)),
        rules=[rule for rule in sheet.rules if holds((rule[0], rule[2], rule[1], rule[2]))],
        dividers=[one for one in sheet.dividers if holds((one[2], one[0], one[2], one[1]))],
    )
