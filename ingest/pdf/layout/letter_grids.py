"""Grids of letters in which words are to be found, set without rules: words -> grids. Pure."""

import itertools
from collections.abc import Iterable, Iterator, Sequence

from ingest.pdf.layout.rows import rows_of_words
from ingest.pdf.layout.sheet import Grid
from ingest.pdf.letters.word import Word
from ingest.pdf.runs import runs

FEWEST = 4  # letters in a row, and rows
WIDEST = 3.0  # sizes from one letter to the next
STRAIGHT = 1.0  # points: so near are their middles below each other

Row = Sequence[Word]


def letter_grids(words: Iterable[Word]) -> Iterator[Grid]:
    """Each row of single capitals below another one of as many, at the same places."""
    found: list[list[Row]] = []
    for row in itertools.chain(*map(_letters, rows_of_words(words))):
        above = next((rows for rows in found if _is_next(rows[-1], row)), None)
        if above:
            above.append(row)
        else:
            found.append([row])
    yield from (_grid(rows) for rows in found if len(rows) >= FEWEST)


def _letters(row: Iterable[Word]) -> Iterator[Row]:
    """Of a row of words the runs of single capitals."""
    near = runs(row, lambda last, word: _is_letter(last) == _is_letter(word) and word.x0 - last.x1 < WIDEST * word.size)
    return (run for run in near if len(run) >= FEWEST and _is_letter(run[0]))


def _is_letter(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isupper()


def _middle(word: Word) -> float:
    return (word.x0 + word.x1) / 2


def _is_next(above: Row, row: Row) -> bool:
    near = 0 < row[0].base - above[0].base < WIDEST * row[0].size
    pairs = zip(above, row, strict=False)
    return near and len(above) == len(row) and all(abs(_middle(one) - _middle(two)) < STRAIGHT for one, two in pairs)


def _grid(rows: Sequence[Row]) -> Grid:
    across = _borders([_middle(word) for word in rows[0]])
    down = _borders([(row[0].top + row[0].bottom) / 2 for row in rows])
    return [
        [(left, top, right, bottom) for left, right in itertools.pairwise(across)]
        for top, bottom in itertools.pairwise(down)
    ]


def _borders(middles: Sequence[float]) -> list[float]:
    between = [(one + other) / 2 for one, other in itertools.pairwise(middles)]
    return [2 * middles[0] - between[0], *between, 2 * middles[-1] - between[-1]]
