"""Rows and cells -> table blocks. Pure."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from ingest.pdf.document import Block, Box, around
from ingest.pdf.layout.cells import level_share, rows_of_cells
from ingest.pdf.layout.lines import Line, rows_of
from ingest.pdf.letters.clean import is_korean, join_lines

Columns = Sequence[Sequence[Line]]


def table(rows: Iterable[Iterable[str]], boxes: Iterable[Box], size: float, page: int) -> Block | None:
    """A row a line; empty cells in the middle of a row keep their place."""
    lines = [" | ".join(row).rstrip(" |").removeprefix(" ") for row in rows]
    text = "\n".join(line for line in lines if line)
    return Block("table", text, page, tuple(boxes), size) if text else None


def read_aligned(columns: Columns, page: int) -> Iterator[Block]:
    """A table set without rules; a single row of one is a line with wide spaces."""
    for part in _pairs(columns):
        rows = rows_of_cells(part)
        if len(rows) == 1 and len(rows_of(rows[0])) == 1:
            yield _row(rows[0], _cells(rows[0], part), page)
            continue
        block = _table(rows, [_cells(row, part) for row in rows], page)
        if block:
            yield block


def _table(rows: Sequence[Sequence[Line]], cells: Sequence[Sequence[str]], page: int) -> Block | None:
    size = median(line.size for row in rows for line in row)
    return table(cells, (around([line.box for line in row]) for row in rows), size, page)


def _row(row: Sequence[Line], cells: Iterable[str], page: int) -> Block:
    bold = all(line.bold for line in row)  # a section's tag and its title
    text = (" · " if bold else " | ").join(cell for cell in cells if cell)
    return Block("paragraph", text, page, (around([line.box for line in row]),), max(line.size for line in row), bold)


def _pairs(columns: Columns) -> list[Columns]:
    """A word list set in several columns of pairs (de, ko, de, ko) is one table of pairs after the other."""
    width = len(columns)
    if width < 4 or width % 2:
        return [columns]
    korean = [sum(is_korean(line.text) for line in column) * 2 > len(column) for column in columns]
    bold = [sum(line.bold for line in column) * 2 > len(column) for column in columns]
    alternate = any(kind == kind[:2] * (width // 2) and kind[0] != kind[1] for kind in (korean, bold))
    if alternate or level_share(columns[2], columns[0]) < 0.8 < level_share(columns[2], columns[3]):
        return [columns[place : place + 2] for place in range(0, width, 2)]
    return [columns]


def _cells(row: Sequence[Line], columns: Columns) -> list[str]:
    """In a table of pairs, a translation set below its text is a cell of its own."""
    mine = {id(line) for line in row}
    cells = [[line for line in column if id(line) in mine] for column in columns]
    if len(cells) == 2:
        kinds = itertools.groupby(cells[1], key=lambda line: is_korean(line.text))
        cells = [cells[0], *(list(group) for _, group in kinds)]
    return [join_lines(line.text for line in cell) for cell in cells]
