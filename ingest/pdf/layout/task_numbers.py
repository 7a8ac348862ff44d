"""Numbers and letters of tasks that stand beside the text. Pure."""

import itertools
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from statistics import median

from ingest.pdf.enumerators import Enumerator, enumerator
from ingest.pdf.layout.rows import LABEL_GAP, is_far, rows_of_words
from ingest.pdf.letters.word import Word

LARGER = 1.15
FAR = 100  # points below a mark: no line that it stands beside has its base there
HANGING = 2  # lines


def level_marks(words: list[Word]) -> tuple[list[list[Word]], set[int]]:
    """Numbers and letters of tasks beside the text, as labels of the lines at their right: those that are larger than
    the text, count on from one to the next, or hang before several lines. They need not be level with it. Gives the
    rows of all words, and which are such marks (by id)."""
    rows = list(rows_of_words(words))
    bases = [min(word.base for word in row) for row in rows]
    firsts = list(itertools.chain(*map(_from_numbers, rows)))
    counting = set(_counting(firsts))
    marked: dict[int, Word] = {}
    for mark, *_ in firsts:
        near = rows[bisect_left(bases, mark.base - 2 * mark.size) : bisect_right(bases, mark.base + FAR)]
        neighbour = _beside(mark, near)
        if neighbour and (mark.size > LARGER * neighbour.size or id(mark) in counting or _hangs(mark, neighbour, near)):
            marked[id(mark)] = mark._replace(base=neighbour.base)
    if marked:
        rows = list(rows_of_words(marked.get(id(word), word) for word in words))
    return rows, {id(mark) for mark in marked.values()}


def is_task_number(word: Word) -> bool:
    """3, 3a, A1, 2.4, b"""
    found = enumerator(word.text)
    return found is not None and not found.end and (not found.letter or found.letter.islower())


def _from_numbers(row: list[Word]) -> Iterator[list[Word]]:
    """A row from each number or letter on that begins it, or stands far from the word before, as in another column."""
    for at, word in enumerate(row):
        if is_task_number(word) and (at == 0 or is_far(row[at - 1], word)):
            yield row[at:]


def _counting(rows: Iterable[list[Word]]) -> Iterator[int]:
    """Those at the begin of these rows that stand below each other and count on by one, beside texts and not beside
    words: '7 | sieben'. Numbers end below each other, and begin so where some have parts."""
    columns: dict[tuple[str, bool, bool, int], list[tuple[Enumerator, list[Word]]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row[0].base):
        found = enumerator(row[0].text)
        if found and row[0].text != "0":  # an example
            columns[found.series, found.number > 0, False, round(row[0].x0 / 6)].append((found, row))
            columns[found.series, found.number > 0, True, round(row[0].x1 / 6)].append((found, row))
    for (_, _, at_end, _), column in columns.items():
        if at_end or any(found.letter for found, _ in column):
            pairs = [(row, below) for (one, row), (other, below) in itertools.pairwise(column) if one.precedes(other)]
            counting = {id(row[0]): row for pair in pairs for row in pair}
            if counting and median(_words_together(row[1:]) for row in counting.values()) > 2:
                yield from counting


def _words_together(row: Sequence[Word]) -> int:
    """How many words a row begins with before a wide gap."""
    return next((place for place, pair in enumerate(itertools.pairwise(row), 1) if is_far(*pair)), len(row))


def _beside(mark: Word, rows: Iterable[list[Word]]) -> Word | None:
    """The first word at the mark's right of the first line that it stands beside."""
    for row in rows:
        base, size = row[-1].base, row[-1].size
        if mark.base - mark.size < base and base - 0.7 * size < mark.base:
            right = next((word for word in row if word is not mark and word.x0 > mark.x0), None)
            if right and 0 < right.x0 - mark.x1 < LABEL_GAP * right.size:
                return right
    return None


def _hangs(mark: Word, neighbour: Word, rows: Iterable[list[Word]]) -> bool:
    """Whether the next lines at its right begin where the first does, and nothing stands before them."""
    below = (row for row in rows if row[0].base > neighbour.base + 1)
    starts = (next((word.x0 for word in row if word.x0 > mark.x0 - 1), inf) for row in below)
    beside = itertools.islice((start for start in starts if start < neighbour.x0 + 1), HANGING)
    return [abs(start - neighbour.x0) < 1 for start in beside] == [True] * HANGING
