"""A text -> the terms it is found by. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[가-힣]+|[^\W_가-힣]+")
_LATIN_WEIGHT = 3.0  # against a pair of syllables, of which a Korean word has several

_stemmer = snowballstemmer.stemmer("german")


def terms(text: str) -> Iterator[str]:
    """German stems (`Äpfel` and `Apfel` are one), and the pairs of neighbouring syllables of Korean words: particles
    and endings change with the sentence, so `약속을` and `약속이` share a pair."""
    for word in _WORD.findall(text):
        if not is_hangul(word):
            yield _stem(word.casefold())
        elif len(word) == 1:
            yield word
        else:
            yield from (word[at : at + 2] for at in range(len(word) - 1))


def weights(question: str) -> dict[str, float]:
    """The terms of a question, each with its weight."""
    return {term: 1.0 if is_hangul(term) else _LATIN_WEIGHT for term in terms(question)}


def is_hangul(word: str) -> bool:
    return "가" <= word[0] <= "힣"


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    stem: str = _stemmer.stemWord(word)
    return stem
