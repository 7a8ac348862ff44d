"""Pieces of a page -> bands, one below the other, each with the gutters that run through it. Pure."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.pdf.document import Block
from ingest.pdf.layout.lines import ENUMERATED_GAP, GAP, NARROW_GAP, TIGHT_GAP, Line, begins_item, ends_sentence, joined

_TASK = re.compile(r"(\d{1,3})([.)])?\s")
_HEAD = re.compile(r"(\D{1,15}?)(\d{1,3})\D?")
MOST_GIVEN = 5  # rows: a heading in one column beside some lines of another
FEWEST_UNDER_HEAD = 2  # rows
FEWEST_OF_TABLE = 3  # rows, to tell from a cell that is empty
LARGE = 1.3  # of the usual size: titles need not be bold
LOOSE = 1.25  # of the lines' usual distance: from then on they are apart
NEAR = 3  # rows above and below
FAR = 8.0  # sizes from one row to the next
EVEN = 0.12  # of the size: so much may the gaps of a stretched line differ
SAME = 1.5  # points between the edges of justified lines
BETWEEN = 2.5  # the same of paragraphs
CLOSE = 1.8  # sizes from one line's base to the next one's


@dataclass(frozen=True, slots=True)
class Island:
    """A box or ruled table: already read, and placed as one piece."""

    x0: float
    top: float
    x1: float
    bottom: float
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Span(Island):
    """A rule that holds together what it spans (`spans`), at the height of a line next to it."""


Piece = Line | Island

Gutter = tuple[float, float]
"""From where to where, between the edges of the pieces beside it."""


def bands(pieces: Sequence[Piece]) -> Iterator[tuple[list[Piece], list[Gutter]]]:
    """A band with gutters begins at the first row that has one, or at lines above that belong to one of its columns,
    and ends before the row that closes the last."""
    size = usual_size(pieces)
    rows = list(_without_merged_cells(_closed(levels(pieces)), GAP * size))
    narrowest = TIGHT_GAP * size  # the lines are already parted where columns may begin
    at = 0
    plain: list[list[Piece]] = []
    while at < len(rows):
        end, free = _band(rows, at, size, narrowest)
        if free:
            begun = len(plain) - _rows_above(plain, rows[at:end], free, narrowest)
            yield from (([*row], []) for row in plain[:begun])
            band = list(itertools.chain(*plain[begun:], *rows[at:end]))
            yield from _settled(band, gaps_between(band, narrowest))
            plain = []
        else:
            plain += rows[at:end]
        at = end
    yield from ((row, []) for row in plain)


def _band(rows: list[list[Piece]], at: int, size: float, narrowest: float) -> tuple[int, list[Gutter]]:
    """Where the band that begins at this row ends, and its gutters."""
    free = gaps_between(rows[at], narrowest)
    alone = at + 1 < len(rows) and not gaps_between(rows[at + 1], narrowest)
    if not free and alone and not any(_is_title(rows, place, size) for place in (at, at + 1)):
        # Columns whose lines stand at different heights show their gutter only over two rows.
        free = gaps_between(itertools.chain(*rows[at : at + 2]), NARROW_GAP * size)
    end = at + 1
    while end < len(rows) and (not _is_title(rows, end - 1, size) or _counts_heads(rows[at : end - 1], rows[end - 1])):
        if max(map(len, rows[end : end + 2])) > 1 and _is_title(rows, end, size):
            break
        if _ends_choices(rows[end - 1], rows[end]) or _heads_tasks(rows[end]):
            break
        left = _narrowed(free, rows[end], narrowest)
        if not left or _is_far(rows[at : end + 1], size):
            break
        free = left
        end += 1
    if free and _is_head(rows[at:end], ENUMERATED_GAP * size):
        return at + 1, free
    if not _is_title(rows, end, size):
        end = _given_back(rows, at, end, free, narrowest)
    if (part := _before_more_columns(rows, at, end, narrowest)) < end:
        end, free = part, gaps_between(itertools.chain(*rows[at:part]), narrowest)
    end, free = _without_tail(rows[at:end], free, narrowest, at)
    boxes = sum(isinstance(piece, Island) and bool(piece.blocks) for piece in rows[at])
    narrow = boxes < 2 and all(right - left < GAP * size for left, right in free)
    if end == at + 1 and narrow:
        free = []  # one line with a wide space in it
    return end, free


def _closed(rows: list[list[Piece]]) -> list[list[Piece]]:
    """The rows, those that are lines of justified text made whole, however wide the gaps in them."""
    for at, row in enumerate(rows):
        lines = sorted((piece for piece in row if isinstance(piece, Line)), key=lambda line: line.x0)
        if len(lines) == len(row) > 1 and _is_stretched(lines, rows, at):
            rows[at] = [joined(lines)]
    return rows


def _is_stretched(line: Sequence[Line], rows: list[list[Piece]], at: int) -> bool:
    """Whether the pieces of a line fill its column as a whole line near it does, with only such lines between, and the
    gaps between them are equal, or those of no row beside it."""
    if max(piece.base for piece in line) - min(piece.base for piece in line) > 0.1 * line[0].size:
        return False
    sides = rows[max(0, at - NEAR) : at][::-1], rows[at + 1 : at + 1 + NEAR]
    near = (itertools.takewhile(lambda row: all(are_alike(piece, line[0]) for piece in row), side) for side in sides)
    whole = [row[0] for row in itertools.chain(*near) if len(row) == 1]
    if not any(abs(one.x0 - line[0].x0) < SAME and abs(one.x1 - line[-1].x1) < SAME for one in whole):
        return False
    gaps = [right.x0 - left.x1 for left, right in itertools.pairwise(line)]
    even = len(gaps) > 1 and max(gaps) - min(gaps) < EVEN * line[0].size
    return even or all(len(row) == 1 for row in (*rows[max(0, at - 1) : at], *rows[at + 1 : at + 2]))


def _without_merged_cells(rows: Sequence[list[Piece]], wide: float) -> Iterator[list[Piece]]:
    """The rows, with a table's cell that goes over several of its columns as broad as the first of these."""
    for at, row in enumerate(rows):
        for side in (rows[max(0, at - NEAR) : at][::-1], rows[at + 1 : at + 1 + NEAR]):
            near = list(itertools.takewhile(lambda one: len(one) > 2, side))
            gaps = gaps_between(itertools.chain(*near), wide) if len(near) >= FEWEST_UNDER_HEAD else []
            row = [_cut_at(piece, gaps) for piece in row] if len(gaps) > 1 else row
        yield row


