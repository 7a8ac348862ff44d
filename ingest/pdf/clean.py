"""Text as the PDF has it -> text as a reader would type it. Pure."""

import re
import unicodedata
from collections.abc import Iterable

SOFT_HYPHEN = "\u00ad"
LEADER = "……"
HYPHENS = "-\u2010" + SOFT_HYPHEN

# NFKC for all would tear Korean compatibility jamo (ㄱ) and superscripts apart, so only these are folded:
# Latin ligatures, full-width ASCII, Roman numerals stay.
_FOLDED = re.compile("[\ufb00-\ufb06\uff01-\uff5e]")
_SPACES = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u3164\uffa0]+")
# Symbol fonts put their glyphs into the private use area; these are the ones that carry meaning in a book.
SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0E0: "→", 0xF0FC: "✓", 0xF06F: "□", 0xF0A8: "□"}
_DROPPED_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn"}
_HANGUL = re.compile("[가-힣]")
CID = re.compile(r"\(cid:\d+\)")
_BREAK = re.compile(rf"(\w{{0,2}})[{HYPHENS}]$")
# Dots to a page number, or to be filled in. Four and more; three are an ellipsis.
_LEADERS = re.compile(r"\s*(?:[.·…‥]\s?){4,}")
_SUSPENDED = {"und", "oder", "bzw", "bzw.", "bis", "sowie", "noch", "aber", "and", "or", "to"}


def clean(text: str) -> str:
    """One line's text: composed (NFC), ligatures spelled out, spaces single, nothing that cannot be stored.

    Soft hyphens stay only at the end, where `join_lines` needs them.
    """
    text = CID.sub("", text).translate(SYMBOLS)
    text = _FOLDED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = _SPACES.sub(" ", text).strip()
    broken = text.endswith(SOFT_HYPHEN)
    if not text.isprintable():
        text = "".join(char for char in text if unicodedata.category(char) not in _DROPPED_CATEGORIES)
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", text).strip())
    return text + SOFT_HYPHEN if broken and text else text


def join_lines(lines: Iterable[str]) -> str:
    """Lines of one paragraph -> its text, with the hyphenation at line ends undone and leaders short."""
    text = ""
    for line in lines:
        text = _join(text, line) if text else line
    return _LEADERS.sub(f" {LEADER} ", text.rstrip(SOFT_HYPHEN)).strip()


def _join(text: str, line: str) -> str:
    broken = _BREAK.search(text[-3:])  # no more of it: every line of a long paragraph is looked at once
    if broken is None or not line or not broken[1]:
        return f"{text} {line}".rstrip(" ")
    if text.endswith(SOFT_HYPHEN):
        return text[:-1] + line
    if line.split(maxsplit=1)[0].lower() in _SUSPENDED:  # 'Haupt- und Nebensatz'
        return f"{text} {line}"
    # 'Donau-' + 'dampf' was broken by the typesetter; 'E-' + 'Mail', 'A1-' + '13' carry their own hyphen.
    if line[0].islower() and len(broken[1]) > 1 and broken[1][-1].islower():
        return text[:-1] + line
    return text + line


def is_korean(text: str) -> bool:
    return _HANGUL.search(text) is not None
