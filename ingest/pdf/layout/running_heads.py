"""Running headers and footers: lines in the margins that come again on other pages. Pure.

A line there is one if it is set apart from the text, and what it says, or a part of it, comes again at the same
height; or if a number in it counts the pages. Where most pages have one, whatever stands at its place is one too.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest import unit_words
from ingest.pdf.layout.lines import rows_of_words
from ingest.pdf.layout.sheet import Sheet
from ingest.pdf.letters.clean import clean
from ingest.pdf.letters.word import Word
from ingest.pdf.page_numbers import roman_value

MARGIN = 0.13  # of the page's height, at the top and at the bottom
OUTERMOST = 0.22  # the same for the first and the last line, and what is close to them: some pages have wide margins
DEEPEST = 8  # lines from the edge: a letterhead has many
MIN_REPEATS = 3  # a line on fewer pages is text
LONGEST_ROW = 200  # characters of a row in which a page number is looked for among other words
APART = 1.5  # usual distances of lines: more parts a running head from the text
LARGER = 1.08  # of the usual size: headings are
SMALLER = 0.93  # of the usual size: letters that small need no such distance
MIN_SLOT_SHARE = 0.4  # of all pages: from then on a place belongs to running heads, whatever they say

_NUMBER = re.compile(r"\d{1,4}")
_PAGE_NUMBER = re.compile(  # '9.' counts tasks
    r"[-–—|\s.·<\[(]*(?:(?:Seite|S\.|page|p\.|pág\.|쪽|페이지|стр\.)\s*)?(\d{1,4}|[ivxl]{1,7})"
    r"(?:\s*(?:쪽|페이지|ページ|頁|页))?(?:\s*(?:/|von|of|de)\s*\d+)?[-–—|\s·>\])]*",
    re.IGNORECASE,
)
STAMP = re.compile(r"scanned\s+(?:with|by)|cam\s?scanner|adobe\s?scan|gescannt\s+mit|(?:으)?로\s*스캔", re.IGNORECASE)
# 'Lektion 5' on page 5 is a heading: a number beside such a word counts units, not pages.
_COUNTS_UNITS_BEFORE = re.compile(rf"(?:{unit_words.BEFORE}|{unit_words.ORDINAL}|teil)\.?$", re.IGNORECASE)
_COUNTS_UNITS_AFTER = re.compile(unit_words.AFTER)


def page_number(text: str) -> str | None:
    """The page number that a line is: '52', '- 52 -', 'S. 52', '52쪽', 'xiv'."""
    found = _PAGE_NUMBER.fullmatch(text)
    return found[1] if found else None


@dataclass(frozen=True, slots=True)
class _Row:
    words: list[Word]
    text: str
    page: int  # the PDF's own count of the book's pages
    number: str | None  # the page number in it, if it can be one
    apart: bool  # from the text
    from_edge: float  # of the page's height

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
    def slot(self) -> tuple[int, int]:
        return round(self.base), round(self.size)

    def places(self) -> set[tuple[str, int]]:
        """What makes it equal to a row on another page: its letters at that height, or its letters with the
        page number as the distance from the PDF's own count."""
        place = round(self.base / 5)
        bare = re.sub(r"\s", "", self.text)
        return {(bare, place)} | {(key, place) for _, key in self.tracking_keys()} | self._pieces(place)

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


@dataclass(frozen=True, slots=True)
class Headless:
    """A sheet without its running heads, their texts, and the page number printed there."""

    sheet: Sheet
    running: tuple[str, ...]
    label: str | None


def take_out_running_heads(sheets: Sequence[Sheet], places: Sequence[int] | None = None) -> list[Headless]:
    """`sheets`: a book, or enough consecutive pages of one to see what comes again; `places`: where each page stands
    in the book, if that is not its number."""
    usual = median([word.size for sheet in sheets for word in sheet.words] or [0])
    places = places or [sheet.number for sheet in sheets]
    margins = [list(_margin_rows(sheet, place, usual)) for sheet, place in zip(sheets, places, strict=True)]
    seen = Counter(key for rows in margins for key in {key for row in rows for key in row.places()})

    def is_head(row: _Row) -> bool:
        if STAMP.search(row.text):
            return True
        times = max(seen[key] for key in row.places())
        if row.size > LARGER * usual:  # a heading that several pages begin with is none, unless most do
            return row.apart and times >= max(MIN_REPEATS, 0.6 * len(sheets))
        return row.apart and times >= MIN_REPEATS

    plain = [[row for row in rows if row.size <= 1.2 * usual] for rows in margins]
    votes: Counter[tuple[bool, int] | None] = Counter(
        offset for rows in plain for offset in {row.offset for row in rows} if offset
    )
    numbers = [_page_numbers(rows, votes) for rows in plain]
    lone = [
        {id(row) for row in rows if row.offset} - set(map(id, own)) for rows, own in zip(plain, numbers, strict=True)
    ]
    heads = [
        [row for row in rows if row in own or (id(row) not in tasks and is_head(row))]
        for rows, own, tasks in zip(margins, numbers, lone, strict=True)
    ]
    slots = _slots(heads, MIN_SLOT_SHARE * len(sheets))
    # Heads of sections last two pages, each of them: no one comes often, but all stand at one place.
    twice = [
        [
            row
            for row in rows
            if row.apart and max(seen[key] for key in row.places()) == 2 and row.size <= LARGER * usual
        ]
        for rows in margins
    ]
    slots |= _slots(twice, MIN_SLOT_SHARE * len(sheets))
    return [
        _without(
            sheet,
            [row for row in rows if row in found or (row.apart and row.slot in slots and id(row) not in tasks)],
            seen,
            own,
        )
        for sheet, rows, found, own, tasks in zip(sheets, margins, heads, numbers, lone, strict=True)
    ]


