"""Markdown as a model writes it, often unfinished -> Markdown that a strict parser reads as it was meant.

The parser only sees what this module has decided: which delimiters are formatting (each opened and closed, also
where CommonMark would not, as in `**den(Akk.)**은`) and which are text. Text that the parser must not touch travels
as Unicode noncharacters, one UTF-16 unit each, and `revealed` turns it back.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_JOIN = "\ufdd0"  # neither space nor punctuation: beside it every delimiter may open or close
_KEPT = {character: chr(0xFDD1 + i) for i, character in enumerate("*_~`[]<>&$|=-#+. ")}
_HIDE = str.maketrans(_KEPT)
_HIDE_IN_TEXT = str.maketrans({c: _KEPT[c] for c in "[]<>&$|"})
_REVEAL = str.maketrans({kept: character for character, kept in _KEPT.items()})
_UNSENDABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, *range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0)])

_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
_FENCE = re.compile(r"([ \t]*)(`{3,}|~{3,})[ \t]*[^\s`>]*[ \t]*$")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}(?=[ \t])")
_ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])[ \t]+(\[[ xX]\][ \t]+)?")
_TITLE = "### "  # the highest heading that the library sets in bold and nothing else
_RULE = re.compile(r"[ \t]*([-*])(?:[ \t]*\1){2,}[ \t]*$")
# A last line that is nothing but the beginning of a mark: what it marks is still to come.
_MARK_ALONE = re.compile(
    r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:[-+]|#{1,6}|=+|--|\*{1,3}|__?|~{1,3}|`{1,3}|[-*+] \[[ xX]?\]?)?[ \t]*$"
)
_INLINE = re.compile(r"\\[!-/:-@\[-`{-~]|\\$|`+|\*+|_+|~+|!?\[|https?://[^\s<>*`()\[\]]+")
_LINK = re.compile(
    r"!?\[(?P<label>(?:[^\[\]\\]|\\.)*)\]"
    r"\([ ]*<?(?P<url>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:[ ]+\"[^\"]*\")?[ ]*\)"
)
_LINK_BEGUN = re.compile(r"!?\[(?P<label>[^\[\]]*)(?P<closed>\](?:\((?P<url>[^\s()]*(?:\([^\s()]*\)?[^\s()]*)?))?)?$")
_ADDRESSES = ("https://", "http://", "tg://", "mailto:")


def clean(markdown: str) -> str:
    """Without what Telegram or UTF-8 would refuse or silently change; lines end with a line feed."""
    return markdown.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSENDABLE).replace("\t", "    ")


def kept(text: str) -> str:
    """`text` in a form that no parser sees marks in."""
    return text.translate(_HIDE)


def revealed(text: str) -> tuple[str, list[int]]:
    """What parsing left, readable again, and the UTF-16 offsets (in `text`) of the joints taken out."""
    if _JOIN not in text:
        return text.translate(_REVEAL), []
    pieces = text.split(_JOIN)
    joints, at = [], 0
    for piece in pieces[:-1]:
        at += utf16(piece)
        joints.append(at)
        at += 1
    return "".join(pieces).translate(_REVEAL), joints


def utf16(text: str) -> int:
    """The length Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source: its quote marks and the rest. `fence` opens the code block that it stands in, `opens`
    says that this line does."""

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


def read_lines(markdown: str) -> Iterator[Line]:
    """The source line by line, with what is code told apart."""
    fence: str | None = None
    marks = ""
    for text in markdown.split("\n"):
        quote, inner = _unquoted(text)
        if fence is not None and ">" in fence and not quote:
            fence = None  # a quote that ends takes its code block with it
        if fence is not None:
            line = Line(quote, inner, fence) if ">" in fence else Line("", text, fence)
            yield line
            if _closes(line.inner.strip(), marks):
                fence = None
            continue
        item = _ITEM.match(inner)
        opening = _FENCE.match(inner, item.end() if item else 0)
        if opening:
            fence, marks = quote + opening.group(), opening[2]
        yield Line(quote, inner, fence, opens=bool(opening))


def _unquoted(line: str) -> tuple[str, str]:
    marks = _QUOTE.match(line)
    return (marks.group(), line[marks.end() :]) if marks else ("", line)


def _closes(line: str, marks: str) -> bool:
    return len(line) >= len(marks) and line == marks[0] * len(line)


def healed(lines: Iterable[Line]) -> str:
    """The source with its unfinished end completed and every mark settled, ready for the parser."""
    source = list(lines)
    while source and _is_pending(source[-1]):
        source.pop()
    page = _Page()
    for line in source:
        page.add(line)
    page.end_chunk(growing=bool(source) and not source[-1].in_code)
    return "\n".join(page.lines)


def _is_pending(line: Line) -> bool:
    if line.in_code:
        return not line.opens and line.inner.strip() in ("`", "``", "~", "~~")
    return bool(_MARK_ALONE.match(line.inner))


class _Page:
    """Collects lines for the parser. A chunk is what emphasis may span: a paragraph, an item, a heading."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._chunk: list[str] = []
        self._head = ""  # what stands before the chunk's text and is settled already
        self._quote = ""
        self._indents: list[int] = []  # of the list items that are open, outermost first
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
            text = settled("\n".join(self._chunk), growing=growing)
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
        """Lists are set as plain lines: a parser would renumber `3. Oktober` and `5. Mai` in a row."""
        indent = len(item[1])
        while self._indents and self._indents[-1] > indent - 2:
            self._indents.pop()
        lead = "  " * len(self._indents)
        self._indents.append(indent)
        mark = item[2] if item[2][0].isdigit() else "•"
        if item[3]:
            mark = "☐" if item[3][1] == " " else "☑"
        return kept(f"{lead}{mark} ")

    def _indent(self, inner: str) -> str:
        indent = len(inner) - len(inner.lstrip())
        if not indent:
            self._indents.clear()
        return kept(" " * (2 * len(self._indents) if self._indents else indent))

    def _add_code(self, quote: str, inner: str, *, opens: bool) -> None:
        if opens:
            if item := _ITEM.match(inner):
                self._begin(quote, self._bullet(item), "")
                inner = inner[item.end() :]
            self._code_indent = len(inner) - len(inner.lstrip())
            self.end_chunk()
        indent = min(self._code_indent, len(inner) - len(inner.lstrip()))
        self.lines.append(quote + inner[indent:])


