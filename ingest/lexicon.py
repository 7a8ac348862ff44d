"""What words a language has: the frequent ones, some 30,000 each, as they were counted in texts of all kinds."""

import gzip
from collections import defaultdict
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import msgpack  # type: ignore[import-untyped]  # ships no types

RAREST = 1e-7

_PACKAGE = find_spec("wordfreq")
assert _PACKAGE is not None
assert _PACKAGE.origin is not None
_LISTS = Path(_PACKAGE.origin).with_name("data")


def is_word(word: str, language: str) -> bool:
    """`word` in small letters. `language`: an ISO 639-1 code."""
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
    """As wordfreq has them, whose own reader takes a quarter of the time in which a child starts; none of a language
    that it has no list of. The words of one frequency are a list; in the next one they are rarer by a hundredth of a
    power of ten."""
    path = _LISTS / f"small_{language}.msgpack.gz"
    if not path.exists():
        return {}
    with gzip.open(path) as file:
        _header, *lists = msgpack.load(file)
    return {word: 10 ** (-place / 100) for place, words in enumerate(lists) for word in words}
