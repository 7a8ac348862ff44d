"""Running headers and footers: lines in the margins that come again on other pages. Pure.

A line there is one if it is set apart from the text, and what it says, or a part of it, comes again at the same
height; or if a number in it counts the pages. Where most pages have one, whatever stands at its place is one too.
"""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.pdf.layout.margins import SMALLER, Row, Slot, margin_rows
from ingest.pdf.layout.rows import rows_of_words
from ingest.pdf.layout.sheet import Sheet

MIN_REPEATS = 3  # a line on fewer pages is text
LARGER = 1.08  # of the usual size: headings are
MIN_SLOT_SHARE = 0.4  # of all pages: from then on a place belongs to running heads, whatever they say
SHORTEST_HEADING = 5  # letters of one that a running head repeats
LARGE = 1.2  # of the usual size: no page number is at the head of a page, but a unit's
HUGE = 3  # the same at its foot

STAMP = re.compile(r"scanned\s+(?:with|by)|cam\s?scanner|adobe\s?scan|gescannt\s+mit|(?:으)?로\s*스캔", re.IGNORECASE)


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
    margins = [list(margin_rows(sheet, place, usual)) for sheet, place in zip(sheets, places, strict=True)]
    headings: dict[str, int] = {}
    for bare, size in itertools.chain(*(_headings(sheet, usual) for sheet in sheets)):
        headings[bare] = max(size, headings.get(bare, 0))
    votes = _Votes(margins, usual, headings, set(itertools.chain(*map(_sizes_within, sheets, margins))))
    heads = [votes.heads(rows) for rows in margins]
    # Heads of sections last a page or two, each of them: no one comes often, but all stand at one place.
    slots = _slots(heads) | _slots([[row for row in rows if votes.is_section_head(row)] for rows in margins])
    titles = [[row for row in rows if votes.says_a_title(row)] for rows in margins]
    title_slots = _title_slots(itertools.chain(*titles))
    heads = [
        [*found, *(row for row in of_titles if row.slot in title_slots)]
        for found, of_titles in zip(heads, titles, strict=True)
    ]
    return [
        _without(sheet, [row for row in rows if row in found or votes.stands_in(slots, row)], votes)
        for sheet, rows, found in zip(sheets, margins, heads, strict=True)
    ]


