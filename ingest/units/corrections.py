"""What an admin knows better about a book's units than the finders do. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.pdf.document import Document
from ingest.units.caption import Caption, Correction
from ingest.units.plan import Unit, UnitPlan, plan_units
from ingest.units.starts import find_starts


def merged(earlier: Sequence[Correction], later: Sequence[Correction]) -> tuple[Correction, ...]:
    """Both, by number; where they speak of the same unit the later one, with the earlier's title if it has none."""
    known = {correction.number: correction for correction in earlier}
    for correction in later:
        before = known.get(correction.number)
        known[correction.number] = replace(correction, title=correction.title or (before.title if before else ""))
    return tuple(known[number] for number in sorted(known))


def find_corrected_units(document: Document, caption: Caption, corrections: Sequence[Correction]) -> UnitPlan:
    """The units as they were found, but for the corrected ones; their neighbours make room for them."""
    starts = find_starts(document)
    found = plan_units(starts, caption)
    if not corrections:
        return found
    titles = {unit.number: unit.title for unit in found.units}
    titles |= {correction.number: correction.title for correction in corrections if correction.title}
    ranges = _kept(found.units, corrections)
    ranges |= {correction.number: (correction.page_first, correction.page_last) for correction in corrections}
    said = Caption(caption.course, ranges=tuple((number, *ranges[number]) for number in sorted(ranges)))
    plan = plan_units(starts, said)
    return replace(plan, units=tuple(replace(unit, title=titles.get(unit.number) or unit.title) for unit in plan.units))


def _kept(units: Sequence[Unit], corrections: Sequence[Correction]) -> dict[int, tuple[int, int]]:
    """The pages that are left to the units that nobody corrected."""
    corrected = {correction.number for correction in corrections}
    kept = {}
    for unit in units:
        first, last = unit.page_first, unit.page_last
        for other in corrections:
            if other.page_last < first or last < other.page_first:
                continue
            if unit.number < other.number:
                last = other.page_first - 1
            else:
                first = other.page_last + 1
        if unit.number not in corrected and first <= last:
            kept[unit.number] = (first, last)
    return kept
