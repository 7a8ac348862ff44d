"""Whether pieces that stand side by side are columns of text or the cells of a table. Pure."""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from ingest.pdf.layout.cells import FEWEST_ROWS, Table, level_share
from ingest.pdf.layout.dialogues import second_dialogue
from ingest.pdf.layout.flow import are_texts, breaks_texts, goes_on_below, goes_over, is_close, is_prose
from ingest.pdf.layout.headings import LARGER
from ingest.pdf.layout.headwords import FEWEST, entry_starts
from ingest.pdf.layout.lines import DASHES, Line, rows_of
from ingest.pdf.layout.numbering import count_across, counted
from ingest.pdf.layout.pieces import Gutter, Island, Piece, Span
from ingest.pdf.layout.wording import BOXES, BULLETS, ends_sentence
from ingest.pdf.runs import runs

Row = list[Line]
MANY = 4  # columns: hardly ever of prose
LARGE = 1.2  # of the size of the text beside it


def columns_of(band: Sequence[Piece], gutters: Sequence[Gutter]) -> list[list[Piece]]:
    edges = [(start + end) / 2 for start, end in sorted(gutters)]
    columns: list[list[Piece]] = [[] for _ in range(len(edges) + 1)]
    for piece in band:
        columns[sum(piece.x0 > edge for edge in edges)].append(piece)
    return columns


def count_down(columns: Sequence[Sequence[Piece]]) -> bool:
    """Whether numbers at the head of texts go on from the foot of the first column to the head of the next."""
    return len(columns) > 1 and counted(_lines(columns[0]), _lines(columns[1])) == "down"


def prose_cut(columns: Sequence[Sequence[Piece]]) -> int | None:
    """Before which column the band falls into parts that are read one after the other; None for a table."""
    lines = [[piece for piece in column if isinstance(piece, Line)] for column in columns]
    boxed = [at for at, column in enumerate(columns) if _has_box_or_span(column)]
    table = Table(lines)
    if not boxed and table.is_ruled():
        return None
    if (
        len(columns) > 1
        and all(map(entry_starts, lines))
        and len(list(itertools.chain(*map(entry_starts, lines)))) >= FEWEST
    ):
        return 1
    if len(columns) > 1 and are_texts([_lines(column) for column in columns]):
        return 1
    if cut := second_dialogue(lines):
        return cut
    if len(columns) > 1 and boxed:
        return max(1, boxed[0])
    cuts = [cut for cut in range(1, len(columns)) if not _are_cells(columns, cut, table)]
    return min(cuts, key=lambda cut: (not _is_headed(columns[cut]), _shared_bases(columns, cut)), default=None)


def parted_above_boxes(band: Sequence[Piece], gutters: Sequence[Gutter]) -> list[list[Piece]]:
    """The lines above the first box of the band and what is left of it, if those are rows of a table: a box below one
    of its columns does not make a text of that column. Else nothing."""
    top = min((piece.top for piece in band if _has_box_or_span([piece])), default=0.0)
    above = [piece for piece in band if piece.bottom <= top]
    columns = columns_of(above, gutters)
    fewest = min(len(_lines(column)) for column in columns)
    if fewest < FEWEST_ROWS or prose_cut(columns) is not None:
        return []
    return [above, [piece for piece in band if piece.bottom > top]]


def _is_headed(column: Sequence[Piece]) -> bool:
    """Whether one of its lines is larger than the rest: a table or a text of its own begins with it."""
    sizes = [piece.size for piece in column if isinstance(piece, Line)]
    return bool(sizes) and max(sizes) > LARGER * median(sizes)


def _shared_bases(columns: Sequence[Sequence[Piece]], cut: int) -> float:
    """How many of the lines next to the cut have one level with them at its other side: fewest where two tables, or
    a table and a text, stand beside each other."""
    sides = [[piece for piece in columns[at] if isinstance(piece, Line)] for at in (cut - 1, cut)]
    return max(level_share(*sides), level_share(*reversed(sides)))


def _has_box_or_span(column: Iterable[Piece]) -> bool:
    return any(isinstance(piece, Span) or (isinstance(piece, Island) and piece.blocks) for piece in column)


def _lines(pieces: Iterable[Piece]) -> list[Row]:
    return rows_of(piece for piece in pieces if isinstance(piece, Line))