class _Votes:
    """What the margins of a book's pages have in common."""

    def __init__(
        self, margins: Sequence[Sequence[Row]], usual: float, headings: Mapping[str, int], sizes: Container[int]
    ) -> None:
        """`headings`: the letters of all that is set large, with their greatest size; `sizes`: those of the text
        between the margins."""
        self._usual, self._pages, self._headings, self._sizes = usual, len(margins), headings, sizes
        self._seen: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
        for row in itertools.chain(*margins):
            for key in row.places():
                self._seen[key].add(row.page)
        self._offsets = Counter(
            offset for rows in margins for offset in {row.offset for row in rows if self._counts(row)}
        )

    def _counts(self, row: Row) -> bool:
        """A number by itself: the page's, or that of a task at its head; no unit's, in huge digits."""
        return row.offset is not None and row.size <= (HUGE if row.foot else LARGE) * self._usual

    def _times(self, row: Row) -> int:
        return max(len(self._seen[key]) for key in row.places())

    def numbers(self, rows: Sequence[Row]) -> list[Row]:
        """The lines that are this page's number: what counts with most other pages', and of equals what is nearer to
        the edge. The number of a task or of a note is left in the text, and any where a number in a head counts with
        more pages."""
        numbers = [row for row in rows if self._counts(row)]
        best = min(numbers, key=lambda row: (-self._offsets[row.offset], row.from_edge), default=None)
        if best is None:
            return []
        if self._offsets[best.offset] < 2 and (best.beside or not _is_likely(best.number or "")):
            return []
        if self._offsets[best.offset] < max((times for times, _ in self._tracking(rows)), default=0):
            return []
        return [row for row in numbers if row.offset == best.offset]

    def heads(self, rows: Sequence[Row]) -> list[Row]:
        """The page's number, and the lines that come again."""
        numbers = self.numbers(rows)
        return [row for row in rows if row in numbers or (not self._counts(row) and self._comes_again(row))]

    def _comes_again(self, row: Row) -> bool:
        if STAMP.search(row.text):
            return True
        if self._is_large(row):  # a heading that several pages begin with is none, unless most do
            return row.apart and self._times(row) >= max(MIN_REPEATS, 0.6 * self._pages)
        return row.apart and self._times(row) >= MIN_REPEATS and (self._is_small(row) or self._is_near_another(row))

    def _is_small(self, row: Row) -> bool:
        return row.size < SMALLER * self._usual

    def _is_near_another(self, row: Row) -> bool:
        """Whether the next page but one has it at the latest: what each unit has once, in letters as large as the text,
        is a title of a part of it."""
        near = {row.page + step for step in (-2, -1, 1, 2)}
        return any(near & self._seen[key] for key in row.places())

    def is_section_head(self, row: Row) -> bool:
        if self._is_large(row):
            return row.apart and self._says_a_larger_heading(row)
        return row.apart and (self._times(row) == 2 or self._says_a_heading(row))

    def _says_a_heading(self, row: Row) -> bool:
        """One that stands on another page in large letters."""
        return any(end in self._headings for end in row.ends() if sum(map(str.isalpha, end)) >= SHORTEST_HEADING)

    def _says_a_larger_heading(self, row: Row) -> bool:
        """Nothing but that."""
        return not row.foot and len(row.bare) >= SHORTEST_HEADING and self._headings.get(row.bare, 0) > round(row.size)

    def says_a_title(self, row: Row) -> bool:
        """Nothing but what stands in large letters elsewhere, in small ones."""
        bare = row.bare
        return (
            row.apart
            and self._is_small(row)
            and not row.foot
            and len(bare) >= SHORTEST_HEADING
            and bare in self._headings
        )

    def _is_large(self, row: Row) -> bool:
        """As headings are: at a page's foot, only one that parted from its text, as large as others."""
        return row.size > LARGER * self._usual and (not row.foot or round(row.size) in self._sizes)

    def stands_in(self, slots: Container[Slot], row: Row) -> bool:
        """Of large ones only those that come again, though the text be near, or say what a larger one says: slides have
        their titles at one place."""
        stands = row.apart
        if self._is_large(row):
            stands = self._times(row) >= MIN_REPEATS or (row.apart and self._says_a_larger_heading(row))
        return stands and row.slot in slots and not self._counts(row)

    def label(self, rows: Sequence[Row]) -> str | None:
        """The page number that these heads show."""
        tracking = (number for times, number in self._tracking(rows) if times >= MIN_REPEATS)
        return next((row.number for row in self.numbers(rows)), None) or next(tracking, None)

    def _tracking(self, rows: Iterable[Row]) -> Iterator[tuple[int, str]]:
        """The numbers in heads that have other words, and on how many pages such a head counts the same."""
        for row in rows:
            if len(row.words) > 1:
                yield from ((len(self._seen[key, round(row.base / 5)]), number) for number, key in row.tracking_keys())


def _headings(sheet: Sheet, usual: float) -> Iterator[tuple[str, int]]:
    """The bare letters of what is set large in each line, and their size; a title and what follows it in another size
    are two."""
    large = [word for word in sheet.words if word.size > LARGER * usual]
    for row in rows_of_words(large):
        for size, words in itertools.groupby(row, key=lambda word: round(word.size)):
            yield "".join(re.sub(r"\s", "", word.text) for word in words), size


def _sizes_within(sheet: Sheet, margin: Iterable[Row]) -> set[int]:
    """Of the words that do not stand in the margins."""
    outside = {id(word) for row in margin for word in row.words}
    return {round(word.size) for word in sheet.words if id(word) not in outside}


def _is_likely(number: str) -> bool:
    """Whether it can be a page's where no other page tells: 1989 is a year."""
    return number.isdigit() and len(number) < 4


def _slots(rows: Sequence[Sequence[Row]]) -> set[Slot]:
    """Places at which many pages have one of these rows."""
    slots = Counter(slot for on_page in rows for slot in {row.slot for row in on_page})
    return {slot for slot, count in slots.items() if count >= max(MIN_REPEATS, MIN_SLOT_SHARE * len(rows))}


def _title_slots(rows: Iterable[Row]) -> set[Slot]:
    """Places at which several pages have a title, and not all the same."""
    said: defaultdict[Slot, list[str]] = defaultdict(list)
    for row in rows:
        said[row.slot].append(row.bare)
    return {slot for slot, titles in said.items() if len(titles) >= MIN_REPEATS and len(set(titles)) > 1}


def _without(sheet: Sheet, rows: Sequence[Row], votes: _Votes) -> Headless:
    gone = {id(word) for row in rows for word in row.words}
    words = [word for word in sheet.words if id(word) not in gone]
    return Headless(replace(sheet, words=words), tuple(row.text for row in rows), votes.label(rows))
