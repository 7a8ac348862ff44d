"""What an admin knows better about a book's units than the finders do, as in `13: 52-55 Familie`. Pure."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.pdf.document import Document
from ingest.unit_words import AFTER, BEFORE, ORDINAL
from ingest.units.caption import (
    DASHES,
    PAGE_RANGE,
    PRINTED,
    SEPARATORS,
    SPELLINGS,
    BadCaption,
    Caption,
    Range,
    parse_ranges,
    printed_pages_marked,
    refuse_twice,
)
from ingest.units.finders import Findings, find_starts
from ingest.units.plain_text import with_headings
from ingest.units.plan import Unit, UnitPlan, oddities, plan_units
from ingest.units.printed_pages import own_pages, with_printed_numbers, with_printed_pages
from ingest.units.remarks import Remark, page_remarks
from ingest.units.starts import Start
from ingest.units.titles import titles_of


@dataclass(frozen=True, slots=True)
class Correction:
    """Where a unit really is, and what it is called; without pages (0) or a title it keeps those that were found, and
    without both it is no unit."""

    number: int
    page_first: int = 0
    page_last: int = 0
    title: str = ""
    printed: bool = False  # the pages are those that are printed, not the PDF's own

    @property
    def removes(self) -> bool:
        return not (self.page_first or self.title)


_LONGEST_TITLE = 120
_BEGIN = re.compile(rf"(?<![\w:.]){PAGE_RANGE.pattern}(?![^\s{SEPARATORS}])")
_TIME = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d")
_TELLS_TIME = re.compile(r"\s*(?:uhr|h\b|am\b|pm\b|a\.m|p\.m|o['’]clock|시)", re.IGNORECASE)
# As one says it: 'Lektion 13: 52 bis 55', '13과: 52-55', '13 = 52-55'.
_SAID_UNIT = re.compile(rf"(?:(?:{BEFORE})\s*|(?:{ORDINAL})\s*)?(\d{{1,3}})\s*(?:{AFTER})?\s*[:：=]\s*", re.IGNORECASE)
_TITLE_ALONE = re.compile(r"(\d{1,3}): ([^\W\d_][^\d:：=]*)")  # without numbers, which might be pages
_SPAN = r"(\d{1,3})(?: ?- ?(\d{1,3}))?"
_NO_UNITS = re.compile(rf"{_SPAN}(?:, ?{_SPAN})* ?: ?-")
_SAID_UP_TO = re.compile(r"(\d{1,3}: \D{0,8}\d{1,4})\s+(?:bis|to)\s+(?=\d)")
_MORE_PAGES = re.compile(r"\d ?: ?\d{1,4} ?- ?\d{1,4}(?![\d:])|^[,;，；] ?\d")  # but '8:30-9:15'


def parse_corrections(text: str, course: str) -> tuple[Correction, ...]:
    """Units' pages, one with its title a line (`13: 52-55 약속하기`) or several, or a title alone (`13: 약속하기`), or
    that there are no such units (`13: -`, `1-4, 7: -`), by number.

    The course's name may stand before them. A title may have a time of day in it; where that could as well be
    another unit, the line is refused. Raises BadCaption.
    """
    found: list[Correction] = []
    for line in text.splitlines():
        line = re.sub(rf"^\s*{re.escape(course)}(?:\s*[-:：]|(?=\s)|$)", "", line, flags=re.IGNORECASE).strip()
        if said := _SAID_UNIT.match(line):
            line = _SAID_UP_TO.sub(r"\1-", f"{said[1]}: {line[said.end() :]}", count=1)
        line = printed_pages_marked(line)
        if line:
            found += _corrections(line)
    if not found:
        raise BadCaption("empty", text.strip())
    refuse_twice([correction.number for correction in found])
    return tuple(sorted(found, key=lambda correction: correction.number))


def _corrections(line: str) -> Iterator[Correction]:
    if _NO_UNITS.fullmatch(plain := line.translate(DASHES)):
        for first, last in re.findall(_SPAN, plain):
            yield from map(Correction, range(int(first), int(last or first) + 1))
        return
    if titled := _TITLE_ALONE.fullmatch(line):
        yield Correction(int(titled[1]), title=_title(titled[2]))
        return
    ranges = " ".join(line.translate(SPELLINGS).split())
    if not PAGE_RANGE.sub("", ranges).strip():
        yield from (Correction(*each, printed=PRINTED in ranges) for each in parse_ranges(ranges))
        return
    begins = _begins(line, line.translate(DASHES))  # places in the two lines agree
    for begin, after in itertools.zip_longest(begins, begins[1:]):
        title = line[begin.end() : after.start()].rstrip(SEPARATORS) if after else line[begin.end() :]
        yield Correction(*_pages(begin), _title(title), printed=begin[4] is not None)


def _begins(line: str, plain: str) -> list[re.Match[str]]:
    """Where the line's units begin: at its start, and where numbers and pages rise."""
    first = _BEGIN.match(plain)
    if first is None:
        raise BadCaption("ranges", line)
    begins = [first]
    for found in _BEGIN.finditer(plain, first.end()):
        if _begins_unit(found, begins[-1]):
            begins.append(found)
    return begins


