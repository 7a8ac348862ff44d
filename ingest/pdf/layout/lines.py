"""Words -> lines and rows. Pure."""

import itertools
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from math import inf
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from ingest.pdf.document import Box
from ingest.pdf.layout.initials import with_initials
from ingest.pdf.letters.clean import FIRST_WIDE, SYMBOLS, clean, is_korean, is_unspaced
from ingest.pdf.letters.right_to_left import as_read
from ingest.pdf.letters.word import Word

GAP = 1.19  # of the size: a wider gap in a line may belong to a gutter; LaTeX parts the columns of a table by 1.2
NARROW_GAP = 0.5  # the same where words of several lines start at one place after such a gap
ENUMERATED_GAP = 0.8  # the same where an item of several in one line begins
TOGETHER = 4  # lines near each other
STRAIGHT = 6  # the same where their gaps are no wider than those between words
STRAIGHT_WIDER = 3  # and where they are wider, and begin at one place too
SECOND_LINES = 14  # of so many lines in the alphabet's order one may be an entry's second
FEWEST_SPREAD = 3  # gaps of a stretched line
EVEN = 0.08  # of the size: so much may they differ
FEWEST_GAPS = 2  # before them, or one between two scripts
SIZES_APART = 0.1  # of the size: a note beside the text, or a translation, is set in a smaller one
TIGHT_GAP = 0.02  # the same where the script changes: a cell that is nearly too long for its column
LABEL_GAP = 8.0
OPENING, CLOSING = ("(", "（", "["), (")", "）", "]")
LEADERS = ".·…"
DASHES = "–—-"  # bullets, or cells that say 'none'


class Line(NamedTuple):
    """Words side by side without a wide gap: a line of text, or a cell of a table without rules."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float  # of most letters
    bold: bool
    lead: float = 0.0  # the size of the words it begins with
    marked: bool = False  # begins with a number of its own
    edge: float = inf  # where a picture stands that its text runs around
    pushed: bool = False  # by such a picture at its left
    under: float = 0.0  # the height of the rule above it that spans a table's columns

    @property
    def box(self) -> Box:
        return self.x0, self.top, self.x1, self.bottom


def lines_of(words: Iterable[Word], space: float = 0.0) -> list[Line]:
    """`space`: the usual one between words, in sizes, if these are only some of the page's."""
    rows, marks = level_marks(with_initials(list(words)))
    space = space or usual_space(rows)
    edges = _edges(rows, max(NARROW_GAP, 1.6 * space))
    gap = max(GAP, 3.2 * space)
    found = (
        _line(run, marks) for row, places in zip(rows, edges, strict=True) for run in _runs(row, places, gap, marks)
    )
    return [line for line in found if line.text]  # a glyph that says nothing may stand alone


def usual_space(rows: Iterable[list[Word]]) -> float:
    """Between two words, in sizes: 0.25 in most faces, 0.6 in a typewriter's. There is none in Chinese and Japanese."""
    gaps = (
        (right.x0 - left.x1) / min(left.size, right.size)
        for row in rows
        for left, right in itertools.pairwise(row)
        if not (is_unspaced(left.text[-1:]) and is_unspaced(right.text[:1]))
    )
    return median([gap for gap in gaps if 0.1 < gap < GAP] or [0.25])


