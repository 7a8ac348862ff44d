"""Where units begin and end, to the block. Pure."""

import math
from collections.abc import Iterator, Sequence

from ingest.pdf.document import Block, Document, Page
from ingest.units.matter import BACK_MATTER, is_cover
from ingest.units.parts import AS_LARGE, other_parts
from ingest.units.starts import Place, Start, bare, parse, wording

FEW_LETTERS = 40


def spans(document: Document, starts: Sequence[Start], end: Place) -> Iterator[tuple[Start, Place, Place]]:
    """Each start with the places where it begins and ends."""
    places = [_with_headings_above(document, start.place) for start in starts]
    parts = other_parts(document, starts)
    for start, place, next_place in zip(starts, places, [*places[1:], end], strict=True):
        after = min((part for part in parts if place < part < next_place), default=next_place)
        yield start, place, max(after, (start.page, start.block + 1))


def _with_headings_above(document: Document, place: Place) -> Place:
    """Where a unit begins whose own heading is at `place`: at the headings right above that, such as a module's, or at
    the page's head, if only a few letters stand between, such as the names of a table's columns, or if the page is a
    picture with the title at its foot."""
    page, block = place
    blocks = document.pages[page - 1].blocks
    while block and blocks[block - 1].kind == "heading":
        block -= 1
    few = sum(len(above.text) for above in blocks[:block]) < FEW_LETTERS
    few = few or (is_cover(document.pages[page - 1]) and all(below.kind == "heading" for below in blocks[block:]))
    return page, 0 if few else block


def end_of(document: Document, starts: Sequence[Start]) -> Place:
    """Where the last unit ends: before the answer key, the word list or whatever else follows. A heading that earlier
    units have too, such as `Wortschatz`, ends nothing."""
    last = starts[-1]
    if len(starts) == 1:
        return len(document.pages) + 1, 0
    levels = [start.level for start in starts if start.level]
    level = min(levels) if levels else _level_in_outline(document, starts)
    within = document.pages[starts[0].page - 1 : last.page - 1]
    usual = {wording(text) for page in within for text in _names(page)}
    marks = [mark for mark in document.outline if mark.level <= level or BACK_MATTER.match(mark.title)]
    ends: list[tuple[Place, str]] = [
        ((mark.page, _place_of(document.pages[mark.page - 1], mark.title)), mark.title)
        for mark in marks
        if mark.page and last.page < mark.page <= len(document.pages) and not parse(mark.title, 1)
    ]
    ends += _back_matter(document, last)
    places = [place for place, name in ends if wording(name) not in usual]
    places += (place for place in other_parts(document, starts) if place[0] > last.page)
    return min((*places, *_counted_anew(document, starts)), default=(len(document.pages) + 1, 0))


def _level_in_outline(document: Document, starts: Sequence[Start]) -> float:
    """The deepest of bookmarks that lead to units alone, from the first unit to the last; 0 if they lead to few."""
    first_pages = {start.page for start in starts}
    marks = [mark for mark in document.outline if mark.page and starts[0].page <= mark.page <= starts[-1].page]
    level = min((mark.level for mark in marks if mark.page not in first_pages), default=math.inf) - 1
    found = {mark.page for mark in marks if mark.level <= level}
    return level if 2 * len(found) > len(first_pages) else 0


def _place_of(page: Page, title: str) -> int:
    """Of the heading that says the same, or the page's head."""
    named = (
        place for place, block in enumerate(page.blocks) if block.kind == "heading" and bare(block.text) == bare(title)
    )
    return next(named, 0)


def _counted_anew(document: Document, starts: Sequence[Start]) -> Iterator[Place]:
    """Pages behind the last unit's start that begin with a heading like the first unit's, in letters as large: a second
    volume, or a workbook."""
    first, last = next((start for start in starts if start.number), starts[0]), starts[-1]  # a workbook has no unit 0
    own = document.pages[first.page - 1].blocks[first.block].size if first.weight else math.inf
    for page in document.pages[last.page :] if last.weight else ():
        for block in page.blocks[:2]:
            again = parse(block.text, page.number, alone=True) if block.kind == "heading" else None
            if (
                again
                and (again.number, again.style, again.form) == (first.number, first.style, first.form)
                and block.size >= AS_LARGE * min(own, last.weight)
            ):
                yield page.number, 0


def _back_matter(document: Document, last: Start) -> Iterator[tuple[Place, str]]:
    """Places behind the last unit's start where back matter is announced, with its name: in a heading as large as the
    unit's, by the first words of a page, or in its running head."""
    for page in document.pages[last.page - 1 :]:
        for place, block in enumerate(page.blocks):
            if (page.number, place) <= last.place:
                continue
            heads = place < 3 and page.number > last.page
            large = block.kind == "heading" and (heads or (last.weight and block.size >= AS_LARGE * last.weight))
            if (large and BACK_MATTER.match(block.text)) or (place == 0 and _is_title_of_back_matter(block)):
                yield (page.number, place), block.text
        if page.number > last.page:
            yield from (((page.number, 0), text) for text in page.running if BACK_MATTER.match(text))


def _is_title_of_back_matter(block: Block) -> bool:
    """Whether the first block of a page names back matter: 'Lösungen / 정답', also in body type."""
    return BACK_MATTER.match(block.text) is not None and len(block.text) < 60


def _names(page: Page) -> Iterator[str]:
    """What a page calls itself: its headings and its running heads."""
    yield from (block.text for place, block in enumerate(page.blocks) if block.kind == "heading" or place == 0)
    yield from page.running
