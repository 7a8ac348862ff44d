"""The lines in a page's margins: what each says, how far it stands from the text, what makes it equal to another
page's. Pure."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ingest import unit_words
from ingest.pdf.document import around
from ingest.pdf.layout.rows import rows_of_words
from ingest.pdf.layout.sheet import Sheet, cells_of
from ingest.pdf.letters.clean import clean
from ingest.pdf.letters.word import Word
from ingest.pdf.page_numbers import roman_value
from ingest.pdf.runs import runs

MARGIN = 0.13  # of the page's height, at the top and at the bottom
OUTERMOST = 0.22  # the same for the first and the last line, and what is close to them: some pages have wide margins
DEEPEST = 8  # lines from the edge: a letterhead has many
LONGEST_ROW = 200  # characters of a row in which a page number is looked for among other words
APART = 1.5  # usual distances of lines: more parts a running head from the text
FAR = 2.5  # the same for a whole sentence: tasks and examples stand at one place on many pages, too
ENDS = (*".:?!…。：？！",)  # of a sentence, or of what tells one what to do
CLOSING = " '\"”“’»«)]」』"
BESIDE = 0.7  # of the size: lines that are nearer to each other stand side by side
NEAR = 1.8  # of the next distance: a table's row stands no farther from the next
BROAD = 12  # sizes: a line of a paragraph is no shorter
SMALLER = 0.93  # of the usual size: letters that small need no such distance

_NUMBER = re.compile(r"\d{1,4}")
_REFERS = re.compile(r"[→⇒➔➜►☞]")  # to another page: '→ Seite 14'
_PAGE_NUMBER = re.compile(  # '9.' counts tasks
    r"[\W_]*(?:(?:Seite|S\.|page|p\.|pág\.|쪽|페이지|стр\.)\s*)?(\d{1,4}|[ivxl]{1,7})"
    r"(?:\s*(?:쪽|페이지|ページ|頁|页))?(?:\s*(?:/|von|of|de)\s*\d+)?(?:[^\w.]|_)*",
    re.IGNORECASE,
)
# 'Lektion 5' on page 5 is a heading: a number beside such a word counts units, not pages.
_COUNTS_UNITS_BEFORE = re.compile(rf"(?:{unit_words.BEFORE}|{unit_words.ORDINAL}|teil)\.?$", re.IGNORECASE)
_COUNTS_UNITS_AFTER = re.compile(unit_words.AFTER)


Slot = tuple[int, int]
"""A line's height on its page, and its size."""


def page_number(text: str) -> str | None:
    """The page number that a line is: '52', '- 52 -', 'S. 52', '52쪽', 'xiv'."""
    found = _PAGE_NUMBER.fullmatch(text)
    return found[1] if found and not _REFERS.search(text) else None


@dataclass(frozen=True, slots=True)
class Row:
    """A line in a margin."""

    words: list[Word]
    text: str
    page: int  # the PDF's own count of the book's pages
    number: str | None  # the page number in it, if it can be one
    apart: bool  # from the text
    from_edge: float  # of the page's height
    foot: bool  # in the lower margin
    beside: bool  # text that stands a little higher or lower

    @property
    def base(self) -> float:
        return self.words[0].base

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @property
    def offset(self) -> tuple[bool, int] | None:
        """How far the page number that it is stands from the PDF's own count, for Arabic and Roman ones."""
        if self.number is None or len(self.words) > 4 or not (self.number.isdigit() or self.number.islower()):
            return None
        value = int(self.number) if self.number.isdigit() else roman_value(self.number.upper())
        return (self.number.isdigit(), value - self.page) if value else None

    @property
    def slot(self) -> Slot:
        return round(self.base), round(self.size)

    def places(self) -> set[tuple[str, int]]:
        """What makes it equal to a row on another page: its letters at that height, or its letters with the
        page number as the distance from the PDF's own count."""
        place = round(self.base / 5)
        return {(self.bare, place)} | {(key, place) for _, key in self.tracking_keys()} | self._pieces(place)

    @property
    def bare(self) -> str:
        """Its letters."""
        return re.sub(r"\s", "", self.text)

    def ends(self) -> Iterator[str]:
        """What it says up to each of its words, and from each of them on, in bare letters."""
        words = [re.sub(r"\s", "", word.text) for word in self.words]
        yield from itertools.accumulate(words)
        yield from itertools.accumulate(reversed(words), lambda end, word: word + end)

    def _pieces(self, place: int) -> set[tuple[str, int]]:
        """What stands at one side of a wide gap, on this page at the left and on the next at the right."""
        pieces, piece = [], self.words[0].text
        for left, right in itertools.pairwise(self.words):
            if right.x0 - left.x1 > 2 * self.size:
                pieces.append(piece)
                piece = ""
            piece += right.text
        return {(f"\0piece{text}", place) for text in (*pieces, piece) if pieces and sum(map(str.isalpha, text)) > 2}

    def tracking_keys(self) -> Iterator[tuple[str, str]]:
        """The numbers in it that could be the page's, each with a key that such rows share."""
        yield from self._corner_keys()
        if len(self.text) > LONGEST_ROW:  # every number in it would make a key as long as the row
            return
        if _REFERS.search(self.text):
            return
        for number in _NUMBER.finditer(self.text):
            before, after = self.text[: number.start()].rstrip(), self.text[number.end() :].lstrip()
            if not _COUNTS_UNITS_BEFORE.search(before) and not _COUNTS_UNITS_AFTER.match(after):
                yield number[0], re.sub(r"\s", "", f"{before}\0{int(number[0]) - self.page}\0{after}")

    def _corner_keys(self) -> Iterator[tuple[str, str]]:
        """A number far from the rest of the row, whatever that says: '12      Im Café'."""
        if len(self.words) < 2:
            return
        for name, (corner, neighbour) in {"left": self.words[:2], "right": self.words[:-3:-1]}.items():
            gap = max(neighbour.x0 - corner.x1, corner.x0 - neighbour.x1)
            if _NUMBER.fullmatch(corner.text) and gap > 2 * self.size:
                yield corner.text, f"\0{name}{int(corner.text) - self.page}"


