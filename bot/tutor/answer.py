"""An answer as it grows: its text, the marks in it, and the passages these stand for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from pydantic import TypeAdapter

from bot.addresses import addresses
from bot.tutor.grounding import Grounding
from bot.tutor.instructions import EXERCISE
from bot.tutor.passages_used import PassageUsed
from ingest.library import Hit
from ingest.page_ranges import shown_pages
from ingest.passages import Paragraph
from ingest.pdf.document import Lines, joined
from ingest.tokens import count_tokens

_LAST_WORD = re.compile(r"\S+\s*\Z")
_LAST_MARKS = re.compile(r"(?:\s*\\\[\d+\])+(?=\s*\Z)")
_RECOGNIZED = 20  # characters by which an answer that begins again is told from one that goes on

# A list marker or opening asterisks at the end of a text: what they begin is still to come.
_BEGINNING = re.compile(r"\s(?:[-+>#|]+|\d{1,3}[.)]|[*_~`]+)$")


_MOST_USED = 7  # passages that are kept with a turn


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
    """The model's pointer into the passages it was given: paragraphs `first` to `last` (exclusive) of one, and what it
    says stands there."""

    passage: int
    first: int
    last: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A place in the book that the answer rests on, under the number of its mark. Kept with the turn, it says all that
    a picture of it needs, whatever becomes of the edition."""

    number: int
    unit: str | None
    page_first: int
    page_last: int
    quote: str
    printed: tuple[str | None, ...] = ()  # the page numbers as they are printed, where they are known
    title: str = ""  # the unit's
    book: int | None = None  # if its pages may be shown as pictures
    lines: tuple[Lines, ...] = ()

    @property
    def pages(self) -> str:
        """As a reader knows them."""
        return shown_pages(self.page_first, self.page_last, self.printed)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        page_first, page_last = data["pages"]
        return cls(
            *(data["number"], data["unit"], page_first, page_last, data["quote"], tuple(data.get("printed", ()))),
            *(data.get("title", ""), data.get("book"), _LINES.validate_python(data.get("lines", ()))),
        )

    def as_json(self) -> dict[str, object]:
        return {
            "number": self.number,
            "unit": self.unit,
            "pages": [self.page_first, self.page_last],
            "quote": self.quote,
            "printed": list(self.printed),
            "title": self.title,
            "book": self.book,
            "lines": _LINES.dump_python(self.lines, mode="json"),
        }


_LINES = TypeAdapter(tuple[Lines, ...])


