"""Words -> lines and rows. Pure."""

import itertools
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from math import inf
from statistics import median
from typing import NamedTuple

from ingest.pdf.document import Box
from ingest.pdf.enumerators import enumerator
from ingest.pdf.layout.initials import with_initials
from ingest.pdf.layout.names import with_whole_names
from ingest.pdf.layout.rows import GAP, LABEL_GAP, NARROW_GAP, TIGHT_GAP
from ingest.pdf.layout.tab_stops import tab_stops
from ingest.pdf.layout.task_numbers import level_marks
from ingest.pdf.layout.wording import BOXES, begins_item, is_label
from ingest.pdf.letters.clean import clean, is_korean, is_unspaced
from ingest.pdf.letters.right_to_left import as_read, has_right_to_left, is_right_to_left
from ingest.pdf.letters.word import Word

ENUMERATED_GAP = 0.8  # the same where an item of several in one line begins
OPENING, CLOSING = ("(", "（", "["), (")", "）", "]")
DASHES = "–—-"  # bullets, or cells that say 'none'
FLUSH, INDENTED = 1.0, 3.0  # sizes from the edge of a text: where lines begin that are read from right to left
INSET = 0.4  # sizes, at least, from a column's edge
LEADING = 3  # letters; fewer are an initial, or a number. Of Korean, Chinese and Japanese each counts for two


class Line(NamedTuple):
    """Words side by side without a wide gap: a line of text, or a cell of a table without rules."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float  # of most letters
    bold: bool
    lead: float = 0.0  # the size of the words it begins with
    marked: bool = False  # begins with a number of its own
    edge: float = inf  # where a picture stands that its text runs around
    pushed: bool = False  # by such a picture at its left
    headed: bool = False  # begins with a bold word, and goes on with others
    under: float = 0.0  # the height of the rule above it that spans a table's columns

    @property
    def box(self) -> Box:
        return self.x0, self.top, self.x1, self.bottom


def lines_of(words: Iterable[Word], space: float = 0.0) -> list[Line]:
    """`space`: the usual one between words, in sizes, if these are only some of the page's."""
    words = list(words)
    sides = min((word.x0 for word in words), default=0.0), max((word.x1 for word in words), default=0.0)
    rows, marks = level_marks(with_initials(words))
    rows = with_whole_names(rows)
    space = space or usual_space(rows)
    edges = tab_stops(rows, max(NARROW_GAP, 1.6 * space))
    gap = max(GAP, 3.2 * space)
    found = (
        _line(run, marks, _begins_at_right(run, sides))
        for row, places in zip(rows, edges, strict=True)
        for run in _runs(row, places, gap, marks)
    )
    return [line for line in found if line.text]  # a glyph that says nothing may stand alone


def _begins_at_right(run: list[Word], sides: tuple[float, float]) -> bool:
    """Whether it ends where other lines do, and begins where none does: as what is read from right to left."""
    left, right = sides
    size = run[0].size
    at_right = has_right_to_left(run[-1].text) or not run[-1].text.strip("0123456789.)")
    return at_right and run[-1].x1 > right - FLUSH * size and run[0].x0 > left + INDENTED * size


def usual_space(rows: Iterable[list[Word]]) -> float:
    """Between two words, in sizes: 0.25 in most faces, 0.6 in a typewriter's. There is none in Chinese and Japanese."""
    gaps = (
        (right.x0 - left.x1) / min(left.size, right.size)
        for row in rows
        for left, right in itertools.pairwise(row)
        if not (is_unspaced(left.text[-1:]) and is_unspaced(right.text[:1]))
    )
    return median([gap for gap in gaps if 0.1 < gap < GAP] or [0.25])


def _runs(row: list[Word], edges: Container[int], gap: float, marks: Container[int]) -> Iterator[list[Word]]:
    run, before = [row[0]], inf
    heads = all(word.bold for word in row)  # 'Position 1:   Position 2:'
    ticked = row[-1].text in BOXES and row[0].text not in BOXES  # they stand behind what they are about
    asked = _is_of_form(row)
    for word in row[1:]:
        room = word.x0 - run[-1].x1
        box = ticked and (run[-1].text in BOXES or (word.text in BOXES and round(word.x0) in edges))
        cell = len(run) == 1 and run[0].text in DASHES and room > 0.9 * before  # as far from both: no bullet
        if asked and (_is_gap(word) or _is_gap(run[-1])):
            widest = LABEL_GAP if _is_gap(word) else NARROW_GAP
        else:
            apart = box or (heads and run[-1].text.endswith(":"))
            widest = NARROW_GAP if apart else _widest(run, word, edges, gap, marks)
        if cell or room > widest * min(word.size, run[-1].size):
            yield run
            run, before = [], room
        run.append(word)
    yield run