def _cut_at(piece: Piece, gaps: Sequence[Gutter]) -> Piece:
    """The line up to the first gap that it covers, if it begins where a column does that is not the first."""
    covered = next((start for start, end in gaps if piece.x0 < start and end < piece.x1), None)
    begins = any(abs(piece.x0 - end) < SAME for _, end in gaps)
    return piece._replace(x1=covered) if covered and begins and isinstance(piece, Line) else piece


def _is_head(rows: Sequence[list[Piece]], wide: float) -> bool:
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


def _is_title(rows: list[list[Piece]], place: int, size: float) -> bool:
    """A row in large bold letters, such as a section's tag and its name: nothing below shares its gaps. The heads of
    columns are none: what is below them begins where they do; nor are heads in one column, beside which another one
    goes on."""
    if place >= len(rows):
        return False
    row = [piece for piece in rows[place] if not isinstance(piece, Span)]
    lines = [piece for piece in row if isinstance(piece, Line) and (piece.bold or piece.size > LARGE * size)]
    if len(lines) < len(row) or not (
        max(line.size for line in lines) > 1.04 * size or (len(row) == 1 and lines[0].bold and lines[0].marked)
    ):
        return False
    below = list(itertools.chain(*rows[place + 1 : place + 3]))
    if len(row) == 1:
        above = list(itertools.chain(*rows[max(0, place - 2) : place]))
        level = any(_is_level(lines[0], piece) for piece in (*above, *below))
        return not level and not any(_stands_beside(lines[0], *pair) for pair in itertools.product(above, below))
    return not all(any(-3 < piece.x0 - line.x0 < 1.5 * size for piece in below) for line in lines)


