"""Units in the PDF's outline. Pure."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.pdf.document import Bookmark, Document, Page
from ingest.units.headings import headings_on
from ingest.units.matter import BACK_MATTER, FRONT_MATTER, GRAMMAR
from ingest.units.shown import placed
from ingest.units.starts import Start, bare, counts_others, parse, readings

_FILE_NAME = re.compile(r"\.\w{2,5}$")


def in_outline(document: Document) -> Iterator[Start]:
    for mark in document.outline:
        if mark.page is not None and mark.page <= len(document.pages):
            start = _announced(document.pages[mark.page - 1], mark)
            if start:
                yield placed(document.pages, start)


def _announced(page: Page, mark: Bookmark) -> Start | None:
    """What an entry announces, also as the name of a file that was bound in ('L01_Hallo.pdf'); where it has no number,
    the heading with the same title on its page may have one."""
    name = _FILE_NAME.sub("", mark.title).replace("_", " ") if _FILE_NAME.search(mark.title) else mark.title
    start, title = parse(name, page.number, level=mark.level), bare(mark.title)[:24]
    if start or not title:
        return start
    if other := next((each for each in readings(name, page.number) if each.style), None):
        return replace(other, level=mark.level)
    shown = (start for start in headings_on(page) if bare(start.title)[:24] == title)
    return next((replace(start, title=mark.title, level=mark.level) for start in shown), None)


def numbered_by_order(document: Document) -> list[Start]:
    """The entries of an outline that has no numbers, counted: those of level 1, or else 2, if there are three or more,
    each at a place of its own. Front and back matter are left out."""
    for level in (1, 2):
        marks = [mark for mark in document.outline if mark.level == level and _may_be_unit(mark)]
        pages = (document.pages[mark.page - 1 : mark.page] if mark.page else () for mark in marks)
        announced = (any(_announced(page, mark) for page in found) for mark, found in zip(marks, pages, strict=True))
        if 2 * sum(announced) > len(marks):
            continue
        starts = [
            placed(document.pages, Start(number, mark.title, mark.page, "", level=level))
            for number, mark in enumerate(marks, 1)
            if mark.page and mark.page <= len(document.pages)
        ]
        apart = all(before.place < after.place for before, after in itertools.pairwise(starts))
        if len(starts) >= 3 and apart and len(starts) == len(marks):
            return starts
    return []


def _may_be_unit(mark: Bookmark) -> bool:
    """No front or back matter, no title with a number that does not count units ('1A'), and nothing that a program has
    named ('Slide 3', 'cover.indd')."""
    title = mark.title
    if mark.page is None or counts_others(title) or _FILE_NAME.search(title) or title[:1].isdigit():
        return False
    return not (FRONT_MATTER.match(title) or BACK_MATTER.match(title) or GRAMMAR.match(title))
