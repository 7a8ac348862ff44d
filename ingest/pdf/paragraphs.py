"""Lines of running text -> paragraphs. Pure."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from ingest.pdf.clean import HYPHENS, join_lines
from ingest.pdf.document import Block, Page
from ingest.pdf.lines import Line

_ITEM = re.compile(r"(?:[•▪–—*○□➢✓■●→]|-\s|\(?\d{1,3}[.)]\s|\(?[a-zA-Z][.)]\s|[①-⑳]|[A-ZÄÖÜ가-힣][^\s:]{0,14}:\s)")


def paragraphs(rows: list[list[Line]], page: int, right: float) -> Iterator[Block]:
    """`rows` from top to bottom, each the pieces of one line from left to right; `right` is the column's edge."""
    if not rows:
        return
    pitch = _pitch(rows)
    group = [rows[0]]
    for row in rows[1:]:
        if _starts(group, row, right, pitch):
            yield _block(group, page)
            group = []
        group.append(row)
    yield _block(group, page)


def _pitch(rows: list[list[Line]]) -> float:
    """The usual distance of two baselines, in sizes of the font."""
    steps = [(below[0].base - above[0].base) / below[0].size for above, below in itertools.pairwise(rows)]
    close = [step for step in steps if 0.8 < step < 2]
    return median(close) if close else 1.4


def _starts(group: list[list[Line]], row: list[Line], right: float, pitch: float) -> bool:
    """Whether `row` begins a new paragraph after the lines in `group`."""
    above, line = group[-1], row[0]
    size = line.size
    if abs(above[0].size - size) > 0.08 * size or all(p.bold for p in above) != all(p.bold for p in row):
        return True
    if line.lead > 1.12 * size or (line.base - above[0].base) / size > pitch * 1.25 or _ITEM.match(line.text):
        return True
    if above[-1].text[-1:] in HYPHENS:
        return False
    first = group[0][0]
    hanging = len(group) == 1 and _ITEM.match(first.text) and line.x0 > first.x0
    if not hanging and line.x0 - min(above[0].x0, group[-1][0].x0) > 0.8 * size:
        return True  # an indent
    return right - above[-1].x1 > _first_word(line) + size  # the next word would have fitted: a break on purpose


def _first_word(line: Line) -> float:
    word = line.text.split(" ", 1)[0]
    return (line.x1 - line.x0) * len(word) / max(len(line.text), 1)


def _block(rows: list[list[Line]], page: int) -> Block:
    boxes = tuple((row[0].x0, min(p.top for p in row), row[-1].x1, max(p.bottom for p in row)) for row in rows)
    text = join_lines(" ".join(piece.text for piece in row) for row in rows)
    bold = all(piece.bold for row in rows for piece in row)
    # A heading may go on in smaller letters, and in more of them.
    size = max(rows[0][0].lead, *(piece.size for row in rows for piece in row))
    return Block("paragraph", text, page, boxes, size, bold)


def mended(pages: Sequence[Page]) -> tuple[Page, ...]:
    """A word broken between two pages is whole on the first; the rest of its paragraph keeps its page."""
    whole = list(pages)
    for place, (before, after) in enumerate(itertools.pairwise(pages)):
        before = whole[place]
        if not before.blocks or not after.blocks:
            continue
        left, right = before.blocks[-1], after.blocks[0]
        broken = left.text[-1:] in HYPHENS and left.kind == right.kind == "paragraph"
        if broken and right.text[0].islower() and " " in right.text:
            word, rest = right.text.split(" ", 1)
            left, right = replace(left, text=join_lines([left.text, word])), replace(right, text=rest)
            whole[place] = replace(before, blocks=(*before.blocks[:-1], left))
            whole[place + 1] = replace(after, blocks=(right, *after.blocks[1:]))
    return tuple(whole)


_SENTENCE_END = re.compile(r"[.!?…:;][\"'”“»«)\]]*$")


def continued(before: list[Block], after: list[Block]) -> list[Block]:
    """Two columns' blocks, a paragraph that runs on from the foot of one to the head of the other joined."""
    if not before or not after:
        return before + after
    left, right = before[-1], after[0]
    alike = left.kind == right.kind == "paragraph" and (left.size, left.bold) == (right.size, right.bold)
    if not alike or left.bold or _SENTENCE_END.search(left.text) or _ITEM.match(right.text):
        return before + after
    joined = replace(left, text=join_lines([left.text, right.text]), boxes=left.boxes + right.boxes)
    return [*before[:-1], joined, *after[1:]]
