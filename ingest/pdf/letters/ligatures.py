"""Glyphs that nobody explains, or that a PDF takes for a letter which no word has there, told by the words that they
stand in: what is as wide as 'ft' behind 'ru' makes 'ruft'. Such are ligatures mostly. Pure."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from statistics import median

from ingest.lexicon import frequency
from ingest.pdf.letters.chars import Char
from ingest.pdf.letters.clean import says
from ingest.pdf.letters.legible import language_of

LIGATURES = (
    "ff", "fi", "fl", "ffi", "ffl", "ft", "fft", "fb", "fh", "fj", "fk", "tt", "ti", "tti", "tf", "ct", "st", "ch",
    "ck", "tz", "sp", "Th", *"äöüßÄÖÜéèàñçêôíóá",
)  # fmt: skip
FEWEST = 2  # letters beside it: fewer are no word, or any
WIDTH = 0.25  # of what its letters take together: a ligature may be as much wider or narrower
KNOWN = 1 / 3  # of the words that a glyph is in: the others may be compounds and names
GAP = 0.15  # of the size: a letter that stands as far away is another word's
_STRANGE = re.compile("[\u0180-\u019f\u01a2-\u01ae\u01b1-\u01c3]")  # letters of no language that has a lexicon
_CAPITAL = re.compile("[\u0100-\u017f]")

_Glyph = tuple[str, str]
"""Its font, and what it is said to mean."""


def spell_out(chars: Sequence[Char]) -> None:
    """Gives such glyphs their letters, where the words leave no doubt. `chars`: in the order they were painted."""
    if not any(map(_may_be_none, {char["text"] for char in chars})):
        return
    places = defaultdict[_Glyph, list[int]](list)
    for at, char in enumerate(chars):
        if _is_none(char, chars[at - 1]["text"] if at else ""):
            places[char["fontname"], char["text"]].append(at)
    if not places:
        return
    language = language_of("".join(char["text"] for char in chars))
    for glyph, them in places.items():
        words = {word for at in them if len(word := _word(chars, at, glyph)) > FEWEST}
        if letters := _letters(words, glyph, _widths(chars, glyph), language):
            for at in them:
                chars[at]["text"] = letters
                chars[at].pop("guess", None)


@lru_cache(maxsize=4096)
def _may_be_none(text: str) -> bool:
    return not says(text) or bool(_STRANGE.match(text)) or (bool(_CAPITAL.match(text)) and text.isupper())


def _is_none(char: Char, before: str) -> bool:
    """Whether it is no letter that is meant: a capital cannot be behind a small one."""
    text = char["text"]
    if not _may_be_none(text) or char.get("guess"):
        return False
    return before.islower() or not _CAPITAL.match(text)


def _word(chars: Sequence[Char], at: int, glyph: _Glyph) -> tuple[str, ...]:
    """The letters around a place, up to where another word begins."""
    first = last = at
    while first > 0 and _go_on(chars[first - 1], chars[first], glyph):
        first -= 1
    while last < len(chars) - 1 and _go_on(chars[last], chars[last + 1], glyph):
        last += 1
    return tuple(char["text"] for char in chars[first : last + 1])


def _go_on(left: Char, right: Char, glyph: _Glyph) -> bool:
    size = right["size"]
    if abs(left["origin"][1] - right["origin"][1]) > 0.1 * size or abs(right["x0"] - left["x1"]) > GAP * size:
        return False
    return all(char["text"].isalpha() or (char["fontname"], char["text"]) == glyph for char in (left, right))


def _widths(chars: Sequence[Char], glyph: _Glyph) -> Mapping[str, float]:
    """How wide its font sets each of the letters of a page, in sizes."""
    found = defaultdict[str, list[float]](list)
    for char in chars:
        if char["fontname"] == glyph[0] and char["size"]:
            found[char["text"]].append((char["x1"] - char["x0"]) / char["size"])
    return {letter: median(widths) for letter, widths in found.items()}


def _letters(words: set[tuple[str, ...]], glyph: _Glyph, widths: Mapping[str, float], language: str) -> str:
    """What the glyph must be for most of these words to be known; empty where that is in doubt."""
    bare = {word: frequency(_with(word, glyph, ""), language) for word in words}  # that of 'Hallo' behind a sign
    votes = dict[str, tuple[int, float]]()
    for letters in _as_wide(glyph, widths):
        found = [frequency(_with(word, glyph, letters), language) - usual for word, usual in bare.items()]
        known = [more for more in found if more > 0]
        votes[letters] = len(known), sum(known)
    best = max(votes, key=votes.__getitem__, default="")
    return best if best and votes[best][0] > KNOWN * len(words) else ""


def _with(word: Sequence[str], glyph: _Glyph, letters: str) -> str:
    return unicodedata.normalize("NFKC", "".join(letters if text == glyph[1] else text for text in word)).casefold()


def _as_wide(glyph: _Glyph, widths: Mapping[str, float]) -> Iterator[str]:
    for letters in LIGATURES:
        usual = [widths[letter] for letter in letters if letter in widths]
        if len(usual) < len(letters) or abs(widths.get(glyph[1], 0.0) - sum(usual)) <= WIDTH * sum(usual):
            yield letters
