"""Rows and cells -> table blocks. Pure."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from ingest.pdf.clean import is_korean, join_lines
from ingest.pdf.document import Block, Box
from ingest.pdf.lines import Line, around, rows_of

Columns = Sequence[Sequence[Line]]


def table(rows: Iterable[Iterable[str]], boxes: Iterable[Box], size: float, page: int) -> Block | None:
    """A row a line; empty cells in the middle of a row keep their place."""
    lines = [" | ".join(row).rstrip(" |").removeprefix(" ") for row in rows]
    text = "\n".join(line for line in lines if line)
    return Block("table", text, page, tuple(boxes), size) if text else None


def read_aligned(columns: Columns, page: int) -> Iterator[Block]:
    """A table set without rules; a single row of one is a line with wide spaces."""
    for part in _pairs(columns):
        rows = rows_of(itertools.chain(*part))
        places = {id(line): place for place, column in enumerate(part) for line in column}
        cells = [_cells(row, places, len(part)) for row in _with_continuations(rows, places)]
        block = _row(rows[0], cells[0], page) if len(cells) == 1 else _table(rows, _with_translations(cells), page)
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
    korean = [sum(is_korean(line.text) for line in column) * 2 > len(column) for column in columns]
    if width < 4 or width % 2 or korean != korean[:2] * (width // 2) or korean[0] == korean[1]:
        return [columns]
    return [columns[place : place + 2] for place in range(0, width, 2)]


def _with_continuations(rows: Sequence[list[Line]], places: dict[int, int]) -> list[list[Line]]:
    """A row without a first cell, close under another, goes on with it: its cell was too long for a line."""
    merged: list[list[Line]] = []
    for row in rows:
        above = merged[-1][-1] if merged else None
        close = above and row[0].base - above.base < 1.5 * above.size and row[0].size > 0.9 * above.size
        if close and places[id(row[0])] > 0 and len(row) == 1:
            merged[-1] = [*merged[-1], *row]
        else:
            merged.append(row)
    return merged


def _cells(row: Sequence[Line], places: dict[int, int], width: int) -> list[str]:
    return [join_lines(line.text for line in row if places[id(line)] == place) for place in range(width)]


def _with_translations(cells: Sequence[list[str]]) -> list[list[str]]:
    """A row without a first cell, in the other script than the cell above it: the translation set below."""
    rows: list[list[str]] = []
    for row in cells:
        above = rows[-1] if rows else []
        if len(row) == len(above) == 2 and not row[0] and above[1] and is_korean(row[1]) != is_korean(above[1]):
            rows[-1] = [*above, row[1]]
        else:
            rows.append(row)
    return rows
