"""What may be units where nothing that usually does announces any. Pure.

Except for worksheets with tasks, these are believed only as lessons of a language inside, and only the sets of an exam
trainer without asking (`evidence`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.pdf.document import Page
from ingest.unit_words import SHEETS
from ingest.units.finders import Findings
from ingest.units.headings import is_over_title, with_title
from ingest.units.matter import BACK_MATTER, FRONT_MATTER, is_cover
from ingest.units.proposals import Proposal
from ingest.units.sequences import sequences
from ingest.units.starts import Start, bare, counted_otherwise, counts_others, parse, wording

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
    """The largest headings of which there are several, counted, without those that come again, such as 'Wiederholung'.
    Of dates only the numbers may differ."""
    heads = [(head, place) for page in pages for place, head in enumerate(page.blocks) if _is_title(page, place)]
    sizes = Counter(round(head.size) for head, _ in heads)
    largest = max((size for size, times in sizes.items() if times >= FEWEST), default=0)
    heads = [(head, place) for head, place in heads if round(head.size) == largest]
    own = _unlike([wording(head.text) for head, _ in heads]) or _unlike([bare(head.text) for head, _ in heads])
    titles = [heads[at] for at in own]
    first = pages[0].number if pages and is_cover(pages[0]) else 0
    if first and {first, first + 1} <= {head.page for head, _ in titles}:
        titles = titles[1:]  # the book's name
    starts = (
        Start(number, head.text, head.page, "", weight=head.size, block=place)
        for number, (head, place) in enumerate(titles, 1)
    )
    numbered = sum(parse(head.text, 1, alone=True) is not None for head, _ in titles)
    if len(titles) >= FEWEST and numbered <= 1:
        yield Proposal("headings", tuple(starts), "title")


def _unlike(texts: Sequence[str]) -> list[int]:
    """The places of those that come once, if there are several."""
    times = Counter(texts)
    once = [at for at, text in enumerate(texts) if times[text] == 1]
    return once if len(once) >= FEWEST else []


def _is_title(page: Page, place: int) -> bool:
    """Whether a heading may name a unit; not the second one in a row, which goes on with the first."""
    block = page.blocks[place]
    if block.kind != "heading" or (place and page.blocks[place - 1].kind == "heading"):
        return False
    return not (FRONT_MATTER.match(block.text) or BACK_MATTER.match(block.text) or counts_others(block.text))
