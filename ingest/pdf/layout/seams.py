"""Where within a band whose gutter happens to go on another table, or other columns, begin. Pure."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from statistics import median

from ingest.pdf.enumerators import enumerator
from ingest.pdf.layout.lines import Line, is_item
from ingest.pdf.layout.pieces import Gutter, Island, Piece, extent, gaps_between

WIDER = 1.15  # than the usual room between two rows: what may part a table from the next one
MOST_SEAMS = 20  # of a band that are looked at: a page may have thousands of rows
WIDEST = 3.0  # the same: what is farther apart is parted no more than that
SAME = 1.0  # points: pieces that begin so near to each other begin at one place
AHEAD = 6  # rows below the band that a heading at its end may be above
FEWEST_ROWS = 2  # of several pieces at each side, if there are any, tell in what columns these stand
SOME = 0.2  # of the rows at a side
BEYOND = 2.0  # points: a piece that covers a gap goes on at both of its sides
ENOUGH = 2.5  # evidence

Rows = Sequence[Sequence[Piece]]


def seam(rows: Rows, at: int, end: int, narrowest: float) -> int:
    """Where the band from `at` to `end` really ends: at the white space across it that most speaks for other columns
    below it. How wide that is and what stands at both sides are added up."""
    rooms = {place: room_between(rows[place - 1], rows[place]) for place in range(at + 1, end)}
    if not rooms:
        return end
    usual = max(1.0, median(_rooms(_columns(rows[at:end], narrowest)) or rooms.values()))
    widest = sorted(rooms, key=lambda place: -rooms[place])[:MOST_SEAMS]
    wide = sorted(
        place
        for place in widest
        if rooms[place] > WIDER * usual or _are_boxes(rows[place - 1]) != _are_boxes(rows[place])
    )
    evidence = {
        place: min(WIDEST, rooms[place] / usual) - 1 + _other_columns(*_sides(rows, place, [at, *wide, end]), narrowest)
        for place in wide
    }
    best = max(evidence, key=lambda place: evidence[place], default=end)
    return best if evidence and evidence[best] >= ENOUGH else end


def _sides(rows: Rows, place: int, borders: Sequence[int]) -> tuple[Rows, Rows]:
    """What stands above a seam and below it, to the next seams beyond which there are rows that tell the columns."""
    above = (rows[border:place] for border in reversed(borders) if border < place)
    ahead = AHEAD if _is_alone(rows[place]) else 0
    below = (rows[place:border] for border in (*borders, borders[-1] + ahead) if border > place)
    return _first_that_tells(above) or rows[borders[0] : place], _first_that_tells(below) or rows[place : borders[-1]]


def _is_alone(row: Sequence[Piece]) -> bool:
    """Whether it is a heading above columns that may not be the band's."""
    return len(row) == 1 and isinstance(row[0], Line) and row[0].bold


def _first_that_tells(sides: Iterable[Rows]) -> Rows:
    return next((side for side in sides if sum(len(row) > 1 for row in side) >= FEWEST_ROWS), ())


def _columns(rows: Rows, narrowest: float) -> list[list[Piece]]:
    """What the gutters part, each from top to bottom."""
    band = sorted(itertools.chain(*rows), key=extent)
    edges = [end for _, end in gaps_between(band, narrowest)]
    columns: list[list[Piece]] = [[] for _ in range(len(edges) + 1)]
    for piece in band:
        columns[sum(piece.x0 >= edge for edge in edges)].append(piece)
    return columns


def _rooms(columns: Iterable[Sequence[Piece]]) -> list[float]:
    """Between the lines below each other in one column."""
    pairs = itertools.chain(*map(itertools.pairwise, columns))
    lines = ((above, below) for above, below in pairs if isinstance(above, Line) and isinstance(below, Line))
    return [room for above, below in lines if (room := extent(below)[0] - extent(above)[1]) > 0]


def _other_columns(above: Rows, below: Rows, narrowest: float) -> float:
    """How much speaks for it that these rows stand in other columns than those above."""
    gaps, others = _gutters(above, narrowest), _gutters(below, narrowest)
    covered = _cover(below, gaps) or (len(above) > 1 and _cover(above, others))
    boxes = [all(map(_are_boxes, part)) for part in (above, below)]
    apart = [boxed and _head_nothing(part) for boxed, part in zip(boxes, (above, below), strict=True)]
    return (
        2.0 * covered
        + 2.0 * _stand_elsewhere(above, below)
        + 1.0 * (boxes[0] != boxes[1])
        + 2.0 * (apart[0] != apart[1])
        + 1.0 * _is_headed(below)
    )


def _are_boxes(row: Iterable[Piece]) -> bool:
    return all(isinstance(piece, Island) and piece.blocks for piece in row)


def _head_nothing(boxes: Rows) -> bool:
    """Whether these are bubbles at both sides, or hold texts: a box of one line may be the head of a column."""
    lines = (
        sum(len(block.boxes) for block in piece.blocks) for row in boxes for piece in row if isinstance(piece, Island)
    )
    return max(map(len, boxes)) == 1 or min(lines) > 1


def _is_headed(rows: Rows) -> bool:
    """Whether the first row is an instruction, or headings, above fuller rows."""
    first = rows[0]
    heads = all(isinstance(piece, Line) and (piece.bold or is_item(piece) or _is_task(piece.text)) for piece in first)
    return heads and len(first) < max(map(len, rows))


def _is_task(text: str) -> bool:
    found = enumerator(text)
    return found is not None and found.number > 0 and not found.series and " " in found.text


def _gutters(rows: Rows, narrowest: float) -> list[Gutter]:
    """The gaps between the columns of rows, but for rows of one piece if others have several."""
    several = [row for row in rows if len(row) > 1]
    return gaps_between(itertools.chain(*(several or rows)), narrowest)


def _cover(rows: Rows, gaps: Sequence[Gutter]) -> bool:
    """Whether some of the rows, and not only a head, have a piece across one of the gaps."""
    covering = (
        sum(any(piece.x0 < start - BEYOND and end + BEYOND < piece.x1 for piece in row) for row in rows)
        for start, end in gaps
    )
    return max(covering, default=0) > SOME * len(rows)


def _stand_elsewhere(above: Rows, below: Rows) -> bool:
    """Whether at both sides of the seam pieces begin below each other, but for the first column, and none of them at
    one place with, nor as far from that column as, one at the other side; nor do they end at one place."""
    lefts = [min(piece.x0 for row in part for piece in row) for part in (above, below)]
    begins, ends = ([list(_shared(part, edge)) for part in (above, below)] for edge in ("x0", "x1"))
    moves = {0.0, lefts[1] - lefts[0]}
    return (
        all(begins)
        and not any(abs(one + move - other) <= SAME for one, other in itertools.product(*begins) for move in moves)
        and not any(abs(one - other) <= SAME for one, other in itertools.product(*ends))
    )


def _shared(rows: Rows, edge: str) -> Iterator[float]:
    """Where pieces of several rows have an edge, but for the first column."""
    edges = sorted(getattr(piece, edge) for row in rows for piece in sorted(row, key=attrgetter("x0"))[1:])
    for _, run in itertools.groupby(edges, key=lambda place: round(place / SAME)):
        places = list(run)
        if len(places) > 1:
            yield median(places)


def top_of(row: Iterable[Piece]) -> float:
    return min(extent(piece)[0] for piece in row)


def room_between(above: Iterable[Piece], below: Iterable[Piece]) -> float:
    return top_of(below) - max(extent(piece)[1] for piece in above)
