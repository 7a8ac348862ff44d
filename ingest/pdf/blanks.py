"""Lines to write on that are drawn instead of typed, among the level lines of a page: 'Ich ____ Minjun.' Pure.

A rule under words is an underline, and one that leads from one text to another a leader; in a table's cell that is
empty, or alone below a task, it is a line to write on.
"""

import itertools
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from statistics import median

from ingest.pdf.document import Box
from ingest.pdf.enumerators import enumerator
from ingest.pdf.layout import Rule
from ingest.pdf.letters.word import Word

MOST_BLANKS = 200
SHORTEST = 15  # points
FEWEST_LEADERS = 3  # lengths
TOUCH = 1.0  # points: lines that begin and end as near each other are equally long
OVER = 0.5  # sizes: so far may a word seem to reach over a line that begins right behind it, as Tesseract sees them
LARGER = 1.1  # of the usual size: headings are
COLONS = (":", "：")
FAR = 12  # sizes from what is asked, behind a colon or to lines to write on that begin and end below each other
BROAD = 0.6  # of the page: alone, a line is no line to write on
NEAREST, FARTHEST = 1.5, 4.0  # sizes from one broad line to write on, or from what is asked, to the next
MOST_LINES = 4  # sizes that what is asked is high

_base, _x0 = attrgetter("base"), attrgetter("x0")


class _Text:
    """A page's words, by height, and where they begin and end."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = sorted(words, key=_base)
        self.size = median(word.size for word in words) if words else 0.0
        self.left = min((word.x0 for word in words), default=0.0)
        self.right = max((word.x1 for word in words), default=0.0)
        self.largest = max((word.size for word in words), default=0.0)

    def between(self, top: float, bottom: float) -> list[Word]:
        words = self.words
        return words[bisect_left(words, top, key=_base) : bisect_right(words, bottom, key=_base)]

    def fills(self, box: Box) -> bool:
        x0, top, x1, bottom = box
        return any(
            x0 < (word.x0 + word.x1) / 2 < x1 and top < (word.top + word.bottom) / 2 < bottom for word in self.words
        )


def blanks(rules: Iterable[Rule], width: float, words: Sequence[Word], cells: Sequence[Box] = ()) -> Iterator[Word]:
    """`rules`: without the edges of the `cells`, which are boxes, too; `width`: the page's."""
    rules, text = list(itertools.islice(rules, MOST_BLANKS)), _Text(words)
    broad = [rule for rule in rules if rule[1] - rule[0] >= BROAD * width]
    broad = [*_stacked(broad, text), *_below_tasks(broad, text)]
    times = Counter((round(x0), round(x1)) for x0, x1, _ in rules)
    found = [(blank, 0) for blank in _behind_labels(rules, text)]
    for rule in rules:
        x0, x1, y = rule
        short = SHORTEST < x1 - x0 < BROAD * width
        if short and (beside := _beside(rule, text, in_a_form=times[round(x0), round(x1)] > 1)):
            found.append(beside)
        elif rule in broad or (short and any(_is_within(rule, cell) and not text.fills(cell) for cell in cells)):
            found.append((Word("____", x0, y - text.size, x1, y, y, text.size, bold=False), 0))
    yield from _without_leaders(found)


