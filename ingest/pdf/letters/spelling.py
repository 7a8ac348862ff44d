"""How much the letters of unknown words stand beside each other as in the languages of Latin script. Pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice, pairwise
from math import log

from ingest.lexicon import words

COMMON = 3000  # words of each language
LONG = 4  # letters
UNSEEN = 0.5  # so often may have been a pair that none of them has
FEW = 20  # the same for a letter: less is said by those that are rare


# Korean, Japanese and Chinese in Latin letters, which no list of words has, are made of such syllables.
_SYLLABLE = (
    "(?:kk|tt|pp|ss|jj|zh|ch|sh|ts|[bcdfghjklmnpqrstwxyz])?y?(?:[ao]e|[ew]o|[ue]i|eu|w[aei]e?|i?a[io]|i[aeou]|ou|u[aio]|[aeiou])"
    "(?:ng|[bdghjklmnprst](?![aeiouwy]))?"
)
_SYLLABLES = re.compile(f"(?:{_SYLLABLE})+")


def syllabic(found: Iterable[str]) -> float:
    """The share of the longer ones of these words that are nothing but such syllables."""
    words = [word for word in _plain(found).split(" ") if len(word) >= LONG]
    return sum(_SYLLABLES.fullmatch(word) is not None for word in words) / (len(words) or 1)


def spelling(found: Iterable[str], languages: Sequence[str]) -> float:
    """The mean of the logarithms of how many times as often as by chance these words' neighbouring letters stand
    beside each other in the languages' common words."""
    usual, letters = _usual(tuple(languages))
    pairs = _pairs(found)
    likely = (
        times * log((usual[pair] + UNSEEN) * usual.total() / (letters[pair[0]] + FEW) / (letters[pair[1]] + FEW))
        for pair, times in pairs.items()
    )
    return sum(likely) / (pairs.total() or 1)


@cache
def _usual(languages: Sequence[str]) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """How often two letters stand beside each other, and each one by itself."""
    pairs = Counter[tuple[str, str]]()
    for language in languages:
        pairs += _pairs(islice(words(language), COMMON))
    letters = Counter[str]()
    for (first, _), times in pairs.items():
        letters[first] += times
    return pairs, letters


def _pairs(found: Iterable[str]) -> Counter[tuple[str, str]]:
    """Without accents, and with the beginnings and ends of words."""
    return Counter(pairwise(f" {_plain(found)} "))


def _plain(found: Iterable[str]) -> str:
    plain = unicodedata.normalize("NFKD", " ".join(found))
    return "".join(char for char in plain if char == " " or ("a" <= char <= "z"))
