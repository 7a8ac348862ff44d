"""The headings inside each unit, which tell what it is about. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from ingest.chunking import stretches
from ingest.pdf.document import Block, Document
from ingest.search.places import without_units
from ingest.search.terms import terms
from ingest.units.plan import UnitPlan

_MOST = 16  # of a unit
_LONGEST = 80  # characters
_TEXT = re.compile(r"[.!?…。](?:\s|$)|.{60}", re.DOTALL)  # a sentence, or as long as one


def unit_headings(document: Document, plan: UnitPlan) -> dict[str, list[str]]:
    """The headings of each unit by its id, in order. Left out are its title, exercises, headings without text below
    (such as names in a picture), and those that other units have too, but for a number: they only name a kind of
    section."""
    titles = {unit.id: unit.title.casefold() for unit in plan.units}
    found: dict[str, dict[str, None]] = {}
    for unit, blocks in stretches(document, plan):
        if unit is not None:
            found.setdefault(unit, {}).update((" ".join(heading.text.split()), None) for heading in _over_text(blocks))
    units = Counter(words for headings in found.values() for words in {_words(heading) for heading in headings})
    return {
        unit: [
            heading[:_LONGEST]
            for heading in headings
            if units[_words(heading)] == 1 and not _is_title(heading, titles[unit]) and not _is_exercise(heading)
        ][:_MOST]
        for unit, headings in found.items()
    }


def _over_text(blocks: Sequence[Block]) -> Iterator[Block]:
    """The headings with a table or a sentence before the next heading of the same size or larger."""
    return (block for place, block in enumerate(blocks) if block.kind == "heading" and _has_text(block, blocks[place:]))


def _has_text(heading: Block, blocks: Sequence[Block]) -> bool:
    """`blocks`: the heading and all after it."""
    below = takewhile(lambda block: block.kind != "heading" or block.size < heading.size, islice(blocks, 1, None))
    return any(block.kind == "table" or (block.kind == "paragraph" and _TEXT.search(block.text)) for block in below)


def _words(heading: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", heading.casefold()))


def _is_title(heading: str, title: str) -> bool:
    return _words(without_units(heading)) in _words(title) or bool(title and title in heading.casefold())


def _is_exercise(heading: str) -> bool:
    return any(term.startswith("#exercise") for term in terms(heading))