def _edges(rows: Sequence[list[Word]], narrow: float) -> list[set[int]]:
    """For each row the places where a column begins: words of several rows near each other start there after a gap
    or as the first of their row, and hardly a row between them has words across it."""
    edges: list[set[int]] = [set() for _ in rows]
    if len(rows) < TOGETHER - 1:
        return edges
    starts: dict[int, list[int]] = defaultdict(list)
    after_gap: dict[int, int] = defaultdict(int)
    after_wide: dict[int, set[int]] = defaultdict(set)
    of_other_size: set[int] = set()  # places where a word is set in another size than the one before
    close: dict[int, list[int]] = defaultdict(list)  # where a word of another script stands near the one before
    for number, row in enumerate(rows):
        spread = set(_spread(row, narrow))
        for left, word in zip((None, *row), row, strict=False):
            if id(word) in spread:
                continue
            if left and (left.text[-1:] < FIRST_WIDE) != (word.text[:1] < FIRST_WIDE):
                close[round(word.x0)].append(number)
            if left is None or word.x0 - left.x1 > narrow * min(left.size, word.size):
                other_size = left is not None and abs(left.size - word.size) > SIZES_APART * left.size
                other_script = left is not None and is_korean(left.text) != is_korean(word.text)
                for place in (round(word.x0) + shift for shift in (-1, 0, 1)):
                    starts[place].append(number)
                    after_gap[place] += (left is not None) + other_script + other_size
                    if other_size:
                        of_other_size.add(place)
                    if left and word.x0 - left.x1 > 1.8 * narrow * min(left.size, word.size):
                        after_wide[place].add(number)
    for place, numbers in starts.items():
        if after_gap[place] < FEWEST_GAPS:
            continue
        numbers = sorted(set(numbers))
        for together in (numbers, *_neighbours(numbers)):
            wide = after_wide[place].issuperset(together)
            fewer = (wide or place in of_other_size) + (wide and after_gap[place] >= FEWEST_GAPS * len(numbers))
            if len(together) < TOGETHER - fewer:
                continue
            within = range(together[0], together[-1] + 1)
            if sum(_runs_across(rows[number], place) for number in within) <= len(together) / 2:
                for number in (*together, *(number for number in close[place] if number in within)):
                    edges[number] |= {place - 1, place, place + 1}
    for number, place in (*_gutters_between_stretched_lines(rows, narrow), *_centred_cells(rows, narrow)):
        edges[number] |= {place - 1, place, place + 1}
    return edges


def _spread(row: Sequence[Word], narrow: float) -> Iterator[int]:
    """Words (by id) of a line that was stretched to be as long as others: the gaps between them are wide, and equal,
    which those between cells of different width are not."""
    if not any(right.x0 - left.x1 > narrow * right.size for left, right in itertools.pairwise(row)):
        return
    start = 0
    for end in range(1, len(row) + 1):
        if end < len(row) and not _is_far(row[end - 1], row[end]):
            continue
        run, start = row[start:end], end
        gaps = [right.x0 - left.x1 for left, right in itertools.pairwise(run)]
        widths = [word.x1 - word.x0 for word in run]
        if len(gaps) >= FEWEST_SPREAD and max(gaps) - min(gaps) < EVEN * run[0].size < max(widths) - min(widths):
            yield from map(id, run[1:])


def _gutters_between_stretched_lines(rows: Sequence[list[Word]], narrow: float) -> Iterator[tuple[int, int]]:
    """Rows and places where a column begins though the gap before it is no wider than those between words that were
    spread to fill their lines, or even less where the script changes: in many rows it ends at one place and begins at
    one place. A wider gap needs fewer of them, if words of different lengths end there."""
    straight: dict[tuple[int, int, bool], dict[int, float]] = defaultdict(dict)  # how long the words are, by row
    for number, row in enumerate(rows):
        for left, word in itertools.pairwise(row):
            gap = (word.x0 - left.x1) / min(left.size, word.size)
            least = NARROW_GAP if is_korean(left.text) == is_korean(word.text) else TIGHT_GAP
            if least < gap and word.text.strip(LEADERS):
                straight[round(left.x1), round(word.x0), gap > narrow][number] = left.x1 - left.x0
    for (_, place, is_wider), lengths in straight.items():
        fewest = STRAIGHT_WIDER if is_wider else STRAIGHT
        for together in _neighbours([*lengths]):
            ragged = [lengths[number] for number in together]
            if len(together) < fewest or (is_wider and max(ragged) - min(ragged) <= 1):
                continue
            across = sum(_runs_across(rows[number], place) for number in range(together[0], together[-1] + 1))
            if across <= len(together) / 4:
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


def _neighbours(numbers: Sequence[int]) -> Iterator[list[int]]:
    group = [numbers[0]]
    for number in numbers[1:]:
        if number - group[-1] > 3:
            yield group
            group = []
        group.append(number)
    yield group


def _runs_across(row: Iterable[Word], place: int) -> bool:
    return any(word.x0 < place - 2 and word.x1 > place + 1 for word in row)


