"""Cells that stand side by side without rules -> the rows they make. Pure.

A row has one entry in the first column. What stands beside it may take more lines and begin level with it, or be
centred on it; so one row ends, and the next begins, where the lines between two entries are farthest apart.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from statistics import median

from ingest.pdf.layout.lines import Line, first_word, is_item, rows_of
from ingest.pdf.layout.pieces import are_alike
from ingest.pdf.layout.wording import BOXES, ends_sentence
from ingest.pdf.letters.clean import HYPHENS, is_korean, is_unspaced

Columns = Sequence[Sequence[Line]]
Level = list[Line]

PIXEL = 0.8  # points: browsers put lines on whole ones
FEWEST_ROWS = 3  # that tell by the room between them alone that they are rows
MOSTLY = 0.8  # of the lines between two rules are entries: these part groups of them
ALIKE = 0.8  # of the breadth of a column: two that are set alike
TIGHT = 1.12  # of the lines' usual distance: what is farther apart is parted


def level_share(some: Sequence[Line], others: Iterable[Line]) -> float:
    """How many lines have another one level with them."""
    bases = [line.base for line in others]
    near = sum(any(abs(line.base - base) <= 0.3 * line.size for base in bases) for line in some)
    return near / len(some) if some else 0.0


def lead(columns: Columns) -> float:
    """The distance of two lines in one cell: the shortest one in a column."""
    steps = [
        below.base - above.base
        for column in columns
        for above, below in itertools.pairwise(sorted(column, key=lambda line: line.base))
        if below.base - above.base > 0.8 * below.size
    ]
    return min(steps, default=0.0)


def _are_alike(above: Line, below: Line) -> bool:
    """Whether two lines can be one text: set alike, and no sentence, no leader ends the first."""
    return are_alike(above, below) and not ends_sentence(above.text)


def _is_rule_between(above: Level, below: Level) -> bool:
    return max(line.under for line in above) < min(line.under for line in below)


def _is_head(first: Level, *below: Level) -> bool:
    """Whether the first of the lines above a table's first rule are the names of its columns: bold, unlike the rest."""
    heads = [all(line.bold for line in level) for level in (first, *below)]
    return len(heads) > 1 and heads[0] and not any(heads[1:])


