"""Whether a page shows a unit that an outline or a contents page says begins there, and where on it. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.pdf.document import Block, Page, cells_in
from ingest.units.headings import as_form, with_title
from ingest.units.running_heads import SHORT, headers, running_on
from ingest.units.starts import LONGEST_LINE, Start, bare, counted_otherwise, parse, parse_running, readings


def placed(pages: Sequence[Page], start: Start) -> Start:
    """The start at the heading on its page that shows it; at the page's head if none does."""
    blocks = pages[start.page - 1].blocks
    place = next(
        (place for place, block in enumerate(blocks) if _shows(pages[start.page - 1], place, block, start)), None
    )
    if place is None:
        return replace(start, block=0, weight=0.0)
    shown = parse(blocks[place].text, start.page, alone=True) or start
    return replace(start, block=place, weight=with_title(shown, blocks[place + 1 : place + 3], blocks[place]).weight)


def confirmed(pages: Sequence[Page], start: Start) -> bool:
    """Whether the page shows the unit, or, where its own header names none, the header of the next page does."""
    page, after = pages[start.page - 1], pages[start.page : start.page + 1]
    if any(_shows(page, place, block, start) for place, block in enumerate(page.blocks)) or _is_headed(page, start):
        return True
    return any(_is_headed(other, start) for other in after) and not any(running_on(page, ()))


def _shows(page: Page, place: int, block: Block, start: Start) -> bool:
    """Whether a block names the unit: by its title, or by its word and number."""
    if block.kind != "heading" and (place >= 6 or len(block.text) > LONGEST_LINE):
        return False
    rows = block.text.splitlines() if block.kind == "table" else []
    lines = [as_form(rows), *rows, *(cell for row in rows for cell in cells_in(row))] if rows else [block.text]
    named = [each for line in lines for each in (*readings(line, 1), counted_otherwise(line, 1, weight=0, block=0))]
    if any(each and (each.number, each.style) == (start.number, start.style or None) for each in named):
        return True
    found = parse(block.text, page.number, alone=True)
    same = found is not None and found.number == start.number
    if block.kind != "heading":
        return False
    title, text = bare(start.title), bare(found.title if same and found else block.text)
    if same and title.startswith(text):
        return True  # the rest of the title, or all of it, stands apart
    first = bare(cells_in(start.title)[0])  # behind it are other columns of a table of contents
    return text in {title, first} or (len(first) > SHORT and first[:24] in text) or (same and not title)


def _is_headed(page: Page, start: Start) -> bool:
    named = (parse_running(text, 1) or counted_otherwise(text, 1, weight=0, block=0) for text in headers(page))
    return any(found and found.number == start.number and found.style == start.style != "" for found in named)
