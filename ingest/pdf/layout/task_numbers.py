"""Numbers and letters of tasks that stand beside the text. Pure."""

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from ingest.pdf.layout.rows import LABEL_GAP, is_far, rows_of_words
from ingest.pdf.letters.word import Word

LARGER = 1.15
FAR = 100  # points below a mark: no line that it stands beside has its base there
_NUMBER = re.compile(r"\d{1,3}[a-z]?|[a-z]")


def level_marks(words: list[Word]) -> tuple[list[list[Word]], set[int]]:
    """Numbers and letters of tasks beside the text, as labels of the lines at their right: those that are larger than
    the text or count on from one to the next. They need not be level with it. Gives the rows of all words, and which
    are such marks (by id)."""
    rows = list(rows_of_words(words))
    bases = [min(word.base for word in row) for row in rows]
    firsts = list(itertools.chain(*map(_from_numbers, rows)))
    counting = set(_counting(firsts))
    marked: dict[int, Word] = {}
    for mark, *_ in firsts:
        near = rows[bisect_left(bases, mark.base - 2 * mark.size) : bisect_right(bases, mark.base + FAR)]
        neighbour = _beside(mark, near)
        if neighbour and (mark.size > LARGER * neighbour.size or id(mark) in counting):
            marked[id(mark)] = mark._replace(base=neighbour.base)
    if marked:
        rows = list(rows_of_words(marked.get(id(word), word) for word in words))
    return rows, {id(mark) for mark in marked.values()}


def is_task_number(word: Word) -> bool:
    return _NUMBER.fullmatch(word.text) is not None


def _from_numbers(row: list[Word]) -> Iterator[list[Word]]:
    """A row from each number or letter on that begins it, or stands far from the word before, as in another column."""
    for at, word in enumerate(row):
        if is_task_number(word) and (at == 0 or is_far(row[at - 1], word)):
            yield row[at:]


def _counting(rows: Iterable[list[Word]]) -> Iterator[int]:
    """Those at the begin of these rows that stand below each other and count on by one, beside texts and not beside
    words: '7 | sieben'."""
    columns: dict[tuple[bool, int], list[list[Word]]] = defaultdict(list)
    for row in sorted((row for row in rows if _rank(row[0]) is not None), key=lambda row: row[0].base):
        columns[row[0].text.isdigit(), round(row[0].x1 / 6)].append(row)
    for column in columns.values():
        ranks = [_rank(row[0]) or 0 for row in column]
        pairs = [column[at : at + 2] for at, (one, other) in enumerate(itertools.pairwise(ranks)) if other == one + 1]
        counting = {id(row[0]): row for pair in pairs for row in pair}
        if counting and median(_words_together(row[1:]) for row in counting.values()) > 2:
            yield from counting


def _rank(word: Word) -> int | None:
    """The place of a number, or of a letter in the alphabet."""
    text = word.text
    return int(text) or None if text.isdecimal() else ord(text) if re.fullmatch("[a-z]", text) else None


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
