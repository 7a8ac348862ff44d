"""Tasks that count on from the foot of one column to the head of the next, whatever stands level. Pure."""

import itertools
from collections.abc import Sequence

from ingest.pdf.enumerators import enumerator
from ingest.pdf.layout.lines import Line
from ingest.pdf.layout.pieces import Piece, are_alike, gaps_between, levels, usual_size
from ingest.pdf.layout.rows import GAP

FEWEST = 2  # tasks in a column
FEWEST_IN_LIST = 3
LONGEST_HEAD = 3  # rows above or below the columns, across them


def tasks_in_columns(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece], list[Piece], list[Piece]] | None:
    """What stands above the columns, in the left one, in the right one, and below them; None if there are no such
    tasks: those at the left count on by one, and the right ones from the last of these. They have parts or texts of
    their own, or all lines of both columns are alike."""
    if sum(map(bool, map(_number, pieces))) < 2 * FEWEST:
        return None
    rows = levels(pieces)
    begins = [at for at, row in enumerate(rows) if at <= LONGEST_HEAD or len(rows[at - 1]) == 1 < len(row)]
    for head, foot in itertools.product(begins, range(LONGEST_HEAD + 1)):
        inner = list(itertools.chain(*rows[head : len(rows) - foot]))
        if head > LONGEST_HEAD and not _are_alike(inner):
            continue
        for _, edge in gaps_between(inner, GAP * usual_size(inner)):
            left, right = ([piece for piece in inner if (piece.x0 >= edge) == at_right] for at_right in (False, True))
            if _count_on(left, right):
                return [*itertools.chain(*rows[:head])], left, right, [*itertools.chain(*rows[len(rows) - foot :])]
    return None


def _count_on(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    numbers, others = (_numbers(side) for side in (left, right))
    whole = [*numbers, *others]
    if not all(below == above + 1 for above, below in itertools.pairwise(whole)):
        return False
    tasks = min(len(numbers), len(others))
    if _have_parts(left) and _have_parts(right):
        return tasks >= FEWEST
    return tasks >= FEWEST_IN_LIST and _are_alike([*left, *right])


def _are_alike(pieces: Sequence[Piece]) -> bool:
    return all(are_alike(above, below) for above, below in itertools.pairwise(pieces))


def _numbers(side: Sequence[Piece]) -> list[int]:
    """Of its tasks, from top to bottom: those at its edge."""
    tasks = [piece for piece in side if _number(piece)]
    start = min((piece.x0 for piece in side if isinstance(piece, Line)), default=0.0)
    outer = sorted((piece for piece in tasks if piece.x0 - start < 2), key=lambda piece: piece.top)
    return [_number(piece) for piece in outer]


def _number(piece: Piece) -> int:
    mark = enumerator(piece.text) if isinstance(piece, Line) else None
    return mark.number if mark and mark.is_number and mark.text else 0


def _have_parts(side: Sequence[Piece]) -> bool:
    """Whether more than the tasks' first lines stand there: else they are a list."""
    return len(side) > 2 * sum(map(bool, map(_number, side)))
