"""Between the page numbers that are printed in a book and the PDF's own count. Pure."""

from dataclasses import replace

from ingest.pdf.document import Document
from ingest.units.plan import Unit
from ingest.units.remarks import Remark


def own_pages(document: Document, first: int, last: int) -> tuple[int, int]:
    """The PDF's pages on which these numbers are printed; beyond its end for those that are printed nowhere.

    A number that is printed twice, because the book counts anew, means the first of them.
    """
    beyond = len(document.pages) + 1
    own = [
        (block.printed, page.number) for page in document.pages for block in page.blocks if block.printed is not None
    ]
    begin = next((number for printed, number in own if printed == str(first)), beyond)
    ends = [number for printed, number in own if printed == str(last) and number >= begin]
    return begin, min(ends, default=beyond)


def with_printed_numbers(document: Document, remark: Remark) -> Remark:
    """The remark with the numbers that are printed on its pages, where all of them are known."""
    pages = [page for number in remark.pages for page in document.pages[number - 1 : number]]
    printed = [page.blocks[0].printed for page in pages if page.blocks]
    known = [number for number in printed if number is not None]
    return replace(remark, printed=tuple(known)) if len(known) == len(remark.pages) else remark


def with_printed_pages(document: Document, unit: Unit) -> Unit:
    begin, end = unit.span
    blocks = [
        block
        for page in document.pages[unit.page_first - 1 : unit.page_last]
        for place, block in enumerate(page.blocks)
        if begin <= (page.number, place) < end
    ]
    if not blocks:
        return unit
    return replace(unit, printed_first=blocks[0].printed, printed_last=blocks[-1].printed)
