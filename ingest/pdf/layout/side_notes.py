"""Notes in small letters, without a frame, that a text runs around: they are read before it. Pieces -> pieces. Pure."""

import itertools
from collections.abc import Iterator, Sequence

from ingest.pdf.document import around
from ingest.pdf.layout.lines import Line, first_word, rows_of
from ingest.pdf.layout.paragraphs import paragraphs, right_edge
from ingest.pdf.layout.pieces import SAME, Island, Piece, follows
from ingest.pdf.layout.wording import ends_sentence
from ingest.pdf.letters.clean import is_unspaced

FARTHEST = 40  # lines of a text beside a note, and of the note
SMALLER = 0.95  # than the text: or it may be a part of it

Text = Sequence[Line]


def with_notes_above(pieces: Sequence[Piece], page: int) -> list[Piece]:
    """Each of them stands above its text, whose lines know how far they may go."""
    lines = sorted((piece for piece in pieces if isinstance(piece, Line)), key=lambda line: line.base)
    short: dict[int, Line] = {}
    notes: list[Island] = []
    gone: set[int] = set()
    for at, below in enumerate(lines):
        near = lines[max(0, at - FARTHEST) : at]
        if any(abs(line.base - below.base) < 0.3 * below.size for line in (*near[-1:], *lines[at + 1 : at + 2])):
            continue
        pairs = ((text, _note(text, below, near)) for text in _texts_above(below, near))
        text, note = next((pair for pair in pairs if pair[1]), ((), ()))
        if not note or gone & {id(line) for line in (*note, *text)}:
            continue
        first = text[0]
        edge = right_edge((line.x1 for line in text), first.size, first.x0)
        pushed = note[0].x0 < first.x0
        short |= {id(line): line._replace(pushed=True) if pushed else line._replace(edge=edge) for line in text}
        gone |= {id(line) for line in note}
        blocks = tuple(paragraphs(rows_of(note), page, around([line.box for line in note])[2]))
        notes.append(Island(below.x0, first.top - 0.2, first.x1, first.top - 0.1, blocks))
    return [*(short.get(id(piece), piece) for piece in pieces if id(piece) not in gone), *notes]


def _texts_above(below: Line, near: Text) -> Iterator[Text]:
    """The lines, from top to bottom, of texts right above a line in which they may go on."""
    for last in near:
        says = last.text.count(" ") > 1 or is_unspaced(last.text[-1:])
        if not says or not follows(last, below) or ends_sentence(last.text):
            continue
        text = [last]
        while above := next((line for line in near if follows(line, text[0]) and _is_below(line, text[0])), None):
            text.insert(0, above)
        yield text


def _is_below(line: Line, other: Line) -> bool:
    return abs(line.x0 - other.x0) < SAME


def _note(text: Text, below: Line, near: Text) -> Text:
    """What stands beside the text, if each of its lines is full, and the next one goes past the note; else nothing."""
    first, size = text[0], below.size
    level = [line for line in near if first.base - 0.6 * size < line.base < below.base - 0.2 * size]
    note = [line for line in level if not any(line is one for one in text)]
    if not any(char.isalpha() for line in note for char in line.text):
        return ()
    if any(line.size > SMALLER * size or not _is_below(line, note[0]) for line in note):
        return ()
    start = note[0].x0
    if start < first.x0:
        goes_past = max(line.x1 for line in note) < first.x0 < below.x1 and _is_below(below, note[0])
        edge = max(line.x1 for line in (*text, below))
    else:
        goes_past = max(line.x1 for line in text) < start < below.x1 and _is_below(below, first)
        edge = start - size
    full = all(edge - above.x1 < first_word(line) for above, line in itertools.pairwise([*text, below]))
    return note if goes_past and full else ()
