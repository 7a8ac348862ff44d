"""Whether pieces that stand side by side are columns of text or the cells of a table. Pure."""

import itertools
import re
from collections.abc import Sequence
from statistics import median
from typing import Literal

from ingest.pdf.bands import Gutter, Island, Piece, levels, usual_size
from ingest.pdf.clean import HYPHENS
from ingest.pdf.lines import GAP, Line, rows_of

Row = list[Line]


def columns_of(band: Sequence[Piece], gutters: Sequence[Gutter]) -> list[list[Piece]]:
    edges = [(start + end) / 2 for start, end in sorted(gutters)]
    columns: list[list[Piece]] = [[] for _ in range(len(edges) + 1)]
    for piece in band:
        columns[sum(piece.x0 > edge for edge in edges)].append(piece)
    return columns


def prose_cut(columns: Sequence[Sequence[Piece]]) -> int | None:
    """Before which column the band falls into parts that are read one after the other; None for a table."""
    for cut in range(1, len(columns)):
        if not _are_cells([*itertools.chain(*columns[:cut])], [*itertools.chain(*columns[cut:])]):
            return cut
    return None


def tables_between_headings(band: Sequence[Piece], gutters: Sequence[Gutter]) -> list[list[Piece]] | None:
    """The band cut before each heading in its first column, if what lies between is tables; else None."""
    edge = gutters[0][0]
    sections: list[list[Piece]] = [[]]
    for row in levels(band):
        if len(row) == 1 and row[0].x1 <= edge and _stands_out(row[0], band):
            sections.append([])
        sections[-1] += row
    sections = [section for section in sections if section]
    if len(sections) > 1 and all(_is_table(section, edge) for section in sections):
        return sections
    return None


def _stands_out(piece: Piece, band: Sequence[Piece]) -> bool:
    plain = sum(not other.bold for other in band if isinstance(other, Line)) * 2 > len(band)
    return isinstance(piece, Line) and (piece.size > 1.12 * usual_size(band) or (piece.bold and plain))


def _is_table(section: Sequence[Piece], edge: float) -> bool:
    """`section` begins with its heading, or with a row if it is the first."""
    left = [piece for piece in section if piece.x1 <= edge]
    right = [piece for piece in section if piece.x1 > edge]
    return not right or _are_cells(left[1:] if len(left) > len(right) else left, right)


def _are_cells(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether left and right share their rows, and neither is a text of its own."""
    if any(isinstance(piece, Island) for piece in (*left, *right)):
        return False
    rows_left, rows_right = (rows_of(piece for piece in side if isinstance(piece, Line)) for side in (left, right))
    if not rows_left or not rows_right:
        return True
    numbering = _numbering(rows_left, rows_right)
    if numbering:
        return numbering == "across"
    fewer, more = sorted((rows_left, rows_right), key=len)
    if _shared(fewer, more) < 0.75 * len(fewer):
        return False
    if len(fewer) < 0.3 * len(more) and _is_prose(more):
        return False  # notes in the margin
    if _is_prose(rows_left) and _is_prose(rows_right):
        return False
    return not any(_has_headings(rows) or _breaks_words(rows) for rows in (rows_left, rows_right))


def _shared(fewer: Sequence[Row], more: Sequence[Row]) -> int:
    """How many rows stand level with one at the other side."""
    near = 0.3 * median(row[0].size for row in more)
    bases = [row[0].base for row in more]
    return sum(any(abs(row[0].base - base) <= near for base in bases) for row in fewer)


_NUMBER = re.compile(r"\(?(\d{1,3}|[a-z])[.)]\s")


def _numbers(rows: Sequence[Row]) -> list[int]:
    """The numbers or letters that the rows begin with."""
    found = (_NUMBER.match(row[0].text) for row in rows)
    return [int(match[1]) if match[1].isdigit() else ord(match[1]) for match in found if match]


def _numbering(left: Sequence[Row], right: Sequence[Row]) -> Literal["across", "down"] | None:
    """Exercises 1, 3, 5 on the left and 2, 4, 6 on the right are read across, 1-3 and 4-6 down."""
    first, second = _numbers(left), _numbers(right)
    if len(first) < 2 or len(second) < 2:
        return None
    if first[1] == first[0] + 2 and second[0] == first[0] + 1:
        return "across"
    return "down" if second[0] == first[-1] + 1 else None


def _has_headings(rows: Sequence[Row]) -> bool:
    """Larger lines below the first: the side is a text of its own."""
    usual = median(row[0].size for row in rows)
    return any(row[0].size > 1.12 * usual for row in rows[1:])


def _breaks_words(rows: Sequence[Row]) -> bool:
    """A word that goes on in the next line: a cell's lines would not be parted by its neighbour's."""
    pairs = itertools.pairwise(row[-1].text for row in rows)
    return any(above[-1:] in HYPHENS and above[-2:-1].isalpha() and below[:1].islower() for above, below in pairs)


def _is_prose(rows: Sequence[Row]) -> bool:
    """Mostly full lines of several words."""
    if len(rows) < 3:
        return False
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    full = sum(_is_one(row) and row[-1].x1 > left + 0.8 * (right - left) for row in rows)
    words = median(sum(len(line.text.split()) for line in row) for row in rows)
    return full >= 0.55 * len(rows) and words >= 3.5


def _is_one(row: Row) -> bool:
    """A line of text, though it may have been parted where others have a gap at the same place."""
    return all(right.x0 - left.x1 < GAP * left.size for left, right in itertools.pairwise(row))