def _heads_tasks(row: list[Piece]) -> bool:
    """Whether these are the heads of tasks that count on from one to the next: '4 Ergänzen Sie.   5 Und Sie?'"""
    numbers = [
        _task(piece) for piece in sorted(row, key=lambda piece: piece.x0) if isinstance(piece, Line) and piece.bold
    ]
    return len(numbers) == len(row) > 1 and all(b == a + 1 > 1 for a, b in itertools.pairwise(numbers))


def _counts_heads(above: Sequence[list[Piece]], row: list[Piece]) -> bool:
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
    return (piece.x1 < head.x0 or head.x1 < piece.x0) and abs(_extent(piece)[1] - head.base) < head.size


def _stands_beside(head: Line, above: Piece, below: Piece) -> bool:
    """Whether it stands beside a column, between two of its lines."""
    beside = max(above.x1, below.x1) < head.x0 or head.x1 < min(above.x0, below.x0)
    lines = isinstance(above, Line) and isinstance(below, Line) and abs(above.x0 - below.x0) < 3
    return lines and beside and _extent(below)[1] - _extent(above)[1] < BETWEEN * head.size


def _ends_choices(choices: list[Piece], row: list[Piece]) -> bool:
    """Whether a line below a row of answers to choose from is no such answer: it begins farther left with no letter of
    its own, or it has the number of the next task."""
    lines = [piece for piece in choices if isinstance(piece, Line) and _is_choice(piece.text)]
    below = row[0]
    # '① ...   ② ...'; of two columns each may have its ①
    marks = {next((word for word in line.text.split() if word[0].isalnum()), "") for line in lines}
    if len(marks) < max(2, len(choices)) or len(row) > 1 or not isinstance(below, Line):
        return False
    first = min(lines, key=lambda line: line.x0)
    counted = below.text[:1].isdigit() and begins_item(below.text) and not first.text[:1].isdigit()
    lettered = _is_choice(below.text) and below.text[:1].isalpha()
    return counted or (below.x0 < first.x0 - 0.5 * below.size and not lettered)


def _is_choice(text: str) -> bool:
    """Not a box to tick alone, such as a cell has."""
    return begins_item(text) and " " in text


def _rows_above(plain: list[list[Piece]], band: list[list[Piece]], free: list[Gutter], narrowest: float) -> int:
    """How many of the rows above the band are lines of its columns: a picture may stand above the others."""
    below = list(itertools.chain(*band))
    count = 0
    for row in reversed(plain):
        piece = row[0]
        if len(row) > 1 or len(_narrowed(free, row, narrowest)) < len(free):
            break
        if not any(_follows(piece, other, free) for other in below):
            break
        below = row
        count += 1
    above = plain[-count - 1][0] if count < len(plain) else None
    first = plain[-count][0] if count else None
    if first and above and (_column(first, free) == 0) + (count < 2) + _reads_on(above, first) > 1:
        return 0  # the last line of the text above
    return count


def _follows(above: Piece, below: Piece, free: list[Gutter]) -> bool:
    """Whether two lines are neighbours in one column, and of one kind."""
    if not isinstance(above, Line) or not isinstance(below, Line) or _column(above, free) != _column(below, free):
        return False
    return are_alike(above, below) and 0 < below.base - above.base < CLOSE * below.size


def are_alike(above: Piece, below: Piece) -> bool:
    """Whether two lines are set alike."""
    if not isinstance(above, Line) or not isinstance(below, Line):
        return False
    return abs(above.size - below.size) < 0.08 * below.size and above.bold == below.bold


def _column(piece: Piece, free: list[Gutter]) -> int:
    return sum(piece.x0 >= end - 1 for _, end in free)


def _reads_on(above: Piece, below: Piece) -> bool:
    return isinstance(above, Line) and _follows(above, below, []) and not ends_sentence(above.text)


