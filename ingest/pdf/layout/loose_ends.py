"""Pieces at the end of a band that only happen to be as short as its first column. Pure."""

import itertools
from collections.abc import Sequence
from statistics import median

from ingest.pdf.layout.lines import Line
from ingest.pdf.layout.pieces import Island, Piece, are_alike, height
from ingest.pdf.layout.titles import counts_heads

BROADER = 4.0  # sizes: a line that ends farther right than all above it is none of their column
LOOSE = 1.25  # of the lines' usual distance: from then on they are apart


def without_loose_end(band: list[Piece], edge: float) -> tuple[list[Piece], list[Piece]]:
    """The band, and what stands below its last row. `edge`: where its first column ends."""
    left = [piece for piece in band if piece.x1 <= edge]
    beyond = [piece for piece in band if piece.x1 > edge]
    boxed = all(isinstance(piece, Island) and piece.blocks for piece in beyond)
    after = _loose_tail(left, max(piece.bottom for piece in beyond), edge, boxed)
    if counts_heads([band], after[:1]):
        return band, []
    apart = set(map(id, after))
    return [piece for piece in band if id(piece) not in apart], after


def _loose_tail(left: list[Piece], last: float, edge: float, boxed: bool) -> list[Piece]:
    """Pieces of the left column below all others that a gap wider than those in it parts from it; not those that fill
    it, unless they stand below a row of boxes (`boxed`: all at its right are)."""
    steps = [below.top - above.top for above, below in itertools.pairwise(left)]
    lines = [isinstance(above, Line) and isinstance(below, Line) for above, below in itertools.pairwise(left)]
    down = [step for step in itertools.compress(steps, lines) if step > 1]  # the cells of a row are level
    apart = LOOSE * median(down) if len(down) > 2 else 0.0
    for index in range(1, len(left)):
        above, piece = left[index - 1], left[index]
        longest = max(other.x1 for other in left[:index]) + BROADER * height(piece)
        fills = left[0].x0 + 0.85 * (edge - left[0].x0) < piece.x1 < longest
        below_box = isinstance(above, Island) and not (boxed and above.blocks)
        far = 2.0 if below_box and len(left) - index > 2 else 0.6  # a text, and no caption
        parted = piece.top - above.bottom > far * height(piece) and steps[index - 1] > apart
        headed = boxed and isinstance(above, Line) and above.bold and not are_alike(above, piece)
        if piece.top >= last and parted and not headed and not (fills and (below_box or are_alike(above, piece))):
            return [] if _is_set_in(piece, left[:index]) else left[index:]
    return left if left[0].top >= last else []


def _is_set_in(piece: Piece, column: Sequence[Piece]) -> bool:
    """As other lines of the column are, whose edge is farther left."""
    set_in = piece.x0 > min(other.x0 for other in column) + 0.8 * height(piece)
    return set_in and any(are_alike(piece, other) and abs(piece.x0 - other.x0) < 1 for other in column)
