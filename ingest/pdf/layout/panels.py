"""Boxes and short texts side by side that are read from top to bottom all the same: forms, small ads, cards. Pure."""

import itertools
import re
from collections.abc import Iterable, Sequence

from ingest.pdf.layout.lines import Line
from ingest.pdf.layout.pieces import Island, Piece, levels

LEVEL = 3.0  # points: boxes that stand in one row begin that near to each other
ALIGNED = 3.0  # the same for the edges of boxes that stand in one column
FEWEST_TURNS = 3
FEWEST_PICTURED = 2  # rows
_SENTENCE_END = re.compile(r"[^\W\d_][.!?。！？](?:\s|$)")

Pieces = list[Piece]


def panels(columns: Sequence[Sequence[Piece]]) -> list[Pieces] | None:
    """What is read one after the other, from top to bottom; None if these are columns, or a table."""
    if parts := _captions(columns):
        return parts
    told = [[piece for piece in column if not _is_picture(piece)] for column in columns]
    told = [column for column in told if column]
    rows = levels(list(itertools.chain(*told)))
    if len(told) < 2:
        return None
    return _boxes_in_rows(rows) or _boxes_at_will(told) or _cards(rows, told)


def _is_picture(piece: Piece) -> bool:
    return isinstance(piece, Island) and not piece.blocks


def _captions(columns: Sequence[Sequence[Piece]]) -> list[Pieces] | None:
    """What stands below the pictures of several rows, or above them, picture by picture, if some takes several lines:
    else it is read row by row anyway."""
    rows = levels(list(itertools.chain(*columns)))
    pictured = [at for at, row in enumerate(rows) if len(row) == len(columns) > 1 and all(map(_is_picture, row))]
    if len(pictured) < FEWEST_PICTURED or not {0, len(rows) - 1}.intersection(pictured):
        return None
    groups = _cut(rows, pictured if pictured[0] == 0 else [at + 1 for at in pictured])
    told = [[piece for piece in column if not _is_picture(piece)] for column in columns]
    captions = _by_column(groups, told)
    return captions if max(map(len, captions)) > 1 else None


def _boxes_in_rows(rows: Sequence[Pieces]) -> list[Pieces] | None:
    """Level boxes, with what stands above them."""
    boxed = [at for at, row in enumerate(rows, 1) if len(row) > 1 and _are_level_boxes(row)]
    return _cut(rows, boxed) if len(boxed) > 1 else None


def _are_level_boxes(row: Pieces) -> bool:
    tops = [piece.top for piece in row if isinstance(piece, Island)]
    middles = [(piece.top + piece.bottom) / 2 for piece in row]
    return len(tops) == len(row) and any(max(heights) - min(heights) < LEVEL for heights in (tops, middles))


def _boxes_at_will(columns: Sequence[Pieces]) -> list[Pieces] | None:
    """Boxes that stand in no columns, such as bubbles."""
    pieces = list(itertools.chain(*columns))
    if not all(isinstance(piece, Island) for piece in pieces):
        return None
    if all(map(_is_aligned, columns)) and not _take_turns(columns):
        return None
    return [[piece] for piece in sorted(pieces, key=lambda piece: piece.top)]


def _take_turns(columns: Sequence[Pieces]) -> bool:
    """Whether each box begins below the begin of one at another side."""
    sides = sorted((piece.top, at) for at, column in enumerate(columns) for piece in column)
    return len(sides) >= FEWEST_TURNS and all(
        at != after and below - top > LEVEL for (top, at), (below, after) in itertools.pairwise(sides)
    )


def _is_aligned(column: Pieces) -> bool:
    edges = zip(*((piece.x0, piece.x1) for piece in column), strict=True)
    return any(max(ends) - min(ends) < ALIGNED for ends in edges)


def _cards(rows: Sequence[Pieces], columns: Sequence[Pieces]) -> list[Pieces] | None:
    """Texts with level heads, row by row."""
    if any(isinstance(piece, Island) for row in rows for piece in row):
        return None
    heads = [at for at, row in enumerate(rows) if len(row) == len(columns) and all(map(_is_bold, row))]
    if len(heads) < 2 or heads[0]:
        return None
    cards = _by_column(_cut(rows, heads), columns)
    texts = [" ".join(piece.text for piece in card if isinstance(piece, Line)) for card in cards]
    whole = sum(_SENTENCE_END.search(text) is not None for text in texts)
    return cards if whole > 0.7 * len(cards) else None


def _is_bold(piece: Piece) -> bool:
    return isinstance(piece, Line) and piece.bold


def _by_column(groups: Iterable[Pieces], columns: Sequence[Pieces]) -> list[Pieces]:
    """What each group has of each column."""
    inside = [set(map(id, column)) for column in columns]
    return [[piece for piece in group if id(piece) in ids] for group in groups for ids in inside]


def _cut(rows: Sequence[Pieces], places: Sequence[int]) -> list[Pieces]:
    """The rows in groups, which begin at these places."""
    edges = [0, *(at for at in places if 0 < at < len(rows)), len(rows)]
    return [list(itertools.chain(*rows[start:end])) for start, end in itertools.pairwise(edges)]
