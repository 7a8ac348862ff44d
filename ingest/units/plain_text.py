"""Documents without headings: typed in one size, or scans whose hidden text has sizes of its own. Pure."""

from dataclasses import replace

from ingest.pdf.document import Block, Document, Page
from ingest.units.matter import BACK_MATTER
from ingest.units.starts import parse

FEW = 4  # pages to a heading, at least
LONGEST = 80  # letters
_SENTENCE = tuple(".!?:;,。")


def with_headings(document: Document) -> Document:
    """The lines by themselves that name a unit, the titles below them, and what back matter is called, as headings,
    if the document has hardly any of its own."""
    headings = sum(block.kind == "heading" for page in document.pages for block in page.blocks)
    if FEW * headings >= len(document.pages):
        return document
    return replace(document, pages=tuple(map(_headed, document.pages)))


def _headed(page: Page) -> Page:
    blocks = list(page.blocks)
    for place, block in enumerate(page.blocks):
        for line in range(place, place + _lines(page, place, block)):
            blocks[line] = replace(blocks[line], kind="heading")
    return replace(page, blocks=tuple(blocks))


def _lines(page: Page, place: int, block: Block) -> int:
    """How many blocks from this one on are a heading's."""
    if block.kind != "paragraph" or len(block.text) > LONGEST:
        return 0
    start = parse(block.text, page.number)
    if not start or not start.style or start.form:
        return 1 if BACK_MATTER.match(block.text) and is_line(block) else 0
    if start.title:
        return 0 if start.title[0].islower() else 1  # 'Lektion 2 kommt morgen'
    return 2 if any(map(is_line, page.blocks[place + 1 : place + 2])) else 1


def is_line(block: Block) -> bool:
    """Whether it may be a title, though it is no heading."""
    text = block.text
    return block.kind == "paragraph" and text[:1].isalpha() and len(text) <= LONGEST and not text.endswith(_SENTENCE)
