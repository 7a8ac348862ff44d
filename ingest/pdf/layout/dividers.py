"""Upright lines between columns of text: a sheet -> its parts, in the order in which they are read. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from ingest.pdf.layout.boxes import Shelf
from ingest.pdf.layout.rows import rows_of_words
from ingest.pdf.layout.sheet import Sheet, part
from ingest.pdf.letters.clean import is_korean
from ingest.pdf.letters.word import Word

TALL = 0.3  # of the page
BROAD = 0.25  # of it, each column
FULL = 0.7  # of a column: lines of texts are as long, and words in a list are not
FEWEST_FULL = 0.1  # of its lines
FEWEST = 3  # lines
FEWEST_WORDS = 3  # of half of them: what is at their right has a name there, as on a form
OTHER = 0.6  # of the words: by so many more are Korean where a translation stands beside the text


def parted(sheet: Sheet) -> tuple[Sheet, Sheet, Sheet, Sheet] | None:
    """What stands above an upright line, at its left, at its right and below it; None if no line parts columns."""
    tall = [divider for divider in sheet.dividers if divider[1] - divider[0] >= TALL * sheet.height]
    shelf = Shelf(sheet.words if tall else ())
    for divider in sorted(tall, key=lambda divider: divider[0] - divider[1]):
        top, bottom, x = divider
        beside = shelf.between(top, bottom)
        sides = [word for word in beside if word.x1 <= x], [word for word in beside if word.x0 >= x]
        if len(beside) == sum(map(len, sides)) and _are_columns(sides, x, BROAD * sheet.width):
            rest = replace(sheet, dividers=[other for other in sheet.dividers if other is not divider])
            return (
                part(rest, (0.0, 0.0, sheet.width, top)),
                part(rest, (0.0, top, x, bottom)),
                part(rest, (x, top, sheet.width, bottom)),
                part(rest, (0.0, bottom, sheet.width, sheet.height)),
            )
    return None


def _are_columns(sides: Sequence[Sequence[Word]], x: float, broad: float) -> bool:
    """Whether texts stand there, which are not each other's translation, and no list of words."""
    if not all(sides):
        return False
    starts, ends = (min(word.x0 for word in sides[0]), x), (x, max(word.x1 for word in sides[1]))
    korean = [sum(is_korean(word.text) for word in side) / len(side) for side in sides]
    return abs(korean[0] - korean[1]) < OTHER and all(
        right - left >= broad and _are_full(list(rows_of_words(side)), FULL * (right - left))
        for side, (left, right) in zip(sides, (starts, ends), strict=True)
    )


def _are_full(rows: Sequence[Sequence[Word]], least: float) -> bool:
    full = sum(row[-1].x1 - row[0].x0 >= least for row in rows)
    return len(rows) >= FEWEST and full >= FEWEST_FULL * len(rows) and median(map(len, rows)) >= FEWEST_WORDS