def _given_back(rows: list[list[Piece]], at: int, end: int, free: list[Gutter], narrowest: float) -> int:
    """Where the band really ends: its last rows belong to the next one when they share more gaps with it, or as many
    and stand far below the others."""
    if end == len(rows):
        return end
    new = end
    while new > at + 1 and len(_narrowed(gaps_between(rows[new - 1], narrowest), rows[end], narrowest)) > len(free):
        new -= 1
    apart = next((place for place in range(new - 1, max(at, new - MOST_GIVEN), -1) if _is_apart(rows, place)), None)
    if apart and len(gaps_between(itertools.chain(*rows[apart : end + 1]), narrowest)) >= len(free):
        return apart
    return new


def _before_more_columns(rows: list[list[Piece]], at: int, end: int, narrowest: float) -> int:
    """Where the band ends if below its widest space a table begins that has a column where nothing stood before, or
    that lets neither part keep its own."""
    steps = {place: _top(rows[place]) - _top(rows[place - 1]) for place in range(at + 1, end)}
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


def _top(row: Iterable[Piece]) -> float:
    return min(_extent(piece)[0] for piece in row)


def _is_far(rows: Sequence[list[Piece]], size: float) -> bool:
    """Whether the last row stands much farther below the others than they do below each other, as a footnote does."""
    if _room(rows[-2], rows[-1]) <= FAR * size:
        return False
    *steps, last = itertools.starmap(_room, itertools.pairwise(rows))
    return len(rows) > FEWEST_OF_TABLE and last > 3 * max(steps)


def _room(above: Iterable[Piece], below: Iterable[Piece]) -> float:
    return _top(below) - max(_extent(piece)[1] for piece in above)


def _is_apart(rows: list[list[Piece]], place: int) -> bool:
    """Whether a row stands far from the one above, and not from the one below."""
    above, row, below = rows[place - 1 : place + 2]
    return _room(above, row) > 2 * max(_room(row, below), usual_size(row))


def _without_tail(rows: list[list[Piece]], free: list[Gutter], narrowest: float, at: int) -> tuple[int, list[Gutter]]:
    """The band's end and gutters without its last rows, if these stand left of them all and closed others:
    the heading under a word list of two pairs of columns."""
    end = len(rows)
    while free and end > 2 and all(piece.x1 <= free[0][0] for piece in rows[end - 1]):
        end -= 1
    if end == len(rows):
        return at + end, free
    gutters, before = (gaps_between(itertools.chain(*part), narrowest) for part in (rows[:end], rows))
    return (at + end, gutters) if len(gutters) > len(before) else (at + len(rows), free)


