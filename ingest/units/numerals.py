"""Numbers in words that no table has: counted on from those that are known. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.pdf.document import Document, Page
from ingest.unit_words import COUNTED
from ingest.units.starts import readings

_LONGEST = 60  # letters of a line that may be a unit's name
_BEHIND = re.compile(r"[(:.,|·–—]")  # what stands behind such a name
_MOST = 3  # words of it


def with_digits(document: Document) -> Document:
    """`Lekcja dziesiąta` is the tenth, so `Lekcja jedenasta` behind it is the eleventh, wherever it is named."""
    numerals = _counted_on(document.pages)
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


def _counted_on(pages: Sequence[Page]) -> Mapping[str, str]:
    """By the units' names whose numbers are in no table, the same names with digits."""
    last: dict[str, int] = {}  # the highest number so far that a word counts in letters
    found: dict[str, str] = {}
    for name in dict.fromkeys(name for page in pages for name in _names(page)):
        known = next((start for start in readings(name, 1) if start.style), None)
        if known:
            last[known.style] = max(known.number, last.get(known.style, 0))
            continue
        first, *between, behind = name.split()
        for word, numeral in ((first, [*between, behind]), (behind, [first, *between])):
            if last.get(word.lower(), 0) >= COUNTED:
                last[word.lower()] += 1
                found[name] = name.replace(" ".join(numeral), str(last[word.lower()]))
                break
    return found


def _names(page: Page) -> Iterator[str]:
    """The texts of a page that may be no more than a unit's word and its number in letters."""
    for text in (*page.running, *(block.text for block in page.blocks)):
        words = _BEHIND.split(text, maxsplit=1)[0].split() if len(text) <= _LONGEST else []
        if 2 <= len(words) <= _MOST and "".join(words).replace("-", "").isalpha():
            yield " ".join(words)
