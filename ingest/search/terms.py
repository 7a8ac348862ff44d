"""A text -> the terms it is found by. Pure."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[가-힣]+|[^\W_가-힣]+")
_EXERCISE = re.compile(r"(?:übung|aufgabe|exercise|연습(?:\s*문제)?|\bü)\.?\s*(\d+)", re.IGNORECASE)
_PAGE = re.compile(r"(\d+)\s*(?:쪽|페이지)|(?:\bseite|\bpage|\b[sp]\.)\s*(\d+)", re.IGNORECASE)

_LATIN_WEIGHT = 3.0  # against a pair of syllables, of which a Korean word has several

_stemmer = snowballstemmer.stemmer("german")


def terms(text: str) -> Iterator[str]:
    """German stems (`Äpfel` and `Apfel` are one) and the pairs of those that stand side by side; the pairs of
    neighbouring syllables of Korean words: particles and endings change with the sentence, so `약속을` and `약속이`
    share a pair; exercises, whatever they are called (`Übung 3`, `연습 3`)."""
    before = ""
    for word in _WORD.findall(text):
        if not is_hangul(word):
            stem = _stem(word.casefold())
            yield stem
            if before:
                yield f"{before} {stem}"
            before = stem
        else:
            before = ""
            yield from (word[at : at + 2] for at in range(max(1, len(word) - 1)))
    yield from (f"#exercise {found[1]}" for found in _EXERCISE.finditer(text))


def page_terms(pages: Iterable[str]) -> Iterator[str]:
    """What a passage on these pages is found by when a question names one of them."""
    return (f"#page {page}" for page in pages)


def weights(question: str) -> dict[str, float]:
    """The terms of a question, each with its weight; 0 for those that begin with #, which lead straight there."""
    pages = page_terms(found[1] or found[2] for found in _PAGE.finditer(question))
    return {term: _weight(term) for term in (*terms(question), *pages)}


def names_place(question: str) -> bool:
    """Whether it says on which page or in which exercise it is at home."""
    return any(term.startswith("#") for term in weights(question))


def is_hangul(word: str) -> bool:
    return "가" <= word[0] <= "힣"


def _weight(term: str) -> float:
    if term.startswith("#"):
        return 0.0
    return 1.0 if is_hangul(term) else _LATIN_WEIGHT


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    stem: str = _stemmer.stemWord(word)
    return stem
