"""Paragraphs that go on in another column, in a box, or on another page. Pure."""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from unicodedata import name

from ingest.pdf.document import Block, Lines, Page, cells_in
from ingest.pdf.layout.index_entries import indexed
from ingest.pdf.layout.paragraphs import are_entries, is_full, right_edge
from ingest.pdf.layout.tables import table_text
from ingest.pdf.layout.wording import COMMAS, begins_item, ends_sentence
from ingest.pdf.letters.clean import is_korean, is_unspaced, join_lines

Blocks = tuple[Block, ...]

LONGEST = 10_000  # letters; a paragraph that goes on for longer is none


def mended(pages: Sequence[Page]) -> tuple[Page, ...]:
    """A paragraph that goes on over the page is whole on the first one."""
    whole = list(pages)
    last: int | None = None
    for place, page in enumerate(pages):
        if last is not None and page.blocks:
            before, after = continued(whole[last].blocks, page.blocks)
            if after != page.blocks:
                whole[last] = replace(whole[last], blocks=before)
                gone = len(page.blocks) - len(after)
                right = page.right and (page.right[0] - gone, page.right[1])
                whole[place] = page = replace(page, blocks=after, right=right, continues=True)
        if page.blocks:
            last = place
    return tuple(whole)


def continued(before: Blocks, after: Blocks) -> tuple[Blocks, Blocks]:
    """Two columns' or pages' blocks, a paragraph that runs on from the foot of one to the head of the other joined."""
    if before and after and before[-1].kind == after[0].kind == "table" and before[-1].page != after[0].page:
        return _with_whole_row(before, after)
    foot, head = _foot(before), _head(after)
    if foot is None or head is None or not _goes_on(before, before[foot], after[head]):
        return before, after
    left, right = before[foot], after[head]
    joined = replace(left, text=join_lines([left.text, right.text]))
    if left.page == right.page:
        joined = replace(joined, boxes=left.boxes + right.boxes)
    else:
        joined = replace(joined, over=left.over + right.lines)
    return (*before[:foot], joined, *before[foot + 1 :]), (*after[:head], *after[head + 1 :])


def _with_whole_row(before: Blocks, after: Blocks) -> tuple[Blocks, Blocks]:
    """The last row of a table whole, if some of its cells go on with a small letter in the next one. Not where another
    row has just these cells, as in a list with examples of some words only."""
    upper, lower = before[-1], after[0]
    (*rows, row), (rest, *others) = (list(map(cells_in, block.text.split("\n"))) for block in (upper, lower))
    cells = list(itertools.zip_longest(row, rest, fillvalue=""))
    cut = all(one and other[0].islower() and not ends_sentence(one) for one, other in cells if other)
    if not cut or list(map(bool, rest)) in [list(map(bool, each)) for each in (*rows, row, *others)]:
        return before, after
    rows.append([join_lines(filter(None, pair)) for pair in cells])
    end = Lines(lower.page, lower.boxes[:1], lower.printed)
    upper = replace(upper, text=table_text(rows), over=(*upper.over, end))
    lower = replace(lower, text=table_text(others), boxes=lower.boxes[1:])
    return (*before[:-1], upper), (lower, *after[1:]) if others else after[1:]


def _foot(blocks: Blocks) -> int | None:
    """The last paragraph of a text, which notes in a smaller size may follow."""
    places = [place for place, block in enumerate(blocks) if block.kind == "paragraph"]
    if not places:
        return None
    letters: Counter[float] = Counter()
    for place in places:
        letters[round(blocks[place].size, 1)] += len(blocks[place].text)
    usual = letters.most_common(1)[0][0]
    places = [place for place in places if blocks[place].size <= 1.1 * usual] or places  # others are headings
    places = [place for place in places if blocks[place].size >= 0.9 * usual]  # smaller ones are notes
    below = (place for place in places if _ends_below(blocks[place], blocks[places[-1]]))
    return next(below, places[-1])  # the last one may be a box that the text goes past


def _ends_below(block: Block, other: Block) -> bool:
    """Whether a text ends in the same column as another one, and below it."""
    if not block.boxes or not other.boxes or block.over:
        return False
    (x0, _, x1, bottom), (left, _, right, end) = block.boxes[-1], other.boxes[-1]
    return bottom > end + 1 and x0 < right and left < x1


def _head(blocks: Blocks) -> int | None:
    return 0 if blocks and blocks[0].kind == "paragraph" else None


def _scripts(text: str) -> set[str]:
    return {name(letter, "").split(" ", 1)[0] for letter in set(text) if letter.isalpha()}


def _goes_on(column: Blocks, left: Block, right: Block) -> bool:
    alike = abs(left.size - right.size) <= 0.08 * left.size and left.bold == right.bold
    if not alike or left.bold or len(left.text) > LONGEST or ends_sentence(left.text):
        return False
    if begins_item(right.text):
        return False
    if right.text.startswith("a ") and left.text[:1].isdecimal():  # to match: 1, 2, 3 and a, b, c
        return False
    if left.text.count(" ") < 2 and not is_unspaced(left.text[-1:]):  # no sentence
        return False
    scripts = _scripts(left.text), _scripts(right.text)
    if all(scripts) and scripts[0].isdisjoint(scripts[1]):  # a translation
        return False
    if (indexed(left.text) and indexed(right.text)) or are_entries(left.text) or are_entries(right.text):
        return False
    lines = sorted((len(left.boxes), len(right.boxes)))
    inside = left.text[-1:] in COMMAS or (right.text[:1].islower() and not is_korean(left.text[-1:]))
    if inside or lines[0] == 0 or lines[1] == 1:  # unknown, or titles and what looks like them
        return inside
    start, _, end, _ = left.boxes[-1]
    ends = [
        box[2]
        for block in column
        if block.kind == "paragraph"
        for box in block.boxes
        if box[0] < end and box[2] > start
    ]
    letter = sum(box[2] - box[0] for box in right.boxes) / len(right.text)
    return is_full(right_edge(ends, left.size, start) - end, right.text, letter, left.size)
