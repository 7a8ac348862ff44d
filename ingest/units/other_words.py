"""Units with a word that no list has: 'Woche 1', 'Sesión 1', '1주차'. Pure.

Where nothing else counts a book's units, a word does that comes again and again with rising numbers: in the outline,
in the contents or at the head of pages. The finders then read it as a word that they know.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import median

from ingest.pdf.document import Block, Document, Page
from ingest.unit_words import ENDINGS, ORDINAL, OTHERS
from ingest.units.sequences import longest
from ingest.units.starts import Findings, Start, bare, is_back_matter, is_titled_contents, listed, numbered_by_order

_ITS_NUMBER = r"[ \t]*(?:(?:nr\.?|n[°º.]|№|#)[ \t]*)?(?P<number>\d{1,3})(?![\d.,]\d)\b"
_BEFORE_NUMBER = re.compile(rf"(?P<word>[^\W\d_]{{3,20}}){_ITS_NUMBER}", re.IGNORECASE)
_ORDINAL = rf"(?:{ORDINAL})?[ \t]*"
_AFTER_NUMBER = re.compile(rf"{_ORDINAL}(?P<number>\d{{1,3}})[ \t]*(?P<word>[぀-ヿ一-鿿가-힣]{{1,3}})(?!\w)")
_COUNTS_OTHERS = re.compile(rf"\w{{0,20}}?(?:{OTHERS})(?:{ENDINGS})?", re.IGNORECASE)
_FEWEST = 3
_KNOWN = "Lektion"


def in_known_words(found: Findings) -> Document | None:
    """The document, its own word for units replaced by one that the finders know; None if it has no such word."""
    word = _in_outline(found.document) or _in_contents(found.document.pages)
    if word is None and not numbered_by_order(found.document):
        word = _at_heads(found)
    return _replaced(found.document, word) if word else None


def _parse(text: str, page: int, weight: float = 1.0) -> Start | None:
    found = _BEFORE_NUMBER.match(text) or _AFTER_NUMBER.match(text)
    if found is None or int(found["number"]) == 0 or _COUNTS_OTHERS.fullmatch(found["word"]):
        return None
    return Start(int(found["number"]), "", page, found["word"].lower(), weight)


# --- where such words stand


def _in_outline(document: Document) -> str | None:
    entries = numbered_by_order(document)
    return _word(entry for start in entries if (entry := _parse(start.title, start.page)))


def _in_contents(pages: Sequence[Page]) -> str | None:
    for page in pages:
        entries = [start for text, at in listed(page) if (start := _parse(text, at))]
        if len(entries) >= (_FEWEST if is_titled_contents(page) else 5) and (word := _word(entries)):
            return word
    return None


def _at_heads(found: Findings) -> str | None:
    pages = found.document.pages
    heads = [head for page in pages if not is_back_matter(page) for head in _head(page)]
    chains = [chain for chain in _chains(heads) if _opens_units(chain, found)]
    return max(chains, key=_size_and_length, default=[Start(0, "", 0, "")])[0].style or None


def _head(page: Page) -> Iterator[Start]:
    """The page's first heading if nothing on the page is larger, but for the title below it."""
    headings = [block for block in page.blocks if block.kind == "heading"]
    if not headings or headings[0] not in page.blocks[:2]:
        return
    size = max(block.size for block in headings[:2])
    start = _parse(headings[0].text, page.number, size)
    if start and size >= _top(page):
        yield start


def _top(page: Page) -> float:
    return max((block.size for block in page.blocks if block.kind == "heading"), default=0.0)


# --- which of them count units


def _word(entries: Iterable[Start]) -> str | None:
    return max(_chains(entries), key=len, default=[Start(0, "", 0, "")])[0].style or None


def _chains(starts: Iterable[Start]) -> Iterator[list[Start]]:
    """What each word makes, if it makes hardly more than one sequence: what starts again counts parts of units."""
    words: dict[str, list[Start]] = {}
    for start in starts:
        words.setdefault(start.style, []).append(start)
    for group in words.values():
        chain = longest(group)
        gapless = chain[0].number <= 2 and chain[-1].number - chain[0].number < 1.5 * len(chain)
        if len(chain) >= _FEWEST and gapless and 2 * len(chain) >= len(group):
            yield chain


def _opens_units(chain: Sequence[Start], found: Findings) -> bool:
    """Whether nothing else could: no bare numbers in letters as large, and hardly a page that is headed as large by
    what comes only once."""
    size = median(start.weight for start in chain)
    numbered = longest([start for start in found.headings if not start.style and start.weight >= 0.95 * size])
    if len(numbered) >= _FEWEST:
        return False
    within = found.document.pages[chain[0].page - 1 : chain[-1].page]
    times = Counter(_wording(block) for page in within for block in _largest(page, 0.95 * size))
    openers = {start.page for start in chain}
    rivals = [
        page
        for page in within
        if page.number not in openers
        and any(block.size > 1.1 * size or times[_wording(block)] == 1 for block in _largest(page, 0.95 * size))
    ]
    return 2 * len(rivals) < len(chain)


def _largest(page: Page, size: float) -> list[Block]:
    return [block for block in page.blocks[:4] if block.kind == "heading" and block.size >= size]


def _wording(block: Block) -> str:
    """Without numbers: 'Test 2' is headed as 'Test 1' is."""
    return "".join(char for char in bare(block.text) if not char.isdigit())


def _size_and_length(chain: Sequence[Start]) -> tuple[float, int]:
    return round(median(start.weight for start in chain)), len(chain)


# --- what the finders read instead


def _replaced(document: Document, word: str) -> Document:
    own = re.compile(
        rf"^(?:{re.escape(word)}(?={_ITS_NUMBER})|{_ORDINAL}(?P<first>\d{{1,3}})[ \t]*{re.escape(word)}(?!\w))",
        re.IGNORECASE | re.MULTILINE,
    )

    def said(text: str) -> str:
        return own.sub(lambda found: f"{_KNOWN} {found['first'] or ''}".rstrip(), text)

    pages = tuple(
        replace(
            page,
            blocks=tuple(replace(block, text=said(block.text)) for block in page.blocks),
            running=tuple(said(text) for text in page.running),
        )
        for page in document.pages
    )
    return Document(pages, tuple(replace(mark, title=said(mark.title)) for mark in document.outline))
