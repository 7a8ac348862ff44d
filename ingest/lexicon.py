"""What words a language has: the frequent ones, some 30,000 each, as they were counted in texts of all kinds."""

from collections import defaultdict
from functools import cache
from itertools import pairwise

from wordfreq import get_frequency_dict

RAREST = 1e-7


def is_word(word: str, language: str) -> bool:
    """`word` in small letters. `language`: an ISO 639-1 code that wordfreq has a list of."""
    return word in _words(language)


def frequency(word: str, language: str) -> float:
    """Its share of all words; of one that is not in the list, less than any in it has."""
    return _words(language).get(word, RAREST)


def pair_frequency(pair: str) -> float:
    """The share of Korean words that have these two syllables side by side; 0 if none of those in the list has."""
    return _pairs().get(pair, 0.0)


@cache
def _pairs() -> dict[str, float]:
    found: defaultdict[str, float] = defaultdict(float)
    for word, share in _words("ko").items():
        for pair in map("".join, pairwise(word)):
            found[pair] += share
    return found


@cache
def _words(language: str) -> dict[str, float]:
    found: dict[str, float] = get_frequency_dict(language, wordlist="small")
    return found
