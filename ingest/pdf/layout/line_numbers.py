"""The numbers of every fifth line beside a text, or of every tenth: they are no part of it. Pure."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.pdf.layout.sheet import Sheet
from ingest.pdf.letters.word import Word
from ingest.pdf.runs import runs

FEWEST = 3  # lines from one number to the next: where each line is counted, it is an item
LEVEL = 0.5  # of the size: what is level with each other differs by less
INDENT = 2.0  # sizes: by so much may lines be set in
ALONE = 0.5  # of the size, between a number and the text
SMALLER = 0.9  # than the text

_NUMBER = re.compile(r"\d{1,3}")


def without_line_numbers(sheet: Sheet) -> Sheet:
    numbers = [word for word in sheet.words if _NUMBER.fullmatch(word.text)]
    gone = {id(number) for column in _columns(numbers) if _count_lines(column, sheet.words) for number in column}
    return replace(sheet, words=[word for word in sheet.words if id(word) not in gone]) if gone else sheet


def _columns(numbers: Iterable[Word]) -> Iterator[list[Word]]:
    """Those below each other."""
    return runs(sorted(numbers, key=lambda number: number.x0), lambda last, number: number.x0 <= last.x1)


def _count_lines(numbers: Sequence[Word], words: Sequence[Word]) -> bool:
    """Whether as many lines are between two numbers, and above the first one or none, as they say."""
    numbers = sorted(numbers, key=lambda number: number.base)
    values = [int(number.text) for number in numbers]
    steps = {below - above for above, below in itertools.pairwise(values)} or {values[0]}
    step = max(steps)
    if len(steps) > 1 or step < FEWEST or any(value % step for value in values):
        return False
    largest = SMALLER if len(numbers) == 1 else 1.0  # else it may count pages or sections
    return any(_agree(numbers, values, lines) for lines in _beside(numbers[0], words, largest))


def _agree(numbers: Sequence[Word], values: Sequence[int], lines: Sequence[float]) -> bool:
    places = [_place(number, lines) for number in numbers]
    if None in places:
        return False
    found = [place - value for place, value in zip(places, values, strict=True) if place is not None]
    return len(set(found)) == 1 and (len(found) > 1 or found[0] == -1)  # one alone counts from the first line


def _place(number: Word, lines: Sequence[float]) -> int | None:
    return next((at for at, base in enumerate(lines) if abs(base - number.base) < LEVEL * number.size), None)


def _beside(number: Word, words: Sequence[Word], largest: float) -> Iterator[Sequence[float]]:
    """The heights of the lines that begin right of the number, and of those that end left of it. `largest`: of their
    size, that it may have."""
    level = [
        word
        for word in words
        if word is not number
        and abs(word.base - number.base) < LEVEL * word.size
        and number.size <= largest * word.size
    ]
    right = min((word for word in level if word.x0 > number.x1), key=lambda word: word.x0, default=None)
    if right and right.x0 - number.x1 > ALONE * number.size:
        starts = (word for word in words if abs(word.x0 - right.x0) < INDENT * right.size and word.x0 > number.x1)
        yield _heights(starts)
    left = max((word for word in level if word.x1 < number.x0), key=lambda word: word.x1, default=None)
    if left and not right and number.x0 - left.x1 > ALONE * number.size:
        yield _heights(word for word in words if word.x1 < number.x0)


def _heights(words: Iterable[Word]) -> list[float]:
    found: list[float] = []
    for word in sorted(words, key=lambda word: word.base):
        if not found or word.base - found[-1] > LEVEL * word.size:
            found.append(word.base)
    return found