def _beside(rule: Rule, text: _Text, *, in_a_form: bool) -> tuple[Word, int] | None:
    """The line to write on that a text in its line asks for, and where the text behind it ends, or 0."""
    x0, x1, y = rule
    level = text.between(y - text.largest, y + text.largest)
    above = [word for word in level if -0.3 < (y - word.base) / word.size < 1]  # as close as no other line is: a cell's
    beside = [word for word in above if (y - word.base) / word.size < 0.6]
    clear = in_a_form and not _are_over(text.between(y - 2 * text.size, y + 2 * text.size), rule)
    before = [
        (word, FAR if clear or word.text.endswith(COLONS) else 2) for word in beside if word.x1 <= x0 + OVER * word.size
    ]
    near = [word for word, far in before if x0 - word.x1 < far * word.size]
    near += [word for word in beside if -OVER < (word.x0 - x1) / word.size < 2]
    to_edge = x0 < text.left + text.size or x1 > text.right - text.size
    heading = to_edge and all(word.size > LARGER * text.size for word in near)  # from which a line leads to the edge
    if not near or heading or _are_over(above, rule):
        return None
    word, end = near[0], x1
    for behind in sorted((word for word in beside if word.x0 > x1 - OVER * word.size), key=_x0):
        if behind.x0 - end > 2 * behind.size:
            break
        end = behind.x1
    blank = Word("____", x0, word.top, x1, word.bottom, word.base, word.size, bold=False)
    return blank, round(end) if end > x1 else 0


def _behind_labels(rules: Iterable[Rule], text: _Text) -> Sequence[Word]:
    """What is left to write on of lines that begin below what they ask for: 'Name:', over a line across the page."""
    found: list[Word] = []
    for x0, x1, y in rules:
        near = text.between(y - text.size, y)
        over = [word for word in near if word.x0 > x0 - TOUCH and word.x1 < x1 + TOUCH and not word.bold]
        if over:
            first, last = min(over, key=_x0), max(over, key=_x0)
            if last.text.endswith(COLONS) and first.x0 < x0 + last.size and last.x1 < (x0 + x1) / 2:
                found.append(last._replace(text="____", x0=last.x1 + last.size / 4, x1=x1))
    return found if len(found) > 1 else ()


def _are_over(words: Iterable[Word], rule: Rule) -> bool:
    x0, x1, _ = rule
    return any(word.x0 < x1 - OVER * word.size and word.x1 > x0 + OVER * word.size for word in words)


def _stacked(rules: Iterable[Rule], text: _Text) -> Iterator[Rule]:
    """Those below one of the same length with room to write between them, and no word."""
    for above, rule in itertools.pairwise(sorted(rules, key=lambda rule: (round(rule[0]), round(rule[1]), rule[2]))):
        alike = abs(rule[0] - above[0]) < TOUCH and abs(rule[1] - above[1]) < TOUCH
        near = alike and NEAREST * text.size < rule[2] - above[2] < FARTHEST * text.size
        if near and not text.fills((rule[0], above[2], rule[1], rule[2])):
            yield rule


def _below_tasks(rules: Iterable[Rule], text: _Text) -> Sequence[Rule]:
    """Those, if there are several, that have a numbered task each above them, and room to write."""
    found: list[Rule] = []
    for rule in rules:
        near = text.between(rule[2] - (FARTHEST + MOST_LINES) * text.size, rule[2])
        rows = [min(row, key=_x0) for _, row in itertools.groupby(near, key=lambda word: round(word.base))]
        marks = filter(None, (enumerator(word.text) for word in rows))
        asked = any(mark.end and (mark.is_number or mark.is_letter) for mark in marks)
        if asked and NEAREST * text.size < rule[2] - rows[-1].base < FARTHEST * text.size:
            found.append(rule)
    return found if len(found) > 1 else ()


def _is_within(rule: Rule, cell: Box) -> bool:
    x0, x1, y = rule
    return cell[0] + 1 < x0 and x1 < cell[2] - 1 and cell[1] + 1 < y < cell[3] - 1


def _without_leaders(blanks: Sequence[tuple[Word, int]]) -> Iterator[Word]:
    """`blanks`: each with where the text behind it ends, or 0. Lines of many lengths that lead to words which end below
    each other fill the room between two columns, and nobody writes on them."""
    lengths = {(end, round(blank.x1 - blank.x0)) for blank, end in blanks if end}
    times = Counter(end for end, _ in lengths)
    yield from (blank for blank, end in blanks if times[end] < FEWEST_LEADERS)
