"""What stands in a ruled table's cells, above them and beside them. Pure."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ingest.pdf.document import Box, around
from ingest.pdf.layout.lines import lines_of, rows_of
from ingest.pdf.layout.rows import rows_of_words
from ingest.pdf.layout.sheet import Grid
from ingest.pdf.letters.clean import join_lines
from ingest.pdf.letters.word import Word

SPANNING_GAP = 0.8  # of the size: words that far apart stand in two cells
ABOVE = 2.2  # sizes from the rules up to the base of the columns' names


def row_texts(row: Sequence[Box | None], taken: Mapping[Box, list[Word]], edges: Sequence[int]) -> Iterator[str]:
    """A row's cells; one that spans columns and is parted where they are was only not ruled like the others."""
    spare = 0
    for cell in row:
        if cell is None:
            spare -= 1
            if spare < 0:
                yield ""
            continue
        parts = _parted(taken[cell], [edge for edge in edges if cell[0] + 2 < edge < cell[2] - 2])
        spare = len(parts) - 1
        yield from map(cell_text, parts)


def rows_within(row: Sequence[Box | None], taken: Mapping[Box, list[Word]], edges: Sequence[int]) -> list[list[Word]]:
    """The lines in a row's only cell, if each is parted where the table's columns are, and begins in the first: a frame
    around rows that are not ruled. Else none."""
    cells = [cell for cell in row if cell]
    if len(cells) != 1 or len(row) == 1:
        return []
    inner = [edge for edge in edges if cells[0][0] + 2 < edge < cells[0][2] - 2]
    lines = list(rows_of_words(taken[cells[0]]))
    parts = [_parted(line, inner) for line in lines]
    return lines if len(lines) > 1 and all(len(part) > 1 and part[0] for part in parts) else []


def _parted(words: list[Word], edges: Sequence[int]) -> list[list[Word]]:
    """The words between the edges, if some stand at both sides of one, and far from each other; else all of them."""
    if not are_parted(rows_of_words(words), edges):
        return [words]
    parts: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    for word in words:
        parts[sum(word.x0 >= edge - 1 for edge in edges)].append(word)
    return parts


def are_parted(rows: Iterable[Sequence[Word]], edges: Sequence[float]) -> bool:
    """Whether the words at both sides of an edge stand far from each other in each of these rows, and none across it:
    in one row at least."""
    apart: list[bool] = []
    for row in rows:
        if any(word.x0 < edge < word.x1 for word in row for edge in edges):
            return False
        pairs = ((a, b) for a, b in itertools.pairwise(row) if any(a.x0 < edge <= b.x0 for edge in edges))
        apart += (right.x0 - left.x1 > SPANNING_GAP * left.size for left, right in pairs)
    return bool(apart) and all(apart)


def cell_text(words: list[Word]) -> str:
    return join_lines(" ".join(line.text for line in row) for row in rows_of(lines_of(words)))


def head_above(cells: Sequence[Box], words: Sequence[Word]) -> dict[tuple[float, float], list[Word]]:
    """What a table's columns are called, if that stands right above its rules: the words over each column."""
    x0, top, x1, _ = around(cells)
    near = [word for word in words if top - ABOVE * word.size < word.base <= top + 1]
    row = next(iter([*rows_of_words(near)][-1:]), [])
    columns: dict[tuple[float, float], list[Word]] = {
        (cell[0], cell[2]): [] for cell in sorted(cells) if abs(cell[1] - top) < 1
    }
    for word in row:
        over = [words for (left, right), words in columns.items() if left <= word.x0 and word.x1 <= right]
        if len(over) != 1 or not x0 <= word.x0 < x1:
            return {}
        over[0].append(word)
    filled = [words for words in columns.values() if words]
    apart = all(right[0].x0 - left[-1].x1 > SPANNING_GAP * left[-1].size for left, right in itertools.pairwise(filled))
    return columns if apart and 2 * len(filled) > len(columns) > 1 < len(filled) else {}


def with_names_beside(grid: Grid, words: Iterable[Word]) -> Grid:
    """The table with cells for what its rows are called, if that stands at the left of its rules: one line beside each
    row, on the base of what is in it, all begun at one place."""
    rows = [around([cell for cell in row if cell]) for row in grid if any(row)]
    starts: list[float] = []
    for x0, top, x1, bottom in rows:
        level = [word for word in words if top < word.base <= bottom and word.x0 < x1]
        names, inside = ([word for word in level if (word.x0 >= x0) == within] for within in (False, True))
        if not names or {round(word.base) for word in names} != {round(word.base) for word in inside}:
            return grid
        if max(word.x1 for word in names) > x0 or len({round(word.base) for word in names}) > 1:
            return grid
        starts.append(min(word.x0 for word in names))
    if len(grid) < 2 or len(rows) < len(grid) or max(starts) - min(starts) > 1:
        return grid
    return [[(min(starts), top, x0, bottom), *row] for (x0, top, _, bottom), row in zip(rows, grid, strict=True)]
