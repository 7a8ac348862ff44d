"""Block structure of a model's Markdown, often unfinished -> Markdown that a strict parser reads as it was meant.

The parser only has to find paragraphs, headings, quotes, code blocks and the inline marks that `inline` has balanced;
tables and lists are plain lines by then.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.reply.inline import balance, escape

_UNSENDABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, *range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0)])
# Bidirectional controls, which can disguise an address.
_UNSENDABLE |= dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
# Longer fences are taken for text: a fence is repeated wherever a block is split, and must leave room for the code.
_FENCE = re.compile(r"[ \t]{0,40}+(`{3,20}+|~{3,20}+)[ \t]{0,4}+[^\s`~>]{0,40}+[ \t]*+$")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}(?=[ \t])")
_ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])[ \t]+(\[[ xX]\][ \t]+)?")
_TITLE = "### "  # the highest level of heading that telegramify-markdown renders as bold only
_RULE = re.compile(r"[ \t]*([-*])(?:[ \t]*\1){2,}[ \t]*$")
# A last line with nothing but the beginning of a mark, whose text is still to come.
_MARK_ALONE = re.compile(
    r"[ \t]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)*(?:[-+]|#{1,6}|=+|--|\*{1,3}|__?|~{1,3}|`{1,3}|[-*+] \[[ xX]?\]?)?[ \t]*$"
)


def clean(markdown: str) -> str:
    """Remove characters that Telegram or UTF-8 refuses or changes; lines end with a line feed."""
    return markdown.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSENDABLE).replace("\t", "    ")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source: its quote marks and the rest. Inside a code block, `fence` is the line that opened it;
    `opens`: this line is that one."""

    quote: str
    inner: str
    fence: str | None = None
    opens: bool = False

    @property
    def text(self) -> str:
        return self.quote + self.inner

    @property
    def in_code(self) -> bool:
        return self.fence is not None

    @property
    def is_blank(self) -> bool:
        return not self.inner.strip()


def read_lines(source: Iterable[str]) -> Iterator[Line]:
    """Tell lines of code blocks from others."""
    fence: str | None = None
    marks = ""
    for text in source:
        quote, inner = _unquoted(text)
        if fence is not None and ">" in fence and not quote:
            fence = None  # the end of a quote ends its code block
        if fence is not None:
            code = Line(quote, inner, fence) if ">" in fence else Line("", text, fence)
            closing = code.inner.strip()
            if _closes(closing, marks):
                code, fence = replace(code, inner=closing), None  # not indented, or a parser takes it for code
            yield code
            continue
        item = _ITEM.match(inner)
        opening = _FENCE.match(inner, item.end() if item else 0)
        if opening:
            fence, marks = quote + opening.group().rstrip(), opening[1]
        yield Line(quote, inner, fence, opens=bool(opening))


def _unquoted(line: str) -> tuple[str, str]:
    marks = _QUOTE.match(line)
    return ("> ", line[marks.end() :]) if marks else ("", line)


def _closes(line: str, marks: str) -> bool:
    return len(line) >= len(marks) and line == marks[0] * len(line)


def complete(lines: Iterable[Line], known: frozenset[str] = frozenset()) -> str:
    """The source for the parser: its unfinished end completed, and all inline marks balanced."""
    source = list(lines)
    while source and _is_pending(source[-1]):
        source.pop()
    page = _Page(known)
    for line in source:
        page.add(line)
    page.end_chunk(growing=bool(source) and not source[-1].in_code)
    return "\n".join(page.lines)


def _is_pending(line: Line) -> bool:
    if line.in_code:
        return not line.opens and line.inner.strip() in ("`", "``", "~", "~~")
    return bool(_MARK_ALONE.match(line.inner))


class _Page:
    """Collects lines for the parser. A chunk is what emphasis may span: a paragraph, a list item, a heading."""

    def __init__(self, known: frozenset[str]) -> None:
        self.lines: list[str] = []
        self._known = known
        self._chunk: list[str] = []
        self._head = ""  # the chunk's prefix, such as a bullet
        self._quote = ""
        self._indents: list[int] = []  # of the open list items, outermost first
        self._code_indent = 0

    def add(self, line: Line) -> None:
        quote, inner = "> " if line.quote else "", line.inner
        if line.in_code:
            self._add_code(quote, inner, opens=line.opens)
        elif line.is_blank:
            self._separate(quote)
        elif _RULE.match(inner):
            self._separate(quote)
            self.lines += [quote + "---", quote.rstrip()]
        elif heading := _HEADING.match(inner):
            self._indents.clear()
            self._begin(quote, _TITLE, inner[heading.end() :].strip())
        elif item := _ITEM.match(inner):
            self._begin(quote, self._bullet(item), inner[item.end() :])
        elif self._chunk and quote == self._quote and self._head != _TITLE:
            self._chunk.append(inner.strip())
        else:
            self._begin(quote, self._indent(inner), inner.strip())

    def end_chunk(self, *, growing: bool = False) -> None:
        if self._chunk:
            text = balance("\n".join(self._chunk), known=self._known, growing=growing)
            first, *rest = text.split("\n")
            self.lines.append(self._quote + self._head + first)
            self.lines += [self._quote + line for line in rest]
            self._chunk = []

    def _begin(self, quote: str, head: str, text: str) -> None:
        self.end_chunk()
        self._quote, self._head, self._chunk = quote, head, [text]

    def _separate(self, quote: str) -> None:
        self.end_chunk()
        self.lines.append(quote.rstrip())

    def _bullet(self, item: re.Match[str]) -> str:
        """A list item's prefix. Items are plain lines, as a parser would renumber `3. Oktober` and `5. Mai`."""
        indent = len(item[1])
        while self._indents and self._indents[-1] > indent - 2:
            self._indents.pop()
        lead = "  " * len(self._indents)
        self._indents.append(indent)
        mark = item[2] if item[2][0].isdigit() else "•"
        if item[3]:
            mark = "☐" if item[3][1] == " " else "☑"
        return escape(f"{lead}{mark} ")

    def _indent(self, inner: str) -> str:
        indent = len(inner) - len(inner.lstrip())
        if not indent:
            self._indents.clear()
        return escape(" " * (2 * len(self._indents) if self._indents else indent))

    def _add_code(self, quote: str, inner: str, *, opens: bool) -> None:
        if opens:
            if item := _ITEM.match(inner):
                self._begin(quote, self._bullet(item), "")
                inner = inner[item.end() :]
            self._code_indent = len(inner) - len(inner.lstrip())
            self.end_chunk()
        indent = min(self._code_indent, len(inner) - len(inner.lstrip()))
        self.lines.append(quote + inner[indent:])
