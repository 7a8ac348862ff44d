"""The pages that an answer cites, each with the cited lines. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.tutor.sources import Source
from ingest.page_ranges import shown_pages
from ingest.pdf.document import Lines, joined

MOST_PAGES = 4


@dataclass(frozen=True, slots=True)
class CitedPage:
    """`number`: the PDF's; `unit` and `title`: of the first source on the page."""

    book: int
    number: int
    unit: str | None
    title: str
    lines: tuple[Lines, ...]

    @property
    def label(self) -> str:
        """The printed page number; both, if the PDF's page shows two pages of the book and both are cited."""
        return shown_pages(self.number, self.number, [lines.printed for lines in self.lines])


def cited_pages(sources: Sequence[Source]) -> list[CitedPage]:
    """The cited pages that may be shown as pictures, in the order of their first citation; at most MOST_PAGES."""
    pages: dict[tuple[int, int], CitedPage] = {}
    for source in sources:
        if source.book is None:
            continue
        for lines in source.lines:
            key = source.book, lines.page
            page = pages.get(key) or CitedPage(*key, source.unit, source.title, ())
            pages[key] = replace(page, lines=joined((*page.lines, lines)))
    return list(pages.values())[:MOST_PAGES]
