"""Whether a text goes on from line to line. Pure."""

import itertools
import re
from collections.abc import Sequence
from statistics import median

from ingest.pdf.layout.cells import TIGHT
from ingest.pdf.layout.lines import Line, first_word, is_item
from ingest.pdf.layout.pieces import CLOSE, SAME
from ingest.pdf.layout.rows import GAP
from ingest.pdf.layout.wording import ends_sentence
from ingest.pdf.letters.clean import is_korean, is_unspaced

Row = list[Line]
FEWEST_FLOWING = 3  # lines of a column that goes on in the next
LONG_LINE = 4  # spaces in it
AS_BROAD = 0.5  # of the one before: a column in which a text goes on


def are_texts(columns: Sequence[Sequence[Row]]) -> bool:
    """Whether each column goes on from line to line, with no row parted from the next in all of them."""
    columns = [_without_head(rows) for rows in columns]
    if not all(map(_flows, columns)):
        return False
    if all(sum(is_item(row[0]) for row in rows) > 1 for rows in columns):
        return True  # dialogues, or tasks
    wide = [_wide_steps(rows) for rows in columns]
    return not any(all(any(abs(step - other) < 4 for other in steps) for steps in wide) for step in wide[0])


def goes_over(left: Row, right: Sequence[Row]) -> bool:
    """Whether a text goes on from the foot of one column to the head of the next, which is as broad: each of its lines
    is full, and no sentence ends with the last. Two lines must also be long, and end at one place."""
    ends = [line.x1 for line in left]
    breadths = [max((line.x1 - line.x0 for line in lines), default=0.0) for lines in (left, itertools.chain(*right))]
    if len(right) > 1 and breadths[1] < AS_BROAD * breadths[0]:
        return False
    close = all(below.base - above.base < CLOSE * below.size for above, below in itertools.pairwise(left))
    justified = len(left) == 2 and max(ends) - min(ends) < SAME
    words = LONG_LINE if justified else 2
    return (
        close
        and (justified or len(left) >= FEWEST_FLOWING)
        and is_korean(left[-1].text) == is_korean(right[0][0].text)
        and not ends_sentence(left[-1].text)
        and all(
            above.text.count(" ") >= words and max(ends) - above.x1 < first_word(below)
            for above, below in itertools.pairwise([*left, right[0][0]])
        )
    )


def _without_head(rows: Sequence[Row]) -> Sequence[Row]:
    last = rows[-1][0] if rows else None
    start = next((place for place, row in enumerate(rows) if row[0].bold == last.bold), 0) if last else 0
    return rows[start:]


def _wide_steps(rows: Sequence[Row]) -> list[float]:
    """Where a column's lines are farther apart than usual."""
    return [row[0].base for above, row in itertools.pairwise(rows) if not is_close(above, row, rows)]


def is_close(above: Row, below: Row, rows: Sequence[Row]) -> bool:
    steps = [second[0].base - first[0].base for first, second in itertools.pairwise(rows)]
    return below[0].base - above[0].base <= TIGHT * min(steps)


def goes_on_below(row: Row, rows: Sequence[Row]) -> bool:
    """Whether the text goes on in the next line: this one is full, and no sentence ends there."""
    return not ends_sentence(row[-1].text) and _is_full(row, rows)


def _is_full(row: Row, rows: Sequence[Row]) -> bool:
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    return row[-1].x1 > left + 0.7 * (right - left)


_COUNTED = re.compile(r"(?:^|(?<=\s))(\d{1,2})\.(?:\s|$)")
_SENTENCE_END = re.compile(r"[^\W\d_](?:[.!?](?:\s|$)|[。！？])")


