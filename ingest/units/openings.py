"""What a course has before its unit 1 and does not count: `Start auf Deutsch`, `Lección preliminar`. Pure."""

import itertools
from collections.abc import Sequence

from ingest.exercises import exercises
from ingest.pdf.document import Block, Document, Page
from ingest.units.matter import FRONT_MATTER
from ingest.units.parts import AS_LARGE, title_size
from ingest.units.starts import Start, wording

ALIKE = 2  # exercises, or sections as unit 1 has them, at least


def opening(document: Document, starts: Sequence[Start]) -> Start | None:
    """Unit 0: the pages right before unit 1, if they are headed as the units are and have exercises or sections as
    unit 1 has. What the first page is headed is the book's own name."""
    first, least = starts[0], AS_LARGE * min(title_size(document, start) for start in starts)
    before = document.pages[1 : first.page - 1]
    headed = [heads for heads in map(_heads, before) if any(block.size >= least for block in heads)]
    if first.number != 1 or not least or not headed:
        return None
    title = max(headed[-1], key=lambda block: block.size)
    if any(FRONT_MATTER.match(block.text) for block in headed[-1]):
        return None
    after = starts[1].page if len(starts) > 1 else len(document.pages) + 1
    blocks = _blocks(document.pages[title.page - 1 : first.page - 1])
    sections = _sections(blocks) & _sections(_blocks(document.pages[first.page - 1 : after - 1]))
    if sum(exercises([block.text for block in blocks])) < ALIKE and len(sections) < ALIKE:
        return None
    return Start(0, title.text, title.page, first.style, title.size, form=first.form)


def _heads(page: Page) -> list[Block]:
    """The headings that a page begins with."""
    return [*itertools.takewhile(lambda block: block.kind == "heading", page.blocks)]


def _blocks(pages: Sequence[Page]) -> list[Block]:
    return [block for page in pages for block in page.blocks]


def _sections(blocks: Sequence[Block]) -> set[str]:
    return {wording(block.text) for block in blocks if block.kind == "heading"} - {""}
