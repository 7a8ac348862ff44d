"""A large letter that a text begins with, beside its first lines -> a part of its first word. Pure."""

import itertools
from collections.abc import Sequence
from statistics import median

from ingest.lexicon import is_word
from ingest.pdf.letters.word import Word

LARGER = 1.7  # than the words beside it
ROOM = 1.6  # sizes of these: as much may part them from it
TOP = 0.2  # sizes: what is so far below its top stands beside it
FOOT = 1.5  # sizes: so far below its base may lines begin beside it yet, where it stands in a box
_ALONE = frozenset("AIOÀÉ")  # letters that are words


def with_initials(words: list[Word]) -> list[Word]:
    """The words without such letters; those beside one begin where it does, so that their lines have one edge."""
    singles = [word for word in words if len(word.text) == 1 and word.text.isupper()]
    if not singles:
        return words
    usual = median(word.size for word in words)
    for initial in singles:
        if initial.size > LARGER * usual and (beside := _beside(initial, words)):
            first = min(beside, key=lambda word: word.base)
            put = {id(word): word._replace(x0=initial.x0) for word in beside}
            put[id(first)] = put[id(first)]._replace(text=_joined(initial.text, first.text))
            words = [put.get(id(word), word) for word in words if word is not initial]
    return words


def _beside(initial: Word, words: Sequence[Word]) -> list[Word]:
    """The first word of each line at its right, level with each other; empty if there are less than two."""
    top = initial.base - 0.75 * initial.size
    level = [
        word
        for word in words
        if word is not initial
        and initial.size > LARGER * word.size
        and top + TOP * word.size < word.base < initial.base + FOOT * word.size
        and word.x1 > initial.x0
    ]
    lines = {round(word.base): word for word in sorted(level, key=lambda word: -word.x0)}
    firsts = sorted(lines.values(), key=lambda word: word.base)
    near = [word for word in firsts if -0.1 * word.size < word.x0 - initial.x1 < ROOM * word.size]
    beside = list(itertools.takewhile(lambda word: abs(word.x0 - firsts[0].x0) < 0.5 * word.size, near))
    return beside if len(beside) > 1 and beside == firsts[: len(beside)] else []


def _joined(initial: str, text: str) -> str:
    word, after = (initial + text).lower(), text.lower()
    apart = initial in _ALONE and is_word(after, "en") and not any(is_word(word, one) for one in ("en", "de"))
    return f"{initial} {text}" if apart else initial + text
