"""What is on one page, before anybody has read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.pdf.document import AS_IT_IS, Box, View
from ingest.pdf.letters.word import Word

Grid = list[list[Box | None]]
"""A ruled table: rows of cells; None where a cell goes on from the left or from above."""


Rule = tuple[float, float, float]
"""A level line that is drawn on the page: from where to where, and its height."""


Divider = tuple[float, float, float]
"""An upright line that is drawn on the page: from which height to which, and where."""


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
