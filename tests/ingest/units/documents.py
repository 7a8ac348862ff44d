"""Small documents that look like course books, and what is found in them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.pdf.document import Block, Bookmark, Document, Page
from ingest.units.caption import parse_caption
from ingest.units.corrections import find_units
from ingest.units.plan import UnitPlan

PLACES = ("Der Bahnhof", "Die Schule", "Am Markt", "Im Park", "Zu Hause")


PROSE = "Anna wohnt in Leipzig und arbeitet in einer Bäckerei. Mehr in → Lektion 5. " * 6


def page(number: int, *headings: str, size: float = 16, label: bool = True) -> Page:
    found = [Block("heading", text, number, size=size, bold=True) for text in headings]
    text = Block("paragraph", PROSE, number, size=10)
    task = Block("paragraph", "2. Ergänzen Sie die Verben.", number, size=10)
    return Page(number, (*found, text, task), label=str(number) if label else None)


def course(starts: Mapping[int, Sequence[str]], total: int) -> Document:
    """A book of `total` pages; `starts`: page -> the headings at its top."""
    return Document(tuple(page(number, *starts.get(number, ())) for number in range(1, total + 1)))


def spans(plan: UnitPlan) -> list[tuple[int, int, int]]:
    return [(unit.number, unit.page_first, unit.page_last) for unit in plan.units]


def find(document: Document, caption: str = "A1") -> UnitPlan:
    return find_units(document, parse_caption(caption))


def with_outline(document: Document, *marks: tuple[int, str, int]) -> Document:
    return replace(document, outline=tuple(Bookmark(*mark) for mark in marks))


def contents(number: int, entries: Mapping[int, str], title: str = "Inhalt") -> Page:
    lines = "\n".join(f"{text} …… {page}" for page, text in entries.items())
    return Page(number, (Block("heading", title, number, size=16), Block("table", lines, number, size=10)))
