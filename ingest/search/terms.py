"""A text -> its index terms. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

from ingest.search.grammar import grammar_terms
from ingest.search.places import named_exercises, plain

_WORD = re.compile(r"[가-힣]+|[^\W_가-힣ᄀ-ᇿ]+")  # single jamo (ㅋㅋ, ㅠㅠ) are not words
_UNSPACED = re.compile(r"(?=([\u3005\u3040-\u30ff\u3400-\u9fff]{2}))")  # Chinese characters and kana
_stemmer = snowballstemmer.stemmer("german")


def terms(text: str) -> Iterator[str]:
    """All terms of a text, each as often as it occurs:

    - German stems (`Äpfel` and `Apfel` are one), and pairs of neighbouring ones;
    - pairs of neighbouring syllables of Korean words, as endings vary: `약속을` and `약속이` share a pair;
    - pairs of Chinese characters and kana, as `学生` is to be found in `私は学生です`;
    - concepts of grammar, and exercises in one form (`Übung 3`, `연습 3`).
    """
    before = ""
    for word in words(text):
        if is_hangul(word):
            before = ""
            yield from syllable_pairs(word)
        else:
            this = stem(word)
            yield this
            yield from unspaced_pairs(word)
            if before:
                yield f"{before} {this}"
            before = this
    yield from grammar_terms(text).elements()
    yield from named_exercises(text)


def words(text: str) -> list[str]:
    """In the order of the text; a Korean ending of a German word is a separate word."""
    return _WORD.findall(plain(text))


def syllable_pairs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(max(1, len(word) - 1))]


def unspaced_pairs(word: str) -> list[str]:
    """Pairs within a run of Chinese characters and kana, which are written without spaces; without the word itself."""
    return [pair for pair in _UNSPACED.findall(word) if pair != word]


def is_hangul(word: str) -> bool:
    return "가" <= word[0] <= "힣"


def stem(word: str) -> str:
    return _stem(word.casefold())


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    found: str = _stemmer.stemWord(word)
    return found
