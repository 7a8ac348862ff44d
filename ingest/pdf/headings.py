"""Which blocks of a book are headings: by size, weight and numbering against the rest of it. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.pdf.document import Block, Page

LONGEST_HEADING = 110  # characters
_SENTENCE_END = re.compile(r"[.,;:!?…]$")
_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[A-Z])[.)]?\s+\S")
_TASK = re.compile(r"(?:übung|aufgabe|exercise|task|연습)", re.IGNORECASE)  # its heading is often a sentence
_LETTERS = re.compile(r"[^\W\d_]{2}|[가-힣]")


def mark_headings(pages: Sequence[Page]) -> tuple[Page, ...]:
    body = _body_size(pages)
    return tuple(replace(page, blocks=tuple(_marked(page.blocks, body))) for page in pages)


def _body_size(pages: Iterable[Page]) -> float:
    """The size most characters have, in half points."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for block in page.blocks:
            sizes[round(block.size * 2) / 2] += len(block.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _marked(blocks: Sequence[Block], body: float) -> Iterable[Block]:
    for place, block in enumerate(blocks):
        alone = place + 1 == len(blocks) or not blocks[place + 1].bold
        if block.kind == "paragraph" and _is_heading(block, body, alone):
            yield replace(block, kind="heading")
        else:
            yield block


def _is_heading(block: Block, body: float, alone: bool) -> bool:
    if len(block.boxes) > 3 or len(block.text) > LONGEST_HEADING or not _LETTERS.search(block.text):
        return False
    if block.size >= 1.4 * body:
        return True
    ends = bool(_SENTENCE_END.search(block.text))
    if block.size >= 1.12 * body:
        return not ends or block.bold
    if not block.bold or block.size < 0.95 * body or (ends and not _TASK.match(block.text)):
        return False
    return alone or bool(_NUMBERED.match(block.text))
