"""Two pages of a book on one sheet, as scanned and printed books have them: a sheet -> its pages. Pure."""

from collections.abc import Iterator, Sequence

from ingest.pdf.layout.margins import page_number
from ingest.pdf.layout.pieces import gaps_between
from ingest.pdf.layout.rows import rows_of_words
from ingest.pdf.layout.sheet import Sheet, part

LANDSCAPE = 1.15  # of the height
GUTTER = 0.02  # of the width, at least
NEAR = 0.06  # of it: so far from its middle
MOST = 0.8  # of the sheets have to be alike
FEWEST = 3  # sheets without page numbers; with them one is enough
AS_WIDE = 0.85  # of both outer margins together, if no numbers tell the pages: columns stand closer


def book_pages(sheets: Sequence[Sheet]) -> list[tuple[Sheet, ...]]:
    """Each sheet's pages in the order in which they are read: itself, or its halves."""
    halves = {sheet.number: both for sheet in sheets if (both := _halves(sheet))}
    filled = [both for both in halves.values() if both[0].words and both[1].words]
    wide = [sheet for sheet in sheets if sheet.width > LANDSCAPE * sheet.height and sheet.words]
    steps = [step for both in filled if (step := _step(both))]
    if len(halves) < MOST * len(wide) or not _are_spreads(filled, steps):
        return [(sheet,) for sheet in sheets]
    backwards = sum(steps) < 0  # as in Japanese books
    return [halves.get(sheet.number, (sheet,))[:: -1 if backwards else 1] for sheet in sheets]


def _halves(sheet: Sheet) -> tuple[Sheet, ...]:
    """Empty where words stand across the fold."""
    fold = _fold(sheet)
    if sheet.width <= LANDSCAPE * sheet.height or any(word.x0 < fold < word.x1 for word in sheet.words):
        return ()
    halves = part(sheet, (0, 0, fold, sheet.height)), part(sheet, (fold, 0, sheet.width, sheet.height))
    return () if all(half.words for half in halves) and _room_between(*halves) < GUTTER * sheet.width else halves


def _fold(sheet: Sheet) -> float:
    """Where it would be: of photographs hardly any has it right in the middle."""
    middle, near = sheet.width / 2, NEAR * sheet.width
    gaps = gaps_between(sheet.words, GUTTER * sheet.width)
    likely = [(start, end) for start, end in gaps if start < middle + near and end > middle - near]
    start, end = max(likely, key=lambda gap: gap[1] - gap[0], default=(middle, middle))
    return (start + end) / 2


def _room_between(left: Sheet, right: Sheet) -> float:
    return min(word.x0 for word in right.words) - max(word.x1 for word in left.words)


def _are_spreads(filled: Sequence[tuple[Sheet, ...]], steps: Sequence[int]) -> bool:
    if 2 * len(steps) >= len(filled) and abs(sum(steps)) == len(steps) > 0:
        return True
    return len(filled) >= FEWEST and sum(map(_is_wide_apart, filled)) >= MOST * len(filled)


def _step(both: tuple[Sheet, ...]) -> int:
    """From the left page's number to the right one's: 1, or -1; 0 when they have none that follow each other."""
    left, right = (set(_numbers(half)) for half in both)
    return next((step for step in (1, -1) if any(number + step in right for number in left)), 0)


def _numbers(sheet: Sheet) -> Iterator[int]:
    rows = list(rows_of_words(sheet.words))
    for row in (*rows[:2], *rows[-2:]):
        number = page_number(" ".join(word.text for word in row))
        if number and number.isdigit():
            yield int(number)


def _is_wide_apart(both: tuple[Sheet, ...]) -> bool:
    """Whether there is as much room in the middle as at both sides together."""
    left, right = both
    outer = min(word.x0 for word in left.words) + right.width - max(word.x1 for word in right.words)
    return _room_between(left, right) >= max(AS_WIDE * outer, 3 * GUTTER * left.width)
