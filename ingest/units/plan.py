"""A document and its caption -> the book's units. Pure."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from ingest.units.caption import Caption
from ingest.units.evidence import SURE, UNSURE, Evidence, first_expected
from ingest.units.finders import Findings
from ingest.units.guesses import guesses
from ingest.units.openings import opening
from ingest.units.proposals import Proposal, Source, proposals_of
from ingest.units.remarks import Remark, page_remarks
from ingest.units.spans import end_of, spans
from ingest.units.starts import Place, Start
from ingest.units.titles import proper_titles, titles_of
from ingest.units.workbook import workbook_behind

LIKELY = 0.55  # with less they are not worth showing


@dataclass(frozen=True, slots=True)
class Unit:
    """Pages by the PDF's own count, from 1, both ends included. Units may share a page: a unit is the blocks from
    `begins` (on its first page) up to `ends`, the place of the first block that is no more of it."""

    id: str  # "A1-13"
    number: int
    title: str
    page_first: int
    page_last: int
    begins: int = 0
    ends: Place | None = None  # None: with its last page
    printed_first: str | None = None  # the page numbers as they are printed, if they are known
    printed_last: str | None = None
    workbook: tuple[Place, Place] | None = None  # what a workbook behind the course book has for it, up to its end

    @property
    def span(self) -> tuple[Place, Place]:
        return (self.page_first, self.begins), self.ends or (self.page_last + 1, 0)


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """What is outside all units belongs to the course alone. `confidence`: how likely all this is right, as measured
    on documents with and without units."""

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
    return _found_units(found, caption.course)


def _found_units(found: Findings, course: str) -> UnitPlan:
    proposals, evidence = proposals_of(found), Evidence(found)
    confidence, proposal = _best(evidence, proposals)
    if proposal is None and (guessed := _best(evidence, list(guesses(found))))[1]:
        confidence, proposal = guessed
    pages = found.document.pages
    if proposal is None:
        return UnitPlan(course, (), "none", (Remark("no_units"), *page_remarks(pages)), max(0.0, 0.9 - confidence))
    starts = proposal.starts
    if before := opening(found.document, starts):
        starts = (before, *starts)
    titles = proper_titles(pages, starts, titles_of(found, starts))
    workbook = workbook_behind(found, starts, titles)
    units = tuple(_units(course, found, starts, titles, workbook))
    unconfirmed = [start.number for start in starts if not found.is_shown(start)]
    remarks = [
        *_remarks_on(proposal, proposals, confidence),
        *_remarks_on_workbook(units),
        *oddities(units, unconfirmed),
        *page_remarks(pages),
    ]
    return UnitPlan(course, units, proposal.source, tuple(remarks), confidence)


def _best(evidence: Evidence, proposals: Sequence[Proposal]) -> tuple[float, Proposal | None]:
    """The proposal to be believed, or none, with the confidence in the best there is."""
    weighed = [
        (round(evidence.confidence(proposal, end_of(evidence.found.document, proposal.starts)), 2), proposal)
        for proposal in proposals
    ]

    def worth(each: tuple[float, Proposal]) -> float:
        return each[0] * (1 - 0.5 / (len(each[1]) + 1))  # more units are better than few

    best = max(weighed, key=worth, default=None)
    if best is None:
        return 0.0, None
    mine = best[1].starts
    meant = (each for each in weighed if _practise(mine, each[1].starts))
    best = max((each for each in meant if each[0] >= UNSURE), key=worth, default=best)
    return best if best[0] >= LIKELY else (best[0], None)


def _practise(starts: Sequence[Start], others: Sequence[Start]) -> bool:
    """Whether these are the exercises for the others, behind all of them and in letters no larger: 'Unidad 1' for
    '1 Nosotros'."""
    numbers = {start.number for start in starts}
    smaller = median(start.weight for start in starts) <= median(start.weight for start in others)
    return others[-1].place < starts[0].place and smaller and numbers <= {start.number for start in others}


def _remarks_on(proposal: Proposal, proposals: Sequence[Proposal], confidence: float) -> Iterator[Remark]:
    if proposal.kind in ("order", "title"):
        yield Remark("by_order")
    pages = {(start.number, start.page) for start in proposal.starts}
    overruled = [
        other
        for other in proposals
        if other.source == "outline" != proposal.source
        and other.kind == "word"
        and not pages >= {(start.number, start.page) for start in other.starts}
    ]
    if overruled:
        yield Remark("outline_overruled")
    if confidence < SURE:
        yield Remark("unsure", tuple(start.number for start in proposal.starts))


def _remarks_on_workbook(units: Sequence[Unit]) -> Iterator[Remark]:
    parts = [(unit.number, *unit.workbook) for unit in units if unit.workbook]
    if parts:
        pages = (range(begin[0], end[0] + (end[1] > 0)) for _, begin, end in parts)
        numbers = tuple(number for number, *_ in parts)
        yield Remark("workbook", numbers, tuple(sorted(set(itertools.chain.from_iterable(pages)))))


def _units(
    course: str, found: Findings, starts: Sequence[Start], titles: Mapping[int, str], workbook: Sequence[Start]
) -> Iterator[Unit]:
    """`workbook`: where the units come again in one."""
    document = found.document
    end = end_of(document, starts)
    exercises: dict[int, tuple[Place, Place]] = {}
    if workbook:
        behind = spans(document, workbook, end_of(document, workbook))
        exercises = {start.number: (place, after) for start, place, after in behind}
        end = min(end, (workbook[0].page, 0))
    for start, place, after in spans(document, starts, end):
        shared = after[1] > 0 or any(page.continues for page in document.pages[after[0] - 1 : after[0]])
        last = after[0] if shared else max(after[0] - 1, start.page)
        number, ends_at = start.number, after if shared else None
        pages = place[0], last, place[1], ends_at
        yield Unit(f"{course}-{number}", number, titles[number], *pages, workbook=exercises.get(number))


# --- what the caption says


def _one_unit(found: Findings, course: str, number: int) -> UnitPlan:
    document = found.document
    known = [*found.headings, *found.outline]
    title = next((start.title for start in known if start.number == number and start.title), "")
    if not title:
        headings = [block for block in document.pages[0].blocks[:4] if block.kind == "heading"]
        title = max(headings, key=lambda block: block.size).text if headings else ""
    other = next((start.number for start in found.headings if start.style and not start.form), number)
    remarks = [Remark("number_differs", (other,))] if other != number else []
    unit = Unit(f"{course}-{number}", number, title, 1, len(document.pages))
    return UnitPlan(course, (unit,), "caption", (*remarks, *page_remarks(document.pages)))


def _from_ranges(found: Findings, caption: Caption) -> UnitPlan:
    pages = found.document.pages
    total = len(pages)
    titles = titles_of(found, [Start(number, "", first, "") for number, first, _ in caption.ranges])
    units = tuple(
        Unit(f"{caption.course}-{number}", number, titles[number], first, min(last, total))
        for number, first, last in caption.ranges
        if first <= total
    )
    beyond = tuple(number for number, _, last in caption.ranges if last > total)
    remarks = [Remark("beyond_end", beyond, (total,))] if beyond else []
    return UnitPlan(caption.course, units, "caption", (*remarks, *oddities(units), *page_remarks(pages)))


# --- remarks


def oddities(units: Sequence[Unit], unconfirmed: Sequence[int] = ()) -> Iterator[Remark]:
    if unconfirmed:
        yield Remark("unconfirmed", tuple(sorted(unconfirmed)))
    numbers = {unit.number for unit in units}
    missing = tuple(sorted(set(range(first_expected(sorted(numbers)), max(numbers, default=0))) - numbers))
    if missing and len(units) > 1:
        yield Remark("missing", missing)
    ordered = sorted(units, key=lambda unit: unit.span)
    pairs = list(itertools.pairwise(ordered))
    if overlaps := [(unit, after) for unit, after in pairs if after.span[0] < unit.span[1]]:
        yield _between("overlap", overlaps, (range(after.page_first, unit.page_last + 1) for unit, after in overlaps))
    if gaps := [(unit, after) for unit, after in pairs if after.page_first > unit.page_last + 1]:
        yield _between("gap", gaps, (range(unit.page_last + 1, after.page_first) for unit, after in gaps))
    lengths = sorted(unit.page_last - unit.page_first + 1 for unit in units)
    usual = lengths[len(lengths) // 2] if lengths else 0
    long = tuple(unit.number for unit in units if unit.page_last - unit.page_first + 1 > max(3 * usual, usual + 4))
    if long:
        yield Remark("long", long)


def _between(
    code: Literal["overlap", "gap"], pairs: Sequence[tuple[Unit, Unit]], pages: Iterable[Iterable[int]]
) -> Remark:
    """One remark on all of the pairs."""
    numbers = dict.fromkeys(unit.number for pair in pairs for unit in pair)
    return Remark(code, tuple(numbers), tuple(sorted(set(itertools.chain.from_iterable(pages)))))
