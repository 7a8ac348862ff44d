"""The numbers that are printed on a book's pages, from what its margins show. Pure.

Page numbers count: where pages that follow each other show numbers that do, they are believed, and pages between them
that show none have theirs. A number that fits to no other is none. Front matter in Roman numbers, a second part that
counts anew and pages left out make several runs.
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.pdf.document import Page

_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_SIGNS = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
FEWEST = 2  # pages that agree; a few pages in all need no second one
FEW = 3


def roman_value(written: str) -> int:
    """The number that is written in capitals; 0 if that is none."""
    value = 0
    for digit, after in zip(written, [*written[1:], ""], strict=True):
        worth = _DIGITS.get(digit, 0)
        value += -worth if _DIGITS.get(after, 0) > worth else worth
    return value if value > 0 and roman(value) == written else 0


def roman(value: int) -> str:
    """The number in capitals, up to 399."""
    written = ""
    for worth, sign in _SIGNS:
        written += sign * (value // worth)
        value %= worth
    return written


@dataclass(frozen=True, slots=True)
class _Run:
    """Pages that count on: of the book's pages, from 0, `first` to `last` show `place + offset`."""

    roman: bool
    offset: int
    first: int
    last: int
    shown: int  # pages that show it

    def label(self, place: int) -> str | None:
        value = place + self.offset
        if value < 1 or (self.roman and value > 399):
            return None
        return roman(value).lower() if self.roman else str(value)


def number_pages(pages: Sequence[Page], labels: Sequence[str] = ()) -> tuple[Page, ...]:
    """The pages, each block with the page number printed there, where that is known. `labels`: what the PDF calls its
    pages, which is asked where the pages themselves show nothing."""
    pages = _labelled(pages)
    leaves = [label for page in pages for label in _labels(page)]
    printed: Iterator[str | None] = iter(_printed(leaves))
    numbered = [tuple(next(printed) for _ in _labels(page)) for page in pages]
    if not any(itertools.chain(*numbered)) and len(labels) == len(pages):
        numbered = [(label or None,) * len(_labels(page)) for page, label in zip(pages, labels, strict=True)]
    heads = {page.number: each[0] for page, each in zip(pages, numbered, strict=True)}
    return tuple(_numbered(page, each, heads) for page, each in zip(pages, numbered, strict=True))


def _labelled(pages: Sequence[Page]) -> list[Page]:
    """Where a page shows no number by itself: with the one at an edge of its running heads, if that counts the pages
    as most of them do: '12 | Unit 3 Family', 'Unit 3 Family | 13'."""
    shown = {page.number: {page.label} if page.label else set(_edges(page)) for page in pages if page.right is None}
    offsets = Counter(int(number) - at for at, numbers in shown.items() for number in numbers if number.isdecimal())
    offset, times = max(offsets.items(), key=lambda item: item[1], default=(0, 0))
    if times < max(FEW, sum(map(bool, shown.values())) / 2):
        return list(pages)
    counted = {page.number: str(page.number + offset) for page in pages}
    return [
        replace(page, label=counted[page.number])
        if page.label is None and counted[page.number] in shown.get(page.number, ())
        else page
        for page in pages
    ]


def _edges(page: Page) -> Iterator[str]:
    for text in page.running:
        words = text.split()
        yield from (word for word in {*words[:1], *words[-1:]} if len(words) > 1 and word.isdecimal())


def _labels(page: Page) -> tuple[str | None, ...]:
    return (page.label,) if page.right is None else (page.label, page.right[1])


def _numbered(page: Page, printed: Sequence[str | None], heads: Mapping[int, str | None]) -> Page:
    """`heads`: the number at the head of each page, where paragraphs of earlier pages end."""
    right = page.right[0] if page.right else len(page.blocks)
    blocks = tuple(
        replace(
            block,
            printed=printed[-1 if at >= right else 0],
            over=tuple(replace(lines, printed=heads[lines.page]) for lines in block.over),
        )
        for at, block in enumerate(page.blocks)
    )
    return replace(page, blocks=blocks)


def _printed(leaves: Sequence[str | None]) -> list[str | None]:
    runs = _runs(leaves)
    printed: list[str | None] = [None] * len(leaves)
    for at, run in enumerate(runs):
        start = runs[at - 1].last + 1 if at else 0
        end = runs[at + 1].first if at + 1 < len(runs) else len(leaves)
        begins = start <= 1 - run.offset  # between the runs: its page 1 shows no number, as first pages often do
        for place in range(start, end):
            if place >= run.first or begins or not printed[place]:
                beside = runs[max(at - 1, 0) : at] if place < run.first else runs[at + 1 : at + 2]
                fits = _fits(place, run, beside)
                printed[place] = run.label(place) if fits else printed[place]
    return printed


def _fits(place: int, run: _Run, neighbours: Sequence[_Run]) -> bool:
    """Whether a page in or beside the run has its number: one that no neighbour has already."""
    if run.first <= place <= run.last:
        return True
    value = place + run.offset
    return not any(
        other.roman == run.roman and other.first + other.offset <= value <= other.last + other.offset
        for other in neighbours
    )


def _runs(leaves: Sequence[str | None]) -> list[_Run]:
    """What counts on, without what is only between: a stray number among pages that agree over it."""
    shown = [_Run(*found, place, place, 1) for place, label in enumerate(leaves) if (found := _offset(label, place))]
    runs: list[_Run] = []
    for each in shown:
        earlier = next(
            (run for run in reversed(runs[-3:]) if (run.roman, run.offset) == (each.roman, each.offset)), None
        )
        if earlier and all(run.shown < FEWEST for run in runs[runs.index(earlier) + 1 :]):
            del runs[runs.index(earlier) :]
            runs.append(replace(earlier, last=each.last, shown=earlier.shown + 1))
        else:
            runs.append(each)
    fewest = FEWEST if len(leaves) > FEW else 1
    return [run for run in runs if run.shown >= fewest]


def _offset(label: str | None, place: int) -> tuple[bool, int] | None:
    if label is None:
        return None
    if label.isdigit():
        return False, int(label) - place
    value = roman_value(label.upper())
    return (True, value - place) if value else None