def levels(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Rows of pieces beside each other. Of a line only the height of its small letters counts: the boxes of
    neighbouring lines overlap in many fonts."""
    rows: list[list[Piece]] = []
    end = float("-inf")
    for piece in sorted(pieces, key=lambda piece: _extent(piece)):
        top, bottom = _extent(piece)
        if top < end:
            rows[-1].append(piece)
        else:
            rows.append([piece])
        end = max(end, bottom)
    return rows


def _extent(piece: Piece) -> tuple[float, float]:
    if isinstance(piece, Line):
        return piece.base - 0.55 * piece.size, piece.base
    return piece.top, piece.bottom


def gaps_between(pieces: Iterable[Piece], narrowest: float) -> list[Gutter]:
    """The gaps between pieces that nothing covers, from left to right."""
    gaps: list[Gutter] = []
    end: float | None = None
    for piece in sorted(pieces, key=lambda piece: piece.x0):
        if end is not None and piece.x0 - end >= narrowest:
            gaps.append((end, piece.x0))
        end = piece.x1 if end is None else max(end, piece.x1)
    return gaps


def _narrowed(gaps: Iterable[Gutter], row: Iterable[Piece], narrowest: float) -> list[Gutter]:
    """What is left of the gaps beside the pieces of another row."""
    left = list(gaps)
    for piece in row:
        left = [part for start, end in left for part in _parts(start, end, piece) if part[1] - part[0] >= narrowest]
    return left


def _parts(start: float, end: float, piece: Piece) -> list[Gutter]:
    if piece.x1 <= start or piece.x0 >= end:
        return [(start, end)]
    return [(start, piece.x0), (piece.x1, end)]


def _settled(band: list[Piece], gutters: list[Gutter]) -> Iterator[tuple[list[Piece], list[Gutter]]]:
    """The band, and apart from it lines above its first row and below its last that only happen to be short."""
    if not gutters:
        yield band, []
        return
    edge = gutters[0][0]
    left = [piece for piece in band if piece.x1 <= edge]
    beyond = [piece for piece in band if piece.x1 > edge]
    if not left or not beyond:
        yield band, []
        return
    first, last = min(piece.top for piece in beyond), max(piece.bottom for piece in beyond)
    before = _loose_head(left, first)
    boxed = all(isinstance(piece, Island) and piece.blocks for piece in beyond)
    after = _loose_tail(left, last, edge, boxed)
    if _counts_on(after, beyond) or _counts_heads([band], after[:1]):
        after = []
    apart = {id(piece) for piece in (*before, *after)}
    yield from bands(before)
    yield [piece for piece in band if id(piece) not in apart], gutters if len(left) > len(apart) else []
    yield from bands(after)


def _counts_on(tail: Sequence[Piece], beyond: Sequence[Piece]) -> bool:
    """Whether it begins with a task, and the column at its right with the one after its last."""
    before, after = ([number for number in map(_task, side) if number] for side in (tail, beyond))
    return bool(before and after) and _task(tail[0]) > 0 and max(before) + 1 == min(after)


def _task(piece: Piece) -> int:
    """The number that it begins with; 0 if it has none."""
    found = _TASK.match(piece.text) if isinstance(piece, Line) else None
    return int(found[1]) if found and isinstance(piece, Line) and (found[2] or piece.marked) else 0


def _loose_head(left: list[Piece], first: float) -> list[Piece]:
    """Pieces of the left column above all others, and apart from those below them."""
    count = sum(piece.bottom <= first for piece in left)
    while 0 < count < len(left) and _follows(left[count - 1], left[count], []):
        count -= 1
    return left[:count]


def _loose_tail(left: list[Piece], last: float, edge: float, boxed: bool) -> list[Piece]:
    """Pieces of the left column below all others that a gap wider than those in it parts from it; not those that fill
    it, unless they stand below a row of boxes (`boxed`: all at its right are)."""
    steps = [below.top - above.top for above, below in itertools.pairwise(left)]
    apart = LOOSE * median(steps) if len(steps) > 2 else 0.0
    for index in range(1, len(left)):
        above, piece = left[index - 1], left[index]
        fills = piece.x1 > left[0].x0 + 0.85 * (edge - left[0].x0)
        below_box = isinstance(above, Island) and not (boxed and above.blocks)
        far = 2.0 if below_box and len(left) - index > 2 else 0.6  # a text, and no caption
        parted = piece.top - above.bottom > far * _height(piece) and steps[index - 1] > apart
        if piece.top >= last and parted and not (fills and (below_box or are_alike(above, piece))):
            return [] if _is_set_in(piece, left[:index]) else left[index:]
    return left if left[0].top >= last else []


def _is_set_in(piece: Piece, column: Sequence[Piece]) -> bool:
    """As other lines of the column are, whose edge is farther left."""
    set_in = piece.x0 > min(other.x0 for other in column) + 0.8 * _height(piece)
    return set_in and any(are_alike(piece, other) and abs(piece.x0 - other.x0) < 1 for other in column)


def _height(piece: Piece) -> float:
    return piece.size if isinstance(piece, Line) else 12.0


def usual_size(pieces: Iterable[Piece]) -> float:
    """That of most letters: the short lines of notes beside a text may be more than its own."""
    lines = sorted((piece for piece in pieces if isinstance(piece, Line)), key=lambda line: line.size)
    half = sum(len(line.text) for line in lines) / 2
    letters = itertools.accumulate(len(line.text) for line in lines)
    return next((line.size for line, so_far in zip(lines, letters, strict=True) if so_far >= half), 10.0)
