"""Speakers' names that are too long for their column: two lines -> one word. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.pdf.layout.rows import NARROW_GAP
from ingest.pdf.letters.word import Word

NEXT = 2.0  # sizes: the second line stands no farther below
SAME = 1.0  # points

Row = list[Word]


def with_whole_names(rows: Sequence[Row]) -> list[Row]:
    """'Frau', and in the next line 'Weber:', are one word beside what she says, if it comes again."""
    names = list(_names(rows))
    times = Counter((first.text, last.text) for first, last in names)
    whole = {
        id(first): first._replace(text=f"{first.text} {last.text}", x1=max(first.x1, last.x1), bottom=last.bottom)
        for first, last in names
        if times[first.text, last.text] > 1
    }
    gone = {id(last) for first, last in names if id(first) in whole}
    if not whole:
        return [*rows]
    left = ([whole.get(id(word), word) for word in row if id(word) not in gone] for row in rows)
    return [row for row in left if row]


def _names(rows: Sequence[Row]) -> Iterator[tuple[Word, Word]]:
    """What stands at one place in two lines, with a colon behind the second, beside texts that begin at one place."""
    above: dict[int, tuple[Word, Word]] = {}  # the last word at each place that has a text beside it, and that text
    for row in rows:
        here: dict[int, tuple[Word, Word]] = {}
        for left, word, beside in zip([None, *row], row, [*row[1:], None], strict=False):
            if left and word.x0 - left.x1 < NARROW_GAP * word.size:
                continue
            first, text = above.get(round(word.x0), (None, None))
            if first and text and _is_second(first, word, text, beside):
                yield first, word
            if beside and beside.x0 - word.x1 > NARROW_GAP * word.size and word.text[-1:] != ":":
                here[round(word.x0)] = word, beside
        above |= here


def _is_second(first: Word, word: Word, text: Word, beside: Word | None) -> bool:
    alike = abs(first.size - word.size) < 0.1 and first.bold == word.bold and abs(first.x0 - word.x0) < SAME
    below = 0 < word.base - first.base < NEXT * word.size
    goes_on = beside is None or beside.x0 - text.x0 > -SAME
    return alike and below and word.text.endswith(":") and word.x1 < text.x0 and goes_on
