"""An answer as it grows: its text, the marks in it, and the sources that these stand for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Self

from bot.addresses import addresses
from bot.tutor.cost import Usage
from bot.tutor.grounding import Grounding
from bot.tutor.passages_used import PassageUsed
from bot.tutor.sources import Citation, Source
from ingest.library import Hit
from ingest.passages import Paragraph
from ingest.pdf.document import joined
from ingest.tokens import count_tokens

_LAST_WORD = re.compile(r"\S+\s*\Z")
_LAST_MARKS = re.compile(r"(?:\s*\\\[\d+\])+(?=\s*\Z)")
_INVENTED = re.compile(r" ?(?<!\\)\[\d{1,2}\](?!\()")  # a mark that the model has written; ours are escaped
_RECOGNIZED = 20  # characters that tell an answer that starts again from one that continues

# A list marker or opening asterisks at the end of a text: they belong to the next words.
_OPENING = re.compile(r"\s(?:[-+>#|]+|\d{1,3}[.)]|[*_~`]+)$")

_MOST_USED = 7  # passages that are stored with a turn


class Answer:
    """An answer while it is streamed: `text` is Markdown with marks such as `[1]`, `plain` is without them. `dropped`
    counts citations that were invalid: of passages that were not sent, with words that do not stand there, or marks
    that the model wrote itself."""

    def __init__(self, passages: Sequence[Hit] = (), model: str = "", usage: Usage | None = None) -> None:
        """`usage`: the tokens of earlier requests for this answer."""
        self.grounding = Grounding()
        self.text = ""
        self.plain = ""
        self.sources: list[Source] = []
        self.model = model
        self.usage = self._usage_before = usage or Usage()
        self.stop_reason: str | None = None
        self.first_word_seconds: float | None = None
        self.dropped = 0
        self._earlier: Answer | None = None  # the answer that this one continues
        self._taken_over = ""  # the part of its `plain` that is kept
        self._held_back: str | None = None  # the first characters, until it is clear whether they continue it
        self._passages = passages
        self._cited: set[int] = set()  # passages
        self._block: list[int] = []  # numbers of the sources of the block that is being written

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
        """Restore an answer that an earlier run has saved."""
        answer = cls((), model, usage)
        answer.text, answer.plain, answer.sources, answer.grounding = text, plain, list(sources), grounding
        answer._taken_over = plain
        return answer

    def gone_on_with(self, passages: Sequence[Hit], model: str) -> "Answer":
        """A new answer that continues this one, without its last word, which may be incomplete."""
        return Answer(passages, model, self.usage)._take_over(self)

    def anew(self) -> "Answer":
        """An empty answer for a retry; it keeps the usage so far."""
        answer = Answer(self._passages, self.model, self.billed)
        return answer._take_over(self._earlier) if self._earlier else answer

    def _take_over(self, earlier: "Answer") -> "Answer":
        text, last = _LAST_MARKS.sub("", earlier.text), _LAST_WORD.search(earlier.plain)
        word = last.group() if last else ""
        if text.endswith(word):
            self.text, self.plain = text.removesuffix(word), earlier.plain.removesuffix(word)
            self.sources = list(earlier.sources)
            self._earlier, self._taken_over, self._held_back = earlier, self.plain, ""
        return self

    @property
    def billed(self) -> Usage:
        """The usage, with an estimate of the tokens written since the API last reported them."""
        if self.stop_reason is not None:
            return self.usage
        return self.usage + Usage(tokens_out=count_tokens(self.plain[len(self._taken_over) :]))

    def count_written(self, tokens: int) -> None:
        """Note the output tokens of this request so far, as the API reports them."""
        self.usage = replace(self.usage, tokens_out=self._usage_before.tokens_out + tokens)

    def end_early(self, stop_reason: str) -> None:
        """Note that no more of the stream is read."""
        self.usage, self.stop_reason = self.billed, stop_reason

    def withdraw(self) -> None:
        """Discard the text and treat the answer as refused."""
        self.end_early("refusal")
        self.text = self.plain = ""
        self.sources.clear()

    @cached_property
    def addresses(self) -> frozenset[str]:
        """The addresses in the passages that the answer was written from."""
        return addresses("\n".join(paragraph.text for hit in self._passages for paragraph in hit.passage.paragraphs))

    def add_text(self, text: str) -> None:
        if self._held_back is None:
            self.text += text
            self.plain += text
            return
        self._held_back += text
        if len(self._held_back.strip()) >= _RECOGNIZED:
            self._release()

    def _release(self) -> None:
        """Add the characters held back. If they repeat the answer's beginning, the model has started again instead of
        continuing, so the text of the earlier run is dropped."""
        text = (self._held_back or "").lstrip()
        self._held_back = None
        if len(text) >= _RECOGNIZED and self._taken_over.startswith(text[:_RECOGNIZED]):
            self.text = self.plain = self._taken_over = ""
            self.sources.clear()
        self.add_text(text)

    def cite(self, citation: Citation) -> None:
        """Note a source of the block being written, unless the citation is invalid."""
        hit = self._passages[citation.passage] if 0 <= citation.passage < len(self._passages) else None
        paragraphs = hit.passage.paragraphs[max(citation.first, 0) : citation.last] if hit else ()
        if hit is None or not paragraphs or not citation.holds_in(paragraphs):
            self.dropped += 1
            return
        self._cited.add(citation.passage)
        number = self._number_of_source(hit, paragraphs)
        if number not in self._block:
            self._block.append(number)

    def end_block(self) -> None:
        """Add the marks of the block just written, before the next text. If there is no text yet, its sources are
        dropped."""
        if self._held_back and self._held_back.strip():
            self._release()
        if not self.plain.strip():
            self.sources.clear()
            self._block.clear()
        self.plain, invented = _INVENTED.subn("", self.plain)
        self.text = _INVENTED.sub("", self.text)
        self.dropped += invented
        marks = "".join(rf"\[{number}]" for number in self._block)
        self._block.clear()
        if marks:
            body = self.text.rstrip()
            while opening := _OPENING.search(body):
                body = body[: opening.start()].rstrip()
            self.text = f"{body} {marks}{self.text[len(body) :]}"

    @property
    def passages_used(self) -> list[PassageUsed]:
        """The passages that the answer was written from, in the order of the search; of a whole unit only those that
        are cited or fit best."""
        used = [PassageUsed.of(hit, place in self._cited) for place, hit in enumerate(self._passages)]
        if len(used) <= _MOST_USED:
            return used
        return sorted(used, key=lambda passage: (passage.cited, passage.score), reverse=True)[:_MOST_USED]

    def _number_of_source(self, hit: Hit, paragraphs: Sequence[Paragraph]) -> int:
        """The number of the source for these paragraphs' pages, a new one if there is none."""
        lines = [each for paragraph in paragraphs for each in paragraph.lines]
        pages = min(each.page for each in lines), max(each.page for each in lines)
        printed = lines[0].printed, lines[-1].printed
        quote = " ".join(word for paragraph in paragraphs for word in paragraph.text.split())
        for at, source in enumerate(self.sources):
            if (source.unit, source.pages, source.printed) == (hit.passage.unit, pages, printed):
                quotes = "\n".join(dict.fromkeys((*source.quotes, quote)))
                self.sources[at] = replace(source, quote=quotes, lines=joined((*source.lines, *lines)))
                return source.number
        number = len(self.sources) + 1
        self.sources.append(Source(number, hit.passage.unit, pages, quote, printed, hit.title, hit.book, joined(lines)))
        return number
