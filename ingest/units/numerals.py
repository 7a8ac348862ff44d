"""Numbers in words that no table has: told by their order among those that are known. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.pdf.document import Document, Page
from ingest.unit_words import COUNTED
from ingest.units.starts import readings

_LONGEST = 60  # letters of a line that may be a unit's name
_BEHIND = re.compile(r"[(:.,|·–—]")  # what stands behind such a name
_LETTER = re.compile(r"\b[A-Z]\b")  # which counts, as in 'Lesson B', and is no numeral
_MOST = 4  # words of it
FEWEST = 3  # numbers that are understood


def with_digits(document: Document) -> Document:
    """With digits for numbers in words that are not understood: `Lekcja dziesiąta` is the tenth, so `Lekcja jedenasta`
    behind it becomes `Lekcja 11`, wherever it is named."""
    numerals = _told_by_order(document.pages)
    if not numerals:
        return document
    names = re.compile("|".join(sorted(map(re.escape, numerals), key=len, reverse=True)), re.IGNORECASE)
    by_lower_case = {name.lower(): digits for name, digits in numerals.items()}

    def digits(text: str) -> str:
        return names.sub(lambda found: by_lower_case.get(found[0].lower(), found[0]), text)

    pages = (
        replace(
            page,
            blocks=tuple(replace(block, text=digits(block.text)) for block in page.blocks),
            running=tuple(map(digits, page.running)),
        )
        for page in document.pages
    )
    outline = tuple(replace(mark, title=digits(mark.title)) for mark in document.outline)
    return replace(document, pages=tuple(pages), outline=outline)


def _told_by_order(pages: Sequence[Page]) -> Mapping[str, str]:
    """By the units' names whose numbers are not understood, the same names with digits."""
    names = {name.lower(): name for page in pages for name in _names(page)}
    named: dict[str, list[tuple[str, int]]] = {}  # by their first or last words; a number is 0 if it is not understood
    for name in names.values():
        start = next((start for start in readings(name, 1) if start.style), None)
        for word in {start.style} & _ends(name) if start else _ends(name):
            named.setdefault(word, []).append((name, start.number if start else 0))
    found: dict[str, str] = {}
    for word, own in named.items():
        for name, number in _in_order(own):
            first, *_, last = name.split()
            found[name] = f"{first} {number}" if first.lower() == word else f"{number} {last}"
    return found


def _ends(name: str) -> set[str]:
    words = name.lower().split()
    return {words[0], words[-1]}


def _in_order(names: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Those that are not understood as the number that they have by their order, if most others are. `names`: with the
    number that is understood, or 0. Behind the last of these only those follow that no table goes up to."""
    begins = next((number - place for place, (_, number) in enumerate(names) if number), 0)
    agreeing = [number for place, (_, number) in enumerate(names, begins) if number == place]
    if len(agreeing) < FEWEST or 2 * len(agreeing) <= sum(number > 0 for _, number in names):
        return
    for place, (name, number) in enumerate(names, begins):
        if number != place and (place < agreeing[-1] or agreeing[-1] >= COUNTED):
            yield name, place


def _names(page: Page) -> Iterator[str]:
    """The texts of a page that may be no more than a unit's word and its number in letters."""
    for text in (*page.running, *(block.text for block in page.blocks)):
        words = _BEHIND.split(text, maxsplit=1)[0].split() if len(text) <= _LONGEST else []
        if 2 <= len(words) <= _MOST and "".join(words).replace("-", "").isalpha() and not _LETTER.search(text):
            yield " ".join(words)
