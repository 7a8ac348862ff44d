"""The pages that an answer cites, each with the cited lines. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.tutor.sources import Source
from ingest.page_ranges import shown_pages
from ingest.pdf.document import Lines, joined

MOST_PAGES = 4


@dataclass(frozen=True, slots=True)
class CitedPage:
    """`number` is the PDF's own; `unit` and `title` are those of the first source on it."""

    book: int
    number: int
    unit: str | None
    title: str
    lines: tuple[Lines, ...]

    @property
    def label(self) -> str:
        """The page as a reader knows it; if it shows two pages of the printed book and both are cited, both."""
        return shown_pages(self.number, self.number, [lines.printed for lines in self.lines])


def cited_pages(sources: Sequence[Source]) -> list[CitedPage]:
    """Those that may be shown as pictures, in the order in which they are cited; at most MOST_PAGES."""
    pages: dict[tuple[int, int], CitedPage] = {}
    for source in sources:
        if source.book is None:
            continue
        for lines in source.lines:
            key = source.book, lines.page
            page = pages.get(key) or CitedPage(*key, source.unit, source.title, ())
            pages[key] = replace(page, lines=joined((*page.lines, lines)))
    return list(pages.values())[:MOST_PAGES]
