"""Where other parts of a book begin, between its units and behind them: reviews, supplements, second volumes. Pure."""

import itertools
import math
import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from ingest.pdf.document import Block, Document, Page
from ingest.units.starts import Place, Start, bare, parse, wording

AS_LARGE = 0.95  # of the size of the units' titles
UNLIKE = 0.2  # of the heads of pages, where all units have the same sections
ABOVE_SECTIONS = 1.1  # times as large


def other_parts(document: Document, starts: Sequence[Start]) -> list[Place]:
    """The places, each the head of a page."""
    least = AS_LARGE * min(title_size(document, start) for start in starts)
    heads = _heads(document, starts) if least and len(starts) > 1 else []
    large = [head for head in heads if head.size >= least]
    beyond = _usual_end(heads, starts)
    apart = [head for head in heads if head.size >= least or head.page >= beyond]
    found = (*_between(document, starts, heads, large), *_behind(document, starts, apart))
    return sorted({(head.page, 0) for head in found})


def _heads(document: Document, starts: Sequence[Start]) -> list[Block]:
    """The headings that pages begin with, from the first unit's on, other than what goes on with a unit, such as a
    title over the page. Not of scans, which do not tell how large letters are."""
    titles = {(start.page + 1, bare(start.title)) for start in starts}
    first_pages = {start.page for start in starts}
    pages = [page for page in document.pages[starts[0].page - 1 :] if page.blocks and not page.scan]
    heads = [page.blocks[0] if page.number in first_pages else _largest_at_head(page) for page in pages]
    heads = [head for head in heads if head.kind == "heading" and (head.page, bare(head.text)) not in titles]
    return [head for head in heads if not _goes_on(head, starts)]


def _largest_at_head(page: Page) -> Block:
    """The largest heading of those that a page begins with, such as a title below 'Teil II', or the first block."""
    heads = itertools.takewhile(lambda block: block.kind == "heading", page.blocks)
    return max(heads, key=lambda block: block.size, default=page.blocks[0])


def _between(
    document: Document, starts: Sequence[Start], heads: Sequence[Block], large: Sequence[Block]
) -> list[Block]:
    """Those of reviews, modules and the like, which no more than half of the units have: as large as the units'
    titles, or larger than their sections and with others of their kind (`Test 1`, `Test 2`), also behind the last."""
    first_pages = [start.page for start in starts]
    inside: dict[int, list[Block]] = {place: [] for place in range(1, len(starts) + 1)}  # the units' headings
    for page in document.pages[starts[0].page :]:
        if page.number not in first_pages:
            inside[bisect(first_pages, page.number)] += [block for block in page.blocks if block.kind == "heading"]
    units = Counter(kind for blocks in inside.values() for kind in set(map(_kind, blocks)))
    usual = [[block.size for block in blocks if 2 * units[_kind(block)] > len(starts)] for blocks in inside.values()]
    sections = ABOVE_SECTIONS * median(max(sizes, default=0.0) for sizes in usual)
    kinds = {_kind(head) for head in large if head.page not in first_pages and head.page < starts[-1].page}
    found = [
        head
        for head in heads
        if head.page not in first_pages
        and 2 * units[_kind(head)] <= len(starts)
        and ((head in large and _kind(head) in kinds) or (head.size > sections > 0 and units[_kind(head)] > 1))
    ]
    having = {bisect(first_pages, head.page) for head in found}
    return found if 2 * len(having) <= len(starts) else []


def _kind(block: Block) -> str:
    """What is alike in 'Test 1' and 'Test 2', in '復習A' and '復習B', in 'Extra: Wien' and 'Extra: Bern'."""
    return wording(re.sub(r"(?<![A-Za-z])[A-Z]$", "", block.text.partition(":")[0]))


def _behind(document: Document, starts: Sequence[Start], heads: Sequence[Block]) -> Iterator[Block]:
    """Those behind the last unit's start that are named as nothing in the units is, if most units have no such pages
    of their own, those aside that several units have: a supplement, or a part that counts anew."""
    last, sizes = starts[-1], {start.page: start.weight for start in starts}
    within = document.pages[starts[0].page - 1 : last.page]
    usual = {wording(block.text) for page in within for block in page.blocks if block.kind == "heading"}
    others = [head for head in heads if head.page <= last.page and head.size > sizes.get(head.page, 0) / AS_LARGE]
    wordings = Counter(wording(head.text) for head in heads)
    first_pages = sorted(sizes)
    unusual = {bisect(first_pages, head.page) for head in others if 2 * wordings[wording(head.text)] < len(starts)}
    if 2 * len(unusual) < len(starts):
        yield from (head for head in heads if head.page > last.page and wording(head.text) not in usual)


def _usual_end(heads: Sequence[Block], starts: Sequence[Start]) -> float:
    """From which page on the last unit would be longer than any other, if the pages of all units begin with the same
    sections, or with none."""
    first_pages = [start.page for start in starts]
    inside = {
        (bisect(first_pages, head.page), wording(head.text))
        for head in heads
        if head.page not in first_pages and head.page < starts[-1].page
    }
    units = Counter(section for _, section in inside)
    unlike = [section for _, section in inside if 2 * units[section] < len(starts)]
    longest = max((after - before for before, after in itertools.pairwise(first_pages)), default=0)
    return starts[-1].page + longest if len(unlike) <= UNLIKE * len(inside) and longest > 1 else math.inf


def _goes_on(head: Block, starts: Sequence[Start]) -> bool:
    """Whether a page's head goes on with its unit: '1B' behind '1A', '1주차 화요일' behind '1주차 월요일'."""
    found = parse(head.text, head.page, alone=True)
    alike = found is not None and found.style == starts[0].style and (found.style or "A" in found.form)
    return found is not None and bool(alike) and is_in_its_unit(found, starts)


def is_in_its_unit(start: Start, starts: Sequence[Start]) -> bool:
    """Whether the last of the starts up to this place has its number."""
    return next((other.number for other in reversed(starts) if other.place <= start.place), None) == start.number


def title_size(document: Document, start: Start) -> float:
    """The size of the title, which may be smaller than the number over it."""
    title, blocks = bare(start.title), document.pages[start.page - 1].blocks[start.block : start.block + 2]
    sizes = [block.size for block in blocks if block.kind == "heading" and title and bare(block.text) == title]
    return min([start.weight, *sizes])
