"""The places in the book that an answer rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from pydantic import TypeAdapter

from bot.tutor.instructions import EXERCISE
from ingest.page_ranges import shown_pages
from ingest.passages import Paragraph
from ingest.pdf.document import Lines


@dataclass(frozen=True, slots=True)
class Citation:
    """The model's citation: paragraphs `first` to `last` (exclusive) of one passage, and the quoted words."""

    passage: int
    first: int
    last: int
    words: str = ""

    def holds_in(self, paragraphs: Sequence[Paragraph]) -> bool:
        """Whether the quoted words stand in these paragraphs, apart from spaces and the mark of an exercise."""
        return _bare(self.words) in _bare("".join(paragraph.text for paragraph in paragraphs))


@dataclass(frozen=True, slots=True)
class Source:
    """One cited place, with the number of its mark in the answer. It is stored with the turn, with all that a picture
    of the page needs, so that it does not depend on the edition of the book."""

    number: int
    unit: str | None
    pages: tuple[int, int]  # the first and the last page, by the PDF's numbers
    quote: str  # a line for each citation
    printed: tuple[str | None, ...] = ()  # the printed page numbers, if known
    title: str = ""  # the unit's
    book: int | None = None  # if its pages may be shown as pictures
    lines: tuple[Lines, ...] = ()

    @property
    def label(self) -> str:
        """The page numbers as printed, if known, else the PDF's."""
        return shown_pages(*self.pages, self.printed)

    @property
    def quotes(self) -> list[str]:
        return self.quote.split("\n")

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        source: Self = _JSON.validate_python(data)
        return source

    def as_json(self) -> dict[str, Any]:
        data: dict[str, Any] = _JSON.dump_python(self, mode="json")
        return data


_JSON: TypeAdapter[Any] = TypeAdapter(Source)


def _bare(text: str) -> str:
    return "".join(text.replace(EXERCISE, "").split())
