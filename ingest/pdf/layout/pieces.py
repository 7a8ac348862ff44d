"""What a page is made of, read from the outside in: lines and what is already read, and the gaps between them. Pure."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.pdf.document import Block
from ingest.pdf.layout.lines import Line
from ingest.pdf.letters.word import Word

SAME = 1.5  # points between the edges of justified lines
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


def are_alike(above: Piece, below: Piece) -> bool:
    """Whether two lines are set alike."""
    if not isinstance(above, Line) or not isinstance(below, Line):
        return False
    return abs(above.size - below.size) < 0.08 * below.size and above.bold == below.bold


def follows(above: Piece, below: Piece) -> bool:
    """Whether two lines are neighbours, and of one kind."""
    if not isinstance(above, Line) or not isinstance(below, Line):
        return False
    return are_alike(above, below) and 0 < below.base - above.base < CLOSE * below.size


def levels(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Rows of pieces beside each other. Of a line only the height of its small letters counts: the boxes of
    neighbouring lines overlap in many fonts."""
    rows: list[list[Piece]] = []
    end = float("-inf")
    for piece in sorted(pieces, key=lambda piece: extent(piece)):
        top, bottom = extent(piece)
        if top < end:
            rows[-1].append(piece)
        else:
            rows.append([piece])
        end = max(end, bottom)
    return rows


def extent(piece: Piece) -> tuple[float, float]:
    if isinstance(piece, Line):
        return piece.base - 0.55 * piece.size, piece.base
    return piece.top, piece.bottom


def gaps_between(pieces: Iterable[Piece | Word], narrowest: float) -> list[Gutter]:
    """The gaps between pieces that nothing covers, from left to right."""
    gaps: list[Gutter] = []
    end: float | None = None
    for piece in sorted(pieces, key=lambda piece: piece.x0):
        if end is not None and piece.x0 - end >= narrowest:
            gaps.append((end, piece.x0))
        end = piece.x1 if end is None else max(end, piece.x1)
    return gaps


def narrowed(gaps: Iterable[Gutter], row: Iterable[Piece], narrowest: float) -> list[Gutter]:
    """What is left of the gaps beside the pieces of another row."""
    left = list(gaps)
    for piece in row:
        left = [part for start, end in left for part in _parts(start, end, piece) if part[1] - part[0] >= narrowest]
    return left


def _parts(start: float, end: float, piece: Piece) -> list[Gutter]:
    if piece.x1 <= start or piece.x0 >= end:
        return [(start, end)]
    return [(start, piece.x0), (piece.x1, end)]


def height(piece: Piece) -> float:
    return piece.size if isinstance(piece, Line) else 12.0


def usual_size(pieces: Iterable[Piece]) -> float:
    """That of most letters: the short lines of notes beside a text may be more than its own."""
    lines = sorted((piece for piece in pieces if isinstance(piece, Line)), key=lambda line: line.size)
    half = sum(len(line.text) for line in lines) / 2
    letters = itertools.accumulate(len(line.text) for line in lines)
    return next((line.size for line, so_far in zip(lines, letters, strict=True) if so_far >= half), 10.0)
