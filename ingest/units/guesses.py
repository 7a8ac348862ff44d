"""What may be units where nothing that usually does announces any. Pure.

Except for worksheets with tasks, these are believed only as lessons of a language inside, and only the sets of an exam
trainer without asking (`evidence`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.pdf.document import Block, Page
from ingest.unit_words import SHEETS
from ingest.units.evidence import Proposal
from ingest.units.finders import Findings
from ingest.units.headings import is_over_title, with_title
from ingest.units.matter import BACK_MATTER, FRONT_MATTER, is_cover
from ingest.units.sequences import sequences
from ingest.units.starts import Start, counted_otherwise, counts_others, wording

FEWEST = 4  # titles
_SHEET = re.compile(rf"\w*(?:{SHEETS})", re.IGNORECASE)


def guesses(found: Findings) -> Iterator[Proposal]:
    pages = [page for page in found.document.pages if page.number not in found.lists]
    yield from _counted(pages)
    yield from _titled(pages)


def _counted(pages: Sequence[Page]) -> Iterator[Proposal]:
    """'Station 3', 'Übungstest 2', if most of these are in one sequence: tasks are counted anew in each unit."""
    starts = [start for page in pages for start in _starts_on(page)]
    times = Counter(start.style for start in starts)
    for chain in sequences(starts):
        if 2 * len(chain) >= times[chain[0].style]:
            yield Proposal("headings", tuple(chain), "sheet" if _SHEET.fullmatch(chain[0].style) else "task")


def _starts_on(page: Page) -> Iterator[Start]:
    running = (counted_otherwise(text, page.number, weight=0, block=0) for text in page.running)
    yield from filter(None, running)
    for place, block in enumerate(page.blocks):
        names = block.kind == "heading" or is_over_title(page, place)
        start = counted_otherwise(block.text, page.number, block.size, place) if names else None
        if start:
            start = with_title(start, page.blocks[place + 1 : place + 3], block)
            yield start if start.title else with_title(start, (block,), block)


def _titled(pages: Sequence[Page]) -> Iterator[Proposal]:
    """The largest headings that several pages begin with, counted, without those that come again: 'Wiederholung'."""
    heads = [page.blocks[0] for page in pages if page.blocks and _is_title(page.blocks[0])]
    sizes = Counter(round(head.size) for head in heads)
    largest = max((size for size, times in sizes.items() if times >= FEWEST), default=0)
    titles = [head for head in heads if round(head.size) == largest]
    times = Counter(wording(head.text) for head in titles)
    own = [head for head in titles if times[wording(head.text)] == 1]
    first = pages[0].number if pages and is_cover(pages[0]) else 0
    if first and {first, first + 1} <= {head.page for head in own}:
        own = own[1:]  # the book's name
    starts = [Start(number, head.text, head.page, "", weight=head.size) for number, head in enumerate(own, 1)]
    if len(starts) >= FEWEST:
        yield Proposal("headings", tuple(starts), "title")


def _is_title(block: Block) -> bool:
    named = FRONT_MATTER.match(block.text) or BACK_MATTER.match(block.text)
    return block.kind == "heading" and not (named or counts_others(block.text))
