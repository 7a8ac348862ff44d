"""Whether the letters that a PDF gives for a page are those that it shows. Pure."""

import math
import unicodedata
from collections import Counter

from ingest.pdf.clean import CID, SYMBOLS

READABLE = 0.7  # of a page's characters
LIKENESS = 0.6  # 1 is the mean of German and English; French, Polish and Turkish have 0.9, letters shifted by one 0.5
ENOUGH = 200  # Latin letters: the statistics of fewer say nothing

# How often each letter comes in a thousand, the mean of German and English prose, accents left out.
_USUAL = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        (75, 17, 30, 46, 150, 20, 25, 52, 72, 2, 11, 37, 26, 86, 51, 13, 1, 66, 68, 77, 36, 9, 21, 1, 10, 6),
        strict=True,
    )
)


def is_legible(text: str) -> bool:
    """No for (cid:1)(cid:2), private use, syllables that do not exist, and Latin letters as no language has them."""
    return readable_share(text) >= READABLE and likeness(text) >= LIKENESS


def readable_share(text: str) -> float:
    """0 for a page of glyph numbers, private use or syllables that do not exist, 1 for a clean page."""
    glyphs = CID.sub("\ufffd", "".join(text.split()))
    return 1 - sum(_is_odd(char) for char in glyphs) / len(glyphs) if glyphs else 1.0


def _is_odd(char: str) -> bool:
    if "가" <= char <= "힣":
        # A font that maps its letters wrongly gives syllables that no Korean text has; euc_kr has the 2,350
        # in use and spells any other out in eight bytes.
        return len(char.encode("euc_kr")) > 2
    if "\u2e80" <= char <= "\u9fff" and ord(char) % 256 == 0:
        return True  # a Latin letter with its two bytes swapped
    return char == "\ufffd" or (unicodedata.category(char) in {"Co", "Cn", "Cs", "Cc"} and ord(char) not in SYMBOLS)


def likeness(text: str) -> float:
    """The cosine between the Latin letters' frequencies here and in German and English; 1 for few letters."""
    plain = unicodedata.normalize("NFD", text.lower())
    seen = Counter(char for char in plain if char in _USUAL)
    if seen.total() < ENOUGH:
        return 1.0
    product = sum(count * _USUAL[letter] for letter, count in seen.items())
    return product / math.hypot(*seen.values()) / math.hypot(*_USUAL.values())