class Answer:
    """Grows by text and citations. `text` is Markdown with marks such as `[1]`; `plain` is without them. `dropped`
    counts the citations of what was never sent, or of other words than stand there."""

    def __init__(self, passages: Sequence[Hit] = (), model: str = "", usage: Usage | None = None) -> None:
        self.grounding = Grounding()
        self.text = ""
        self.plain = ""
        self.sources: list[Source] = []
        self.model = model
        self.usage = self._paid = usage or Usage()  # `_paid` before this request
        self.stop_reason: str | None = None
        self.first_word_seconds: float | None = None
        self.dropped = 0
        self._begun = ""  # of `plain`: what an earlier request has written
        self._start: Answer | None = None  # the answer that this one goes on with
        self._next: str | None = None  # its first own characters, until it is clear that they go on with that
        self._is_open = True  # what is being written is not at the end of its block
        self._passages = passages
        self._cited: set[int] = set()  # passages
        self._block: list[int] = []  # the sources of what is being written

    @classmethod
    def recorded(
        cls,
        text: str,
        plain: str,
        sources: Iterable[Source],
        grounding: Grounding,
        model: str = "",
        usage: Usage | None = None,
    ) -> Self:
        """One that an earlier run has written, as far as it is kept."""
        answer = cls((), model, usage)
        answer.text, answer.plain, answer.sources, answer.grounding = text, plain, list(sources), grounding
        answer._begun = plain
        return answer

    def gone_on_with(self, passages: Sequence[Hit], model: str) -> "Answer":
        """One that begins where this one ends, before its last word, which may be half a word."""
        return Answer(passages, model, self.usage)._begin_with(self)

    def anew(self) -> "Answer":
        """One that begins where this one did, and has cost what this one has."""
        answer = Answer(self._passages, self.model, self.billed)
        return answer._begin_with(self._start) if self._start else answer

    def _begin_with(self, start: "Answer") -> "Answer":
        text, last = _LAST_MARKS.sub("", start.text), _LAST_WORD.search(start.plain)
        word = last.group() if last else ""
        if text.endswith(word):
            self.text, self.plain = text.removesuffix(word), start.plain.removesuffix(word)
            self.sources, self._begun = list(start.sources), self.plain
            self._start, self._next = start, ""
        return self

    @property
    def billed(self) -> Usage:
        """The usage, with an estimate of what has been written since the service last told."""
        if self.stop_reason is not None:
            return self.usage
        return self.usage + Usage(tokens_out=count_tokens(self.plain[len(self._begun) :]))

    def count_written(self, tokens: int) -> None:
        """The service tells how many tokens this request has written so far: all of them, each time."""
        self.usage = replace(self.usage, tokens_out=self._paid.tokens_out + tokens)

    def withdraw(self) -> None:
        """It says what nobody is to read: as if it had been refused."""
        self.usage, self.stop_reason = self.billed, "refusal"
        self.text = self.plain = ""
        self.sources.clear()

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Those that stand in the passages it was written from."""
        return addresses("\n".join(paragraph.text for hit in self._passages for paragraph in hit.passage.paragraphs))

    @property
    def seems_whole(self) -> bool:
        """Whether it has come to the end of a block, though perhaps nobody has told why it stopped there."""
        return bool(self.plain.strip()) and not self._is_open

    def add_text(self, text: str) -> None:
        self._is_open = True
        if self._next is None:
            self.text += text
            self.plain += text
            return
        self._next += text
        if len(self._next.strip()) >= _RECOGNIZED:
            self._go_on(self._next.lstrip())

    def _go_on(self, words: str) -> None:
        """Where it was to go on and has begun from the beginning, what there was goes."""
        self._next = None
        if len(words) >= _RECOGNIZED and self._begun.startswith(words[:_RECOGNIZED]):
            self.text = self.plain = self._begun = ""
            self.sources.clear()
        self.add_text(words)

    def cite(self, citation: Citation) -> None:
        """Note a source of the block being written; what points to nothing, or to other words, is dropped."""
        hit = self._passages[citation.passage] if 0 <= citation.passage < len(self._passages) else None
        paragraphs = hit.passage.paragraphs[max(citation.first, 0) : citation.last] if hit else ()
        if hit is None or not paragraphs or not _stand_in(paragraphs, citation.words):
            self.dropped += 1
            return
        self._cited.add(citation.passage)
        source = self._source(hit, paragraphs)
        if source not in self._block:
            self._block.append(source)

    def end_block(self) -> None:
        """Set the marks of the block just written, before what already belongs to the next. Where nothing is written
        yet, there is nothing to mark, and nothing that rests on a source."""
        if self._next and self._next.strip():
            self._go_on(self._next.lstrip())
        if not self.plain.strip():
            self.sources.clear()
            self._block.clear()
        marks = "".join(rf"\[{number}]" for number in self._block)
        self._block.clear()
        self._is_open = False
        if marks:
            body = self.text.rstrip()
            while beginning := _BEGINNING.search(body):
                body = body[: beginning.start()].rstrip()
            self.text = f"{body} {marks}{self.text[len(body) :]}"

    @property
    def passages_used(self) -> list[PassageUsed]:
        """What it was written from, in the order of the search; of a whole unit what is cited and what fits best."""
        used = [PassageUsed.of(hit, place in self._cited) for place, hit in enumerate(self._passages)]
        if len(used) <= _MOST_USED:
            return used
        return sorted(used, key=lambda passage: (passage.cited, passage.score), reverse=True)[:_MOST_USED]

    def _source(self, hit: Hit, paragraphs: Sequence[Paragraph]) -> int:
        """The number of the source of their pages, in the order of appearance."""
        lines = [each for paragraph in paragraphs for each in paragraph.lines]
        page_first, page_last = (of(each.page for each in lines) for of in (min, max))
        place = hit.passage.unit, page_first, page_last, (lines[0].printed, lines[-1].printed)
        for at, source in enumerate(self.sources):
            if (source.unit, source.page_first, source.page_last, source.printed) == place:
                self.sources[at] = replace(source, lines=joined((*source.lines, *lines)))
                return source.number
        quote = " ".join(word for paragraph in paragraphs for word in paragraph.text.split())
        unit, _, _, printed = place
        self.sources.append(
            Source(
                *(len(self.sources) + 1, unit, page_first, page_last, quote, printed),
                *(hit.title, hit.book, joined(lines)),
            )
        )
        return len(self.sources)


def _stand_in(paragraphs: Sequence[Paragraph], words: str) -> bool:
    """Whether they have these words; however they are spaced, and without what marks an exercise."""

    def plain(text: str) -> str:
        return "".join(text.replace(EXERCISE, "").split())

    return plain(words) in plain("".join(paragraph.text for paragraph in paragraphs))
