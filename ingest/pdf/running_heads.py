"""Running headers and footers: lines in the margins that come again on other pages. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest import unit_words
from ingest.pdf.clean import clean
from ingest.pdf.lines import rows_of_words
from ingest.pdf.word import Word
from ingest.pdf.words import Sheet

MARGIN = 0.13  # of the page's height, at the top and at the bottom
OUTERMOST = 0.22  # the same for the first and the last line: some pages have wide margins
DEEPEST = 3  # lines from the edge
MIN_REPEATS = 3  # a line on fewer pages is text
LONGEST_ROW = 200  # characters of a row in which a page number is looked for among other words
MIN_SLOT_SHARE = 0.4  # of all pages: from then on a place belongs to running heads, whatever they say

_NUMBER = re.compile(r"\d{1,4}")
_PAGE_NUMBER = re.compile(
    r"[-–—|\s.·]*(?:(?:Seite|S\.|page|p\.|쪽)\s*)?(\d{1,4}|[ivxl]{1,7})(?:\s*쪽)?(?:\s*(?:/|von|of)\s*\d+)?[-–—|\s.·]*",
    re.IGNORECASE,
)
_STAMP = re.compile(r"scanned\s+(?:with|by)|cam\s?scanner|adobe\s?scan|gescannt\s+mit|(?:으)?로\s*스캔", re.IGNORECASE)
# 'Lektion 5' on page 5 is a heading: a number beside such a word counts units, not pages.
_COUNTS_UNITS_BEFORE = re.compile(rf"(?:{unit_words.BEFORE}|{unit_words.ORDINAL}|teil)\.?$", re.IGNORECASE)
_COUNTS_UNITS_AFTER = re.compile(unit_words.AFTER)


@dataclass(frozen=True, slots=True)
class _Row:
    words: list[Word]
    text: str
    page: int
    number: str | None  # the page number in it, if it can be one

    @property
    def base(self) -> float:
        return self.words[0].base

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    def places(self) -> set[tuple[str, int]]:
        """What makes it equal to a row on another page: its letters at that height, or its letters with the
        page number as the distance from the PDF's own count."""
        place = round(self.base / 5)
        bare = re.sub(r"\s", "", self.text)
        return {(bare, place)} | {(key, place) for _, key in self.tracking_keys()}

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


def take_out_running_heads(sheets: Sequence[Sheet]) -> list[Headless]:
    """`sheets`: a book, or enough consecutive pages of one to see what comes again."""
    margins = [list(_margin_rows(sheet)) for sheet in sheets]
    seen = Counter(key for rows in margins for key in {key for row in rows for key in row.places()})
    usual = median([word.size for sheet in sheets for word in sheet.words] or [0])

    def is_head(row: _Row) -> bool:
        if _STAMP.search(row.text):
            return True
        times = max(seen[key] for key in row.places())
        if row.size > 1.2 * usual:  # a heading that several pages begin with is none, unless very many do
            return times >= max(MIN_REPEATS, 0.25 * len(sheets))
        return times >= MIN_REPEATS or _is_page_number(row)

    heads = [[row for row in rows if is_head(row)] for rows in margins]
    places = Counter((round(row.base), round(row.size)) for rows in heads for row in rows)
    slots = {place for place, count in places.items() if count >= max(MIN_REPEATS, MIN_SLOT_SHARE * len(sheets))}
    return [
        _without(sheet, [row for row in rows if row in found or (round(row.base), round(row.size)) in slots], seen)
        for sheet, rows, found in zip(sheets, margins, heads, strict=True)
    ]


def _margin_rows(sheet: Sheet) -> Iterator[_Row]:
    rows = list(rows_of_words(sheet.words))
    for row in (*rows[:DEEPEST], *rows[max(DEEPEST, len(rows) - DEEPEST) :]):
        from_edge = min(row[0].base, sheet.height - row[0].base) / sheet.height
        if from_edge > (OUTERMOST if row is rows[0] or row is rows[-1] else MARGIN):
            continue
        text = clean(" ".join(word.text for word in row))
        number = _PAGE_NUMBER.fullmatch(text)
        yield _Row(row, text, sheet.number, number[1] if number else None)


def _is_page_number(row: _Row) -> bool:
    return row.number is not None and row.number.isdigit() and len(row.words) <= 4


def _without(sheet: Sheet, rows: list[_Row], seen: Counter[tuple[str, int]]) -> Headless:
    gone = {id(word) for row in rows for word in row.words}
    label = next((row.number for row in rows if row.number), None) or next(
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