def _may_be_address(begun: str) -> bool:
    return any(begun.startswith(kind) or kind.startswith(begun) for kind in _ADDRESSES)


@dataclass(slots=True)
class _Opener:
    mark: str
    count: int
    place: int  # in the output
    used: int = 0

    def __str__(self) -> str:
        literal = kept(self.mark * (self.count - self.used))
        return literal + (self.mark * self.used + _JOIN if self.used else "")


def settled(text: str, *, growing: bool = False) -> str:
    """One chunk with every inline mark settled. `growing`: the text ends here only for now."""
    return _Chunk(text.rstrip() if growing else text, growing).settle()


class _Chunk:
    def __init__(self, text: str, growing: bool) -> None:
        self.text, self.growing = text, growing
        self.out: list[str] = []
        self.openers: list[_Opener] = []

    def settle(self) -> str:
        at = 0
        while token := _INLINE.search(self.text, at):
            self.out.append(self.text[at : token.start()].translate(_HIDE_IN_TEXT))
            match token.group()[0]:
                case "\\":
                    at = self._escape(token)
                case "`":
                    at = self._code(token)
                case "[" | "!":
                    at = self._link(token)
                case "h":
                    self.out.append(kept(token.group()))
                    at = token.end()
                case _:
                    at = self._emphasis(token)
        self.out.append(self.text[at:].translate(_HIDE_IN_TEXT))
        self._close_all()
        return "".join(self.out)

    def _ends_here(self, end: int) -> bool:
        return self.growing and end == len(self.text)

    def _escape(self, token: re.Match[str]) -> int:
        if len(token.group()) == 2:
            self.out.append(kept(token.group()[1]) if token.group()[1] in _KEPT else token.group())
        elif not self.growing:
            self.out.append(token.group())
        return token.end()

    def _code(self, token: re.Match[str]) -> int:
        ticks = token.group()
        closing = re.compile(rf"(?<!`){ticks}(?!`)").search(self.text, token.end())
        if closing:
            self._add_code(self.text[token.end() : closing.start()])
            return closing.end()
        if not self.growing:
            self.out.append(kept(ticks))
            return token.end()
        self._add_code(self.text[token.end() :].rstrip("`"))
        return len(self.text)

    def _add_code(self, code: str) -> None:
        code = code.replace("\n", " ")
        if code.strip():
            padded = code[0] == code[-1] == " "  # room for a backtick at the border, no part of the code
            self.out.append(f"`{kept(code[1:-1] if padded else code)}`")

    def _link(self, token: re.Match[str]) -> int:
        if (link := _LINK.match(self.text, token.start())) and link["url"].startswith(_ADDRESSES):
            label = settled(link["label"])
            self.out.append(f"[{label}]({kept(link['url'])})")
            return link.end()
        pending = _LINK_BEGUN.match(self.text, token.start()) if self.growing else None
        if pending and pending["label"].isdigit() and not pending["closed"]:
            return len(self.text)  # a citation's mark, `[1]`: it waits until it is whole
        if pending and not pending["closed"]:
            return token.end()
        if pending and pending["url"] is not None and _may_be_address(pending["url"]):
            self.out.append(settled(pending["label"]))
            return len(self.text)
        self.out.append(kept(token.group()))
        return token.end()

    def _emphasis(self, token: re.Match[str]) -> int:
        run, end = token.group(), token.end()
        mark, count = run[0], len(run)
        before = self.text[token.start() - 1 : token.start()] or " "
        after = self.text[end : end + 1] or " "
        if (mark == "_" and count > 2) or (mark == "*" and before.isdigit() and after.isdigit()):
            self.out.append(kept(run))  # a blank to fill in; a product
            return end
        if not before.isspace() and not (mark == "_" and after.isalnum()):
            count = self._close(mark, count)
        if not count:
            return end
        if self._ends_here(end):
            begins = run != "_" and (not before.isalnum() or (mark == "*" and count > 1))
            if begins or self._is_half_closed(mark, count):
                return end
        elif not after.isspace() and not (mark == "_" and before.isalnum()) and (mark != "~" or count == 2):
            self.openers.append(_Opener(mark, count, len(self.out)))
            self.out.append("")
            return end
        self.out.append(kept(mark * count))
        return end

    def _is_half_closed(self, mark: str, count: int) -> bool:
        return any(o.mark == mark and count < o.count - o.used for o in self.openers)

    def _close(self, mark: str, count: int) -> int:
        """Closes what a run of `count` marks can close; returns how many marks are left."""
        closed = 0
        while count:
            strength = 2 if count >= 2 else 1
            opener = next((o for o in reversed(self.openers) if _matches(o, mark, strength)), None)
            if opener is None:
                break
            while self.openers[-1] is not opener:
                self._settle_opener(self.openers.pop())
            opener.used += strength
            if opener.used == opener.count:
                self._settle_opener(self.openers.pop())
            count -= strength
            closed += strength
        if closed:
            self.out.append(_JOIN + mark * closed)
        return count

    def _settle_opener(self, opener: _Opener) -> None:
        self.out[opener.place] = str(opener)

    def _close_all(self) -> None:
        while self.openers:
            opener = self.openers.pop()
            if self.growing:
                content = "".join(self.out[opener.place + 1 :]).replace(_JOIN, "")
                missing = opener.count - opener.used
                if not content.strip():
                    opener.count = opener.used
                else:
                    self.out.append(_JOIN + opener.mark * missing)
                    opener.used = opener.count
            self._settle_opener(opener)


def _matches(opener: _Opener, mark: str, strength: int) -> bool:
    """`**a*` is no italic with an asterisk left over; `***a*` and `***a**` may go on."""
    left = opener.count - opener.used
    return (
        opener.mark == mark
        and left >= strength
        and not (mark != "~" and left == 2 and strength == 1)
        and (mark != "~" or strength == 2)
    )