def rows_of_words(words: Iterable[Word]) -> Iterator[list[Word]]:
    row: list[Word] = []
    for word in sorted(words, key=attrgetter("base", "x0")):
        if row and word.base - row[0].base > 0.25 * min(word.size, row[0].size):
            yield sorted(row, key=attrgetter("x0"))
            row = []
        row.append(word)
    if row:
        yield sorted(row, key=attrgetter("x0"))


def _runs(row: list[Word], edges: Container[int], gap: float, marks: Container[int]) -> Iterator[list[Word]]:
    run, before = [row[0]], inf
    for word in row[1:]:
        room = word.x0 - run[-1].x1
        cell = len(run) == 1 and run[0].text in DASHES and room > 0.9 * before  # as far from both: no bullet
        if cell or room > _widest(run, word, edges, gap, marks) * min(word.size, run[-1].size):
            yield run
            run, before = [], room
        run.append(word)
    yield run


def _widest(run: list[Word], word: Word, edges: Container[int], gap: float, marks: Container[int]) -> float:
    """The widest gap that still lets the word go on with the run, in sizes."""
    if id(run[-1]) in marks or (
        _is_label(run) and run[-1].size > 0.9 * word.size and word.text != run[-1].text  # boxes to tick, in a row
    ):
        return LABEL_GAP
    if run[-1].text.endswith("....") and word.text.isdigit():
        return LABEL_GAP  # dots that lead to a page
    if run[-1].text.endswith(OPENING) and word.text.startswith(CLOSING):
        return LABEL_GAP  # a gap to fill in
    if _ENUMERATED.fullmatch(run[0].text) and _ENUMERATED.fullmatch(word.text):
        return ENUMERATED_GAP  # '1. ...   2. ...'
    if round(word.x0) not in edges or (len(run) == 1 and _CHOICE.fullmatch(run[0].text)):
        return gap
    return NARROW_GAP if is_korean(word.text) == is_korean(run[-1].text) else TIGHT_GAP


BULLETS = "•‣▪■□❏❑☐☑☒○●◯◦▲△▼▶▷►◆◇➢✓"
# A bullet, a number, a speaker: part of the text at its right, however far away that is.
_PAINTED = BULLETS + "".join(chr(code) for code, meant in SYMBOLS.items() if meant in BULLETS)
_LABEL = re.compile(rf"[{_PAINTED}–—*-]|\(?\d{{1,3}}[.)]|\(?[a-zA-Z][.)]|[①-⑳]|[^\W\d_][^:|]{{0,18}}:")


_ENUMERATED = re.compile(r"\(?\d{1,3}[.)]")
_CHOICE = re.compile(r"[a-zA-Z]|\d")  # 'a  30 Euro   b  20 Euro'


def _is_label(run: list[Word]) -> bool:
    return len(run) < 4 and is_label(" ".join(word.text for word in run))


def is_label(text: str) -> bool:
    return _LABEL.fullmatch(text) is not None


_NUMBER = re.compile(r"\d{1,3}[a-z]?|[a-z]")
LARGER = 1.15
FAR = 100  # points below a mark: no line that it stands beside has its base there


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


def _from_numbers(row: list[Word]) -> Iterator[list[Word]]:
    """A row from each number or letter on that begins it, or stands far from the word before, as in another column."""
    for at, word in enumerate(row):
        if _NUMBER.fullmatch(word.text) and (at == 0 or _is_far(row[at - 1], word)):
            yield row[at:]


def _is_far(left: Word, right: Word) -> bool:
    return right.x0 - left.x1 > GAP * left.size


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
    return int(text) if text.isdecimal() else ord(text) if re.fullmatch("[a-z]", text) else None


def _words_together(row: Sequence[Word]) -> int:
    """How many words a row begins with before a wide gap."""
    return next((place for place, pair in enumerate(itertools.pairwise(row), 1) if _is_far(*pair)), len(row))


def _beside(mark: Word, rows: Iterable[list[Word]]) -> Word | None:
    """The first word at the mark's right of the first line that it stands beside."""
    for row in rows:
        base, size = row[-1].base, row[-1].size
        if mark.base - mark.size < base and base - 0.7 * size < mark.base:
            right = next((word for word in row if word is not mark and word.x0 > mark.x0), None)
            if right and 0 < right.x0 - mark.x1 < LABEL_GAP * right.size:
                return right
    return None


