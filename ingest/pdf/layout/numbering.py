"""How tasks, answers and lessons are counted in columns beside each other. Pure."""

import itertools
from collections.abc import Sequence
from typing import Literal

from ingest.pdf.enumerators import Enumerator, enumerator
from ingest.pdf.layout.lines import Line
from ingest.pdf.layout.titles import numbered_head
from ingest.pdf.layout.wording import BOXES

Row = list[Line]
LEVEL = 3.0  # points
CAPITALS = "ABCDEFGH"  # of tasks; others may be words


def _marks(rows: Sequence[Row]) -> list[Enumerator]:
    """The numbers or small letters that the rows begin with."""
    found = ((row[0], enumerator(row[0].text)) for row in rows)
    return [
        mark
        for line, mark in found
        if mark and (mark.is_number or mark.is_letter) and (line.marked or (mark.end and mark.text))
    ]


def _numbers(rows: Sequence[Row]) -> list[int]:
    """What the rows are counted by: their numbers, or their letters where none has a number."""
    found = _marks(rows)
    digits = [mark.number for mark in found if mark.number]
    return digits or [ord(mark.letter) for mark in found]  # the answers to a task have letters


def _are_tasks(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether each side is a task with parts of its own: '1. ...', 'a) ...', 'b) ...' beside '2. ...', 'a) ...'."""
    marks = [_marks(rows)[:3] for rows in (left, right)]
    parts = [[mark.letter for mark in side] for side in marks]
    return parts == [["", "a", "b"]] * 2 and marks[0][0].precedes(marks[1][0])


def _are_two_texts(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether each side is a text of several lines that begins with a number or a letter: 'c ...' beside 'd ...'."""
    if min(len(left), len(right)) < 2:
        return False
    marks = [[mark for row in rows if (mark := _head_mark(row[0].text))] for rows in (left, right)]
    if max(map(len, marks)) != 1 or not all(_head_mark(rows[0][0].text) for rows in (left, right)):
        return False
    return marks[0][0].precedes(marks[1][0])


def _head_mark(text: str) -> Enumerator | None:
    mark = enumerator(text)
    if mark is None or mark.series or mark.text[:1] in BOXES:  # nothing behind it, too
        return None
    return mark if mark.is_number or mark.letter.islower() or (not mark.number and mark.letter in CAPITALS) else None


def _head_numbers(rows: Sequence[Row]) -> list[int]:
    """Those of bold lines such as 'Lektion 4', where two or more count on."""
    found = [head for row in rows if (head := numbered_head(row[0]))]
    numbers = [number for _, number in found]
    counts = all(below == above + 1 for above, below in itertools.pairwise(numbers))
    return numbers if len(numbers) > 1 and counts and len({name for name, _ in found}) == 1 else []


def _count_apart(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether each side has numbers of its own that rise, such as the clues of a crossword: they neither count on from
    side to side, nor are they the same."""
    sides = [
        [
            (row[0].base, mark.number)
            for row in rows
            if (mark := enumerator(row[0].text)) and mark.is_number and mark.text[:1].isalpha()
        ]
        for rows in (left, right)
    ]
    if min(map(len, sides)) < 2:
        return False
    if not all(above[1] < below[1] for side in sides for above, below in itertools.pairwise(side)):
        return False
    level = [other[1] - one[1] for one in sides[0] for other in sides[1] if abs(one[0] - other[0]) < LEVEL]
    return not level or len(set(level)) > 1 or level[0] not in (0, 1)


def counted(left: Sequence[Row], right: Sequence[Row]) -> Literal["across", "down"] | None:
    """Exercises 1, 3, 5 on the left and 2, 4, 6 on the right are read across, 1-3 and 4-6 down."""
    if (heads := _head_numbers(left)) and _head_numbers(right)[:1] == [heads[-1] + 1]:
        return "down"
    if _are_tasks(left, right) or _are_two_texts(left, right):
        return "down"
    if _count_apart(left, right):
        return "down"
    first, second = (_numbers(rows) for rows in (left, right))
    if len(first) < 2 or len(second) < 2:
        return None
    if first[1] == first[0] + 2 and second[0] == first[0] + 1:
        return "across"
    return "down" if second[0] == first[-1] + 1 else None


def count_across(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether answers to choose from, or tasks, count on from one side to the other: ① beside ②."""
    before = {round(row[0].base): enumerator(row[-1].text) for row in left}
    marks = [(before.get(round(row[0].base)), enumerator(row[0].text)) for row in right]
    counted = [some.precedes(other) for some, other in marks if some and other]
    return len(counted) > 1 and all(counted) and 2 * len(counted) >= len(right)
