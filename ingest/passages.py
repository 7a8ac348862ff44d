"""A passage: the part of a unit that is searched, embedded and cited."""

import re
from dataclasses import dataclass
from typing import Self

from asyncpg import Record
from pydantic import TypeAdapter

from ingest.page_ranges import shown_pages
from ingest.pdf.document import AS_IT_IS, Box, Lines, View

BETWEEN = "\n\n"

# Behind an end of Chinese and Japanese no space stands.
_SENTENCE = re.compile(
    r"(?:(?<=[.!?…؟।॥።])|(?<=[.!?…؟][\"'”“«»)]))\s+|(?:(?<=[。！？])|(?<=[。！？][」』”’）]))(?![」』”’）])\s*"
)
_UNSPACED_END = tuple("。！？」』’）")


def sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE.split(text) if sentence]


def between_sentences(before: str) -> str:
    """What stands behind this one."""
    return "" if before.endswith(_UNSPACED_END) else " "


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`boxes`: one for each line on `page`; `view` maps them to the page as shown; `over`: lines on later pages."""

    text: str
    page: int
    boxes: tuple[Box, ...] = ()
    printed: str | None = None  # the printed page number, if known
    view: View = AS_IT_IS
    over: tuple[Lines, ...] = ()

    @property
    def lines(self) -> tuple[Lines, ...]:
        """All lines, page by page."""
        return (Lines(self.page, self.boxes, self.printed, self.view), *self.over)


@dataclass(frozen=True, slots=True)
class Passage:
    """`section`: the last heading before or in it, '' if there is none. `tokens`: of `text`, in cl100k."""

    unit: str | None
    section: str
    paragraphs: tuple[Paragraph, ...]
    page_first: int
    page_last: int
    tokens: int

    @property
    def text(self) -> str:
        return BETWEEN.join(paragraph.text for paragraph in self.paragraphs)

    @property
    def pages(self) -> str:
        """The page numbers as printed, if known, else the PDF's."""
        return shown_pages(self.page_first, self.page_last, [paragraph.printed for paragraph in self.paragraphs])

    @classmethod
    def from_row(cls, row: Record) -> Self:
        """`unit_id`, the id of the passage's unit, may be missing."""
        return cls(
            unit=row.get("unit_id"),
            section=row["section"],
            paragraphs=_PARAGRAPHS.validate_python(row["paragraphs"]),
            page_first=row["page_first"],
            page_last=row["page_last"],
            tokens=row["tokens"],
        )


_PARAGRAPHS = TypeAdapter(tuple[Paragraph, ...])