def _line(words: list[Word], marks: Container[int]) -> Line:
    text = words[0].text
    for left, right in itertools.pairwise(words):
        unspaced = is_unspaced(left.text[-1:]) and is_unspaced(right.text[:1])  # readings above spread them
        touching = right.x0 - left.x1 < (0.5 if unspaced else 0.1) * min(left.size, right.size)
        text += right.text if touching and left.text[-1:] != ":" else " " + right.text
    letters: dict[float, int] = defaultdict(int)  # of each size
    for word in words:
        letters[word.size] += len(word.text)
    size = max(letters, key=lambda size: letters[size])
    bold = sum(len(word.text) for word in words if word.bold) > 0.8 * sum(letters.values())
    return Line(
        clean(as_read(text)),
        words[0].x0,
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
        next(word.base for word in words if word.size == size),
        size,
        bold,
        _lead(words) or size,
        id(words[0]) in marks,
    )


def joined(pieces: Sequence[Line]) -> Line:
    """Pieces that stand side by side, as one line."""
    first = max(pieces, key=lambda line: len(line.text))
    return first._replace(
        text=" ".join(line.text for line in pieces),
        x0=pieces[0].x0,
        top=min(line.top for line in pieces),
        x1=pieces[-1].x1,
        bottom=max(line.bottom for line in pieces),
        bold=all(line.bold for line in pieces),
        lead=pieces[0].lead,
        marked=pieces[0].marked,
    )


LEADING = 3  # letters; fewer are an initial, or a number. Of Korean, Chinese and Japanese each counts for two


def _lead(words: list[Word]) -> float:
    """The size of the words a line begins with; 0 where these are next to nothing."""
    run = list(itertools.takewhile(lambda word: abs(word.size - words[0].size) < 0.02 * words[0].size, words))
    text = "".join(word.text for word in run)
    letters = sum(map(str.isalnum, text)) * (2 if is_korean(text) or is_unspaced(text) else 1)
    return words[0].size if letters >= LEADING else 0.0


_SENTENCE_END = re.compile(r"[.!?…:;。！？][\"'”“»«)\]’」』]*$")


def ends_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text[-8:]) is not None


def first_word(line: Line) -> float:
    """How wide a line's first word is, with the space before it; its first letter where words have no spaces."""
    letters = 1 if is_unspaced(line.text[:1]) else len(line.text.split(" ", 1)[0]) + 1
    return (line.x1 - line.x0) * letters / len(line.text)


_PAGES = re.compile(r"(.*[^\W\d][^\w]*),? (?:\d{1,3}(?:[–-]\d{1,3})?(?:, |$))+$")


def indexed(text: str) -> str | None:
    """What an index says about pages: 'Dativ 45, 88–91'."""
    found = _PAGES.fullmatch(text)
    return found[1] if found else None


def sortable(text: str) -> str:
    return unicodedata.normalize("NFD", text.casefold())


def are_sorted(entries: Sequence[str]) -> bool:
    """Whether texts are in the alphabet's order, but for some of many: an entry's second line is in none."""
    rising: list[str] = []  # the ends of the longest rising sequences
    for entry in map(sortable, entries):
        at = bisect_left(rising, entry)
        rising[at : at + 1] = [entry]
    return len(entries) - len(rising) <= len(entries) // SECOND_LINES


_TURN = re.compile(r"[A-ZÄÖÜ가-힣][^\s:]{0,14}(?: [A-ZÄÖÜ][^\s:]{0,14})?:\s|[぀-ヿ一-鿿]{1,8}：")
_ITEM = re.compile(rf"[{BULLETS}–—*→①-⑳]|-\s|\(?(?:\d{{1,3}}|[a-zA-Z])[.)]\s|{_TURN.pattern}")


def begins_turn(text: str) -> bool:
    """With a speaker, or a word that looks like one: 'hat drei' / 'Seiten: eine für den Dialog, ...'."""
    return _TURN.match(text) is not None


def begins_item(text: str) -> bool:
    """With a bullet, a number, a speaker."""
    return _ITEM.match(text) is not None


def is_item(line: Line) -> bool:
    return line.marked or begins_item(line.text)


def rows_of(lines: Iterable[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.base, line.x0)):
        if rows and abs(line.base - rows[-1][0].base) <= 0.3 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]
