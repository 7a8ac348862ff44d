"""Letters of which Ghostscript 10.00 lost half of the number. Pure.

Where a PDF says that the glyphs from 457 on are those from U+0430 on, one after the other, that version writes no
first half of their numbers, and adds its bits to the second half of the first one: а, б, в are 4, 5, 6, and no reader
knows better, unless the glyphs have names. What stood in no such row is right, and as most fonts have their glyphs in
the order of the alphabet, the others are as far from it as their glyphs; where glyphs have no order, nothing can be
known. Of a letter and a sign on it for one glyph, the second has the first's second half instead of its own first one.
"""

import re
import unicodedata
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from string import ascii_letters, digits

from ingest.pdf.letters.clean import REPLACEMENT
from ingest.pdf.runs import runs

_SIGN = re.compile(rb"/CMapName ?/R\d+ def")  # so Ghostscript calls its tables
_ALONE = 0x300  # more is no letter of such a row
_OTHER_SCRIPTS = 0x370
_PHONETIC, _VIETNAMESE = 0x1D00, 0x1EA0  # between them, Latin letters that stand anywhere
_FORMS = 0xF900  # from here on other forms of letters
_ACCENTS = 0x03  # their first half
MANY_GLYPHS = frozenset(f" {ascii_letters}{digits}")  # fonts may have several for: small capitals, old figures
FEWEST_ALIKE, MOST_ALIKE = 6, 0.15  # glyphs, and of a font's, that share their letter: more do so by no chance
_NEAR = 2  # so many letters or glyphs may be missing between neighbours
_LARGE = 0x34  # from this half on scripts are so large that much would fit by chance
_ORDERED = 0.75  # of a font's letters come after the one before


def may_be_lost(table: bytes) -> bool:
    return _SIGN.search(table) is not None


def restored(letters: Mapping[int, str]) -> dict[int, str]:
    """The letters of a font that are others than it says, by glyph."""
    codes = {glyph: ord(text) for glyph, text in letters.items() if len(text) == 1}
    right = {glyph: code for glyph, code in codes.items() if _is_letter(code)}
    found = dict(_pairs(letters))
    known = sorted(right.items())
    for row in _rows(codes) if known and _are_ordered(code for _, code in known) else ():
        if step := _step(row, codes[row[0]], known):
            letters_of_row = [(glyph, glyph + step) for glyph in row]
            at = bisect(known, letters_of_row[0])
            known[at:at] = letters_of_row
            found |= {glyph: chr(code) for glyph, code in letters_of_row}
        elif len(row) > 1 and codes[row[0]] > 0x7F and row[0] > known[0][0]:
            found |= dict.fromkeys(row, REPLACEMENT)
    rest = {glyph: code for glyph, code in codes.items() if glyph not in found}
    return found | dict.fromkeys(_not_restored(rest), REPLACEMENT)


def _not_restored(codes: Mapping[int, int]) -> list[int]:
    """The glyphs that are lost for good, of fonts in which glyphs stand in no order: many share one sign or accent."""
    times = Counter(chr(code) for code in codes.values())
    alike = sum(count for char, count in times.items() if count > 1 and char not in MANY_GLYPHS)
    if alike < max(FEWEST_ALIKE, MOST_ALIKE * len(codes)):
        return []
    return [glyph for glyph, code in codes.items() if code < _ALONE and chr(code) != " "]


def _is_letter(code: int) -> bool:
    is_latin = _PHONETIC <= code < _VIETNAMESE
    return _OTHER_SCRIPTS <= code < _FORMS and not is_latin and unicodedata.category(chr(code))[0] == "L"


def _are_ordered(codes: Iterable[int]) -> bool:
    pairs = [before < after for before, after in pairwise(codes)]
    return sum(pairs) >= _ORDERED * len(pairs)


def _rows(codes: Mapping[int, int]) -> Iterator[list[int]]:
    """Glyphs side by side whose numbers are, too."""
    glyphs = sorted(glyph for glyph, code in codes.items() if code < _ALONE)
    return runs(glyphs, lambda last, glyph: (glyph, codes[glyph]) == (last + 1, codes[last] + 1))


def _step(row: Sequence[int], seen: int, known: Sequence[tuple[int, int]]) -> int | None:
    """How far it is from a row's glyphs to its letters: as nearly as can be as from the nearest glyphs that are known,
    among which they stand in order, and just as far for a single one."""
    at = bisect(known, (row[0], 0))
    before, after = known[at - 1 : at] if at else [], known[at : at + 1]
    neighbours = (*before, *after)
    halves = {code >> 8 for _, code in neighbours}
    steps = {code - glyph for glyph, code in neighbours}
    if len(steps) > 1 and (max(halves) >= _LARGE or len(row) == 1):
        return None
    near = _NEAR if len(row) > 1 and max(halves) < _LARGE else 0
    by_distance = sorted((abs(more), step + more) for step in steps for more in range(-near, near + 1))
    for _, step in by_distance:
        first, last = row[0] + step, row[-1] + step
        if (
            first >> 8 in halves
            and _may_become(first, seen)
            and all(code < first for _, code in before)
            and all(code > last for _, code in after)
            and all(unicodedata.category(chr(glyph + step)) != "Cn" for glyph in row)
        ):
            return step
    return None


def _may_become(code: int, seen: int) -> bool:
    high, low = divmod(code, 256)
    return seen >= low and (seen - low) & ~high == 0


def _pairs(letters: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    for glyph, text in letters.items():
        if len(text) == 2:
            (high, low), (other, last) = (divmod(ord(char), 256) for char in text)
            signs = [chr(half * 256 + last) for half in (high, _ACCENTS) if high and other == low != high]
            if sign := next(filter(_is_sign, signs), ""):
                yield glyph, text[0] + sign


def _is_sign(char: str) -> bool:
    """A vowel or an accent, but none for singing from the Bible; or an Arabic letter, as two are often one glyph."""
    if char < "\u05b0":
        return "\u0300" <= char <= "\u030c"
    return unicodedata.category(char)[0] == "M" or "\u0620" <= char <= "\u064a"
