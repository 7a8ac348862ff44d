"""Where a book's units may start: what its outline, its contents page and its headings say. Pure."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.pdf.clean import is_korean
from ingest.pdf.document import Block, Document, Page


@dataclass(frozen=True, slots=True)
class Start:
    """A place that looks like the start of a unit. `style` is the word before the number, '' for none."""

    number: int
    title: str
    page: int
    style: str
    weight: float = 1.0
    level: int = 0


# --- what a start looks like

_WORDS = "lektion|einheit|kapitel|unit|thema|modul|lesson|chapter"
_NUMBERED = re.compile(rf"(?P<word>{_WORDS})\s*(?:nr\.?\s*)?(?P<number>\d{{1,3}})(?![\d.,]\d)\b", re.IGNORECASE)
_KOREAN = re.compile(r"제?\s*(?P<number>\d{1,3})\s*(?P<word>과|강|단원|장)(?![가-힣])")
_BARE = re.compile(r"(?P<word>)(?P<number>\d{1,3})(?:[.)]?\s+|\s*[|·:–—-]\s*)(?=[^\W\d_])")
_JUST_NUMBER = re.compile(r"(?P<word>)(?P<number>\d{1,3})\.?$")
_PARTING = " \t.:·|–—-•,"


def parse(text: str, page: int, weight: float = 1.0, level: int = 0, alone: bool = False) -> Start | None:
    """'Lektion 5: Im Café' -> a Start; None for text that does not begin so. `alone`: a number may stand alone."""
    text = text.strip()
    found = _NUMBERED.match(text) or _KOREAN.match(text) or _BARE.match(text)
    if found is None and alone:
        found = _JUST_NUMBER.match(text)
    if found is None or int(found["number"]) == 0:
        return None
    title = text[found.end() :].strip(_PARTING)
    return Start(int(found["number"]), title, page, found["word"].lower(), weight, level)


BACK_MATTER = re.compile(
    r"(?:\w*lösung|schlüssel|answer|key\b|정답|해답|모범\s*답안|듣기\s*(?:지문|대본)|transkript|hörtext|"
    r"wortliste|wörterverzeichnis|wortschatzliste|glossar|glossary|vocabulary|word\s?list|어휘|단어|"
    r"anhang|appendix|부록|grammatikübersicht|quellen|register|index|찾아보기|bildnachweis)",
    re.IGNORECASE,
)
_FRONT_MATTER = re.compile(
    r"(?:cover|titel|umschlag|impressum|vorwort|einleitung|einführung|über dieses|preface|foreword|introduction|"
    r"inhalt|contents|table of|표지|머리말|서문|일러두기|차\s*례|목\s*차)",
    re.IGNORECASE,
)

# --- the finders

_CONTENTS = re.compile(r"(?:inhalt|contents|table of contents|차\s*례|목\s*차)", re.IGNORECASE)


def in_outline(document: Document) -> Iterator[Start]:
    for mark in document.outline:
        if mark.page is not None and mark.page <= len(document.pages):
            start = parse(mark.title, mark.page, level=mark.level)
            if start:
                yield start


def numbered_by_order(document: Document) -> list[Start]:
    """An outline whose entries have no numbers, counted: those of the highest level that has three and more,
    each on a page of its own, without what stands before and after the units."""
    for level in (1, 2):
        marks = [mark for mark in document.outline if mark.level == level and mark.page]
        marks = [mark for mark in marks if not (_FRONT_MATTER.match(mark.title) or BACK_MATTER.match(mark.title))]
        pages = [mark.page for mark in marks if mark.page and mark.page <= len(document.pages)]
        if len(marks) >= 3 and pages == sorted(set(pages)) and len(pages) == len(marks):
            return [
                Start(number, mark.title, page, "", level=level)
                for number, (mark, page) in enumerate(zip(marks, pages, strict=True), 1)
            ]
    return []


def in_contents(pages: Sequence[Page]) -> list[Start]:
    """Entries of the contents pages, their printed page numbers turned into the PDF's own."""
    entries = [start for page in pages if _is_contents(page) for start in _entries(page)]
    if not entries:
        return []
    offset = _offset(entries, pages)
    moved = (replace(entry, page=entry.page + offset) for entry in entries)
    return [entry for entry in moved if 1 <= entry.page <= len(pages)]


def _is_contents(page: Page) -> bool:
    titled = any(_CONTENTS.match(block.text) for block in page.blocks[:4])
    return len(_entries(page)) >= (2 if titled else 5)


def _entries(page: Page) -> list[Start]:
    entries = []
    for line in (line for block in page.blocks for line in block.text.split("\n")):
        found = re.fullmatch(r"(?P<entry>.*?\S)[\s|…]+(?:S\.\s*|p\.\s*)?(?P<page>\d{1,4})", line)
        start = found and parse(found["entry"], int(found["page"]))
        if start and start.title:
            entries.append(start)
    return entries


def _offset(entries: Sequence[Start], pages: Sequence[Page]) -> int:
    """What to add to a printed page number: the distance at which most entries meet their unit."""
    labels = Counter(page.number - int(page.label) for page in pages if page.label and page.label.isdigit())
    likely = labels.most_common(1)[0][0] if labels else 0

    def met(offset: int) -> int:
        return sum(
            confirmed(pages, replace(entry, page=entry.page + offset))
            for entry in entries
            if 1 <= entry.page + offset <= len(pages)
        )

    offsets: list[int] = [likely, *range(-30, 61)]
    return max(offsets, key=met)  # max keeps the first of equals: the printed numbers


