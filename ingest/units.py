"""A document and its caption -> the book's units. Pure.

Three finders propose where units start: the PDF's outline, the contents page, the headings. A proposal is
believed as far as its numbers rise with the pages and its pages really show the unit; of those that hold, the
first in this order is taken.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.caption import Caption
from ingest.pdf.document import Block, Document, Page

Source = Literal["caption", "outline", "contents", "headings", "none"]


@dataclass(frozen=True, slots=True)
class Unit:
    """Pages by the PDF's own count, from 1, both ends included."""

    id: str  # "A1-13"
    number: int
    title: str
    page_first: int
    page_last: int


@dataclass(frozen=True, slots=True)
class Remark:
    """Something an admin should look at. Which units (numbers) and pages it is about; the words for it are
    the reader's language and live elsewhere."""

    code: Literal[
        "no_units",  # nothing rising was found; the book is searched as a whole
        "outline_overruled",  # its pages do not show the units; another finder's do
        "unconfirmed",  # no heading on the first page of these units
        "missing",  # numbers between the first and the last that were not found
        "gap",  # pages between two units that belong to none
        "overlap",  # pages that belong to two units
        "long",  # units much longer than the others
        "beyond_end",  # the caption names pages that the book does not have
        "number_differs",  # the file calls itself another unit than the caption
        "no_text",  # pages without text, scans most likely
        "garbled",  # pages whose text is not readable
        "unreadable",  # pages that could not be opened
    ]
    units: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """Pages outside all units belong to the course alone. `confidence`: the share of units that their own
    first page confirms."""

    course: str
    units: tuple[Unit, ...]
    source: Source
    remarks: tuple[Remark, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Start:
    """A place that looks like the start of a unit. `style` is the word before the number, '' for none."""

    number: int
    title: str
    page: int
    style: str
    weight: float = 1.0
    level: int = 0


def find_units(document: Document, caption: Caption) -> UnitPlan:
    pages = document.pages
    seen = tuple(_in_headings(pages))
    if caption.unit is not None:
        return _one_unit(document, caption.course, caption.unit, seen)
    if caption.ranges:
        return _from_ranges(document, caption, seen)
    source, starts, remarks = _best(document, seen)
    if not starts:
        remarks = [*remarks, Remark("no_units")]
    shown = {start.number for start in starts if _shows(pages[start.page - 1], start)}
    titles = _titles(starts, seen, _in_outline(document), _in_contents(pages))
    units = tuple(_spans(caption.course, starts, titles, _end(document, starts)))
    remarks += [*_oddities(units, shown), *_page_remarks(pages)]
    return UnitPlan(caption.course, units, source, tuple(remarks), len(shown) / len(starts) if starts else 0.0)


# --- what a start looks like

_WORDS = "lektion|einheit|kapitel|unit|thema|modul|lesson|chapter"
_NUMBERED = re.compile(rf"(?P<word>{_WORDS})\s*(?:nr\.?\s*)?(?P<number>\d{{1,3}})(?![\d.,]\d)\b", re.IGNORECASE)
_KOREAN = re.compile(r"제?\s*(?P<number>\d{1,3})\s*(?P<word>과|강|단원|장)(?![가-힣])")
_BARE = re.compile(r"(?P<word>)(?P<number>\d{1,3})(?:[.)]?\s+|\s*[|·:–—-]\s*)(?=[^\W\d_])")
_JUST_NUMBER = re.compile(r"(?P<word>)(?P<number>\d{1,3})\.?$")
_PARTING = " \t.:·|–—-•,"


def _parse(text: str, page: int, weight: float = 1.0, level: int = 0, alone: bool = False) -> Start | None:
    """'Lektion 5: Im Café' -> a Start; None for text that does not begin so. `alone`: a number may stand alone."""
    text = text.strip()
    found = _NUMBERED.match(text) or _KOREAN.match(text) or _BARE.match(text)
    if found is None and alone:
        found = _JUST_NUMBER.match(text)
    if found is None or int(found["number"]) == 0:
        return None
    title = text[found.end() :].strip(_PARTING)
    return Start(int(found["number"]), title, page, found["word"].lower(), weight, level)


# --- the finders

_CONTENTS = re.compile(r"(?:inhalt|contents|table of contents|차\s*례|목\s*차)", re.IGNORECASE)
_BACK_MATTER = re.compile(
    r"(?:\w*lösung|schlüssel|answer|key\b|정답|해답|모범\s*답안|듣기\s*(?:지문|대본)|transkript|hörtext|"
    r"wortliste|wörterverzeichnis|wortschatzliste|glossar|glossary|vocabulary|word\s?list|어휘|단어|"
    r"anhang|appendix|부록|grammatikübersicht|quellen|register|index|찾아보기|bildnachweis)",
    re.IGNORECASE,
)


def _in_outline(document: Document) -> Iterator[Start]:
    for mark in document.outline:
        if mark.page is not None and mark.page <= len(document.pages):
            start = _parse(mark.title, mark.page, level=mark.level)
            if start:
                yield start


def _in_contents(pages: Sequence[Page]) -> list[Start]:
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
        start = found and _parse(found["entry"], int(found["page"]))
        if start and start.title:
            entries.append(start)
    return entries


def _offset(entries: Sequence[Start], pages: Sequence[Page]) -> int:
    """What to add to a printed page number: the distance at which most entries meet their unit."""
    labels = Counter(page.number - int(page.label) for page in pages if page.label and page.label.isdigit())
    likely = labels.most_common(1)[0][0] if labels else 0

    def met(offset: int) -> int:
        return sum(
            _shows(pages[entry.page + offset - 1], entry) for entry in entries if 1 <= entry.page + offset <= len(pages)
        )

    offsets: list[int] = [likely, *range(-30, 61)]
    return max(offsets, key=met)  # max keeps the first of equals: the printed numbers


def _in_headings(pages: Sequence[Page]) -> Iterator[Start]:
    for page in pages:
        if _is_contents(page):
            continue
        found = list(_headings_on(page))
        # Several units on one page are a list of units: an answer key, an overview.
        if len({start.number for start in found if start.style}) <= 2:
            yield from found


def _headings_on(page: Page) -> Iterator[Start]:
    for place, block in enumerate(page.blocks):
        prominent = block.kind == "heading" or (place < 2 and len(block.text) < 80 and block.kind == "paragraph")
        start = prominent and _parse(block.text, page.number, block.size, alone=block.kind == "heading")
        if not start or (not start.style and block.kind != "heading"):
            continue
        yield replace(start, title=_whole_title(start.title, page.blocks[place + 1 : place + 3], block))


def _whole_title(title: str, following: Sequence[Block], block: Block) -> str:
    """The rest of the heading, and what stands under it in letters nearly as large: the title itself, or the
    title in the book's other language."""
    parts = [title] if title else []
    for other in following:
        same_rank = other.kind == "heading" and other.size >= 0.55 * block.size and not _parse(other.text, 1)
        if not same_rank or any(_is_korean(part) == _is_korean(other.text) for part in parts):
            break
        parts.append(other.text)
    return " · ".join(parts)


def _is_korean(text: str) -> bool:
    return re.search("[가-힣]", text) is not None


# --- from places to a sequence


def rising(starts: Iterable[Start]) -> list[Start]:
    """The best sequence of one style in which numbers and pages rise together."""
    by_style: dict[str, list[Start]] = {}
    for start in starts:
        by_style.setdefault(f"{start.style}/{start.level}", []).append(start)
    chains = [_longest(group) for group in by_style.values()]
    chains = [chain for chain in chains if len(chain) >= (2 if chain[0].style else 3)]
    return max(chains, key=lambda chain: (len(chain), bool(chain[0].style)), default=[])


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


def _best(document: Document, seen: Sequence[Start]) -> tuple[Source, list[Start], list[Remark]]:
    pages = document.pages
    proposals: dict[Source, list[Start]] = {
        "outline": rising(_in_outline(document)),
        "contents": rising(_in_contents(pages)),
        "headings": rising(seen),
    }
    longest = max(len(starts) for starts in proposals.values())
    remarks: list[Remark] = []
    for source, starts in proposals.items():
        believed = starts and len(starts) >= 0.7 * longest and _support(starts, pages) >= 0.5
        if believed:
            return source, [_corrected(start, seen, starts, pages) for start in starts], remarks
        if source == "outline" and starts:
            remarks.append(Remark("outline_overruled"))
    # Nothing is confirmed by the pages themselves (titles drawn as pictures): the first proposal, with a doubt.
    for source, starts in proposals.items():
        if starts and len(starts) >= 0.7 * longest:
            return source, starts, []
    return "none", [], remarks


def _support(starts: Sequence[Start], pages: Sequence[Page]) -> float:
    return sum(_shows(pages[start.page - 1], start) for start in starts) / len(starts)


def _shows(page: Page, start: Start) -> bool:
    """Whether the page's upper part names the unit: by its title, or by its word and number."""
    bare = _bare(start.title)
    for block in page.blocks[:6]:
        found = _parse(block.text, page.number, alone=True)
        if found and found.number == start.number and found.style == start.style and start.style:
            return True
        if len(bare) > 3 and block.kind == "heading" and bare[:24] in _bare(block.text):
            return True
        if found and found.number == start.number and block.kind == "heading" and not bare:
            return True
    return False


def _bare(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def _corrected(start: Start, seen: Sequence[Start], starts: Sequence[Start], pages: Sequence[Page]) -> Start:
    """A single entry with a wrong page goes where the heading is, if that lies between its neighbours."""
    if _shows(pages[start.page - 1], start):
        return start
    low = max((other.page for other in starts if other.number < start.number), default=0)
    high = min((other.page for other in starts if other.number > start.number), default=len(pages) + 1)
    for heading in seen:
        if heading.number == start.number and heading.style == start.style and low < heading.page < high:
            return replace(start, page=heading.page)
    return start


def _titles(starts: Sequence[Start], *others: Iterable[Start]) -> dict[int, str]:
    """The chosen proposal's titles, unless another has the unit's title in both languages of the book."""
    titles = {start.number: start.title for start in starts}
    for start in (start for other in others for start in other):
        known = titles.get(start.number)
        if known is None or not start.title or len(start.title) > 120:
            continue
        if not known or (
            _bare(known) in _bare(start.title) and _is_bilingual(start.title) and not _is_bilingual(known)
        ):
            titles[start.number] = start.title
    return {number: title.replace(" | ", " · ") for number, title in titles.items()}


def _is_bilingual(title: str) -> bool:
    return _is_korean(title) and re.search("[A-Za-zÄÖÜäöüß]{2}", title) is not None


# --- where units end


def _end(document: Document, starts: Sequence[Start]) -> int:
    """The last page of the last unit: before the answer key, the word list and whatever else follows."""
    total = len(document.pages)
    if not starts:
        return total
    last = starts[-1]
    marks = [mark for mark in document.outline if mark.page and mark.page > last.page]
    level = min((mark.level for mark in document.outline if _parse(mark.title, 1)), default=1)
    ends = [mark.page for mark in marks if mark.page and mark.level <= level and not _parse(mark.title, 1)]
    ends += [page.number for page in document.pages[last.page :] if _opens_back_matter(page)]
    return min(ends, default=total + 1) - 1


def _opens_back_matter(page: Page) -> bool:
    return any(block.kind == "heading" and _BACK_MATTER.match(block.text) for block in page.blocks[:3])


def _spans(course: str, starts: Sequence[Start], titles: dict[int, str], end: int) -> Iterator[Unit]:
    for place, start in enumerate(starts):
        last = starts[place + 1].page - 1 if place + 1 < len(starts) else end
        yield Unit(f"{course}-{start.number}", start.number, titles[start.number], start.page, max(last, start.page))


# --- what the caption says


def _one_unit(document: Document, course: str, number: int, seen: Sequence[Start]) -> UnitPlan:
    known = [*seen, *_in_outline(document)]
    title = next((start.title for start in known if start.number == number and start.title), "")
    if not title:
        headings = [block for block in document.pages[0].blocks[:4] if block.kind == "heading"]
        title = max(headings, key=lambda block: block.size).text if headings else ""
    other = next((start.number for start in seen if start.style), number)
    remarks = [Remark("number_differs", (other,))] if other != number else []
    unit = Unit(f"{course}-{number}", number, title, 1, len(document.pages))
    return UnitPlan(course, (unit,), "caption", (*remarks, *_page_remarks(document.pages)))


def _from_ranges(document: Document, caption: Caption, seen: Sequence[Start]) -> UnitPlan:
    total = len(document.pages)
    starts = [Start(number, "", first, "") for number, first, _ in caption.ranges]
    titles = _titles(starts, seen, _in_outline(document), _in_contents(document.pages))
    units = tuple(
        Unit(f"{caption.course}-{number}", number, titles[number], first, min(last, total))
        for number, first, last in caption.ranges
        if first <= total
    )
    beyond = tuple(number for number, _, last in caption.ranges if last > total)
    remarks = [Remark("beyond_end", beyond, (total,))] if beyond else []
    remarks += [*_oddities(units, {unit.number for unit in units}), *_page_remarks(document.pages)]
    return UnitPlan(caption.course, units, "caption", tuple(remarks))


# --- remarks


def _oddities(units: Sequence[Unit], confirmed: Iterable[int]) -> Iterator[Remark]:
    numbers = {unit.number for unit in units}
    unconfirmed = tuple(sorted(numbers - set(confirmed)))
    if unconfirmed:
        yield Remark("unconfirmed", unconfirmed)
    missing = tuple(sorted(set(range(1, max(numbers, default=0))) - numbers))
    if missing and len(units) > 1:
        yield Remark("missing", missing)
    ordered = sorted(units, key=lambda unit: unit.page_first)
    for unit, after in itertools.pairwise(ordered):
        if after.page_first <= unit.page_last:
            yield Remark("overlap", (unit.number, after.number), (after.page_first, unit.page_last))
        elif after.page_first > unit.page_last + 1:
            yield Remark("gap", (unit.number, after.number), (unit.page_last + 1, after.page_first - 1))
    lengths = sorted(unit.page_last - unit.page_first + 1 for unit in units)
    usual = lengths[len(lengths) // 2] if lengths else 0
    long = tuple(unit.number for unit in units if unit.page_last - unit.page_first + 1 > max(3 * usual, usual + 4))
    if long:
        yield Remark("long", long)


def _page_remarks(pages: Sequence[Page]) -> Iterator[Remark]:
    problems = sorted({page.problem for page in pages if page.problem})
    for problem in problems:
        yield Remark(problem, pages=tuple(page.number for page in pages if page.problem == problem))