def _begins_unit(found: re.Match[str], before: re.Match[str]) -> bool:
    """Whether this is another unit and no time in the title of the one before. Raises BadCaption where it may be
    either, and where a unit is out of order."""
    is_time = _TIME.fullmatch(found[0]) is not None
    if is_time and _TELLS_TIME.match(found.string, found.end()):
        return False
    rises = int(found[1]) > int(before[1]) and int(found[2]) >= _pages(before)[2]
    if rises and not is_time:
        return True
    if rises or found[3] or " " in found[0]:
        raise BadCaption("ranges", found[0])
    return False


def _pages(found: re.Match[str]) -> Range:
    number, first, last = int(found[1]), int(found[2]), int(found[3] or found[2])
    if not 1 <= first <= last:
        raise BadCaption("ranges", found[0])
    return number, first, last


def _title(written: str) -> str:
    """What stands after the pages. More pages are no title: they would be lost in silence."""
    title = " ".join(written.split())
    if _MORE_PAGES.search(title.translate(DASHES)) or (title and not re.search(r"[^\W\d_]", title)):
        raise BadCaption("ranges", title)
    return title.lstrip(SEPARATORS)[:_LONGEST_TITLE].rstrip()


def merged(earlier: Sequence[Correction], later: Sequence[Correction]) -> tuple[Correction, ...]:
    """Both, by number; where they speak of the same unit the later one, with what only the earlier one says."""
    known = {correction.number: correction for correction in earlier}
    for correction in later:
        if not correction.removes and (before := known.get(correction.number)):
            pages = before if correction.page_first == 0 else correction
            correction = replace(pages, title=correction.title or before.title)
        known[correction.number] = correction
    return tuple(known[number] for number in sorted(known))


def find_units(document: Document, caption: Caption, corrections: Sequence[Correction] = ()) -> UnitPlan:
    """The units as they were found, but for the corrected ones; their neighbours make room for them.

    The document's pages are numbered already.
    """
    starts = find_starts(with_headings(document))
    if caption.printed:
        ranges = tuple((number, *own_pages(document, first, last)) for number, first, last in caption.ranges)
        caption = replace(caption, ranges=ranges, printed=False)
    plan = plan_units(starts, caption)
    removed = {each.number for each in corrections if each.removes}
    titles = {each.number: each.title for each in corrections if each.page_first == 0}
    units = (replace(unit, title=titles.get(unit.number) or unit.title) for unit in plan.units)
    plan = replace(plan, units=tuple(unit for unit in units if unit.number not in removed))
    moved = [each for each in corrections if each.page_first]
    if moved or removed:
        plan = _corrected(starts, plan, [_in_own_pages(document, each) if each.printed else each for each in moved])
    return replace(
        plan,
        units=tuple(with_printed_pages(document, unit) for unit in plan.units),
        remarks=tuple(with_printed_numbers(document, remark) for remark in plan.remarks),
    )


def _in_own_pages(document: Document, correction: Correction) -> Correction:
    first, last = own_pages(document, correction.page_first, correction.page_last)
    return replace(correction, page_first=first, page_last=last)


def _corrected(starts: Findings, found: UnitPlan, corrections: Sequence[Correction]) -> UnitPlan:
    pages = starts.document.pages
    titles = {unit.number: unit.title for unit in found.units}
    titles |= titles_of(starts, [Start(each.number, titles.get(each.number, ""), 1, "") for each in corrections])
    corrected = [
        Unit(
            *(f"{found.course}-{each.number}", each.number, each.title or titles[each.number]),
            *(each.page_first, min(each.page_last, len(pages))),
        )
        for each in corrections
        if each.page_first <= len(pages)
    ]
    units = tuple(sorted((*_kept(found.units, corrections), *corrected), key=lambda unit: unit.number))
    beyond = tuple(each.number for each in corrections if each.page_last > len(pages))
    remarks = [] if units else [Remark("no_units")]
    if beyond:
        remarks.append(Remark("beyond_end", beyond, (len(pages),)))
    return UnitPlan(found.course, units, "caption", (*remarks, *oddities(units), *page_remarks(pages)))


def _kept(units: Sequence[Unit], corrections: Sequence[Correction]) -> Iterator[Unit]:
    """What is left of the units that nobody corrected."""
    corrected = {correction.number for correction in corrections}
    for unit in units:
        if unit.number in corrected:
            continue
        for other in corrections:
            begin, end = (other.page_first, 0), (other.page_last + 1, 0)
            if unit.workbook and begin < unit.workbook[1] and unit.workbook[0] < end:
                unit = replace(unit, workbook=None)
            if end <= unit.span[0] or unit.span[1] <= begin:
                continue
            if unit.number < other.number:
                unit = replace(unit, page_last=other.page_first - 1, ends=None)
            else:
                unit = replace(unit, page_first=other.page_last + 1, begins=0)
        if unit.page_first <= unit.page_last:
            yield unit
