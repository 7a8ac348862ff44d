"""The summaries of books and units that are shown to people."""

from dataclasses import dataclass
from enum import StrEnum

from ingest.page_ranges import page_ranges, shown_pages


class BookState(StrEnum):
    WAITING = "waiting"
    READING = "reading"
    DRAFT = "draft"  # read whole; learners do not see it
    PUBLISHED = "published"
    REPLACED = "replaced"  # by a newer book of the same course or unit
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class BookCard:
    id: int
    file_name: str
    caption: str
    course: str
    state: BookState
    failure: str | None
    pages: int
    units: int
    passages: int
    shows_pages: bool = True  # to learners, as pictures


@dataclass(frozen=True, slots=True)
class UnitCard:
    id: str  # "A1-13"
    course: str
    number: int
    title: str
    page_first: int
    page_last: int
    passages: int
    printed_first: str | None = None  # the page numbers as they are printed, if they are known
    printed_last: str | None = None
    headings: tuple[str, ...] = ()  # in the unit, without those that other units have too

    @property
    def pages(self) -> str:
        """The page numbers as printed, if known, else the PDF's."""
        return shown_pages(self.page_first, self.page_last, [self.printed_first, self.printed_last])

    @property
    def own_pages(self) -> str:
        """The PDF's page numbers; '' if they are the same as `pages`."""
        own = page_ranges(range(self.page_first, self.page_last + 1))
        return "" if own == self.pages else own


def course_of(unit: str) -> str:
    """A1 of A1-13; A1 of A1, as a course without units is chosen as a whole."""
    return unit.partition("-")[0]
