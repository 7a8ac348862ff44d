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
    """The model's pointer into the passages it was given: paragraphs `first` to `last` (exclusive) of one, and the
    words that it says stand there."""

    passage: int
    first: int
    last: int
    words: str = ""

    def holds_in(self, paragraphs: Sequence[Paragraph]) -> bool:
        """Whether its words stand there, apart from spaces and the mark of an exercise."""
        return _bare(self.words) in _bare("".join(paragraph.text for paragraph in paragraphs))


@dataclass(frozen=True, slots=True)
class Source:
    """One place, under the number of its mark in the answer. It is kept with the turn, with all that a picture of the
    page needs, so that it outlives the edition of the book."""

    number: int
    unit: str | None
    pages: tuple[int, int]  # the first and the last, as the PDF counts them
    quote: str
    printed: tuple[str | None, ...] = ()  # the page numbers as they are printed, where they are known
    title: str = ""  # the unit's
    book: int | None = None  # if its pages may be shown as pictures
    lines: tuple[Lines, ...] = ()

    @property
    def label(self) -> str:
        """The pages as a reader knows them."""
        return shown_pages(*self.pages, self.printed)

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
