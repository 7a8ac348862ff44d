"""Lines of justified text that are stretched to its width: wide gaps in them part nothing. Pure."""

from collections.abc import Container, Iterator, Sequence

from ingest.pdf.letters.clean import HYPHENS, is_korean
from ingest.pdf.letters.word import Word

NEAR = 3  # rows above and below in which a usual line of the same text is looked for
EVEN = 0.12  # of the size: so much may the gaps of a stretched line differ
SAME_EDGE = 1.5  # points
Row = Sequence[Word]


def stretched(rows: Sequence[Row], edges: Sequence[Container[int]], wide: float) -> set[int]:
    """The words (by id) that go on in their line however far they stand from the word before: all gaps there are
    equal, and a line near it, with usual gaps, begins and ends where it does. Of two words the line above has to, or,
    if the second one is broken, the next, which begins there. `edges`: where columns begin in each row; `wide`: a gap
    that may part, in sizes."""
    usual = [list(_usual_lines(row, places, wide)) for row, places in zip(rows, edges, strict=True)]
    found: set[int] = set()
    for place, row in enumerate(rows):
        for run in _even(row, wide):
            near = [*usual[max(0, place - NEAR) : place], *usual[place + 1 : place + 1 + NEAR]]
            if len(run) == 2 and is_korean(run[0].text) != is_korean(run[1].text):
                continue  # a word and what it means
            if len(run) == 2:
                goes_on = any(
                    abs(word.x0 - run[0].x0) < SAME_EDGE for other in rows[place + 1 : place + 2] for word in other
                )
                broken = run[-1].text[-1] in HYPHENS  # the first line of a paragraph may be so too
                near = usual[max(0, place - 1) : place + 2 if broken else place] if goes_on else []
            if any(_is_same(run, edge) for lines in near for edge in lines):
                found |= {id(word) for word in run[1:]}
    return found


def _gap(left: Word, right: Word) -> float:
    return (right.x0 - left.x1) / min(left.size, right.size)


def _even(row: Row, wide: float) -> Iterator[Row]:
    """The longest runs of words with equal gaps between them, which are wide."""
    start = 0
    for end in range(1, len(row) + 1):
        goes_on = end < len(row) and _gap(row[end - 1], row[end]) > wide
        if goes_on and (end - start < 2 or abs(_gap(row[end - 1], row[end]) - _gap(row[start], row[start + 1])) < EVEN):
            continue
        if end - start > 1:
            yield row[start:end]
        start = end if not goes_on else end - 1


def _usual_lines(row: Row, places: Container[int], wide: float) -> Iterator[tuple[float, float]]:
    """Where the lines in a row begin and end, three words and more without a wide gap."""
    start = 0
    for end in range(1, len(row) + 1):
        if end == len(row) or _gap(row[end - 1], row[end]) > wide or round(row[end].x0) in places:
            if end - start > 2:
                yield row[start].x0, row[end - 1].x1
            start = end


def _is_same(run: Row, edge: tuple[float, float]) -> bool:
    return abs(run[0].x0 - edge[0]) < SAME_EDGE and abs(run[-1].x1 - edge[1]) < SAME_EDGE
