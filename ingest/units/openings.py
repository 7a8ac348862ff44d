"""What a course has before its unit 1 and does not count: `Start auf Deutsch`, `Lección preliminar`. Pure."""

import itertools
from collections.abc import Sequence

from ingest.exercises import exercises
from ingest.pdf.document import Block, Document, Page
from ingest.units.matter import BACK_MATTER, FRONT_MATTER
from ingest.units.parts import AS_LARGE, title_size
from ingest.units.starts import Start, counts_others, wording

ALIKE = 2  # exercises, or sections as unit 1 has them, at least


def opening(document: Document, starts: Sequence[Start]) -> Start | None:
    """Unit 0: the pages right before unit 1, if they are headed as the units are and have exercises or sections as
    unit 1 has. What the first page is headed is the book's own name."""
    first, least = starts[0], AS_LARGE * min(title_size(document, start) for start in starts)
    titles = [block for page in document.pages[1 : first.page - 1] for block in _largest(page) if block.size >= least]
    if first.number != 1 or not least or not titles:
        return None
    title = titles[-1]
    if FRONT_MATTER.match(title.text) or BACK_MATTER.match(title.text) or counts_others(title.text):
        return None
    blocks = [block for page in document.pages[title.page - 1 : first.page - 1] for block in page.blocks]
    after = starts[1].page if len(starts) > 1 else len(document.pages) + 1
    sections = _sections(blocks) & _sections(
        [b for page in document.pages[first.page - 1 : after - 1] for b in page.blocks]
    )
    if sum(exercises([block.text for block in blocks])) < ALIKE and len(sections) < ALIKE:
        return None
    return Start(0, title.text, title.page, first.style, title.size, form=first.form)


def _largest(page: Page) -> list[Block]:
    """The largest of the headings that a page begins with."""
    heads = [*itertools.takewhile(lambda block: block.kind == "heading", page.blocks)]
    return [max(heads, key=lambda block: block.size)] if heads else []


def _sections(blocks: Sequence[Block]) -> set[str]:
    return {wording(block.text) for block in blocks if block.kind == "heading"} - {""}
