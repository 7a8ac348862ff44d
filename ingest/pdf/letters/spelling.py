"""How much the letters of words stand beside each other as in the words of languages. Pure."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain, islice, pairwise
from math import log

from ingest.lexicon import words

COMMON = 50_000  # words, the most frequent of all languages together


def spelling(found: Iterable[str], languages: Sequence[str]) -> float:
    """The mean of the logarithms of how many times as often as by chance these words' neighbouring letters stand
    beside each other in the languages' words; 0 says nothing, as do letters that the languages do not have."""
    usual, letters = _usual(tuple(languages))
    pairs, every = _pairs(found), usual.total()
    likely = (
        times * log((usual[first, second] + 1) / (letters[first] * letters[second] / every + 1))
        for (first, second), times in pairs.items()
    )
    return sum(likely) / (pairs.total() or 1)


@cache
def _usual(languages: Sequence[str]) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """How often two letters stand beside each other, and each one before another."""
    pairs = _pairs(chain.from_iterable(islice(words(language), COMMON // len(languages)) for language in languages))
    letters = Counter[str]()
    for (first, _), times in pairs.items():
        letters[first] += times
    return pairs, letters


def _pairs(found: Iterable[str]) -> Counter[tuple[str, str]]:
    """Of neighbours in words, without accents."""
    plain = unicodedata.normalize("NFKD", " ".join(found))
    bare = "".join(char for char in plain if char == " " or char.isalpha())
    return Counter(pair for word in bare.split(" ") for pair in pairwise(word))
