"""Pieces of a page -> bands, one below the other, each with the gutters that run through it. Pure."""

import itertools
from collections.abc import Iterator, Sequence
from math import inf

from ingest.pdf.layout.lines import ENUMERATED_GAP, Line, is_item, joined
from ingest.pdf.layout.loose_ends import without_loose_end
from ingest.pdf.layout.pieces import (
    SAME,
    Gutter,
    Island,
    Piece,
    are_alike,
    follows,
    gaps_between,
    levels,
    narrowed,
    usual_size,
)
from ingest.pdf.layout.rows import GAP, NARROW_GAP, TIGHT_GAP
from ingest.pdf.layout.seams import room_between, seam
from ingest.pdf.layout.titles import (
    FEWEST_UNDER_HEAD,
    counts_heads,
    hangs_out,
    heads_columns,
    heads_next_task,
    is_title,
)
from ingest.pdf.layout.wording import begins_item, counts_on, ends_sentence

MOST_GIVEN = 5  # rows: a heading in one column beside some lines of another
NEAR = 3  # rows above and below
FEW_SPACES = 2  # sizes: no wider are the gaps of most stretched lines
EVEN = 0.12  # of the size: so much may the gaps of a stretched line differ


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
            yield from _parted(list(itertools.chain(*plain[begun:], *rows[at:end])), narrowest)
            plain = []
        else:
            plain += rows[at:end]
        at = end
    yield from ((row, []) for row in plain)


def _parted(band: list[Piece], narrowest: float) -> Iterator[tuple[list[Piece], list[Gutter]]]:
    """The band, and apart from it what stands below it."""
    gutters = gaps_between(band, narrowest)
    if not gutters:
        yield band, []
        return
    edge = gutters[0][0]
    within, after = without_loose_end(band, edge)
    above, row, below = _parted_at_row(within, edge)
    yield from (([piece], []) for piece in above)
    yield row, gutters if any(piece.x1 <= edge for piece in row) else []
    yield from (([piece], []) for piece in below)
    yield from bands(after)


def _parted_at_row(band: list[Piece], edge: float) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """The band's only row of several pieces, and what stands above and below it, if no sentence goes on
    out of it: a question and the answers to choose from. `edge`: where the first column ends."""
    lines = sorted((piece for piece in band if isinstance(piece, Line)), key=lambda line: line.base)
    beyond = [line.base for line in lines if line.x1 > edge]
    if len(lines) < len(band) or not beyond or max(beyond) - min(beyond) > 0.3 * lines[0].size:
        return [], band, []
    near = 0.3 * lines[0].size
    above = [line for line in lines if line.base < beyond[0] - near]
    row = [line for line in lines if abs(line.base - beyond[0]) <= near]
    below = [line for line in lines if line.base > beyond[0] + near]
    if below and not (ends_sentence(row[0].text) or is_item(below[0])):
        return [], band, []
    return [*above], [*row], [*below]


def _band(rows: list[list[Piece]], at: int, size: float, narrowest: float) -> tuple[int, list[Gutter]]:
    """Where the band that begins at this row ends, and its gutters."""
    free = gaps_between(rows[at], narrowest)
    if not free and _overlap(rows[at : at + 2]) and not gaps_between(rows[at + 1], narrowest):
        # Columns whose lines stand at different heights show their gutter only over two rows.
        free = gaps_between(itertools.chain(*rows[at : at + 2]), NARROW_GAP * size)
    end = at + 1
    while end < len(rows) and (not is_title(rows, end - 1, size) or counts_heads(rows[at : end - 1], rows[end - 1])):
        if max(map(len, rows[end : end + 2])) > 1 and is_title(rows, end, size):
            break
        hangs = hangs_out(rows[end], itertools.chain(*rows[at:end]))
        if hangs or heads_next_task(rows, at, end) or _ends_choices(rows[end - 1], rows[end]):
            break
        left = narrowed(free, rows[end], narrowest)
        if not left:
            break
        starts = len(rows[end]) == 1 and rows[end][0].x0 < free[0][0]
        if starts and len(left) < len(free):
            break
        free = left
        end += 1
    if free and heads_columns(rows[at:end], ENUMERATED_GAP * size):
        return at + 1, free
    if not (is_title(rows, end, size) or heads_next_task(rows, at, end)):
        end = _given_back(rows, at, end, free, narrowest)
    while (part := seam(rows, at, end, narrowest)) < end:
        end, free = part, gaps_between(itertools.chain(*rows[at:part]), narrowest)
    end, free = _without_tail(rows[at:end], free, narrowest, at)
    boxed = any(isinstance(piece, Island) and piece.blocks for piece in rows[at])
    narrow = not boxed and all(right - left < GAP * size for left, right in free)
    if end == at + 1 and narrow:
        free = []  # one line with a wide space in it
    return end, free


