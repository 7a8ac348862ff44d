"""Where a book's units may start: what its outline, its contents pages, its headings and running heads say. Pure."""

import math
from collections.abc import Container, Sequence
from dataclasses import dataclass

from ingest.pdf.document import Document, Page
from ingest.units.contents import contents_pages, in_contents, named_pages
from ingest.units.edges import headers
from ingest.units.headings import headings_on, titled_by_head
from ingest.units.matter import BACK_MATTER
from ingest.units.outline import in_outline
from ingest.units.running_heads import named_at_edges, numbers_at_edges, running_on
from ingest.units.starts import Start, parse_running


@dataclass(frozen=True, slots=True)
class Findings:
    """Where units may start. `lists`: the numbers of the contents pages; `listed`: the words and numbers of units on
    pages that name too many for any of them to start there; `named`: the units' numbers with the pages that the
    contents name for them."""

    document: Document
    outline: tuple[Start, ...]
    contents: tuple[Start, ...]
    headings: tuple[Start, ...]
    lists: frozenset[int] = frozenset()
    listed: frozenset[tuple[str, int]] = frozenset()
    named: frozenset[tuple[int, int]] = frozenset()


_LISTED = 120  # letters to a unit: with fewer, a page that names several is a list


def find_starts(document: Document) -> Findings:
    pages = document.pages
    lists = contents_pages(pages)
    headings, listed = in_headings(pages, lists)
    return Findings(
        document,
        tuple(in_outline(document)),
        tuple(in_contents(pages, lists)),
        tuple(headings),
        frozenset(lists),
        frozenset((start.style, start.number) for start in listed if start.style),
        named_pages(pages, lists),
    )


def in_headings(pages: Sequence[Page], lists: Container[int]) -> tuple[list[Start], list[Start]]:
    """Where headings and running heads say that units start; and what they say on pages that name too many, such as
    answer keys. `lists`: the numbers of the contents pages, which are left out."""
    starts: list[Start] = []
    listed: list[Start] = []
    sizes = [_back_matter_size(page) for page in pages]
    is_own = 2 * sum(size > 0 for size in sizes) > len(pages)  # the book's name: 'Wortschatz A1'
    for page, size in zip(pages, sizes, strict=True):
        if page.number in lists and not page.right:
            continue
        is_first = not any(before.blocks for before in pages[: page.number - 1])
        within = 0.0 if is_own or is_first else size
        found = list(titled_by_head(page, list(headings_on(page, pages[page.number : page.number + 1]))))
        found = [start for start in found if not within or start.weight > within]  # a transcript's have no size
        if not within and not any(start.style for start in found):
            found += running_on(page, pages)
        if page.number in lists:  # which are the left one of two book pages
            found = [start for start in found if page.right and start.block >= page.right[0]]
        numbers = {start.number for start in found if start.style and not start.form}
        is_list = len(numbers) > 2 and sum(len(block.text) for block in page.blocks) <= _LISTED * len(numbers)
        (listed if is_list else starts).extend(found)
    return [*starts, *numbers_at_edges(pages), *named_at_edges(pages)], listed


def _back_matter_size(page: Page) -> float:
    """Up to which size of letters the headings of a page of back matter start no units; 0 for other pages.

    A running head says so for all of the page, and the first heading for what is no larger: a larger 'Lektion 4' below
    'Wortschatz' starts a unit. 'Wortschatz' as a section of a unit, which the running head then names, is no back
    matter.
    """
    if any(map(BACK_MATTER.match, page.running)):
        return math.inf
    heads = [block for block in page.blocks[:1] if block.kind == "heading" and BACK_MATTER.match(block.text)]
    return max((head.size for head in heads if not any(parse_running(text, 1) for text in headers(page))), default=0.0)
