"""Where a book's units may start: what its outline, its contents pages, its headings and running heads say. Pure."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from ingest.pdf.document import Document, Page
from ingest.units.contents import contents_pages, in_contents
from ingest.units.headings import headings_on
from ingest.units.outline import in_outline
from ingest.units.running_heads import running_on
from ingest.units.shown import confirmed
from ingest.units.starts import Start


@dataclass(frozen=True, slots=True)
class Findings:
    """Where units may start. `lists`: the numbers of the contents pages."""

    document: Document
    outline: tuple[Start, ...]
    contents: tuple[Start, ...]
    headings: tuple[Start, ...]
    lists: frozenset[int] = frozenset()

    def is_shown(self, start: Start) -> bool:
        """By its page, other than in a list of all units there."""
        pages = self.document.pages
        return (start.page not in self.lists or pages[start.page - 1].right is not None) and confirmed(pages, start)


def find_starts(document: Document) -> Findings:
    pages = document.pages
    lists = contents_pages(pages)
    return Findings(
        document,
        tuple(in_outline(document)),
        tuple(in_contents(pages, lists)),
        tuple(in_headings(pages, lists)),
        frozenset(lists),
    )


def in_headings(pages: Sequence[Page], lists: Container[int]) -> Iterator[Start]:
    """Where headings and running heads say that units start. `lists`: the numbers of the contents pages, which are left
    out."""
    for page in pages:
        if page.number in lists and not page.right:
            continue
        found = list(headings_on(page, pages[page.number : page.number + 1]))
        if not any(start.style for start in found):
            found += running_on(page, pages)
        if page.number in lists:  # which are the left one of two book pages
            found = [start for start in found if page.right and start.block >= page.right[0]]
        yield from found
