"""Which blocks of a book are headings: by size, weight and numbering against the rest of it. Pure."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest import unit_words
from ingest.pdf.document import Block, Page, cells_in
from ingest.pdf.letters.clean import is_unspaced

LONGEST_HEADING = 110  # characters
LONGEST_TITLE = 150  # the same of one in letters so large that nothing else is set in them
MOST_LINES = 3
LARGER = 1.12  # than the usual size
FEW_ROWS = 5  # to a unit: a programme of days, fees and dates of exams have no more
_SENTENCE_END = re.compile(r"[.,;:!?…]$")
_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[A-Z])[.)]?\s+\S")
_TASK = re.compile(r"(?:übung|aufgabe|exercise|task|연습)", re.IGNORECASE)  # its heading is often a sentence
# In a row: the unit alone, or with a title in a cell beside it; a page number at the end makes it a contents page's.
_UNIT_ROW = re.compile(
    rf"[\s|]*(?:(?:{unit_words.BEFORE})\s*\d{{1,3}}|(?:{unit_words.ORDINAL})?\s*\d{{1,3}}\s*(?:{unit_words.AFTER}))"
    r"(?![\w.,]*\d)(?:[\s|:.–-]+[^|]{0,60}[^|\d\s])?[\s|:.]*",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"(?:{unit_words.INITIALS}?\d{{1,3}}[A-D]?|[IVXL]{{1,7}})\.?")  # large enough, it is a chapter's
_NUMBERED_ROW = re.compile(r"\d{1,3} \| [^|]{1,60}|[^|]{1,60} \| \d{1,3}")
_LEADING_NUMBER = re.compile(r"\d{1,3}\s")
_LETTERS = re.compile(r"[^\W\d_]{2}|[가-힣]")


def mark_headings(pages: Sequence[Page]) -> tuple[Page, ...]:
    pages = _with_units_above(pages)
    body = _body_size(pages)
    return tuple(_with_headings(page, body) for page in pages)


def _with_units_above(pages: Sequence[Page]) -> Sequence[Page]:
    """A list of words whose units stand in a column, out of a spreadsheet: with each in a row of its own above its
    words instead, once. If the book is such a list, and has no such headings but for a title ('DAY 1-30')."""
    blocks = [block for page in pages for block in page.blocks]
    others = [block.text for block in blocks if block.kind != "table"]
    tables = [block for block in blocks if block.kind == "table"]
    heads = cells_in(tables[0].text.split("\n")[0]) if tables else []
    lists = {block: rows for block in tables if (rows := _rows_of_units(block, heads))}
    parted: dict[Block, Block] = {}
    units = [""]
    for block, rows in lists.items():
        lines: list[tuple[str, int]] = []
        for place, (unit, words) in enumerate(rows):
            if unit not in ("", units[-1]):
                units.append(unit)
                lines.append((unit, place))
            lines.append((words, place))
        boxes = tuple(block.boxes[place] for _, place in lines) if len(block.boxes) == len(rows) else ()
        parted[block] = replace(block, text="\n".join(text for text, _ in lines), boxes=boxes)
    few = len(units) < 3 or sum(map(len, lists.values())) <= FEW_ROWS * (len(units) - 1)
    mostly_others = 2 * sum(map(len, others)) > sum(len(block.text) for block in blocks)
    if few or mostly_others or sum(_UNIT_ROW.fullmatch(text) is not None for text in others) > 1:
        return pages
    return [replace(page, blocks=tuple(parted.get(block, block) for block in page.blocks)) for page in pages]


def _rows_of_units(block: Block, heads: Sequence[str]) -> list[tuple[str, str]]:
    """The unit that each row of a table names in one column, or '', and the other cells; none without a column that has
    nothing else below its head. `heads`: those of the first table, which this may go on from; under `Lektion` a number
    names one."""
    rows = [cells_in(line) for line in block.text.split("\n")]
    for column in range(max(map(len, rows))):
        cells = ["".join(row[column : column + 1]) for row in rows]
        words = cells[0], "".join(heads[column : column + 1])
        units = [next(filter(_UNIT_ROW.fullmatch, (cell, *_named(words, cell))), "") for cell in cells]
        beside = any(unit and not _UNIT_ROW.fullmatch(" | ".join(row)) for unit, row in zip(units, rows, strict=True))
        if beside and list(map(bool, units[1:])) == list(map(bool, cells[1:])):
            for row in rows if bool(units[0]) == bool(cells[0]) else rows[1:]:
                del row[column : column + 1]
            return list(zip(units, map(" | ".join, rows), strict=True))
    return []


def _named(words: Iterable[str], cell: str) -> list[str]:
    return [unit_words.unit_name(word, cell) for word in words] if cell.isdigit() else []


def _with_headings(page: Page, body: float) -> Page:
    if page.right is None:
        return replace(page, blocks=tuple(_marked(page.blocks, body)))
    first, label = page.right
    left, right = tuple(_marked(page.blocks[:first], body)), tuple(_marked(page.blocks[first:], body))
    return replace(page, blocks=left + right, right=(len(left), label))


def _body_size(pages: Iterable[Page]) -> float:
    """The size most characters have, in half points."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for block in page.blocks:
            sizes[round(block.size * 2) / 2] += len(block.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _marked(blocks: Sequence[Block], body: float) -> Iterable[Block]:
    blocks = [_in_large_letters(part, body) for block in blocks for part in _with_headings_apart(block, body)]
    for place, block in enumerate(blocks):
        alone = place + 1 == len(blocks) or not blocks[place + 1].bold
        if block.kind == "paragraph" and _is_heading(block, body, alone):
            yield replace(block, kind="heading")
        else:
            yield block


def _in_large_letters(block: Block, body: float) -> Block:
    """Where a number far larger than the words behind it leads a line: with the size of that."""
    heights = _heights(block)
    leads = len(heights) == 1 and heights[0] >= 2 * max(body, block.size) and _LEADING_NUMBER.match(block.text)
    return replace(block, size=heights[0]) if leads and not _SENTENCE_END.search(block.text) else block


def _heights(block: Block) -> list[float]:
    """Of its lines."""
    return [bottom - top for _, top, _, bottom in block.boxes]


def _with_headings_apart(block: Block, body: float) -> Iterator[Block]:
    """A table, parted at rows that announce a unit and stand alone or are not next to each other, and below a
    first row that is a number and its title in letters far larger than the others'."""
    lines = block.text.split("\n")
    heights = _heights(block) if block.kind == "table" and _NUMBERED_ROW.fullmatch(lines[0]) else []
    if len(heights) == len(lines) > 1 and heights[0] >= 1.4 * max(body, *heights[1:]):
        yield replace(block, kind="heading", text=lines[0], boxes=block.boxes[:1], size=heights[0])
        rest, size = "\n".join(lines[1:]), min(block.size, heights[1])
        yield replace(
            block, kind="table" if " | " in rest else "paragraph", text=rest, boxes=block.boxes[1:], size=size
        )
        return
    places = [place for place, line in enumerate(lines) if _UNIT_ROW.fullmatch(line)] if block.kind == "table" else []
    some_below = len(lines) == 1 or places[:1] != [len(lines) - 1]  # the last one's may stand on the next page
    edges = [place for place in places if some_below and place + 1 not in places]
    if not edges or len(edges) < len(places):  # a list of units is no list of words
        yield block
        return
    boxes = block.boxes if len(block.boxes) == len(lines) else ()
    for start, end in itertools.pairwise(sorted({0, *edges, *(edge + 1 for edge in edges), len(lines)})):
        text = "\n".join(lines[start:end])
        yield replace(
            block, kind="heading" if start in edges else "table", text=text.strip(" |"), boxes=boxes[start:end]
        )


def _is_heading(block: Block, body: float, alone: bool) -> bool:
    large = block.size >= 1.4 * body
    if len(block.boxes) > (MOST_LINES + large) or len(block.text) > (LONGEST_TITLE if large else LONGEST_HEADING):
        return False
    says = _LETTERS.search(block.text) is not None or is_unspaced(block.text)
    if large or not says:
        return large and (says or _NUMBER.fullmatch(block.text) is not None)
    ends = bool(_SENTENCE_END.search(block.text))
    if block.size >= LARGER * body:
        return not ends or block.bold
    if not block.bold or block.size < 0.95 * body or (ends and not _TASK.match(block.text)):
        return False
    return alone or bool(_NUMBERED.match(block.text) or _UNIT_ROW.fullmatch(block.text))