def _overlap(rows: Sequence[list[Piece]]) -> bool:
    """Whether there are two, nearer than lines of one text are: the date on a letter stands a line of its own."""
    return len(rows) == 2 and max(piece.bottom for piece in rows[0]) > min(piece.top for piece in rows[1])


def _closed(rows: list[list[Piece]]) -> list[list[Piece]]:
    """The rows, those that are lines of justified text made whole, however wide the gaps in them."""
    for at, row in enumerate(rows):
        lines = sorted((piece for piece in row if isinstance(piece, Line)), key=lambda line: line.x0)
        if len(lines) == len(row) > 1 and _is_stretched(lines, rows, at):
            rows[at] = [joined(lines)]
    return rows


def _is_stretched(line: Sequence[Line], rows: list[list[Piece]], at: int) -> bool:
    """Whether the pieces of a line fill its column as a whole line near it does, with only such lines between. And the
    gaps between them are equal, or narrow between whole lines, as two columns have these above or below alone, or those
    of no row beside it."""
    if max(piece.base for piece in line) - min(piece.base for piece in line) > 0.1 * line[0].size:
        return False
    sides = rows[max(0, at - NEAR) : at][::-1], rows[at + 1 : at + 1 + NEAR]
    near = (itertools.takewhile(lambda row: all(are_alike(piece, line[0]) for piece in row), side) for side in sides)
    ends = line[0].x0, line[-1].x1
    whole = [any(len(row) == 1 and _reaches(row[0], ends) for row in side) for side in near]
    if not any(whole):
        return False
    gaps = [right.x0 - left.x1 for left, right in itertools.pairwise(line)]
    even = len(gaps) > 1 and max(gaps) - min(gaps) < EVEN * line[0].size
    narrow = all(whole) and max(gaps) < FEW_SPACES * line[0].size
    return even or narrow or all(len(row) == 1 for side in sides for row in side[:1])


def _reaches(piece: Piece, ends: tuple[float, float]) -> bool:
    return abs(piece.x0 - ends[0]) < SAME and abs(piece.x1 - ends[1]) < SAME


def _without_merged_cells(rows: Sequence[list[Piece]], wide: float) -> Iterator[list[Piece]]:
    """The rows, with a table's cell that goes over several of its columns as broad as the first of these."""
    rules = [max((piece.under for piece in row if isinstance(piece, Line)), default=0.0) for row in rows]
    ruled = [row for row, rule in zip(rows, rules, strict=True) if rule and len(row) > 2]
    gaps_of_ruled = gaps_between(itertools.chain(*ruled), NARROW_GAP * wide)
    start = min((piece.x0 for row in ruled for piece in row), default=0.0)
    for at, row in enumerate(rows):
        beside = (*rules[max(0, at - 1) : at], *rules[at + 1 : at + 2])
        if 0 < rules[at] not in beside:  # alone between rules
            yield [_cut_at(piece, gaps_of_ruled, start) for piece in row]
            continue
        for side in (rows[max(0, at - NEAR) : at][::-1], rows[at + 1 : at + 1 + NEAR]):
            near = list(itertools.takewhile(lambda one: len(one) > 2, side))
            gaps = gaps_between(itertools.chain(*near), wide) if len(near) >= FEWEST_UNDER_HEAD else []
            row = [_cut_at(piece, gaps) for piece in row] if len(gaps) > 1 else row
        yield row


def _cut_at(piece: Piece, gaps: Sequence[Gutter], start: float = inf) -> Piece:
    """The line up to the first gap that it covers, if it begins where a column does; where the first does: `start`."""
    covered = next((begin for begin, end in gaps if piece.x0 < begin and end < piece.x1), None)
    begins = any(abs(piece.x0 - place) < SAME for place in (start, *(end for _, end in gaps)))
    return piece._replace(x1=covered) if covered and begins and isinstance(piece, Line) else piece


