"""A text -> the terms it is found by. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

from ingest.search.grammar import grammar_terms
from ingest.search.places import named_exercises, plain

_WORD = re.compile(r"[가-힣]+|[^\W_가-힣ᄀ-ᇿ]+")  # letters on their own (ㅋㅋ, ㅠㅠ) are no words
_UNSPACED = re.compile(r"(?=([\u3005\u3040-\u30ff\u3400-\u9fff]{2}))")  # Chinese characters and kana
_stemmer = snowballstemmer.stemmer("german")


def terms(text: str) -> Iterator[str]:
    """German stems (`Äpfel` and `Apfel` are one) and the pairs of those that stand side by side; the pairs of
    neighbouring syllables of Korean words: particles and endings change with the sentence, so `약속을` and `약속이`
    share a pair; those of Japanese and Chinese characters, as `学生` is to be found in `私は学生です`; terms of
    grammar, and exercises, whatever they are called (`Übung 3`, `연습 3`)."""
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
    """In the order of the text; a Korean ending of a German word is a word of its own."""
    return _WORD.findall(plain(text))


def syllable_pairs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(max(1, len(word) - 1))]


def unspaced_pairs(word: str) -> list[str]:
    """Of a run of Chinese characters and kana, in which words are not parted; besides the word itself."""
    return [pair for pair in _UNSPACED.findall(word) if pair != word]


def is_hangul(word: str) -> bool:
    return "가" <= word[0] <= "힣"


def stem(word: str) -> str:
    return _stem(word.casefold())


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    found: str = _stemmer.stemWord(word)
    return found
