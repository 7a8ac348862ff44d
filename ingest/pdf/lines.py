"""Words -> lines and rows. Pure."""

import itertools
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from ingest.pdf.clean import clean, is_korean
from ingest.pdf.document import Box
from ingest.pdf.word import Word

GAP = 1.2  # of the size: a wider gap in a line may belong to a gutter
NARROW_GAP = 0.5  # the same where words of several lines start at one place after such a gap
TOGETHER = 4  # lines
TIGHT_GAP = 0.02  # the same where the script changes: a cell that is nearly too long for its column
LABEL_GAP = 8.0


@dataclass(frozen=True, slots=True)
class Line:
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

    @property
    def box(self) -> Box:
        return self.x0, self.top, self.x1, self.bottom


def lines_of(words: Iterable[Word]) -> list[Line]:
    rows = list(rows_of_words(words))
    edges = _edges(rows)
    return [_line(run) for row in rows for run in _runs(row, edges)]


def _edges(rows: Iterable[list[Word]]) -> set[int]:
    """Where a column begins: places at which words start after a gap in several rows."""
    starts = Counter(
        round(right.x0)
        for row in rows
        for left, right in itertools.pairwise(row)
        if right.x0 - left.x1 > NARROW_GAP * min(left.size, right.size)
    )
    near = (-1, 0, 1)
    edges = {place for place in starts if sum(starts[place + shift] for shift in near) >= TOGETHER}
    return {place + shift for place in edges for shift in near}


def rows_of_words(words: Iterable[Word]) -> Iterator[list[Word]]:
    row: list[Word] = []
    for word in sorted(words, key=lambda word: (word.base, word.x0)):
        if row and word.base - row[0].base > 0.25 * min(word.size, row[0].size):
            yield sorted(row, key=lambda word: word.x0)
            row = []
        row.append(word)
    if row:
        yield sorted(row, key=lambda word: word.x0)


def _runs(row: list[Word], edges: Container[int]) -> Iterator[list[Word]]:
    run = [row[0]]
    for word in row[1:]:
        if word.x0 - run[-1].x1 > _widest(run, word, edges) * min(word.size, run[-1].size):
            yield run
            run = []
        run.append(word)
    yield run


def _widest(run: list[Word], word: Word, edges: Container[int]) -> float:
    """The widest gap that still lets the word go on with the run, in sizes."""
    if _is_label(run):
        return LABEL_GAP
    if round(word.x0) not in edges:
        return GAP
    return NARROW_GAP if is_korean(word.text) == is_korean(run[-1].text) else TIGHT_GAP


# A bullet, a number, a speaker: part of the text at its right, however far away that is.
_LABEL = re.compile(r"[•▪–—*○□➢✓■●-]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|[①-⑳]|[^\W\d_][^:|]{0,18}:")


def _is_label(run: list[Word]) -> bool:
    return len(run) < 4 and _LABEL.fullmatch(" ".join(word.text for word in run)) is not None


def _line(words: list[Word]) -> Line:
    text = words[0].text
    for left, right in itertools.pairwise(words):
        touching = right.x0 - left.x1 < 0.1 * min(left.size, right.size)
        text += right.text if touching else " " + right.text
    letters = sum(len(word.text) for word in words)
    size = max((word.size for word in words), key=lambda size: sum(len(w.text) for w in words if w.size == size))
    bold = sum(len(word.text) for word in words if word.bold) > 0.8 * letters
    main = [word for word in words if word.size == size]
    return Line(
        clean(text),
        words[0].x0,
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
        main[0].base,
        size,
        bold,
        _lead(words) or size,
    )


LEADING = 3  # letters; fewer are an initial, or a number


def _lead(words: list[Word]) -> float:
    """The size of the words a line begins with; 0 where these are next to nothing."""
    run = list(itertools.takewhile(lambda word: abs(word.size - words[0].size) < 0.02 * words[0].size, words))
    return words[0].size if sum(char.isalnum() for word in run for char in word.text) >= LEADING else 0.0


def rows_of(lines: Iterable[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.base, line.x0)):
        if rows and abs(line.base - rows[-1][0].base) <= 0.3 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def around(boxes: Iterable[Box]) -> Box:
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return min(x0s), min(tops), max(x1s), max(bottoms)
