"""Exponents and the marks of notes -> words on the line that they belong to. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import attrgetter

from ingest.pdf.letters.word import Word

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LONGEST = 5  # characters: '-1', 'ème', '[12]', 'a,b,c'
SMALLEST, LARGEST = 0.45, 0.85  # of the size of the word beside it
BESIDE = 0.35  # of that size: the gap between them
HIGHEST, DEEPEST = 0.75, 0.35  # of that size: how far its baseline stands above or below the other's

_base = attrgetter("base")


def levelled(words: Iterable[Word]) -> list[Word]:
    """The words, short small ones that stand close beside larger ones, above or below their line, moved onto it."""
    words = list(words)
    by_base = sorted(words, key=_base)

    @cache
    def larger(size: float, most: float) -> list[Word]:
        """Those by height beside which a word of this size may stand; on most pages hardly any."""
        return [word for word in by_base if SMALLEST <= size / word.size <= most]

    return [_levelled(word, larger(word.size, _most(word))) if len(word.text) <= LONGEST else word for word in words]


def _most(word: Word) -> float:
    """Of the size of what it stands beside: a note's mark may be as large as the text, if it stands above it."""
    return 1.0 if word.text.isdigit() else LARGEST


def _levelled(word: Word, larger: Sequence[Word]) -> Word:
    beside = next(_beside(word, larger), None)
    if beside is None:
        return word
    raised = word.base < beside.base - 0.15 * beside.size
    return word._replace(base=beside.base, text=word.text.translate(RAISED) if raised else word.text)


def _beside(word: Word, larger: Sequence[Word]) -> Iterator[Word]:
    largest = word.size / SMALLEST
    for place in range(bisect_left(larger, word.base - DEEPEST * largest, key=_base), len(larger)):
        other = larger[place]
        if other.base > word.base + HIGHEST * largest:
            return
        size = other.size
        if not -DEEPEST <= (other.base - word.base) / size <= HIGHEST:
            continue
        if word.size / size > LARGEST and word.base >= other.base - 0.25 * size:
            continue
        if min(abs(word.x0 - other.x1), abs(other.x0 - word.x1)) <= BESIDE * size:
            yield other