def in_headings(pages: Sequence[Page]) -> Iterator[Start]:
    for page in pages:
        if _is_contents(page) or _is_back_matter(page):
            continue
        found = list(_headings_on(page))
        if not any(start.style for start in found):
            found += _running_on(page, pages)
        # Several units on one page are a list of units: an answer key, an overview.
        if len({start.number for start in found if start.style}) <= 2:
            yield from found


def _is_back_matter(page: Page) -> bool:
    texts = [block.text for block in page.blocks[:1] if block.kind == "heading"]
    return any(BACK_MATTER.match(text) for text in (*texts, *page.running))


def _headings_on(page: Page) -> Iterator[Start]:
    for place, block in enumerate(page.blocks):
        prominent = block.kind == "heading" or (place < 2 and len(block.text) < 80 and block.kind == "paragraph")
        start = prominent and parse(block.text, page.number, block.size, alone=block.kind == "heading")
        if not start or (not start.style and block.kind != "heading"):
            continue
        yield replace(start, title=_whole_title(start.title, page.blocks[place + 1 : place + 3], block))


def _running_on(page: Page, pages: Sequence[Page]) -> Iterator[Start]:
    """A unit named only in the header, its title being a picture, on this page or on the one before, which then
    has no header."""
    opener = pages[page.number - 2] if page.number > 1 else page
    at = page.number if opener.running or opener.label else opener.number
    starts = (parse(text, at, weight=0) for text in _headers(page))
    yield from (start for start in starts if start and start.style)


def _whole_title(title: str, following: Sequence[Block], block: Block) -> str:
    """The rest of the heading, and what stands under it in letters nearly as large: the title itself, or the
    title in the book's other language."""
    parts = [title] if title else []
    for other in following:
        same_rank = other.kind == "heading" and other.size >= 0.55 * block.size and not parse(other.text, 1)
        if not same_rank or any(is_korean(part) == is_korean(other.text) for part in parts):
            break
        parts.append(other.text)
    return " · ".join(parts)


# --- from places to a sequence


WORD = 2.5  # what a unit with a word ('Lektion 3') counts for, against a bare number in the largest letters


def rising(starts: Iterable[Start]) -> list[Start]:
    """The strongest sequence of one style in which numbers and pages rise together.

    Bare numbers make one for each size of letters too: tasks are numbered as units are, in smaller ones.
    """
    groups: dict[tuple[str, int, int], list[Start]] = {}
    for start in starts:
        sizes = {0} if start.style else {0, round(start.weight)}
        for size in sizes:
            groups.setdefault((start.style, start.level, size), []).append(start)
    heaviest = max((start.weight for group in groups.values() for start in group), default=1.0) or 1.0
    chains = [_longest(group) for group in groups.values()]
    chains = [chain for chain in chains if len(chain) >= (2 if chain[0].style else 3)]
    return max(chains, key=lambda chain: _strength(chain, heaviest), default=[])


def _strength(chain: Sequence[Start], heaviest: float) -> float:
    steps = (below.number == above.number + 1 for above, below in itertools.pairwise(chain))
    length = (1.0 if chain[0].number == 1 else 0.6) + sum(1.0 if step else 0.3 for step in steps)
    if chain[0].style:
        return WORD * length
    pages = (chain[-1].page - chain[0].page) / (len(chain) - 1)
    size = median(start.weight for start in chain) / heaviest
    return length * size**2 * min(1.0, pages / 2)


def _longest(starts: Sequence[Start]) -> list[Start]:
    """Dynamic programming over the places in reading order; a step of one counts most, and of equals the
    heavier (larger letters), then the earlier wins."""
    ordered = sorted(starts, key=lambda start: start.page)[:2000]
    heaviest = max((start.weight for start in ordered), default=1.0) or 1.0
    best: list[tuple[float, int | None]] = []
    for index, start in enumerate(ordered):
        score, before = (1.0 if start.number == 1 else 0.6), None
        for earlier in range(index):
            other = ordered[earlier]
            if other.number < start.number and other.page < start.page:
                step = best[earlier][0] + (1.0 if start.number == other.number + 1 else 0.3)
                if step > score + 1e-9:
                    score, before = step, earlier
        best.append((score + 0.2 * start.weight / heaviest, before))
    chain: list[Start] = []
    at = max(range(len(best)), key=lambda index: best[index][0], default=None)
    while at is not None:
        chain.append(ordered[at])
        at = best[at][1]
    return chain[::-1]


# --- does a page show a unit


def shows(page: Page, start: Start) -> bool:
    """Whether the page's upper part names the unit: by its title, or by its word and number."""
    title = bare(start.title)
    for block in page.blocks[:6]:
        found = parse(block.text, page.number, alone=True)
        if found and found.number == start.number and found.style == start.style and start.style:
            return True
        if len(title) > 3 and block.kind == "heading" and title[:24] in bare(block.text):
            return True
        if found and found.number == start.number and block.kind == "heading" and not title:
            return True
    return _is_headed(page, start)


def confirmed(pages: Sequence[Page], start: Start) -> bool:
    """Whether the page shows the unit, or, itself without a header, the header of the next page does."""
    page, after = pages[start.page - 1], pages[start.page : start.page + 1]
    return shows(page, start) or (not page.running and any(_is_headed(other, start) for other in after))


def _is_headed(page: Page, start: Start) -> bool:
    named = (parse(text, page.number) for text in _headers(page))
    return any(found and found.number == start.number and found.style == start.style != "" for found in named)


def _headers(page: Page) -> Iterator[str]:
    """The running heads without the page number at their end."""
    for text in page.running:
        yield text.removesuffix(page.label).rstrip(_PARTING) if page.label else text


def bare(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())
