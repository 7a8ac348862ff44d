"""The marks within a line of Markdown: which are formatting, each opened and closed, and which are text.

CommonMark leaves `**den(Akk.)**은` raw and hides what it takes for HTML; a stream ends in the middle of one. Here all
of that is decided before a parser sees it. What is text travels as Unicode noncharacters, one UTF-16 unit each, and
`unescape` turns it back.
"""

import re
from dataclasses import dataclass
from itertools import islice

from bot.addresses import bare

_JOIN = "\ufdd0"  # neither space nor punctuation: beside it every delimiter may open or close
_ESCAPED = {character: chr(0xFDD1 + i) for i, character in enumerate("*_~`[]<>&$|=-#+. ")}
_ESCAPE = str.maketrans(_ESCAPED)
_ESCAPE_IN_TEXT = str.maketrans({c: _ESCAPED[c] for c in "[]<>&$|"})
_UNESCAPE = str.maketrans({stand_in: character for character, stand_in in _ESCAPED.items()})

_MARK = re.compile(
    r"\\[!-/:-@\[-`{-~]|\\$|`+|\*+|_+|~+|!?\[|(?:https?|tg)://[^\s<>*`()\[\]]+|(?<![\w@.+-])@[A-Za-z]\w{3,31}"
)
_LINK = re.compile(
    r"!?\[(?P<label>(?:[^\[\]\\]|\\.)*)\]"
    r"\([ ]*+<?(?P<url>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:[ ]+\"[^\"]*\")?[ ]*\)"
)
_LINK_BEGUN = re.compile(
    r"!?\[(?P<label>[^\[\]]*)(?P<closed>\](?:\((?P<url>[^\s()]*(?:\([^\s()]*(?:\)[^\s()]*)?)?))?)?$"
)
_ADDRESSES = ("https://", "http://", "tg://", "mailto:")


def escape(text: str) -> str:
    """`text` in a form that no parser sees marks in."""
    return text.translate(_ESCAPE)


def unescape(text: str) -> tuple[str, list[int]]:
    """What parsing left, readable again, and the UTF-16 offsets (in `text`) of the joints taken out."""
    if _JOIN not in text:
        return text.translate(_UNESCAPE), []
    pieces = text.split(_JOIN)
    joints, at = [], 0
    for piece in pieces[:-1]:
        at += utf16(piece)
        joints.append(at)
        at += 1
    return "".join(pieces).translate(_UNESCAPE), joints