def _are_cells(columns: Sequence[Sequence[Piece]], cut: int, table: Table) -> bool:
    """Whether the columns before and after the cut share their rows, and neither side is a text of its own."""
    left, right = (_lines(itertools.chain(*side)) for side in (columns[:cut], columns[cut:]))
    if not left or not right:
        return not any(isinstance(piece, Island) for column in columns for piece in column)
    numbering = counted(left, right)
    if numbering:
        return numbering == "across"
    if _has_bullets(left) and _has_bullets(right):
        return False
    lines = [[piece for piece in column if isinstance(piece, Line)] for column in columns]
    runs_over = cut == len(columns) - 1 and goes_over(lines[cut - 1], right)
    if runs_over or _is_quotation(left, right) or _is_quotation(right, left):
        return False
    if table.is_sure() or count_across(left, right):
        return True
    rows = table.rows()
    if not _share_rows(rows, lines[:cut], 0.75 if len(lines) < MANY else 0.6):
        return False
    fewer, more = sorted((left, right), key=len)
    if len(fewer) < 0.8 * len(more) and is_prose(more) and _begun(fewer, more) < 0.6 * len(fewer):
        return False  # notes in the margin
    if is_prose(left) and is_prose(right):
        return False
    if _has_headings(left, right) or _has_headings(right, left) or _are_grouped(left, right):
        return False
    return not any(breaks_texts(rows, column) for column in lines)


def _has_bullets(rows: Sequence[Row]) -> bool:
    """Whether it is a list: a bullet begins the first line, or the one below its head, and another one."""
    begun = [row[0].text[:1] in BULLETS + DASHES and row[0].text[:1] not in BOXES for row in rows]
    return any(begun[:2]) and sum(begun) > 1


def _is_quotation(side: Sequence[Row], other: Sequence[Row]) -> bool:
    """Whether a sentence of the text beside it was set once more in large letters: it goes on from line to line."""
    sizes = [median(row[0].size for row in rows) for rows in (side, other)]
    return sizes[0] > LARGE * sizes[1] and any(
        below[0].text[:1].islower() and " " in above[-1].text and not ends_sentence(above[-1].text)
        for above, below in itertools.pairwise(side)
    )


def _share_rows(rows: Sequence[Row], before: Sequence[Row], most: float) -> bool:
    """Whether what would be one row of a table begins or ends level, or is centred on one height, at both sides:
    `before` the cut, and after it."""
    left = {id(line) for column in before for line in column}
    sides = [([x for x in row if id(x) in left], [x for x in row if id(x) not in left]) for row in rows]
    least = min(sum(bool(side) for side in part) for part in zip(*sides, strict=True))
    both = [side for side in sides if all(side)]
    begin, end = sum(_begin_level(*side) for side in both), sum(_end_level(*side) for side in both)
    return max(begin, end if len(both) > 2 else 0) >= most * least


def _begin_level(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Or are centred on one height."""
    near = 0.3 * right[0].size
    tops, ends = ([pick(line.base for line in side) for side in (left, right)] for pick in (min, max))
    return abs(tops[0] - tops[1]) <= near or abs((tops[0] + ends[0]) - (tops[1] + ends[1])) <= 2 * near


def _end_level(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """As the rows of a spreadsheet do."""
    ends = [max(line.base for line in side) for side in (left, right)]
    return abs(ends[0] - ends[1]) <= 0.3 * right[0].size


def _near(rows: Sequence[Row], bases: Sequence[float]) -> int:
    return sum(any(abs(row[0].base - base) <= 0.3 * row[0].size for base in bases) for row in rows)


def _begun(fewer: Sequence[Row], more: Sequence[Row]) -> int:
    """How many rows stand beside the beginning of a text at the other side, or are centred on it."""
    texts = list(runs(more, lambda above, row: is_close(above, row, more) and goes_on_below(above, more)))
    firsts = [text[0][0].base for text in texts]
    centres = [(text[0][0].base + text[-1][0].base) / 2 for text in texts]
    return _near(fewer, [*firsts, *centres])


def _are_grouped(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether both sides are lists in groups under bold heads, of which none below the first is level with another."""
    heads = [list(_group_heads(rows)) for rows in (left, right)]
    below = [
        {round(base) for base in bases if base > rows[0][0].base}
        for bases, rows in zip(heads, (left, right), strict=True)
    ]
    return min(map(len, heads)) > 1 and below[0].isdisjoint(below[1])


def _group_heads(rows: Sequence[Row]) -> Iterator[float]:
    """The height of each: there is more room above it."""
    for above, row, below in zip([None, *rows], rows, rows[1:], strict=False):
        first = above is None or not (above[0].bold or is_close(above, row, rows))
        if first and row[0].bold and not below[0].bold:
            yield row[0].base


def _has_headings(rows: Sequence[Row], others: Sequence[Row]) -> bool:
    """Larger lines below the first: the side is a text of its own. The entries of a table can be larger than what
    explains them; beside each begins a row at the other side. Nor is a table's row alone between two rules one."""
    usual = median(row[0].size for row in rows)
    ruled = Counter(row[0].under for row in rows)
    alone = {rule for rule, count in ruled.items() if rule and count == 1}
    larger = [row for row in rows[1:] if row[0].size > LARGER * usual and row[0].under not in alone]
    return bool(larger) and _near(larger, [row[0].base for row in others]) < len(larger)
