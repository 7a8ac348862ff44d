"""Words on one base, and the gaps between them. Pure."""

from collections.abc import Iterable, Iterator
from operator import attrgetter

from ingest.pdf.letters.word import Word

GAP = 1.19  # of the size: a wider gap in a line may belong to a gutter; LaTeX parts the columns of a table by 1.2
NARROW_GAP = 0.5  # the same where words of several lines start at one place after such a gap
TIGHT_GAP = 0.02  # the same where the script changes: a cell that is nearly too long for its column
LABEL_GAP = 8.0


def rows_of_words(words: Iterable[Word]) -> Iterator[list[Word]]:
    row: list[Word] = []
    for word in sorted(words, key=attrgetter("base", "x0")):
        if row and word.base - row[0].base > 0.25 * min(word.size, row[0].size):
            yield sorted(row, key=attrgetter("x0"))
            row = []
        row.append(word)
    if row:
        yield sorted(row, key=attrgetter("x0"))


def is_far(left: Word, right: Word) -> bool:
    return right.x0 - left.x1 > GAP * left.size