def utf16(text: str) -> int:
    """The length Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def balance(text: str, *, known: frozenset[str], growing: bool = False) -> str:
    """One chunk with every inline mark settled. `growing`: the text ends here only for now.

    Nothing leads anywhere that the reader can't see: only to a `known` address a link may hide its target, or a person
    of Telegram be mentioned.
    """
    return _Chunk(text.rstrip() if growing else text, known, growing).settle()


@dataclass(slots=True)
class _Opener:
    mark: str
    count: int
    place: int  # in the output
    used: int = 0

    @property
    def left(self) -> int:
        return self.count - self.used

    def __str__(self) -> str:
        literal = escape(self.mark * self.left)
        return literal + (self.mark * self.used + _JOIN if self.used else "")


class _Chunk:
    def __init__(self, text: str, known: frozenset[str], growing: bool) -> None:
        self.text, self.known, self.growing = text, known, growing
        self.out: list[str] = []
        self.openers: list[_Opener] = []
        self._unclosable: dict[tuple[str, int], int] = {}  # how many openers, from the first, such marks can't close

    def settle(self) -> str:
        at = 0
        while token := _MARK.search(self.text, at):
            self.out.append(self.text[at : token.start()].translate(_ESCAPE_IN_TEXT))
            match token.group()[0]:
                case "\\":
                    at = self._escape(token)
                case "`":
                    at = self._code(token)
                case "[" | "!":
                    at = self._link(token)
                case "h" | "t" | "@":
                    self._add_address(token.group())
                    at = token.end()
                case _:
                    at = self._emphasis(token)
        self.out.append(self.text[at:].translate(_ESCAPE_IN_TEXT))
        self._close_all()
        return "".join(self.out)

    def _escape(self, token: re.Match[str]) -> int:
        if len(token.group()) == 2:
            self.out.append(escape(token.group()[1]) if token.group()[1] in _ESCAPED else token.group())
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
            self.out.append(escape(ticks))
            return token.end()
        self._add_code(self.text[token.end() :].rstrip("`"))
        return len(self.text)

    def _add_code(self, code: str) -> None:
        code = code.replace("\n", " ")
        if code.strip():
            padded = code[0] == code[-1] == " "  # room for a backtick at the border, no part of the code
            self.out.append(f"`{escape(code[1:-1] if padded else code)}`")

    def _add_address(self, address: str) -> None:
        """A page's says itself where it leads. Telegram makes no link of code."""
        if address.startswith(("http", "mailto:")) or bare(address) in self.known:
            self.out.append(escape(address))
        else:
            self._add_code(address)

    def _link(self, token: re.Match[str]) -> int:
        if (link := _LINK.match(self.text, token.start())) and link["url"].startswith(_ADDRESSES):
            label = balance(link["label"], known=self.known)
            if bare(link["url"]) in self.known:
                self.out.append(f"[{label}]({escape(link['url'])})")
            else:
                self.out.append(f"{label} {escape('(')}")
                self._add_address(link["url"])
                self.out.append(escape(")"))
            return link.end()
        pending = _LINK_BEGUN.match(self.text, token.start()) if self.growing else None
        if pending and pending["label"].isdigit() and not pending["closed"]:
            return len(self.text)  # a citation's mark, `[1]`: it waits until it is whole
        if pending and not pending["closed"]:
            return token.end()
        if pending and pending["url"] is not None and _may_be_address(pending["url"]):
            self.out.append(balance(pending["label"], known=self.known))
            return len(self.text)
        self.out.append(escape(token.group()))
        return token.end()

    def _emphasis(self, token: re.Match[str]) -> int:
        run, end = token.group(), token.end()
        mark, count = run[0], len(run)
        before = self.text[token.start() - 1 : token.start()] or " "
        after = self.text[end : end + 1] or " "
        if _is_text(run, before, after):
            self.out.append(escape(run))
            return end
        if not before.isspace() and not (mark == "_" and after.isalnum()):
            count = self._close(mark, count)
        if not count or (self.growing and end == len(self.text) and self._is_begun(mark, count, before)):
            return end
        if not after.isspace() and not (mark == "_" and before.isalnum()):
            self.openers.append(_Opener(mark, count, len(self.out)))
            self.out.append("")
        else:
            self.out.append(escape(mark * count))
        return end

    def _is_begun(self, mark: str, count: int, before: str) -> bool:
        """Whether marks at the growing end will open something or are the first half of what closes it."""
        if any(o.mark == mark and count < o.left for o in self.openers):
            return True
        return mark * count != "_" and (not before.isalnum() or (mark == "*" and count > 1))

    def _close(self, mark: str, count: int) -> int:
        """Closes what a run of `count` marks can close; returns how many marks are left."""
        closed = 0
        while count:
            strength = 2 if count >= 2 else 1
            opener = self._opener(mark, strength)
            if opener is None:
                break
            while self.openers[-1] is not opener:
                self._settle_opener(self.openers.pop())
            opener.used += strength
            if not opener.left:
                self._settle_opener(self.openers.pop())
            unchanged = max(0, len(self.openers) - 1)
            self._unclosable = {kind: min(number, unchanged) for kind, number in self._unclosable.items()}
            count -= strength
            closed += strength
        if closed:
            self.out.append(_JOIN + mark * closed)
        return count

    def _opener(self, mark: str, strength: int) -> _Opener | None:
        """The nearest that such marks can close."""
        least = self._unclosable.get((mark, strength), 0)
        for opener in islice(reversed(self.openers), len(self.openers) - least):
            if _matches(opener, mark, strength):
                return opener
        self._unclosable[mark, strength] = len(self.openers)
        return None

    def _settle_opener(self, opener: _Opener) -> None:
        self.out[opener.place] = str(opener)

    def _close_all(self) -> None:
        end, says_anything = len(self.out), False  # what stands behind an opener
        while self.openers:
            opener = self.openers.pop()
            says_anything = says_anything or bool("".join(self.out[opener.place + 1 : end]).replace(_JOIN, "").strip())
            end = opener.place
            if self.growing and says_anything:
                self.out.append(_JOIN + opener.mark * opener.left)
                opener.used = opener.count
            elif self.growing:
                opener.count = opener.used
            self._settle_opener(opener)


def _is_text(run: str, before: str, after: str) -> bool:
    """A blank to fill in, `~10`, a product such as `5*3`, a word such as `Lehrer*innen`."""
    match run[0]:
        case "_":
            return len(run) > 2
        case "~":
            return len(run) != 2 and not after.isspace()
        case _:
            in_word = len(run) == 1 and _is_latin(before) and _is_latin(after)
            return in_word or (before.isdigit() and after.isdigit())


def _is_latin(character: str) -> bool:
    return character.isalpha() and character < "\u0250"


def _matches(opener: _Opener, mark: str, strength: int) -> bool:
    """`**a*` is no italic with an asterisk left over; `***a*` and `***a**` may go on."""
    if opener.mark != mark or opener.left < strength:
        return False
    return strength == 2 if mark == "~" else opener.left != 2 or strength == 2


def _may_be_address(begun: str) -> bool:
    return any(begun.startswith(kind) or kind.startswith(begun) for kind in _ADDRESSES)
