"""Text as the PDF has it -> text as a reader would type it. Pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

from ingest.pdf.letters.radicals import CHARACTERS

SOFT_HYPHEN = "\u00ad"
WORD_JOINER = "\u2060"  # at a line's end: the word goes on in the next line
LEADER = "……"
REPLACEMENT = "\ufffd"  # of a letter that nobody knows
HYPHENS = "-\u2010" + SOFT_HYPHEN

# NFKC for all would tear Korean compatibility jamo (ㄱ) and superscripts apart, so only these are folded: Latin
# ligatures and the long s, radicals, marks of vertical lines, half-width kana and jamo, letters of formulas, and
# full-width ASCII, but for the marks that Chinese and Japanese have of their own.
_FOLDED = re.compile("[\ufb00-\ufb06ſ\ufe10-\ufe19\ufe30-\ufe4f\uff01-\uff5e\uff61-\uffdc\U0001d400-\U0001d7ff]")
# What looks like ß and was easier to type.
_GREEK_SZ = re.compile("(?<=[A-Za-zÄÖÜäöü]{2})β|(?<=[A-Za-zÄÖÜäöü])β(?=[a-zäöü]{2})")
_TWICE = re.compile("(?<=[ำຳ])[າา]+")  # of a vowel that fonts set as two glyphs
_TONOS = re.compile("΄([ΑΕΗΙΟΥΩ])")  # which Greek has before its capitals
_OWN_MARKS = frozenset("！（），：；？～")
_SPACES = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u3164\uffa0]+")
# Symbol fonts put their glyphs into the private use area; these are the ones that carry meaning in a book. Readers type
# one hyphen.
SYMBOLS = {
    0x2010: "-", 0x2011: "-", 0xF020: " ", 0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0E0: "→", 0xF0FC: "✓",
    0xF06F: "□", 0xF0A8: "□",
}  # fmt: skip
_MEANT = SYMBOLS | CHARACTERS
_DROPPED_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SAYING_NOTHING = {"Co", "Cn", "Cs", "Cc"}
FIRST_WIDE = "\u1100"  # Hangul and all other wide scripts come from this character on
_HANGUL = re.compile("[가-힣]")
# Chinese and Japanese, with their marks: no spaces stand between them.
_UNSPACED = "\u3001-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
_UNSPACED_LETTER = re.compile(f"[{_UNSPACED}]")
_BETWEEN_SCRIPTS = re.compile(rf"[{_UNSPACED}]\n[^\W\d_]|[^\W\d_]\n[{_UNSPACED}]")
_TIGHT = re.compile(rf"[{_UNSPACED}][A-Za-z]|[A-Za-z][{_UNSPACED}]")
_SPACED = re.compile(rf"[{_UNSPACED}] [A-Za-z]|[A-Za-z] [{_UNSPACED}]")
NEAR = 200  # letters that tell whether a text has spaces between scripts
_THAI = "\u0e01-\u0e4e"  # has spaces between clauses, and most lines end within one
_UNSPACED_BREAK = re.compile(rf"(?:[{_UNSPACED}]\n[{_UNSPACED}\d]|\d\n[{_UNSPACED}]|[{_THAI}]\n[{_THAI}])")
_OTHER_WORD = re.compile(rf"[가-힣]{SOFT_HYPHEN}\n(?:[^\W_가-힣]|[‘“„«])")  # a Korean word goes on in Korean
_RANGE = re.compile(r"\d–\n\d")  # '10–12 Uhr'
CID = re.compile(r"\(cid:\d+\)")
# Letters that nobody knows, beside others.
UNKNOWN = re.compile(rf"{CID.pattern}|(?<=[^\W\d_])[\ue000-\uf8ff\ufffd]|[\ue000-\uf8ff\ufffd](?=[^\W\d_])")
_BREAK = re.compile(rf"(\w{{0,2}})[{HYPHENS}]$")
_BEFORE_ENDING = re.compile(r"(?:[,;(/] ?|[¨⸚])-$")  # 'die Erfahrung, -en', 'das Haus, ¨-er'
# Dots to a page number, or to be filled in. Four and more; three are an ellipsis, also behind a task's number.
_LEADERS = re.compile(r"\s*(?!\.\s\.{3}(?!\s?\.))(?:[.·…‥]\s?){4,}")
_ENDING = re.compile(r"(?:e|en|ern|n|nen|se|st|t|et|te|ten|ung|heit|keit|lich|ig|isch|chen|lein)\b")  # no words
_SUSPENDED = {"und", "oder", "bzw", "bzw.", "bis", "sowie", "noch", "aber", "and", "or", "to"}


def clean(text: str) -> str:
    """One line's text: composed (NFC), ligatures spelled out, spaces single, nothing that cannot be stored.

    Soft hyphens and word joiners stay only at the end, where `join_lines` needs them.
    """
    if text.isascii() and text.isprintable() and "(cid:" not in text:
        return " ".join(text.split())
    text = (CID.sub("", text) if "(cid:" in text else text).translate(_MEANT)
    if "β" in text:
        text = _GREEK_SZ.sub("ß", text)
    if _FOLDED.search(text):
        marks = _OWN_MARKS if _UNSPACED_LETTER.search(text) else frozenset()
        text = _FOLDED.sub(lambda found: _folded(found[0], marks), text)
    text = _SPACES.sub(" ", text).strip()
    end = text[-1:] if text.endswith((SOFT_HYPHEN, WORD_JOINER)) else ""
    if not text.isprintable():
        text = "".join(char for char in text if unicodedata.category(char) not in _DROPPED_CATEGORIES)
        text = _SPACES.sub(" ", text).strip()
    text = unicodedata.normalize("NFC", _TONOS.sub("\\1\u0301", _TWICE.sub("", text)))
    return text + end if text else text


def _folded(char: str, marks: Collection[str]) -> str:
    """What the character is a form of; one of the `marks` where it is one of these."""
    if char in marks:
        return char
    kind, *meant = unicodedata.decomposition(char).split() or [""]
    plain = "".join(chr(int(code, 16)) for code in meant) or char
    wide = chr(ord(plain) + 0xFEE0) if kind == "<vertical>" and plain < "~" else plain
    return wide if wide in marks else plain


def join_lines(lines: Iterable[str]) -> str:
    """Lines of one paragraph -> its text, leaders short. A soft hyphen stays where a hyphen at a line's end may be the
    typesetter's, where a Korean word may go on, and at the end: `hyphens` settles what only the whole book can tell."""
    text = ""
    for line in lines:
        text = _join(text, line) if text else line
    return _LEADERS.sub(f" {LEADER} ", text).strip()