def _flows(rows: Sequence[Row]) -> bool:
    """Sentences that end, and some that go on in the next line; or answers that are counted on in it."""
    pairs = list(itertools.pairwise(rows))
    if sum(_counts_on_below(above[-1].text, below[0].text) for above, below in pairs) > 1:
        return True
    items = sum(is_item(row[0]) for row in rows) > 1
    if not items and not any(_SENTENCE_END.search(row[-1].text) for row in rows):
        return False
    going = sum(
        goes_on_below(above, rows)
        and not is_item(below[0])
        and (items or not below[0].text[:1].isupper())
        and (" " in above[-1].text or is_unspaced(above[-1].text))
        for above, below in pairs
    )
    return going >= max(1, 0.2 * len(pairs)) or _is_filled(rows)


def _counts_on_below(text: str, below: str) -> bool:
    """Whether a line ends within what it counts: '1. Tisch 2. Lampe 3.', or with '4. Stuhl' below it."""
    numbers = [int(number) for number in _COUNTED.findall(text)]
    counts = len(numbers) > 1 and numbers[-1] == numbers[-2] + 1
    following = _COUNTED.match(below)
    return counts and (text.endswith(".") if following is None else int(following[1]) == numbers[-1] + 1)


def _is_filled(rows: Sequence[Row]) -> bool:
    """Whether each line was broken where the next word would not have fitted: German texts have many with a capital."""
    right = max(row[-1].x1 for row in rows)
    return len(rows) > 2 and all(
        " " in above[-1].text and not ends_sentence(above[-1].text) and right - above[-1].x1 < first_word(below[0])
        for above, below in itertools.pairwise(rows)
    )


def breaks_texts(rows: Sequence[Row], column: Row) -> bool:
    """Whether sentences of the column go on in the table's next row, so that there is no such table: rows begin with a
    small letter below lines that are full, and some do otherwise. In a list of words they follow short ones too. Where
    the column has sentences, all lines that end none are full and of several words, but for its head."""
    mine = {id(line) for line in column}
    cells = [cell for row in rows if (cell := [line for line in row if id(line) in mine])]
    breaks = [(above[-1], below[0]) for above, below in itertools.pairwise(cells)]
    right = max((line.x1 for line in column), default=0.0)
    full = [
        above.text.count(" ") > 0
        and not ends_sentence(above.text)
        and (above.text.endswith(",") or right - above.x1 < first_word(below))  # verses end before they are full
        for above, below in breaks
    ]
    small = [
        is_full and not is_korean(above.text[-1:])  # where no capitals tell that a sentence begins
        for is_full, (above, below) in zip(full, breaks, strict=True)
        if below.text[:1].islower()
    ]
    of_words = not column or median(map(_words, column)) <= 2
    if not of_words and 0 < len(small) <= len(breaks) - 2 and sum(small) > 0.6 * len(small):
        return True
    ends = [_SENTENCE_END.search(above.text) is not None and ends_sentence(above.text) for above, _ in breaks]
    goes_on = [
        is_full and above.text.count(" ") > 2
        for (above, _), is_full, ends_there in zip(breaks[1:], full[1:], ends[1:], strict=True)
        if not ends_there
    ]
    return any(ends) and len(goes_on) > 1 and all(goes_on)


def is_prose(rows: Sequence[Row]) -> bool:
    """Mostly full lines of several words, which are not a sentence each."""
    if len(rows) < 3 or all(ends_sentence(row[-1].text) for row in rows):
        return False
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    full = sum(_is_one(row) and row[-1].x1 - row[0].x0 > 0.8 * (right - left) for row in rows)
    words = median(sum(map(_words, row)) for row in rows)
    return full >= 0.55 * len(rows) and words >= 3.5


def _words(line: Line) -> float:
    """Chinese and Japanese ones are two letters long."""
    return len(line.text) / 2 if is_unspaced(line.text) else len(line.text.split())


def _is_one(row: Row) -> bool:
    """A line of text, though it may have been parted where others have a gap at the same place."""
    return all(right.x0 - left.x1 < GAP * left.size for left, right in itertools.pairwise(row))
