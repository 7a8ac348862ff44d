"""A document and its caption -> the book's units. Pure.

Three finders propose where units start: the PDF's outline, the contents page, the headings. Each proposes a
sequence in which numbers and pages rise; the one for which its own pages and the other finders say most is taken.
"""

import itertools
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.pdf.clean import is_korean
from ingest.pdf.document import Document, Page
from ingest.units.caption import Caption
from ingest.units.other_words import in_known_words
from ingest.units.remarks import Remark
from ingest.units.sequences import rising
from ingest.units.starts import BACK_MATTER, Findings, Start, bare, confirmed, find_starts, numbered_by_order, parse

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
class UnitPlan:
    """Pages outside all units belong to the course alone. `confidence`: of the units up to the last number,
    the share that were found and that their own pages confirm."""

    course: str
    units: tuple[Unit, ...]
    source: Source
    remarks: tuple[Remark, ...] = ()
    confidence: float = 1.0


def plan_units(found: Findings, caption: Caption) -> UnitPlan:
    if caption.unit is not None:
        return _one_unit(found, caption.course, caption.unit)
    if caption.ranges:
        return _from_ranges(found, caption)
    source, starts, remarks = _best(found)
    if not _are_counted(starts, source, remarks):
        found, source, starts, remarks = _by_another_word(found) or (found, source, starts, remarks)
    pages = found.document.pages
    if not starts:
        remarks = [*remarks, Remark("no_units")]
    shown = {start.number for start in starts if confirmed(pages, start)}
    titles = _titles(starts, found.headings, found.outline, found.contents)
    units = tuple(_spans(caption.course, starts, titles, _end(found.document, starts)))
    remarks += [*_oddities(units, shown), *_page_remarks(pages)]
    return UnitPlan(caption.course, units, source, tuple(remarks), len(shown) / starts[-1].number if starts else 0.0)


def _best(found: Findings) -> tuple[Source, list[Start], list[Remark]]:
    pages = found.document.pages
    proposals: dict[Source, list[Start]] = {
        "outline": rising(found.outline),
        "contents": rising(found.contents),
        "headings": rising(found.headings),
    }
    proposals = {source: _corrected(starts, found.headings, pages) for source, starts in proposals.items()}
    source = max(proposals, key=lambda source: _support(source, proposals, pages))  # of equals the first
    starts = proposals[source]
    if not starts:
        starts = numbered_by_order(found.document)
        return ("outline", starts, [Remark("by_order")]) if starts else ("none", [], [])
    places = {(start.number, start.page) for start in starts}
    overruled = proposals["outline"] and not places >= {(start.number, start.page) for start in proposals["outline"]}
    return source, starts, [Remark("outline_overruled")] if overruled else []


def _are_counted(starts: Sequence[Start], source: Source, remarks: Sequence[Remark]) -> bool:
    """Whether a list of units or a word that is known to mean one says so. Bare numbers at the head of pages may be
    tasks, and entries of an outline that have no numbers may have a word with one."""
    return (
        bool(starts)
        and not any(remark.code == "by_order" for remark in remarks)
        and (source != "headings" or bool(starts[0].style))
    )


def _by_another_word(found: Findings) -> tuple[Findings, Source, list[Start], list[Remark]] | None:
    document = in_known_words(found)
    if document is None:
        return None
    again = find_starts(document)
    return again, *_best(again)


SHOWN, SHOWN_BARE = 2.0, 1.5  # what a unit's own page says counts more than a list of units
MISSING = 1.5


def _support(source: Source, proposals: Mapping[Source, Sequence[Start]], pages: Sequence[Page]) -> float:
    """What speaks for a proposal: its pages, and the other proposals that say the same of a unit."""
    starts = proposals[source]
    if not starts:
        return 0.0
    shown = [SHOWN if start.style else SHOWN_BARE for start in starts if confirmed(pages, start)]
    places = {(start.number, start.page) for start in starts}
    lists: tuple[Source, ...] = ("outline", "contents")
    agreed = sum((start.number, start.page) in places for name in lists for start in proposals[name])
    return sum(shown) + agreed - MISSING * (starts[-1].number - len(starts))


def _corrected(starts: Sequence[Start], seen: Sequence[Start], pages: Sequence[Page]) -> list[Start]:
    """Where most pages are right, a wrong one goes where the heading is, if that lies between its neighbours."""
    doubtful = [start for start in starts if not confirmed(pages, start)]
    if len(doubtful) * 2 > len(starts):
        return list(starts)
    return [_moved(start, starts, seen, len(pages)) if start in doubtful else start for start in starts]


