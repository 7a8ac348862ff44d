"""What each unit is about, in the book's own words. Pure."""

import re
from collections import Counter

from ingest.passages import stretches
from ingest.pdf.document import Document
from ingest.search.terms import terms
from ingest.units.plan import UnitPlan

_MOST = 16  # of a unit
_LONGEST = 80  # characters


def unit_headings(document: Document, plan: UnitPlan) -> dict[str, list[str]]:
    """By the unit's id, the headings in it, in order: without its title, without exercises, and without those that
    other units have too but for a number, which only name a kind of section."""
    titles = {unit.id: unit.title.casefold() for unit in plan.units}
    found = {
        unit: list(dict.fromkeys(" ".join(block.text.split()) for block in blocks if block.kind == "heading"))
        for unit, blocks in stretches(document, plan)
        if unit is not None
    }
    units = Counter(words for headings in found.values() for words in {_words(heading) for heading in headings})
    return {
        unit: [
            heading[:_LONGEST]
            for heading in headings
            if units[_words(heading)] == 1 and not _is_title(heading, titles[unit]) and not _is_exercise(heading)
        ][:_MOST]
        for unit, headings in found.items()
    }


def _words(heading: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", heading.casefold()))


def _is_title(heading: str, title: str) -> bool:
    return heading.casefold() in title or bool(title and title in heading.casefold())


def _is_exercise(heading: str) -> bool:
    return any(term.startswith("#exercise") for term in terms(heading))
