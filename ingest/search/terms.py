"""A text -> the terms it is found by. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import snowballstemmer

from ingest.search.grammar import grammar_terms

_WORD = re.compile(r"[가-힣]+|[^\W_가-힣]+")
_EXERCISE = re.compile(
    r"(?:übung|uebung|aufgabe|exercise|task|연습(?:\s*문제)?|문제|\bü|\bex\.?)(?:\s*(?:nr|no)\.?)?\s*(\d+)"
    r"|(\d+)\s*번\s*(?:연습|문제)|\b(\d+)\.\s*(?:übung|aufgabe)",
    re.IGNORECASE,
)

_stemmer = snowballstemmer.stemmer("german")


def terms(text: str) -> Iterator[str]:
    """German stems (`Äpfel` and `Apfel` are one) and the pairs of those that stand side by side; the pairs of
    neighbouring syllables of Korean words: particles and endings change with the sentence, so `약속을` and `약속이`
    share a pair; terms of grammar, and exercises, whatever they are called (`Übung 3`, `연습 3`)."""
    before = ""
    for word in words(text):
        if is_hangul(word):
            before = ""
            yield from syllable_pairs(word)
        else:
            this = stem(word)
            yield this
            if before:
                yield f"{before} {this}"
            before = this
    yield from grammar_terms(text).elements()
    yield from (f"#exercise {found[found.lastindex or 0]}" for found in _EXERCISE.finditer(plain(text)))


def words(text: str) -> list[str]:
    """In the order of the text; a Korean ending of a German word is a word of its own."""
    return _WORD.findall(plain(text))


def plain(text: str) -> str:
    """Full-width digits and letters as others are, and letters with their marks in one."""
    return unicodedata.normalize("NFKC", text)


def syllable_pairs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(max(1, len(word) - 1))]


def page_terms(pages: Iterable[str]) -> Iterator[str]:
    """What a passage on these pages is found by when a question names one of them."""
    return (f"#page {page}" for page in pages)


def is_hangul(word: str) -> bool:
    return "가" <= word[0] <= "힣"


def stem(word: str) -> str:
    return _stem(word.casefold())


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    found: str = _stemmer.stemWord(word)
    return found
