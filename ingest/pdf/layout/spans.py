"""Rules drawn across several columns: what they span belongs together, whatever stands beside it. Pure."""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from math import inf

from ingest.pdf.document import Box
from ingest.pdf.layout.lines import Line, rows_of
from ingest.pdf.layout.pieces import SAME, Piece, Span, are_alike, gaps_between, usual_size
from ingest.pdf.layout.rows import NARROW_GAP
from ingest.pdf.layout.sheet import Rule

NEAR = 2.6  # sizes from a rule to the lines that it may span
BESIDE = 0.3  # sizes above or below the line next to it, of those that stand beside it
CLOSE = 2.0  # points between the ends of rules of one length, and beyond which nothing sticks out
MOST = 200  # rules that are looked at
FEWEST_ENTRIES = 3
FEWEST_NAMES = 3  # of columns, to tell from a title in two languages
LOOSE = 1.5  # of the widest step between two lines of a table: what is farther is not of it
PARTS = 8.0  # sizes from a rule to a longer one of the same table


def with_spans(
    lines: Sequence[Line], rules: Iterable[Rule], boxes: Sequence[Box]
) -> tuple[list[Piece], list[list[Line]]]:
    """The lines, each with the height of such a rule above it, and these rules; apart from them lists of entries that
    such rules part, if anything stands beside them. `boxes`: what else stands there."""
    size = usual_size(lines)
    spanning = _spanning(rules, lines, size)
    for rule in spanning:
        lines = [line._replace(under=rule[2]) if line.base > rule[2] and _holds(rule, line) else line for line in lines]
    tables = []
    others = [*(line.box for line in lines), *boxes]
    for stack in _stacks(spanning, lines):
        table = _between(stack, lines)
        if _are_entries(table) and any(_is_beside(stack[0], table, other) for other in others):
            tables.append(table)
            spanning = [rule for rule in spanning if rule not in stack]
    gone = set(map(id, itertools.chain(*tables)))
    lines = [line for line in lines if id(line) not in gone]
    nearest = ((x0, x1, _next((x0, x1, y), lines, size)) for x0, x1, y in spanning)
    spans = [Span(x0, line.top, x1, line.bottom, ()) for x0, x1, line in nearest if line]
    return [*lines, *spans], tables


def _spanning(rules: Iterable[Rule], lines: Sequence[Line], size: float) -> list[Rule]:
    """From top to bottom."""
    whole = list(itertools.islice(rules, MOST))
    spanning = [rule for rule in whole if not _is_within(rule, whole, size) and _next(rule, lines, size)]
    level = Counter(round(y) for _, _, y in whole)
    level.subtract(round(y) for _, _, y in spanning)
    return [rule for rule in spanning if not level[round(rule[2])]]  # others are drawn under single cells


def _holds(rule: Rule, line: Line) -> bool:
    return rule[0] - CLOSE < line.x0 and line.x1 < rule[1] + CLOSE


def _is_within(rule: Rule, rules: Iterable[Rule], size: float) -> bool:
    """Whether a table has longer ones above and below it, so that it belongs to some of its columns."""
    x0, x1, y = rule
    longer = [y - at for x, end, at in rules if x - CLOSE < x0 and x1 < end + CLOSE and end - x > x1 - x0 + size]
    return any(0 < up < PARTS * size for up in longer) and any(0 < -up < PARTS * size for up in longer)


def _next(rule: Rule, lines: Iterable[Line], size: float) -> Line | None:
    """A line of the row below it, or above, if that is parted and no broader than the rule."""
    x0, x1, y = rule
    near = [line for line in lines if line.x1 > x0 and line.x0 < x1 and abs(line.base - y) < NEAR * size]
    for side in ([line for line in near if line.base > y], [line for line in near if line.base < y]):
        if gaps_between(side, NARROW_GAP * size) and all(_holds(rule, line) for line in side):
            return min(side, key=lambda line: abs(line.base - y))
    return None


def _stacks(rules: Iterable[Rule], lines: Sequence[Line]) -> list[list[Rule]]:
    """Rules of one length below each other, between which nothing is broader than they are."""
    stacks: list[list[Rule]] = []
    for x0, x1, y in rules:
        alike = (one for one in stacks if abs(one[-1][0] - x0) < CLOSE and abs(one[-1][1] - x1) < CLOSE)
        stack = next(alike, [])
        beside = [line for line in lines if stack and stack[-1][2] < line.base < y and line.x1 > x0 and line.x0 < x1]
        if beside and all(_holds((x0, x1, y), line) for line in beside):
            stack.append((x0, x1, y))
        else:
            stacks.insert(0, [(x0, x1, y)])
    return stacks


def _between(stack: Sequence[Rule], lines: Iterable[Line]) -> list[Line]:
    """The lines from the first of these rules to the last, the names of columns above them, and rows above and below
    that are set as they are."""
    rows = rows_of(line for line in lines if line.x1 > stack[0][0] and line.x0 < stack[0][1])
    inside = [at for at, row in enumerate(rows) if stack[0][2] < row[0].base < stack[-1][2]]
    if not inside:
        return []
    start, end = inside[0], inside[-1] + 1
    known = list(itertools.chain(*rows[start:end]))
    steps = [below[0].base - above[0].base for above, below in itertools.pairwise(rows)]
    widest = LOOSE * max(steps[start : end - 1], default=inf)
    while start and _is_known(rows[start - 1], known):
        start -= 1
    if start and steps[start - 1] <= widest and len(rows[start - 1]) >= FEWEST_NAMES:
        start -= 1
    while end < len(rows) and steps[end - 1] <= widest and _is_known(rows[end], known):
        end += 1
    return list(itertools.chain(*rows[start:end]))


def _are_entries(table: Iterable[Line]) -> bool:
    """Whether most of what is between two rules each takes several lines, or has several cells."""
    heights = Counter(line.under for line in table)
    return len(heights) >= FEWEST_ENTRIES and 2 * sum(count > 1 for count in heights.values()) > len(heights)


def _is_known(row: Iterable[Line], table: Iterable[Line]) -> bool:
    return all(any(abs(line.x0 - one.x0) < SAME and are_alike(line, one) for one in table) for line in row)


def _is_beside(rule: Rule, table: Sequence[Line], box: Box) -> bool:
    x0, top, x1, bottom = box
    level = any(top < line.base < bottom for line in table)
    return level and (x1 < rule[0] or x0 > rule[1])


def without_widest(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces, without the rules beside which nothing stands."""
    pieces = list(pieces)
    lines = [piece for piece in pieces if isinstance(piece, Line)]
    return [piece for piece in pieces if not isinstance(piece, Span) or any(_stands_at(piece, line) for line in lines)]


def _stands_at(span: Span, line: Line) -> bool:
    near = BESIDE * line.size
    return span.top - near < line.base < span.bottom + near and (line.x1 < span.x0 or line.x0 > span.x1)
