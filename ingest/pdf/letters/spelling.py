"""How much the letters of unknown words stand beside each other as in the languages of Latin script. Pure."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice, pairwise
from math import log

from ingest.lexicon import words

COMMON = 3000  # words of each language
UNSEEN = 0.5  # so often may have been a pair that none of them has
FEW = 20  # the same for a letter: less is said by those that are rare


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
    plain = unicodedata.normalize("NFKD", " ".join(found))
    letters = "".join(char for char in plain if char == " " or ("a" <= char <= "z"))
    return Counter(pairwise(f" {letters} "))
