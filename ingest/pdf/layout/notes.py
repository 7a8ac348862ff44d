"""Framed notes beside a text that goes on below them: they are read after it. Pieces of a page -> pieces. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.pdf.layout.lines import Line, rows_of
from ingest.pdf.layout.paragraphs import right_edge
from ingest.pdf.layout.pieces import SAME, Island, Piece

Row = list[Line]

FEWEST_BESIDE = 2  # lines
LARGEST_STEP = 2.2  # sizes from one line's base to the next one's
MOST_NOTES = 20  # boxes on a page; more are its text


def with_notes_below(pieces: Sequence[Piece]) -> list[Piece]:
    """Each note that a text at its left goes past stands below that text."""
    found = list(pieces)
    notes = [piece for piece in pieces if isinstance(piece, Island) and piece.blocks]
    for note in notes if len(notes) <= MOST_NOTES else ():
        if text := _past(note, found):
            beside = {id(line): line for row in text for line in row if line.base < note.bottom}
            end = max(line.base for line in text[-1])
            below = replace(note, x0=min(row[0].x0 for row in text), top=end + 0.1, bottom=end + 0.2)
            edge = right_edge((line.x1 for line in beside.values()), text[0][0].size, below.x0)
            short = {key: line._replace(edge=edge) for key, line in beside.items()}
            found = [short.get(id(piece), piece) for piece in found if piece is not note] + [below]
    return found


def _past(note: Island, pieces: Sequence[Piece]) -> list[Row]:
    """The rows of the text, from those beside the note to the last one; none if it doesn't go past the note."""
    level = [
        piece for piece in pieces if piece is not note and _middle(piece) > note.top and _middle(piece) < note.bottom
    ]
    lines = [piece for piece in level if isinstance(piece, Line)]
    rows = rows_of(lines)
    if len(lines) < len(level) or len(rows) < FEWEST_BESIDE or any(line.x1 > note.x0 for line in lines):
        return []
    starts = [(line.x0, line.bold) for line in lines]
    below = [piece for piece in pieces if _middle(piece) >= note.bottom]
    stop = min((piece.top for piece in below if isinstance(piece, Island)), default=float("inf"))
    text = rows
    past = False
    for row in rows_of(piece for piece in below if isinstance(piece, Line) and piece.base < stop):
        first = row[0]
        known = any(abs(first.x0 - x0) < SAME and first.bold == bold for x0, bold in starts)
        if not known or first.base - text[-1][0].base > LARGEST_STEP * first.size:
            break
        text = [*text, row]
        past = past or row[-1].x1 > note.x0
    return text if past else []


def _middle(piece: Piece) -> float:
    return piece.base - 0.3 * piece.size if isinstance(piece, Line) else (piece.top + piece.bottom) / 2
