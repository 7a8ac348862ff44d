"""An answer as it grows: its text, the marks in it, and the passages these stand for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from bot.addresses import addresses
from bot.tutor.grounding import Grounding
from ingest.library import Hit
from ingest.page_ranges import shown_pages
from ingest.passages import Paragraph

# A list marker or opening asterisks at the end of a text: what they begin is still to come.
_BEGINNING = re.compile(r"\s(?:[-+>#|]+|\d{1,3}[.)]|[*_~`]+)$")


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request; `tokens_in` in full, `tokens_cached` the part of it read from the cache, `tokens_written`
    the part written to it."""

    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    tokens_written: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.tokens_cached + other.tokens_cached,
            self.tokens_written + other.tokens_written,
        )


@dataclass(frozen=True, slots=True)
class Citation:
    """The model's pointer into the passages it was given: paragraphs `first` to `last` (exclusive) of one."""

    passage: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Source:
    """A place in the book that the answer rests on, under the number of its mark."""

    number: int
    unit: str | None
    page_first: int
    page_last: int
    quote: str
    printed: tuple[str | None, ...] = ()  # the page numbers as they are printed, where they are known

    @property
    def pages(self) -> str:
        """As a reader knows them."""
        return shown_pages(self.page_first, self.page_last, self.printed)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        page_first, page_last = data["pages"]
        return cls(data["number"], data["unit"], page_first, page_last, data["quote"], tuple(data.get("printed", ())))

    def as_json(self) -> dict[str, object]:
        return {
            "number": self.number,
            "unit": self.unit,
            "pages": [self.page_first, self.page_last],
            "quote": self.quote,
            "printed": list(self.printed),
        }


class Answer:
    """Grows by text and citations. `text` is Markdown with marks such as `[1]`; `plain` is without them."""

    def __init__(self, passages: Sequence[Hit] = (), model: str = "", usage: Usage | None = None) -> None:
        self.grounding = Grounding()
        self.text = ""
        self.plain = ""
        self.sources: list[Source] = []
        self.model = model
        self.usage = usage or Usage()
        self.stop_reason: str | None = None
        self.first_word_seconds: float | None = None
        self._passages = passages
        self._block: list[Source] = []  # what the block being written rests on

    @classmethod
    def recorded(cls, text: str, sources: Iterable[Source], grounding: Grounding) -> Self:
        """One that has ended, as far as it is shown."""
        answer = cls()
        answer.text, answer.sources, answer.grounding = text, list(sources), grounding
        return answer

    def anew(self) -> "Answer":
        """An empty one in its place, that has cost what this one has."""
        return Answer(self._passages, self.model, self.usage)

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Those that stand in the passages it was written from."""
        return addresses("\n".join(paragraph.text for hit in self._passages for paragraph in hit.passage.paragraphs))

    def add_text(self, text: str) -> None:
        self.text += text
        self.plain += text

    def cite(self, citation: Citation) -> None:
        """Note a source of the block being written; pointers into nothing are left out."""
        if not 0 <= citation.passage < len(self._passages):
            return
        hit = self._passages[citation.passage]
        paragraphs = hit.passage.paragraphs[max(citation.first, 0) : citation.last]
        if not paragraphs:
            return
        source = self._source(hit.passage.unit, paragraphs)
        if source not in self._block:
            self._block.append(source)

    def end_block(self) -> None:
        """Set the marks of the block just written, before what already belongs to the next. Where nothing is written
        yet, there is nothing to mark, and nothing that rests on a source."""
        if not self.plain.strip():
            self.sources.clear()
            self._block.clear()
        marks = "".join(rf"\[{source.number}]" for source in self._block)
        self._block.clear()
        if marks:
            body = self.text.rstrip()
            while beginning := _BEGINNING.search(body):
                body = body[: beginning.start()].rstrip()
            self.text = f"{body} {marks}{self.text[len(body) :]}"

    def _source(self, unit: str | None, paragraphs: Sequence[Paragraph]) -> Source:
        """The source of their pages, numbered in the order of appearance."""
        page_first, page_last = (of(paragraph.page for paragraph in paragraphs) for of in (min, max))
        printed = (paragraphs[0].printed, paragraphs[-1].printed)
        for source in self.sources:
            place = source.unit, source.page_first, source.page_last, source.printed
            if place == (unit, page_first, page_last, printed):
                return source
        quote = " ".join(word for paragraph in paragraphs for word in paragraph.text.split())
        source = Source(len(self.sources) + 1, unit, page_first, page_last, quote, printed)
        self.sources.append(source)
        return source
