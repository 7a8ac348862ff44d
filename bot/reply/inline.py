"""Inline Markdown: decides which marks are formatting, balances them, and escapes those that are text.

CommonMark leaves `**den(Akk.)**은` raw and hides what it takes for HTML, and a stream may end inside a mark. So all
marks are decided here, before the parser. Those that are text are replaced by Unicode noncharacters, one UTF-16 unit
each, which `unescape` turns back.
"""

import re
from dataclasses import dataclass
from itertools import islice

from bot.addresses import bare

_JOINT = "\ufdd0"  # neither space nor punctuation: next to it, CommonMark lets every delimiter open or close
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
    """Hide the marks in a text from the parser."""
    return text.translate(_ESCAPE)


def unescape(text: str) -> tuple[str, list[int]]:
    """Undo `escape` after parsing and remove the joints; returns their UTF-16 offsets in `text`, too."""
    pieces = text.split(_JOINT)
    joints, at = [], 0
    for piece in pieces[:-1]:
        at += utf16(piece)
        joints.append(at)
        at += 1
    return "".join(pieces).translate(_UNESCAPE), joints


def utf16(text: str) -> int:
    """The length in UTF-16 units, as Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def balance(text: str, *, known: frozenset[str], growing: bool = False) -> str:
    """Close or escape every inline mark of a chunk. `growing`: more text may follow.

    A link may hide its target, and a Telegram user be mentioned, only if the address is `known`: other targets are
    written out, so that the reader sees where they lead.
    """
    return _Chunk(text, known, growing).settle()


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
        return escape(self.mark * self.left) + self.mark * self.used + _JOINT


class _Chunk:
    def __init__(self, text: str, known: frozenset[str], growing: bool) -> None:
        self.text, self.known, self.growing = text, known, growing
        self.out: list[str] = []
        self.openers: list[_Opener] = []
        # For each kind of mark: the first so many openers cannot be closed by it. Keeps the search linear.
        self._unclosable: dict[tuple[str, int], int] = {}

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
            padded = code[0] == code[-1] == " "  # not part of the code: it separates a backtick from the marks
            self.out.append(f"`{escape(code[1:-1] if padded else code)}`")

    def _add_address(self, address: str) -> None:
        """Web addresses become links, as they show where they lead; unknown others become code, which is no link."""
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
        if pending and not pending["closed"]:  # a citation such as `[1]` is not shown until it is complete
            return len(self.text) if pending["label"].isdigit() else token.end()
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
        """Whether marks at the growing end may still open emphasis, or are the first half of a closing mark."""
        if any(o.mark == mark and count < o.left for o in self.openers):
            return True
        return mark * count != "_" and (not before.isalnum() or (mark == "*" and count > 1))

    def _close(self, mark: str, count: int) -> int:
        """Close openers with a run of `count` marks; returns how many marks are left."""
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
            self.out.append(_JOINT + mark * closed)
        return count

    def _opener(self, mark: str, strength: int) -> _Opener | None:
        """The nearest opener that such marks can close."""
        least = self._unclosable.get((mark, strength), 0)
        for opener in islice(reversed(self.openers), len(self.openers) - least):
            if _matches(opener, mark, strength):
                return opener
        self._unclosable[mark, strength] = len(self.openers)
        return None

    def _settle_opener(self, opener: _Opener) -> None:
        self.out[opener.place] = str(opener)

    def _close_all(self) -> None:
        end, has_text = len(self.out), False  # after the opener
        while self.openers:
            opener = self.openers.pop()
            has_text = has_text or bool("".join(self.out[opener.place + 1 : end]).replace(_JOINT, "").strip())
            end = opener.place
            if self.growing and has_text:
                self.out.append(_JOINT + opener.mark * opener.left)
                opener.used = opener.count
            elif self.growing:
                opener.count = opener.used
            self._settle_opener(opener)


def _is_text(run: str, before: str, after: str) -> bool:
    """Whether marks are text: a blank to fill in, `~10`, a product such as `5*3`, a word such as `Lehrer*innen`."""
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
    """Whether the marks can close the opener. `**` is not closed by `*`; `***` is by either."""
    if opener.mark != mark or opener.left < strength:
        return False
    return strength == 2 if mark == "~" else opener.left != 2 or strength == 2


def _may_be_address(begun: str) -> bool:
    return any(begun.startswith(kind) or kind.startswith(begun) for kind in _ADDRESSES)
