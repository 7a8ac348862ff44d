"""What a course has before its unit 1 and does not count: `Start auf Deutsch`. Pure."""

from collections.abc import Sequence

from ingest.exercises import exercises
from ingest.pdf.document import Document
from ingest.units.matter import BACK_MATTER, FRONT_MATTER
from ingest.units.parts import AS_LARGE, title_size
from ingest.units.starts import Start, counts_others

EXERCISES = 2  # paragraphs, at least


def opening(document: Document, starts: Sequence[Start]) -> Start | None:
    """Unit 0: the pages right before unit 1, if they are headed as the units are and have exercises, too."""
    first, least = starts[0], AS_LARGE * min(title_size(document, start) for start in starts)
    before = document.pages[: first.page - 1]
    heads = [
        page.blocks[0]
        for page in before
        if page.blocks and page.blocks[0].kind == "heading" and page.blocks[0].size >= least
    ]
    if first.number != 1 or not least or not heads:
        return None
    head = heads[-1]
    if FRONT_MATTER.match(head.text) or BACK_MATTER.match(head.text) or counts_others(head.text):
        return None
    texts = [block.text for page in before[head.page - 1 :] for block in page.blocks]
    if sum(exercises(texts)) < EXERCISES:
        return None
    return Start(0, head.text, head.page, first.style, head.size, form=first.form)