def _ends_choices(choices: list[Piece], row: list[Piece]) -> bool:
    """Whether a line below a row of answers to choose from is no such answer: it begins farther left with no letter of
    its own, or it has the number of the next task, or it stands apart from answers that are numbered."""
    numbered = all(counts_on(_text(one), _text(other)) for one, other in itertools.pairwise(choices))
    lines = [piece for piece in choices if isinstance(piece, Line) and (numbered or begins_item(piece.text))]
    below = row[0]
    # '① ...   ② ...'; of two columns each may have its ①
    marks = {line.text.split()[0] for line in lines}
    if len(marks) < max(2, len(choices)) or not isinstance(below, Line):
        return False
    first = min(lines, key=lambda line: line.x0)
    if len(row) > 1:
        return below.x0 < first.x0 - below.size
    if numbered and not follows(first, below):
        return True
    counted = below.text[:1].isdecimal() and begins_item(below.text) and not first.text[:1].isdecimal()
    return counted or below.x0 < first.x0 - 0.5 * below.size


def _text(piece: Piece) -> str:
    return piece.text if isinstance(piece, Line) else ""


def _rows_above(plain: list[list[Piece]], band: list[list[Piece]], free: list[Gutter], narrowest: float) -> int:
    """How many of the rows above the band are lines of its columns: a picture may stand above the others."""
    below = list(itertools.chain(*band))
    count = 0
    for row in reversed(plain):
        piece = row[0]
        if len(row) > 1 or len(narrowed(free, row, narrowest)) < len(free):
            break
        if not any(follows(piece, other) and _column(piece, free) == _column(other, free) for other in below):
            break
        below = row
        count += 1
    above = plain[-count - 1][0] if count < len(plain) else None
    first = plain[-count][0] if count else None
    if isinstance(first, Line) and ends_sentence(first.text):
        return 0  # the question
    if first and above and follows(above, first):
        reads_on = isinstance(above, Line) and not ends_sentence(above.text)
        if (_column(first, free) == 0) + (count < 2) + reads_on > 1:
            return 0  # the last line of the text above
    return count


def _column(piece: Piece, free: list[Gutter]) -> int:
    return sum(piece.x0 >= end - 1 for _, end in free)


def _given_back(rows: list[list[Piece]], at: int, end: int, free: list[Gutter], narrowest: float) -> int:
    """Where the band really ends: its last rows belong to the next one when they share more gaps with it, or as many
    and stand far below the others, or begin where its columns do."""
    if end == len(rows):
        return end
    new = end
    while new > at + 1 and (
        len(narrowed(gaps_between(rows[new - 1], narrowest), rows[end], narrowest)) > len(free)
        or (
            not _hangs(rows[new - 2], rows[new - 1])
            and _begins_as(rows[new - 1], above=rows[at : new - 1], below=rows[end : end + NEAR])
        )
    ):
        new -= 1
    apart = next((place for place in range(new - 1, max(at, new - MOST_GIVEN), -1) if _is_apart(rows, place)), None)
    if apart and len(gaps_between(itertools.chain(*rows[apart : end + 1]), narrowest)) >= len(free):
        return apart
    return new


def _hangs(items: list[Piece], row: list[Piece]) -> bool:
    """Whether each piece goes on below one of the items, set in."""
    above = [piece for piece in items if isinstance(piece, Line) and is_item(piece)]
    return all(any(0 < piece.x0 - item.x0 < 2 * item.size for item in above) for piece in row)


def _begins_as(row: list[Piece], above: Sequence[list[Piece]], below: Sequence[list[Piece]]) -> bool:
    """Whether each piece begins where one of the rows below does, and none of those above."""
    starts, others = ([piece.x0 for piece in itertools.chain(*part)] for part in (below, above))
    return all(
        any(abs(piece.x0 - start) < SAME for start in starts)
        and not any(abs(piece.x0 - other) < SAME for other in others)
        for piece in row
    )


def _is_apart(rows: list[list[Piece]], place: int) -> bool:
    """Whether a row stands far from the one above, and not from the one below."""
    above, row, below = rows[place - 1 : place + 2]
    return room_between(above, row) > 2 * max(room_between(row, below), usual_size(row))


def _without_tail(rows: list[list[Piece]], free: list[Gutter], narrowest: float, at: int) -> tuple[int, list[Gutter]]:
    """The band's end and gutters without its last rows, if these stand left of them all and closed others:
    the heading under a word list of two pairs of columns."""
    before = len(gaps_between(itertools.chain(*rows), narrowest))
    end = len(rows)
    while free and end > 2 and all(piece.x1 <= free[0][0] for piece in rows[end - 1]):
        end -= 1
        gutters = gaps_between(itertools.chain(*rows[:end]), narrowest)
        if len(gutters) > before:
            return at + end, gutters
    return at + len(rows), free