def _slots(rows: Sequence[Sequence[_Row]], fewest: float) -> set[tuple[int, int]]:
    """Places at which that many pages have one of these rows."""
    slots = Counter(slot for on_page in rows for slot in {row.slot for row in on_page})
    return {slot for slot, count in slots.items() if count >= max(MIN_REPEATS, fewest)}


def _margin_rows(sheet: Sheet, place: int, usual: float) -> Iterator[_Row]:
    rows = list(rows_of_words(sheet.words))
    steps = [below[0].base - above[0].base for above, below in itertools.pairwise(rows)]
    wide = APART * min(median(steps or [0.0]), 2 * usual)
    deep = min(DEEPEST, len(rows))
    prose = _prose(rows, steps, wide, usual)
    gaps = [at for at, step in enumerate(steps) if step > wide]
    head, foot = (gaps[0], gaps[-1]) if gaps else (0, len(rows) - 2)
    for at in sorted({*range(deep), *range(len(rows) - deep, len(rows))}):
        row = rows[at]
        from_edge = min(row[0].base, sheet.height - row[0].base) / sheet.height
        if from_edge > (OUTERMOST if at <= head or at > foot else MARGIN):
            continue
        inward = steps[at:deep] if row[0].base < sheet.height / 2 else steps[len(rows) - deep - 1 : at]
        gap = len(rows) <= deep or max(inward, default=0.0) > wide or max(w.size for w in row) < SMALLER * usual
        apart = gap and at not in prose
        text = clean(" ".join(word.text for word in row))
        yield _Row(row, text, place, page_number(text), apart, from_edge)


def _prose(rows: Sequence[list[Word]], steps: Sequence[float], wide: float, usual: float) -> set[int]:
    """The rows of paragraphs, which have a line as broad as the text and as large: no running heads, even where a
    paragraph comes again on every page."""
    breadth = max((row[-1].x1 - row[0].x0 for row in rows), default=0.0)
    prose: set[int] = set()
    start = 0
    for end in range(1, len(rows) + 1):
        if end < len(rows) and steps[end - 1] <= wide:
            continue
        paragraph = range(start, end)
        if len(paragraph) > 1 and any(_is_prose(rows[at], breadth, usual) for at in paragraph):
            prose |= set(paragraph)
        start = end
    return prose


def _is_prose(row: Sequence[Word], breadth: float, usual: float) -> bool:
    widest = max((right.x0 - left.x1 for left, right in itertools.pairwise(row)), default=0.0)
    as_large = all(abs(word.size - usual) < (1 - SMALLER) * usual for word in row)
    return as_large and len(row) > 3 and widest < 2 * usual and row[-1].x1 - row[0].x0 > 0.8 * breadth


def _page_numbers(rows: Sequence[_Row], votes: Counter[tuple[bool, int] | None]) -> list[_Row]:
    """The lines that are this page's number: one that counts with other pages' before one that does not, and then
    what is nearer to the edge. The number of a task is left in the text."""
    numbers = [row for row in rows if row.offset is not None]
    best = min(numbers, key=lambda row: (votes[row.offset] < 2, row.from_edge), default=None)
    if best is None or (best.number and not best.number.isdigit() and votes[best.offset] < 2):
        return []
    return [row for row in numbers if row.offset == best.offset]


def _without(sheet: Sheet, rows: list[_Row], seen: Counter[tuple[str, int]], numbers: Sequence[_Row]) -> Headless:
    gone = {id(word) for row in rows for word in row.words}
    label = next((row.number for row in numbers), None) or next(
        (
            number
            for row in rows
            for number, key in row.tracking_keys()
            if seen[key, round(row.base / 5)] >= MIN_REPEATS
        ),
        None,
    )
    words = [word for word in sheet.words if id(word) not in gone]
    return Headless(replace(sheet, words=words), tuple(row.text for row in rows), label)