class Table:
    """What columns would be as a table. A column may hold pictures alone."""

    def __init__(self, columns: Columns) -> None:
        columns = [column for column in columns if column]
        self.levels: list[Level] = rows_of(itertools.chain(*columns))
        self._place = {id(line): place for place, column in enumerate(columns) for line in column}
        self._width = [(min(line.x0 for line in column), max(line.x1 for line in column)) for column in columns]
        self._korean = [2 * sum(is_korean(line.text) for line in column) > len(column) for column in columns]
        self._lead = lead(columns)
        self._steps = [0.0, *itertools.starmap(self._between, itertools.pairwise(self.levels))]
        self._ruled = [at for at, pair in enumerate(itertools.pairwise(self.levels), 1) if _is_rule_between(*pair)]
        if self._ruled and _is_head(*self.levels[: self._ruled[0]]):
            self._ruled.insert(0, 1)
        self._keys = self._firsts = [place for place, level in enumerate(self.levels) if self._is_first(level[0])]
        steps = [self._step(place) for place in self._keys[1:]]
        self._spaced = bool(steps) and median(steps) > TIGHT * self._lead
        self._counted = any(len(level) > 1 and all(map(is_item, level)) for level in self.levels[:1])
        self._in_sentences = self._reads_in_sentences()
        self._keys = [key for key in self._keys if not self._continues_key(key)]

    def rows(self) -> list[list[Line]]:
        """The lines of each row, from top to bottom and from left to right."""
        borders = [0, *(self._sure_borders or self._all_borders()), len(self.levels)]
        groups = [self.levels[start:end] for start, end in itertools.pairwise(borders) if start < end]
        parts = groups if self._sure_borders else [levels for group in groups for levels in self._parted(group)]
        return [list(itertools.chain(*levels)) for levels in parts]

    def is_sure(self) -> bool:
        """Whether these can only be rows whose cells take several lines."""
        return bool(self._sure_borders)

    @cached_property
    def _sure_borders(self) -> list[int]:
        """Before which levels the rows begin that follow the first, where no row can be taken for two, nor two for one:
        within a row the text of a column goes on from each level to the next, and mostly none does over its end. They
        are parted by rules, or by more room than there is within them, or one of the columns has sentences. Empty if it
        is not so sure."""
        if self.is_ruled():
            return self._ruled
        if all(itertools.starmap(self._are_set_alike, itertools.pairwise(range(len(self._width))))):
            return []  # columns of prose
        white = [at for at in range(1, len(self.levels)) if self._step(at) > TIGHT * self._lead]
        if self._are_rows(white) is not None:
            return white
        begun = [at for at in self._firsts if at and not self._all_go_on(self.levels[at - 1], self.levels[at])]
        rows = self._are_rows(begun)
        return begun if rows and any(map(self._are_sentences, zip(*map(self._last_lines, rows), strict=True))) else []

    def is_ruled(self) -> bool:
        """Whether a rule stands between each row and the next. Between the groups of a table's rows each line of a
        group has an entry and something beside it."""
        rows = [self.levels[start:end] for start, end in itertools.pairwise([0, *self._ruled, len(self.levels)])]
        entries = rows[1:]  # the names of columns may leave out the first
        if len(rows) < FEWEST_ROWS or not all(any(map(self._is_first, itertools.chain(*row))) for row in entries):
            return False
        tall = [row for row in map(self._below_heads, rows) if len(row) > 1]
        groups = sum(map(self._are_entries, tall))
        return 2 * groups <= len(tall)

    def _are_entries(self, row: Sequence[Level]) -> bool:
        """Whether most of its lines are entries with as much beside them as the first has."""
        least = max(2, len(row[0]))
        return sum(len(level) >= least and self._is_first(level[0]) for level in row) > MOSTLY * len(row)

    def _below_heads(self, row: Sequence[Level]) -> Sequence[Level]:
        """Without what stands over all columns of a group: its first lines that are no entry."""
        return [*itertools.dropwhile(lambda level: len(level) == 1 and not self._is_first(level[0]), row)]

    def _are_set_alike(self, left: int, right: int) -> bool:
        """Whether two columns are as broad, and in letters of one kind: no words and examples, no translation."""
        widths = sorted(end - start for start, end in (self._width[left], self._width[right]))
        return self._korean[left] == self._korean[right] and widths[0] > ALIKE * widths[1]

    def _are_rows(self, borders: Sequence[int]) -> list[list[Level]] | None:
        rows = [self.levels[start:end] for start, end in itertools.pairwise([0, *borders, len(self.levels)])]
        enough = len(rows) >= FEWEST_ROWS and any(len(row) > 1 for row in rows)
        begun = enough and all(any(map(self._is_first, itertools.chain(*row))) for row in rows)
        return rows if begun and all(map(self._is_one_row, rows)) else None

    def _last_lines(self, row: Sequence[Level]) -> list[Line | None]:
        last = {place: line for level in row for place, line in self._placed(level)}
        return [last.get(place) for place in range(len(self._width))]

    def _are_sentences(self, lines: Iterable[Line | None]) -> bool:
        return all(line is not None and ends_sentence(line.text) for line in lines)

    def _is_one_row(self, group: Sequence[Level]) -> bool:
        """Whether a cell goes on from each level to the next, or all that have a line on both were broken only where
        the next word would not have fitted."""
        above: dict[int, Line] = dict(self._placed(group[0]))
        for level in group[1:]:
            pairs = [(above[place], line) for place, line in self._placed(level) if place in above]
            if not any(itertools.starmap(self._goes_on, pairs)) and not all(itertools.starmap(self._is_filled, pairs)):
                return False
            above |= dict(self._placed(level))
        return True

    def _is_filled(self, above: Line, below: Line) -> bool:
        says = any(map(str.isalpha, above.text))
        return says and first_word(below) > self._width[self._place[id(above)]][1] - above.x1

    def _placed(self, level: Level) -> list[tuple[int, Line]]:
        return [(self._place[id(line)], line) for line in level]

    def _is_first(self, line: Line) -> bool:
        """Whether it may be an entry: boxes to tick, below a number, are none."""
        return self._place[id(line)] == 0 and bool(line.text.strip(f"{BOXES} "))

    def _base(self, place: int) -> float:
        return self.levels[place][0].base

    def _step(self, place: int) -> float:
        """How far a level is below the one above."""
        return self._steps[place]

    def _between(self, above: Level, below: Level) -> float:
        """In a column that has lines on both levels, if there is one: small letters may stand a little higher."""
        before = dict(self._placed(above))
        steps = [line.base - before[place].base for place, line in self._placed(below) if place in before]
        return min(steps, default=below[0].base - above[0].base)

    def _continues_key(self, key: int) -> bool:
        """An entry of two lines, beside which nothing begins: either nothing stands there, or all of it goes on."""
        level = self.levels[key]
        if len(level) > 1 and self._in_sentences:
            return self._step(key) <= TIGHT * self._lead and self._all_go_on(self.levels[key - 1], level)
        above = next((line for level in self.levels[:key][::-1] for line in level if self._is_first(line)), None)
        if above is not None and self._counted and not is_item(level[0]):
            return _are_alike(above, level[0])
        if above is None or len(level) > 1 or level[0].base - above.base > TIGHT * self._lead or is_item(level[0]):
            return False
        goes_on = self._spaced or self._goes_on(above, level[0]) or self._are_around_one(key)
        return _are_alike(above, level[0]) and goes_on

    def _are_around_one(self, key: int) -> bool:
        """Whether an entry's two lines stand around the one line of all other cells in their row."""
        above, beside, below = self.levels[max(0, key - 2) : key + 1] if key > 1 else ([], [], [])
        alone = len(above) == len(below) == 1 and self._is_first(above[0]) and not any(map(self._is_first, beside))
        return alone and abs(2 * beside[0].base - above[0].base - below[0].base) < 2 * PIXEL

    def _reads_in_sentences(self) -> bool:
        """Whether the entries are sentences, with more room between them than within them."""
        wide = [at for at in range(1, len(self.levels)) if self._step(at) > TIGHT * self._lead]
        last = [line.text for at in wide for line in self.levels[at - 1] if self._is_first(line)]
        return 2 * sum(map(ends_sentence, last)) > len(wide) > 0

    def _all_go_on(self, above: Level, level: Level) -> bool:
        before = {self._place[id(line)]: line for line in above}
        pairs = [(before.get(self._place[id(line)]), line) for line in level]
        return all(line is not None and self._goes_on(line, below) for line, below in pairs)

    def _goes_on(self, above: Line, below: Line) -> bool:
        """Whether a cell's line was full, and its text not at an end."""
        start, end = self._width[self._place[id(above)]]
        full = above.x1 >= start + 0.7 * (end - start)
        fits = " " not in above.text or not below.text[:1].islower() or first_word(below) <= end - above.x1
        if not _are_alike(above, below) or is_item(below) or (fits and not full):
            return False
        broken = above.text[-1:] in HYPHENS and below.text[:1].islower()
        return broken or " " in above.text or is_unspaced(above.text[-1:])

    def _all_borders(self) -> list[int]:
        """Before which levels the rows begin that follow the first."""
        return sorted({*self._ruled, *self._borders()})

    def _borders(self) -> Iterator[int]:
        if not self._keys:
            return
        first = self._keys[0]
        ends = list(itertools.starmap(self._end, itertools.pairwise(self._keys)))
        if first and not self._is_centred(first, [*ends, len(self.levels)][0]):
            yield first
        yield from ends

    def _end(self, key: int, following: int) -> int:
        """Where the row of an entry ends: before the widest gap up to the next one, and the last of equals."""
        widest = max(self._step(place) for place in range(key + 1, following + 1))
        least = 0.95 * widest if widest > TIGHT * self._lead else widest - PIXEL
        return next(place for place in range(following, key, -1) if self._step(place) >= least)

    def _is_centred(self, first: int, end: int) -> bool:
        """Whether the lines above the first entry are its row's, and not a heading row: they are close to it, or
        there is as much below it."""
        step = self._step(first)
        if step < 0.8 * self._lead or (self._spaced and step <= TIGHT * self._lead):
            return True
        above, below = self._base(first) - self._base(0), self._base(end - 1) - self._base(first)
        return abs(above - below) < PIXEL

    def _parted(self, group: Sequence[Level]) -> Iterator[list[Level]]:
        """A group's levels, without those that are rows of their own below an entry that holds for several rows."""
        row = [group[0]]
        for level in group[1:]:
            if self._is_row(row, level):
                yield row
                row = []
            row.append(level)
        yield row

    def _is_row(self, row: Sequence[Level], level: Level) -> bool:
        if any(self._is_first(line) for line in level):
            return False
        step = level[0].base - row[-1][0].base
        if step < 0.8 * self._lead or (self._spaced and step <= TIGHT * self._lead):
            return False
        above = {self._place[id(line)]: line for above in row for line in above}
        pairs = [(above.get(self._place[id(line)]), line) for line in level]
        return not any(line is None or self._goes_on(line, below) for line, below in pairs)
