"""Where other columns begin within a band whose gutter happens to go on. Pure."""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median

from ingest.pdf.layout.lines import Line, is_item
from ingest.pdf.layout.pieces import Piece, extent, gaps_between

FEWEST_OF_TABLE = 3  # rows, to tell from a cell that is empty
FEWEST_OF_COLUMN = 2  # pieces that begin at one place
WIDER = 1.25  # than the usual room between two rows: what parts a table from the next one
SAME = 2.0  # points: pieces that begin so near to each other begin at one place
FEWEST_ALONE = 2  # lines beside which a column is empty
FEWEST_SPACES = 2  # in an instruction
MOST_SEAMS = 20  # of a band that are looked at: a page may have thousands of rows
AHEAD = 6  # rows below the band

Rows = Sequence[Sequence[Piece]]


def before_other_columns(rows: Rows, at: int, end: int, narrowest: float) -> int:
    """Where the band ends if below a wide space, across all of it, a line stands alone in the first column, and no
    column begins where one did above: an instruction, and the next table."""
    gutters = gaps_between(itertools.chain(*rows[at:end]), narrowest)
    if not gutters or end - at < FEWEST_OF_COLUMN * 2:
        return end
    edge, beyond = gutters[0]
    rooms = {place: room_between(rows[place - 1], rows[place]) for place in range(at + 1, end)}
    least = WIDER * median(rooms.values())
    for place in sorted(rooms, key=lambda place: -rooms[place])[:MOST_SEAMS]:
        if rooms[place] <= least:
            break
        if any(piece.x1 > edge for piece in rows[place]):
            continue
        above, below = (_begins(part, beyond) for part in (rows[at:place], rows[place : end + AHEAD]))
        others = above and below and not any(abs(one - other) <= SAME for one in above for other in below)
        if others or _is_begun_anew(rows[place:end], edge):
            return place
    return end


def _is_begun_anew(rows: Rows, edge: float) -> bool:
    """Whether several lines stand alone in the first column, an instruction first, and what is beside it below them
    begins level with a line of it: a column goes on, and is not empty for so long."""
    first = rows[0][0]
    if not isinstance(first, Line) or first.text.count(" ") < FEWEST_SPACES:
        return False
    alone = next((at for at, row in enumerate(rows) if any(piece.x1 > edge for piece in row)), 0)
    heads = all(isinstance(piece, Line) and (piece.bold or is_item(piece)) for piece in rows[alone])
    fewest = 1 if first.text[:1].isdecimal() and heads else FEWEST_ALONE
    return alone >= fewest and any(piece.x1 <= edge for piece in rows[alone])


def _begins(rows: Rows, beyond: float) -> list[int]:
    """Where columns begin at the right of the first gutter."""
    places = Counter(round(piece.x0) for row in rows for piece in row if piece.x0 >= beyond - 1)
    return [place for place, count in places.items() if count >= FEWEST_OF_COLUMN]


def before_more_columns(rows: Rows, at: int, end: int, narrowest: float) -> int:
    """Where the band ends if below its widest space a table begins that has a column where nothing stood before, or
    that lets neither part keep its own."""
    steps = {place: top_of(rows[place]) - top_of(rows[place - 1]) for place in range(at + 1, end)}
    place = max(steps, key=lambda place: steps[place], default=end)
    if place - at < FEWEST_OF_TABLE:
        return end
    above, below = (list(itertools.chain(*part)) for part in (rows[at:place], rows[place:end]))
    gaps, common = gaps_between(above, narrowest), len(gaps_between([*above, *below], narrowest))
    columns = [(left[1], right[0]) for left, right in itertools.pairwise(gaps_between(below, narrowest))]
    apart = min(len(gaps), len(columns) + 1) > common
    new = [column for column in columns if apart or any(gap[0] <= column[0] and column[1] <= gap[1] for gap in gaps)]
    entries = (sum(start <= piece.x0 and piece.x1 <= stop for piece in below) for start, stop in new)
    return place if max(entries, default=0) >= FEWEST_OF_TABLE else end


def top_of(row: Iterable[Piece]) -> float:
    return min(extent(piece)[0] for piece in row)


def room_between(above: Iterable[Piece], below: Iterable[Piece]) -> float:
    return top_of(below) - max(extent(piece)[1] for piece in above)