def _join(text: str, line: str) -> str:
    if _OTHER_WORD.fullmatch(f"{text[-2:]}\n{line[:1]}"):
        return f"{text[:-1]} {line}"
    if text.endswith((WORD_JOINER, SOFT_HYPHEN)) and line:
        if text.endswith(SOFT_HYPHEN) and is_korean(text[-2:-1]) and line[0].isalnum():  # in doubt
            return text + line if is_korean(line[0]) else f"{text[:-1]} {line}"  # no word goes on in another script
        if (
            text[-2:-1].isalpha() and not is_korean(text[-2]) and is_korean(line[0])
        ):  # in doubt: 'Bahnhof' + '에서', 'zu' + '없이'
            return text[:-1] + SOFT_HYPHEN + line
        return text[:-1] + line
    if _UNSPACED_BREAK.fullmatch(f"{text[-1:]}\n{line[:1]}") or _RANGE.fullmatch(f"{text[-2:]}\n{line[:1]}"):
        return text + line
    if _BETWEEN_SCRIPTS.fullmatch(f"{text[-1:]}\n{line[:1]}"):
        around = text[-NEAR:] + "\n" + line
        return text + " " * (_TIGHT.search(around) is None or _SPACED.search(around) is not None) + line
    broken = _BREAK.search(text[-3:])  # no more of it: every line of a long paragraph is looked at once
    if broken and line[:1].islower() and _BEFORE_ENDING.search(text[-3:]):
        return text + line
    if text.endswith(" -") and _ENDING.match(line):  # 'die Endung -en'
        return text + line
    if broken is None or not line or not broken[1]:
        return f"{text} {line}".rstrip(" ")
    if line.split(maxsplit=1)[0].lower() in _SUSPENDED:  # 'Haupt- und Nebensatz'
        return f"{text} {line}"
    # 'Donau-' + 'dampf' may have been broken by the typesetter; 'E-' + 'Mail', 'A1-' + '13' carry their own hyphen.
    small = broken[1][-1].islower() and line[0].islower()
    capital = broken[1].isupper() and line[:2].isupper()
    if len(broken[1]) > 1 and (small or capital):
        return text[:-1] + SOFT_HYPHEN + line
    return text + line


def is_korean(text: str) -> bool:
    return not text.isascii() and _HANGUL.search(text) is not None


def is_unspaced(text: str) -> bool:
    """Whether it has letters between which a line may end: Chinese, Japanese."""
    return not text.isascii() and _UNSPACED_LETTER.search(text) is not None


@lru_cache(maxsize=4096)
def says(text: str) -> bool:
    """Whether a character has a text that can be meant."""
    return (
        bool(text)
        and text != REPLACEMENT
        and not CID.fullmatch(text)
        and unicodedata.category(text[0]) not in _SAYING_NOTHING
    )


def letters_in(texts: Iterable[str]) -> Counter[str]:
    """How often each comes, whatever form it is set in."""
    text = CID.sub("", "\0".join(texts))  # as one, and none composed with its neighbour
    found = Counter(unicodedata.normalize("NFKC", text))
    return Counter({letter: times for letter, times in found.items() if letter.isalpha()})
