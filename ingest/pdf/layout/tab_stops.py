"""Where columns begin within rows of words. Pure."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from ingest.pdf.layout.rows import GAP, NARROW_GAP, TIGHT_GAP, is_far
from ingest.pdf.letters.clean import FIRST_WIDE, is_korean
from ingest.pdf.letters.word import Word
from ingest.pdf.runs import runs

TOGETHER = 4  # lines near each other
STRAIGHT = 6  # the same where their gaps are no wider than those between words
FEWEST_SPREAD = 3  # gaps of a stretched line
EVEN = 0.08  # of the size: so much may they differ
FEWEST_PARTED = 2  # cells behind the first
FEWEST_GAPS = 2  # before them, or one between two scripts
SIZES_APART = 0.1  # of the size: a note beside the text, or a translation, is set in a smaller one
LEADERS = ".·…"
OVERLAP = 0.6  # sizes between the bases of two lines, at most, that cannot stand below each other


@dataclass(slots=True)
class _Stop:
    """What begins at one place."""

    rows: set[int] = field(default_factory=set)  # by their numbers, after a gap or as the first of their row
    after_wide: set[int] = field(default_factory=set)  # those with a gap before it that is much wider
    gaps: int = 0  # before it; those where the script or the size changes count for more
    sizes: bool = False  # a word is set in another size than the one before
    close: list[int] = field(default_factory=list)  # rows of a stretched line, or where the script changes near a word


def tab_stops(rows: Sequence[list[Word]], narrow: float) -> list[set[int]]:
    """For each row the places where a column begins: words of several rows near each other start there after a gap
    or as the first of their row, and hardly a row between them has words across it."""
    found: list[set[int]] = [set() for _ in rows]
    ways = _cells_at_parted_ones, _at_stops, _gutters_between_stretched_lines, _centred_cells
    for number, place in itertools.chain(*(way(rows, narrow) for way in ways)):
        found[number] |= {place - 1, place, place + 1}
    return found


def _at_stops(rows: Sequence[list[Word]], narrow: float) -> Iterator[tuple[int, int]]:
    """Rows and places where words begin as in several rows near."""
    for place, stop in _stops(rows, narrow).items():
        if stop.gaps < FEWEST_GAPS:
            continue
        numbers = sorted(stop.rows)
        for together in (numbers, *_neighbours(numbers)):
            wide = stop.after_wide.issuperset(together)
            fewer = (wide or stop.sizes) + (wide and stop.gaps >= FEWEST_GAPS * len(numbers))
            if len(together) < TOGETHER - fewer:
                continue
            within = range(together[0], together[-1] + 1)
            if sum(_runs_across(rows[number], place) for number in within) <= len(together) / 2:
                yield from ((number, place) for number in (*together, *(at for at in stop.close if at in within)))


def _stops(rows: Sequence[list[Word]], narrow: float) -> dict[int, _Stop]:
    stops: dict[int, _Stop] = defaultdict(_Stop)
    for number, row in enumerate(rows):
        spread = set(_spread(row, narrow))
        for left, word in zip((_beside(rows, number, narrow), *row), row, strict=False):
            if id(word) in spread:
                stops[round(word.x0)].close.append(number)
                continue
            other_letters = left and (left.text[-1:] < FIRST_WIDE) != (word.text[:1] < FIRST_WIDE)
            if other_letters and any(map(str.isalnum, word.text)):
                stops[round(word.x0)].close.append(number)
            gap = (word.x0 - left.x1) / min(left.size, word.size) if left else 0.0
            if left and gap <= narrow:
                continue
            other_size = left is not None and abs(left.size - word.size) > SIZES_APART * left.size
            other_script = left is not None and is_korean(left.text) != is_korean(word.text)
            for place in (round(word.x0) + shift for shift in (-1, 0, 1)):
                stop = stops[place]
                stop.rows.add(number)
                stop.gaps += (left is not None) + other_script + other_size
                stop.sizes |= other_size
                if gap > 1.8 * narrow:
                    stop.after_wide.add(number)
    return stops


def _beside(rows: Sequence[list[Word]], number: int, narrow: float) -> Word | None:
    """What stands at the left of a row after such a gap, in another column whose lines are not level with it."""
    first = rows[number][0]
    near = (word for row in (*rows[max(0, number - 1) : number], *rows[number + 1 : number + 2]) for word in row)
    overlapping = [word for word in near if abs(word.base - first.base) < OVERLAP * first.size]
    left = max((word for word in overlapping if word.x1 <= first.x0), key=attrgetter("x1"), default=None)
    return left if left and first.x0 - left.x1 > narrow * first.size else None


def _spread(row: Sequence[Word], narrow: float) -> Iterator[int]:
    """Words (by id) of a line that was stretched to be as long as others: the gaps between them are wide, and equal,
    which those between cells of different width are not."""
    if not any(right.x0 - left.x1 > narrow * right.size for left, right in itertools.pairwise(row)):
        return
    for run in runs(row, lambda left, word: not is_far(left, word)):
        gaps = [right.x0 - left.x1 for left, right in itertools.pairwise(run)]
        widths = [word.x1 - word.x0 for word in run]
        even = len(gaps) >= FEWEST_SPREAD and max(gaps) - min(gaps) < EVEN * run[0].size < max(widths) - min(widths)
        if even and max(gaps) > NARROW_GAP * run[0].size:
            yield from map(id, run[1:])


def _gutters_between_stretched_lines(rows: Sequence[list[Word]], narrow: float) -> Iterator[tuple[int, int]]:
    """Rows and places where a column begins though the gap before it is no wider than those between words that were
    spread to fill their lines, or even less where the script changes: in many rows it ends at one place and begins at
    one place, after different words: '1과 연습 1: ...', '1과 연습 2: ...' is one line."""
    straight: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    for number, row in enumerate(rows):
        for left, word in itertools.pairwise(row):
            least = NARROW_GAP if is_korean(left.text) == is_korean(word.text) else TIGHT_GAP
            if least < (word.x0 - left.x1) / min(left.size, word.size) <= narrow and word.text.strip(LEADERS):
                word_before = left.text.strip(LEADERS) or str(number)  # dots lead to a column, however often
                straight[round(left.x1), round(word.x0)][number] = "1" if left.text.isdigit() else word_before
    for (_, place), before in straight.items():
        for together in _neighbours(list(before)):
            if 2 * len({before[number] for number in together}) < len(together):
                continue
            across = sum(_runs_across(rows[number], place) for number in range(together[0], together[-1] + 1))
            if len(together) >= STRAIGHT and across <= len(together) / 4:
                yield from ((number, place) for number in together)


def _centred_cells(rows: Sequence[list[Word]], narrow: float) -> Iterator[tuple[int, int]]:
    """Rows and places where a cell begins, after such a gap, whose middle is below or above those of others."""
    middles: dict[int, dict[int, float]] = defaultdict(dict)  # where the cell begins, by its middle and row
    for number, row in enumerate(rows):
        pairs = enumerate(itertools.pairwise(row), 1)
        starts = [at for at, (left, word) in pairs if word.x0 - left.x1 > narrow * min(left.size, word.size)]
        for start, end in itertools.pairwise([*starts, len(row)]):
            middle = int((row[start].x0 + row[end - 1].x1) / 2)
            middles[middle][number] = middles[middle + 1][number] = row[start].x0
    for cells in middles.values():
        for together in _neighbours(list(cells)):
            if len(together) >= TOGETHER and 2 * len(together) > together[-1] - together[0]:
                yield from ((number, round(cells[number])) for number in together)


def _cells_at_parted_ones(rows: Sequence[list[Word]], narrow: float) -> Iterator[tuple[int, int]]:
    """Rows and places where cells begin, after such gaps, as all those of the row above or below do, which are parted
    by wide ones: 'Komm! Kommt! Kommen Sie!' below 'du   ihr   Sie'."""
    starts = [_starts(row, GAP) for row in rows]
    for (above, upper), (below, lower) in itertools.pairwise(enumerate(rows)):
        if abs(upper[0].x0 - lower[0].x0) > 1:
            continue
        for parted, number, row in ((starts[above], below, lower), (starts[below], above, upper)):
            if len(parted) < FEWEST_PARTED:
                continue
            near = _starts(row, narrow)
            if all(any(abs(place - start) <= 1 for place in near) for start in parted):
                yield from ((number, place) for place in parted)


def _starts(row: Sequence[Word], gap: float) -> list[int]:
    """Where words begin after a wider gap."""
    pairs = itertools.pairwise(row)
    return [round(word.x0) for left, word in pairs if word.x0 - left.x1 > gap * min(left.size, word.size)]


def _neighbours(numbers: Sequence[int]) -> Iterator[list[int]]:
    return runs(numbers, lambda last, number: number - last <= 3)


def _runs_across(row: Iterable[Word], place: int) -> bool:
    return any(word.x0 < place - 2 and word.x1 > place + 1 for word in row)
