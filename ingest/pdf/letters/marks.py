"""Accents, vowel signs and points that are glyphs of their own -> on the letters that bear them. Pure.

Fonts place such a mark by moving it: it has no width, and often another baseline than its letter, so it would end the
word. Where it stands tells whose it is. Letters that are read from right to left are painted from left to right, so
there the mark comes first; a text of several letters is turned around, so that all of the line can be turned back.
Vowels of Indian scripts that are drawn before their consonants are painted before them, and belong behind.
"""

import itertools
import unicodedata
from collections.abc import Sequence

from ingest.pdf.letters.chars import Char
from ingest.pdf.letters.right_to_left import is_right_to_left

_DRAWN_BEFORE = frozenset("िিেৈਿિெேைെേൈෙේෛ")
_VIRAMA = 9  # its combining class: another consonant follows
LONGEST = 6  # glyphs of a cluster

BESIDE = 0.5, 0.1  # of the size: so far a mark may begin from the letter that it should belong to, and from another

NARROWEST, NARROW = 0.01, 0.1  # of the size: as wide is a mark, and one that has the text of all its cluster


def with_marks(chars: list[Char]) -> list[Char]:
    """Accents that have a width are left to `painted`."""
    if not any(map(_may_be_marked, {char["text"] for char in chars})):
        return chars
    bearers: dict[int, list[int]] = {}
    for place, char in enumerate(chars):
        if _is_mark(char) and (bearer := _bearer(chars, place)) is not None:
            bearers.setdefault(bearer, []).append(place)
    gone = {place for places in bearers.values() for place in places}
    return [
        _together(char, [chars[mark]["text"] for mark in bearers.get(place, ())])
        for place, char in enumerate(chars)
        if place not in gone
    ]


def with_vowels_behind(chars: list[Char]) -> list[Char]:
    """Each vowel behind the consonants that it is drawn before, in fonts of which one begins a word: no word does."""
    if _DRAWN_BEFORE.isdisjoint({char["text"] for char in chars}):
        return chars
    first = (char for before, char in zip([None, *chars], chars, strict=False) if not (before and _is_in_word(before)))
    fonts = {char["fontname"] for char in first if char["text"] in _DRAWN_BEFORE}
    ordered: list[Char | None] = [*chars]
    for place, vowel in enumerate(chars):
        before = ordered[place - 1] if place else None
        if vowel["text"] in _DRAWN_BEFORE and before and _is_behind(vowel, before):  # painted as it is typed
            ordered[place - 1] = None
            ordered[place] = {**before, "text": before["text"] + vowel["text"], "x0": vowel["x0"]}
        elif vowel["text"] in _DRAWN_BEFORE and vowel["fontname"] in fonts:
            cluster = list(itertools.takewhile(_awaits_another, chars[place + 1 : place + LONGEST]))
            last = place + 1 + len(cluster)
            if last < len(chars) and _is_in_word(chars[last]):
                ordered[last] = {**chars[last], "text": chars[last]["text"] + vowel["text"]}
                ordered[place + 1] = {**(ordered[place + 1] or {}), "x0": vowel["x0"]}
                ordered[place] = None
    return [char for char in ordered if char]


def _is_behind(vowel: Char, consonant: Char) -> bool:
    """Whether it stands at the left side of the letter that was painted before it."""
    return bool(vowel["base"] == consonant["base"] and abs(consonant["x0"] - vowel["x1"]) < BESIDE[1] * vowel["size"])


def _awaits_another(char: Char) -> bool:
    return unicodedata.combining(char["text"][-1:] or " ") == _VIRAMA


def _is_in_word(char: Char) -> bool:
    return unicodedata.category(char["text"][-1:] or " ")[0] in "LM"


def _may_be_marked(text: str) -> bool:
    return not text.isascii() and (is_right_to_left(text) or any(map(_is_sign, text)))


def _is_sign(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn"


def _is_mark(char: Char) -> bool:
    """One without a width; some programs give it the text of a space, or of all its cluster."""
    text, width = char["text"], (char["x1"] - char["x0"]) / (char["size"] or 1.0)
    return bool(text) and width < (NARROW if len(text) > 1 and any(map(_is_sign, text)) else NARROWEST)


def _bearer(chars: Sequence[Char], place: int) -> int | None:
    """The letter before or behind it, over or below which it stands."""
    mark = chars[place]
    steps = (1, -1) if mark["text"] == " " or is_right_to_left(mark["text"]) else (-1, 1)
    found = ((_next(chars, place, step), beside) for step, beside in zip(steps, BESIDE, strict=True))
    return next((at for at, beside in found if at is not None and _bears(chars[at], mark, beside)), None)


def _next(chars: Sequence[Char], place: int, step: int) -> int | None:
    place += step
    while 0 <= place < len(chars) and _is_mark(chars[place]):
        place += step
    return place if 0 <= place < len(chars) and chars[place]["text"].strip() else None


def _bears(letter: Char, mark: Char, beside: float) -> bool:
    said, text, size = letter["text"], mark["text"], letter["size"]
    if text != said and not all(sign == " " or _is_sign(sign) for sign in text):
        return False
    near = letter["x0"] - beside * size <= mark["x0"] <= letter["x1"] + beside * size
    return bool(near and abs(letter["base"] - mark["base"]) < size and any(map(str.isalpha, said)))


def _together(letter: Char, marks: Sequence[str]) -> Char:
    text = letter["text"]
    signs = "".join(mark for mark in marks if mark not in (" ", text))
    whole = unicodedata.normalize("NFC", text + signs) if signs else text
    whole = whole[::-1] if is_right_to_left(whole) else whole
    return letter if whole == text else {**letter, "text": whole}
