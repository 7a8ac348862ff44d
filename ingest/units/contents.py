"""Units on a book's contents pages. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.pdf.document import Page
from ingest.units.matter import BACK_MATTER, FRONT_MATTER, is_titled_contents
from ingest.units.running_heads import SHORT
from ingest.units.shown import confirmed, placed
from ingest.units.starts import LONGEST_LINE, Start, bare, parse, wording

_HEAD = 4  # blocks of a page
FEWEST_LISTED = 4
FEWEST_UNTITLED = 5
MOSTLY = 0.7

_PAGE_AT_END = re.compile(r"(?:S\.|p\.)?(?P<page>\d{1,4})(?:[-–~]\d{1,4})?쪽?")
_PAGES_BEHIND = re.compile(rf"[\s|….·]+{_PAGE_AT_END.pattern}$")
_LEADERS = str.maketrans("|…\t", "   ")
_ENTRY_ENDS = re.compile(
    r"(?:(?:(?<=\.\.\.)|(?<=\. \.)|(?<=…)|(?<=···))\s{0,3}(?:S\.|p\.)?|\b[Sp]\.\s)\d{1,4}(?=\s)"
)  # where one entry ends and the next begins, in a paragraph that has several


def in_contents(pages: Sequence[Page], lists: Mapping[int, Sequence[Start]]) -> list[Start]:
    """Entries of the contents pages, their printed page numbers turned into the PDF's own."""
    entries = [entry for found in lists.values() for entry in found]
    offset = _offset(pages)
    moved = (replace(entry, page=entry.page + offset) for entry in entries)
    inside = [placed(pages, entry) for entry in moved if 1 <= entry.page <= len(pages)]
    if 2 * sum(confirmed(pages, entry) for entry in inside) > len(entries):
        return inside
    titled = list(_by_titles([page for page in pages if page.number not in lists], entries))
    if 2 * len(titled) <= len(entries):
        return inside
    numbers = {start.number for start in titled}
    return [*titled, *(entry for entry in inside if entry.number not in numbers)]


def _by_titles(pages: Sequence[Page], entries: Sequence[Start]) -> Iterator[Start]:
    """The entries on the pages that begin with their titles, or with the first words of these: where the numbers of
    the pages are not known, or have changed since the contents were written."""
    heads = [
        (page.number, place, block)
        for page in pages
        for place, block in enumerate(page.blocks[:_HEAD])
        if block.kind == "heading"
    ]
    last = 0
    for entry in entries:
        title = bare(entry.title)
        for page, place, block in heads:
            text = bare(block.text)
            if page > last and (text == title or (len(text) > SHORT and title.startswith(text))):
                yield replace(entry, title=block.text, page=page, block=place, weight=block.size)
                last = page
                break


def listed_by_order(pages: Sequence[Page]) -> list[Start]:
    """The entries of contents pages without numbers, counted, that pages begin with as headings, in the same
    order; none if most entries are not such, or several have numbers."""
    listing = [page for page in pages if is_titled_contents(page)]
    lines = (line.strip(" |") for page in listing for block in page.blocks for line in block.text.split("\n"))
    names = [_PAGES_BEHIND.sub("", line) for line in lines]
    titles = [name for name in names if name and not (FRONT_MATTER.match(name) or BACK_MATTER.match(name))]
    numbered = sum(parse(title, 1, alone=True) is not None for title in titles)
    if not listing or numbered > 1 or len(set(map(wording, titles))) < len(titles):  # 'Modelltest 1', 'Modelltest 2'
        return []
    entries = [Start(number, title, 0, "") for number, title in enumerate(titles, 1)]
    starts = list(_by_titles([page for page in pages if page.number > listing[-1].number], entries))
    if len(starts) < max(FEWEST_LISTED, MOSTLY * len(titles)):
        return []
    return [replace(start, number=number) for number, start in enumerate(starts, 1)]


def contents_pages(pages: Sequence[Page]) -> dict[int, list[Start]]:
    """The contents pages by their numbers: their entries, with the page numbers printed there. They may go on with a
    few on the next page, which begins a unit, too, if the book is short."""
    found: dict[int, list[Start]] = {}
    for page in pages:
        titled, before = is_titled_contents(page), found.get(page.number - 1, [])
        entries = [start for entry, at in _listed(page) if (start := parse(entry, at)) and start.title]
        if len(entries) >= 2 or _names_units(page) if titled else _are_entries(entries):
            found[page.number] = entries
        elif before and len(entries) > 1 and entries[0].number == before[-1].number + 1:
            before += entries
    return found


def _names_units(page: Page) -> bool:
    """Whether its texts do, without the numbers of their pages, or far from them."""
    named = (parse(block.text, page.number, alone=True) for block in page.blocks)
    return len({start.number for start in named if start and start.style and not start.form}) > 2


def _are_entries(starts: Sequence[Start]) -> bool:
    """Whether lines that end in numbers are entries of contents, though no title says so: these are numbers of pages,
    of which each is named once or twice."""
    return len(starts) >= FEWEST_UNTITLED and 2 * len({start.page for start in starts}) >= len(starts)


def _listed(page: Page) -> Iterator[tuple[str, int]]:
    """The lines that end in a page number, with that."""
    texts = (_ENTRY_ENDS.sub(r"\g<0>\n", block.text) for block in page.blocks)
    for line in (line.strip(" |") for text in texts for line in text.split("\n") if len(line) <= LONGEST_LINE):
        entry, _, number = line.translate(_LEADERS).rstrip().rpartition(" ")
        found = _PAGE_AT_END.fullmatch(number)
        if found:
            yield line[: len(entry.rstrip().removesuffix(" S.").removesuffix(" p.").rstrip())], int(found["page"])


def _offset(pages: Sequence[Page]) -> int:
    """What to add to a printed page number."""
    labels = Counter(page.number - int(page.label) for page in pages if page.label and page.label.isdigit())
    return max(labels, key=labels.__getitem__, default=0)
