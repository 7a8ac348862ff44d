"""What stands in the order of the alphabet, or names pages: an index, a glossary. Pure."""

import itertools
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from ingest.pdf.layout.lines import Line, at_edge
from ingest.pdf.layout.pieces import Piece

SECOND_LINES = 14  # of so many lines in the alphabet's order one may be an entry's second
FEWEST_ENTRIES = 4  # of an index in a column
FEWEST_NOUNS = 3  # in it, with the same article
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


def is_index(columns: Sequence[Sequence[Piece]]) -> bool:
    """Whether the entries are in the alphabet's order, from column to column, but for some of many, or name
    pages; nouns may have an article before them."""
    texts = [_entries(column) for column in columns[:2]]
    if min(map(len, texts)) < FEWEST_ENTRIES:
        return False
    whole = list(itertools.chain(*texts))
    if not all(any(map(str.isalpha, text)) for text in whole):
        return False  # the numbers of a table's rows
    words = [text.split(" ", 1) for text in whole]
    often = Counter(first for first, *rest in words if rest)
    named = [" ".join(word[often[word[0]] >= FEWEST_NOUNS :]) for word in words]
    with_pages = {entry for text in whole if (entry := indexed(text))}
    ordered = any(_are_in_order(entries, len(texts[0])) for entries in (whole, named))
    return ordered or len(with_pages) > 0.8 * len(whole)


def _entries(column: Sequence[Piece]) -> list[str]:
    """The lines at the column's edge: the others are set in, as they go on."""
    outer, _ = at_edge([piece for piece in column if isinstance(piece, Line)])
    return [line.text for line in outer]


def _are_in_order(entries: Sequence[str], border: int) -> bool:
    """`border`: where the second column begins."""
    return sortable(entries[border - 1]) < sortable(entries[border]) and are_sorted(entries)
