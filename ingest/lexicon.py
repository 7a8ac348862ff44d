"""Word frequencies of languages, for some 30,000 words each, from wordfreq's lists."""

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
    """`word`: in lower case. `language`: an ISO 639-1 code."""
    return word.casefold() in words(language)  # the lists have 'heiss' for 'heiß'


def frequency(word: str, language: str) -> float:
    """The word's share of all words; for unlisted words RAREST, which is less than that of any listed one."""
    return words(language).get(word.casefold(), RAREST)


def pair_frequency(pair: str) -> float:
    """The share of Korean words with these two neighbouring syllables; 0 if no listed word has them."""
    pairs, _, _ = _korean()
    return pairs.get(pair, 0.0)


def affinity(pair: str) -> float:
    """How many times as often as by chance Korean words have these two neighbouring syllables; 0 if no listed word
    has them."""
    pairs, syllables, every = _korean()
    return pairs[pair] * every / (syllables[pair[0]] * syllables[pair[1]]) if pair in pairs else 0.0


@cache
def _korean() -> tuple[dict[str, float], dict[str, float], float]:
    """The shares of pairs of syllables, of syllables, and the sum of these."""
    pairs, syllables = defaultdict[str, float](float), defaultdict[str, float](float)
    for word, share in words("ko").items():
        for syllable in word:
            syllables[syllable] += share
        for pair in map("".join, pairwise(word)):
            pairs[pair] += share
    return pairs, syllables, sum(syllables.values())


@cache
def words(language: str) -> dict[str, float]:
    """From the most frequent one on; empty for a language without a list. Reads wordfreq's file directly, as importing
    wordfreq takes a quarter of a child's start. The file has one list of words for each frequency, in steps of a
    hundredth of a power of ten."""
    path = _LISTS / f"small_{language}.msgpack.gz"
    if not path.exists():
        return {}
    with gzip.open(path) as file:
        _header, *lists = msgpack.load(file)
    return {word: 10 ** (-place / 100) for place, rank in enumerate(lists) for word in rank}