def margin_rows(sheet: Sheet, place: int, usual: float) -> Iterator[Row]:
    """`place`: the PDF's own count of the book's page; `usual`: the size of the book's text."""
    rows = list(rows_of_words(sheet.words))
    steps = [below[0].base - above[0].base for above, below in itertools.pairwise(rows)]
    wide = APART * min(median(steps or [0.0]), 2 * usual)
    deep = min(DEEPEST, len(rows))
    upper = sum(row[0].base < sheet.height / 2 for row in rows)  # below a short page's text there is room as well
    text = _prose(rows, steps, wide, usual) | _in_tables(sheet, rows, steps, deep)
    gaps = [at for at, step in enumerate(steps) if step > wide]
    head, foot = (gaps[0], gaps[-1]) if gaps else (0, len(rows) - 2)
    for at in sorted({*range(deep), *range(len(rows) - deep, len(rows))}):
        row = rows[at]
        from_edge = min(row[0].base, sheet.height - row[0].base) / sheet.height
        if from_edge > (OUTERMOST if at <= head or at > foot else MARGIN):
            continue
        said = clean(" ".join(word.text for word in row))
        sentence = said.rstrip(CLOSING).endswith(ENDS)
        small = max(w.size for w in row) < SMALLER * usual
        if row[0].base < sheet.height / 2:
            inward = steps[at : min(deep, upper - 1) if sentence else deep]
        else:
            inward = steps[max(0, len(rows) - deep - 1) : at]
        gap = max(inward, default=0.0) > (FAR / APART if sentence else 1) * wide
        apart = (small or gap or (len(rows) <= deep and not sentence)) and at not in text
        beside = min(steps[max(0, at - 1) : at + 1], default=wide) < BESIDE * row[0].size
        yield Row(row, said, place, page_number(said), apart, from_edge, row[0].base > sheet.height / 2, beside)


def _prose(rows: Sequence[list[Word]], steps: Sequence[float], wide: float, usual: float) -> set[int]:
    """The rows of paragraphs, which have a line as broad as the text and as large: no running heads, even where a
    paragraph comes again on every page. What stands close to one in smaller letters is not of it."""
    breadth = max((row[-1].x1 - row[0].x0 for row in rows), default=0.0)
    prose: set[int] = set()
    for paragraph in runs(range(len(rows)), lambda above, _: steps[above] <= wide):
        if len(paragraph) > 1 and any(_is_prose(rows[at], breadth, usual) for at in paragraph):
            prose |= {at for at in paragraph if max(word.size for word in rows[at]) > SMALLER * usual}
    return prose


def _in_tables(sheet: Sheet, rows: Sequence[list[Word]], steps: Sequence[float], deep: int) -> set[int]:
    """Which of the `deep` rows at both ends are a table's, which may begin alike on every page: of one with rules that
    reaches beyond the margins, and those whose cells begin where the next two rows' do, and that stand no farther from
    the next than that from its next one."""
    edges = [around(cells_of(grid)) for grid in sheet.grids]
    far = OUTERMOST * sheet.height
    tall = [(top, end) for _, top, _, end in edges if end > far and top < sheet.height - far]
    found = set()
    for at in {*range(deep), *range(len(rows) - deep, len(rows))}:
        inward = 1 if at < len(rows) / 2 else -1
        three = [at, at + inward, at + 2 * inward]
        if any(top < rows[at][0].base < end for top, end in tall):
            found.add(at)
        elif 0 <= three[-1] < len(rows):
            step, following = (steps[min(pair)] for pair in itertools.pairwise(three))
            if step < NEAR * following and len(set.intersection(*(_starts(rows[one]) for one in three))) > 1:
                found.add(at)
    return found


def _starts(row: Sequence[Word]) -> set[int]:
    """Where the cells of a row begin, in steps of two points."""
    return {
        round(right.x0 / 2)
        for left, right in zip((None, *row), row, strict=False)
        if left is None or right.x0 - left.x1 > right.size
    }


def _is_prose(row: Sequence[Word], breadth: float, usual: float) -> bool:
    widest = max((right.x0 - left.x1 for left, right in itertools.pairwise(row)), default=0.0)
    as_large = all(abs(word.size - usual) < (1 - SMALLER) * usual for word in row)
    return as_large and widest < 2 * usual and row[-1].x1 - row[0].x0 > max(0.8 * breadth, BROAD * usual)
