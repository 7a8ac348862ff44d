"""Rows of pieces that are titles of what is below or beside them. Pure."""

import itertools
import re
from collections.abc import Iterable, Sequence

from ingest.pdf.layout.lines import Line
from ingest.pdf.layout.pieces import SAME, Piece, Span, gaps_between, height
from ingest.pdf.layout.wording import counts_on

_HEAD = re.compile(r"(\D{1,15}?)(\d{1,3})\D?")
FEWEST_UNDER_HEAD = 2  # rows
LARGE = 1.3  # of the usual size: titles need not be bold


def is_title(rows: list[list[Piece]], place: int, size: float) -> bool:
    """A row in large bold letters, such as a section's tag and its name: nothing below shares its gaps. The heads of
    columns are none; nor are heads in one column, level with another one."""
    if place >= len(rows):
        return False
    row = [piece for piece in rows[place] if not isinstance(piece, Span)]
    lines = [piece for piece in row if isinstance(piece, Line) and (piece.bold or piece.size > LARGE * size)]
    if (
        not lines
        or len(lines) < len(row)
        or not (max(line.size for line in lines) > 1.04 * size or (len(row) == 1 and lines[0].bold and lines[0].marked))
    ):
        return False
    below = list(itertools.chain(*rows[place + 1 : place + 3]))
    if len(row) == 1:
        above = list(itertools.chain(*rows[max(0, place - 2) : place]))
        return not any(_is_level(lines[0], piece) for piece in (*above, *below))
    return not all(any(_is_column(line, piece, size) for piece in below) for line in lines)


def _is_column(head: Line, piece: Piece, size: float) -> bool:
    """Whether it begins where its head does, or a little farther right, or is centred as it is."""
    return -3 < piece.x0 - head.x0 < 1.5 * size or abs(piece.x0 + piece.x1 - head.x0 - head.x1) < SAME


def heads_columns(rows: Sequence[list[Piece]], wide: float) -> bool:
    """Whether the first row has names that stand over several columns of the rows below, centred on them."""
    below = list(itertools.chain(*rows[1:]))
    more = sum(len(row) > len(rows[0]) for row in rows[1:])
    if more < max(FEWEST_UNDER_HEAD, 0.5 * (len(rows) - 1)):
        return False
    gaps = gaps_between(below, wide)
    over = [
        piece
        for piece in rows[0]
        for start, end in gaps
        if start < (piece.x0 + piece.x1) / 2 < end or (piece.x0 < start and end < piece.x1)
    ]
    return any(all(abs(piece.x0 - other.x0) > 2 for other in below) for piece in over)


def hangs_out(row: list[Piece], others: Iterable[Piece]) -> bool:
    """Whether it is a task's label with what follows it, left of all others."""
    label = row[0]
    marked = len(row) == 1 and isinstance(label, Line) and label.marked
    return marked and label.x0 < min(other.x0 for other in others) - height(label)


def heads_next_task(rows: Sequence[list[Piece]], at: int, place: int) -> bool:
    """Whether a line alone below a row of several pieces counts on from one above the band that begins at `at`:
    '7 Sie suchen eine Wohnung.' below '6 ...', each over texts side by side."""
    if place == len(rows) or not len(rows[place]) == 1 < len(rows[place - 1]):
        return False
    head = rows[place][0]
    return isinstance(head, Line) and any(
        isinstance(row[0], Line) and abs(row[0].x0 - head.x0) < SAME and counts_on(row[0].text, head.text)
        for row in rows[:at]
        if len(row) == 1
    )


def counts_heads(above: Sequence[list[Piece]], row: list[Piece]) -> bool:
    """Whether it is the next head of a column after which another one goes on counting: 'Lektion 2' below 'Lektion 1',
    beside 'Lektion 4'."""
    last = numbered_head(row[0]) if len(row) == 1 else None
    if not last:
        return False
    heads = [(piece.x0, *head) for row in above for piece in row if (head := numbered_head(piece))]
    alike = [(abs(x0 - row[0].x0) < SAME, number) for x0, name, number in heads if name == last[0]]
    return (True, last[1] - 1) in alike and any(not below and number > last[1] for below, number in alike)


def numbered_head(piece: Piece) -> tuple[str, int] | None:
    """The word and the number of a bold line such as 'Lektion 4'."""
    found = _HEAD.fullmatch(piece.text) if isinstance(piece, Line) and piece.bold else None
    return (found[1], int(found[2])) if found else None


def _is_level(head: Line, piece: Piece) -> bool:
    """Whether they stand beside each other, one a little higher."""
    top, bottom = (piece.base, piece.base) if isinstance(piece, Line) else (piece.top, piece.bottom)
    return (piece.x1 < head.x0 or head.x1 < piece.x0) and top - head.size < head.base < bottom + head.size