def _is_of_form(row: Sequence[Word]) -> bool:
    """Whether lines to write on stand behind what is asked: 'Vorname ____   Wohnort ____'."""
    gaps = [at for at, word in enumerate(row) if _is_gap(word)]
    return len(gaps) > 1 and gaps[-1] == len(row) - 1 and gaps[0] > 0


def _is_gap(word: Word) -> bool:
    return not word.text.strip("_")


def _widest(run: list[Word], word: Word, edges: Container[int], gap: float, marks: Container[int]) -> float:
    """The widest gap that still lets the word go on with the run, in sizes."""
    if id(run[-1]) in marks or (
        _is_label(run) and run[-1].size > 0.9 * word.size and word.text != run[-1].text  # boxes to tick, in a row
    ):
        return LABEL_GAP
    if run[-1].text.endswith("....") and word.text.isdigit():
        return LABEL_GAP  # dots that lead to a page
    if run[-1].text.rstrip().endswith(OPENING) and word.text.startswith(CLOSING):
        return LABEL_GAP  # a gap to fill in
    if _is_enumerated(run[0].text) and _is_enumerated(word.text):
        return ENUMERATED_GAP  # '1. ...   2. ...'
    if round(word.x0) not in edges or (len(run) == 1 and _CHOICE.fullmatch(run[0].text)):
        return gap
    return NARROW_GAP if is_korean(word.text) == is_korean(run[-1].text) else TIGHT_GAP


_CHOICE = re.compile(r"[a-zA-Z]|\d")  # 'a  30 Euro   b  20 Euro'


def _is_enumerated(text: str) -> bool:
    found = enumerator(text)
    return found is not None and found.is_number and bool(found.end)


def _is_label(run: list[Word]) -> bool:
    return len(run) < 4 and is_label(" ".join(word.text for word in run))


def _line(words: list[Word], marks: Container[int], from_right: bool) -> Line:
    text = words[0].text
    for left, right in itertools.pairwise(words):
        unspaced = is_unspaced(left.text[-1:]) and is_unspaced(right.text[:1])  # readings above spread them
        touching = right.x0 - left.x1 < (0.5 if unspaced else 0.1) * min(left.size, right.size)
        ends = left.text[-1:] == ":" and not is_right_to_left(right.text)
        text += right.text if touching and not ends else " " + right.text
    letters: dict[float, int] = defaultdict(int)  # of each size
    for word in words:
        letters[word.size] += len(word.text)
    size = max(letters, key=lambda size: letters[size])
    bold = sum(len(word.text) for word in words if word.bold) > 0.8 * sum(letters.values())
    return Line(
        clean(as_read(text, from_right)),
        words[0].x0,
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
        next(word.base for word in words if word.size == size),
        size,
        bold,
        _lead(words) or size,
        id(words[0]) in marks,
        headed=words[0].bold and not words[-1].bold,
    )


def joined(pieces: Sequence[Line]) -> Line:
    """Pieces that stand side by side, as one line."""
    first = max(pieces, key=lambda line: len(line.text))
    return first._replace(
        text=" ".join(line.text for line in pieces),
        x0=pieces[0].x0,
        top=min(line.top for line in pieces),
        x1=pieces[-1].x1,
        bottom=max(line.bottom for line in pieces),
        bold=all(line.bold for line in pieces),
        lead=pieces[0].lead,
        marked=pieces[0].marked,
    )


def _lead(words: list[Word]) -> float:
    """The size of the words a line begins with; 0 where these are next to nothing."""
    run = list(itertools.takewhile(lambda word: abs(word.size - words[0].size) < 0.02 * words[0].size, words))
    text = "".join(word.text for word in run)
    letters = sum(map(str.isalnum, text)) * (2 if is_korean(text) or is_unspaced(text) else 1)
    return words[0].size if letters >= LEADING else 0.0


def first_word(line: Line) -> float:
    """How wide a line's first word is, with the space before it; its first letter where words have no spaces."""
    letters = 1 if is_unspaced(line.text[:1]) else len(line.text.split(" ", 1)[0]) + 1
    return (line.x1 - line.x0) * letters / len(line.text)


def at_edge(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines that begin at a column's left edge, and those that are set in."""
    left = min((line.x0 for line in lines), default=0.0)
    outer = [line for line in lines if line.x0 < left + INSET * line.size]
    return outer, [line for line in lines if line.x0 >= left + INSET * line.size]


def is_item(line: Line) -> bool:
    return line.marked or begins_item(line.text)


def rows_of(lines: Iterable[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.base, line.x0)):
        if rows and abs(line.base - rows[-1][0].base) <= 0.3 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]