def _moved(start: Start, starts: Sequence[Start], seen: Sequence[Start], total: int) -> Start:
    low = max((other.page for other in starts if other.number < start.number), default=0)
    high = min((other.page for other in starts if other.number > start.number), default=total + 1)
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
        if not known or (bare(known) in bare(start.title) and _is_bilingual(start.title) and not _is_bilingual(known)):
            titles[start.number] = start.title
    return {number: title.replace(" | ", " · ") for number, title in titles.items()}


def _is_bilingual(title: str) -> bool:
    return is_korean(title) and re.search("[A-Za-zÄÖÜäöüß]{2}", title) is not None


# --- where units end


def _end(document: Document, starts: Sequence[Start]) -> int:
    """The last page of the last unit: before the answer key, the word list and whatever else follows."""
    total = len(document.pages)
    if not starts:
        return total
    last = starts[-1]
    level = min((mark.level for mark in document.outline if parse(mark.title, 1)), default=0)
    marks = [mark for mark in document.outline if mark.level <= level or BACK_MATTER.match(mark.title)]
    ends = [mark.page for mark in marks if mark.page and mark.page > last.page and not parse(mark.title, 1)]
    within = document.pages[starts[0].page - 1 : last.page - 1]
    usual = {text for page in within for text in _names(page)}
    ends += [page.number for page in document.pages[last.page :] if _opens_back_matter(page, usual)]
    return min(ends, default=total + 1) - 1


def _opens_back_matter(page: Page, usual: Container[str]) -> bool:
    """`usual`: the headings of the units before; where each ends in its answers or words, the last does too."""
    return any(BACK_MATTER.match(text) and text not in usual for text in _names(page, 3))


def _names(page: Page, most: int | None = None) -> Iterator[str]:
    """The headings among a page's first blocks, and its running heads."""
    yield from (block.text for block in page.blocks[:most] if block.kind == "heading")
    yield from page.running


def _spans(course: str, starts: Sequence[Start], titles: dict[int, str], end: int) -> Iterator[Unit]:
    for place, start in enumerate(starts):
        last = starts[place + 1].page - 1 if place + 1 < len(starts) else end
        yield Unit(f"{course}-{start.number}", start.number, titles[start.number], start.page, max(last, start.page))


# --- what the caption says


def _one_unit(found: Findings, course: str, number: int) -> UnitPlan:
    document = found.document
    known = [*found.headings, *found.outline]
    title = next((start.title for start in known if start.number == number and start.title), "")
    if not title:
        headings = [block for block in document.pages[0].blocks[:4] if block.kind == "heading"]
        title = max(headings, key=lambda block: block.size).text if headings else ""
    other = next((start.number for start in found.headings if start.style), number)
    remarks = [Remark("number_differs", (other,))] if other != number else []
    unit = Unit(f"{course}-{number}", number, title, 1, len(document.pages))
    return UnitPlan(course, (unit,), "caption", (*remarks, *_page_remarks(document.pages)))


def _from_ranges(found: Findings, caption: Caption) -> UnitPlan:
    pages = found.document.pages
    total = len(pages)
    starts = [Start(number, "", first, "") for number, first, _ in caption.ranges]
    titles = _titles(starts, found.headings, found.outline, found.contents)
    units = tuple(
        Unit(f"{caption.course}-{number}", number, titles[number], first, min(last, total))
        for number, first, last in caption.ranges
        if first <= total
    )
    beyond = tuple(number for number, _, last in caption.ranges if last > total)
    remarks = [Remark("beyond_end", beyond, (total,))] if beyond else []
    remarks += [*_oddities(units, {unit.number for unit in units}), *_page_remarks(pages)]
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
            yield Remark("overlap", (unit.number, after.number), tuple(range(after.page_first, unit.page_last + 1)))
        elif after.page_first > unit.page_last + 1:
            yield Remark("gap", (unit.number, after.number), tuple(range(unit.page_last + 1, after.page_first)))
    lengths = sorted(unit.page_last - unit.page_first + 1 for unit in units)
    usual = lengths[len(lengths) // 2] if lengths else 0
    long = tuple(unit.number for unit in units if unit.page_last - unit.page_first + 1 > max(3 * usual, usual + 4))
    if long:
        yield Remark("long", long)


def _page_remarks(pages: Sequence[Page]) -> Iterator[Remark]:
    problems = sorted({page.problem for page in pages if page.problem})
    for problem in problems:
        yield Remark(problem, pages=tuple(page.number for page in pages if page.problem == problem))
