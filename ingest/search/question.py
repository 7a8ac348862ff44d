"""A question -> the terms it is searched by, and how much each of them says. Pure.

What learners ask about is a few words; the rest is how one asks. Three things tell them apart: `frames.txt`, questions
as they are asked everywhere, without what they ask about, each with a word that no other has; how rare a word is in its
language; and the script, for a German word inside a Korean question is usually what it is about.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from ingest.lexicon import frequency, is_word, pair_frequency
from ingest.search.grammar import grammar_terms
from ingest.search.places import named_exercises, named_pages, named_units
from ingest.search.sounds import sounds_of
from ingest.search.spacing import spaced
from ingest.search.terms import is_hangul, stem, syllable_pairs, terms, unspaced_pairs, words

_FRAMES = Path(__file__).with_name("frames.txt").read_text(encoding="utf-8").splitlines()

_LATIN = 3.0  # against the first pair of syllables of a Korean word
_SOUND = 3.0  # of a word that may be written by ear
_PAIR = 1.0  # of words that stand side by side, and of characters within one
_FRAME = 0.1  # of what else a term would weigh
_LEAST = 0.5  # the same, of a common word and of a syllable on its own


@dataclass(frozen=True, slots=True)
class Wanted:
    """`weight` is 0 for a page or an exercise, which the question leads straight to. A book that answers the question
    has the term if it is `needed`: a German, Korean or grammar word, not a typing error, nor an English one; or it has
    what the `word` of the question that it is of sounds like."""

    term: str
    weight: float
    needed: bool
    word: str = ""


def wanted(question: str) -> list[Wanted]:
    """Each term once, with the greatest of its weights. A line has a language of its own: it may be quoted, or another
    question."""
    found: dict[str, Wanted] = {}
    by_line = (_word_terms(line, _is_korean(line)) for line in question.splitlines())
    for each in (*chain.from_iterable(by_line), *_places(question)):
        if each.term not in found or found[each.term].weight < each.weight:
            found[each.term] = each
    return list(found.values())


def names_place(question: str) -> bool:
    """Whether it says on which page, in which exercise or in which unit it is at home."""
    return any(_places(question)) or any(named_units(question, None, None))


def names_anything(question: str, besides: re.Pattern[str], *, strongly: bool = False) -> bool:
    """Whether it is about anything but these words, or says where that is; `strongly`: in words of the language that is
    learned, or of grammar."""
    known = {each.term: each for each in wanted(question)}  # what a word weighs depends on the language of the whole
    found = (each for each in wanted(besides.sub(" ", question)) if " " not in each.term and each.term[0] != "~")
    left = [known.get(each.term, each) for each in found]
    if strongly:
        return any(each.weight == 0 or (each.needed and each.weight > 1) for each in left)
    return any(not 0 < each.weight < _LEAST for each in left)


def _word_terms(question: str, korean: bool) -> Iterator[Wanted]:
    before = ""
    for word in map(_with_umlauts, words(question)):
        if is_hangul(word):
            before = ""
            yield from _korean_terms(word, korean)
        else:
            small = word.casefold()
            looks_english = frequency(small, "en") > 3 * frequency(small, "de")
            english = looks_english and not korean
            this = small if english else stem(word)  # German's stem of "time" is Tim
            rarity = 1.0 if korean else _rarity(frequency(small, "de"))
            german = not looks_english and len(small) > 1 and (is_word(small, "de") or is_word(this, "de"))
            yield Wanted(this, _LATIN * rarity * _frame(stem(word), korean), german, word)
            if not english and not is_word(small, "de"):
                yield from (Wanted(sound, _SOUND, False, word) for sound in sounds_of(word))
            yield from (Wanted(pair, _PAIR, False) for pair in unspaced_pairs(word))
            if before:
                yield Wanted(f"{before} {this}", _PAIR, False)
            before = this
    yield from (Wanted(term, _LATIN, True) for term in grammar_terms(question))


def _korean_terms(word: str, korean: bool) -> Iterator[Wanted]:
    for part in spaced(word):
        for place, pair in enumerate(syllable_pairs(part)):
            yield Wanted(pair, _frame(pair, korean) * _rarity(pair_frequency(pair)) / 2**place, True, word)
    yield from (Wanted(sound, _SOUND, False, word) for sound in sounds_of(word))


def _with_umlauts(word: str) -> str:
    """`fuer`, as it is written without a German keyboard, is für; `neue` stays."""
    small = word.lower()
    written = re.sub("[aou]e", lambda found: "äöü"["aou".index(found[0][0])], small)
    return written if frequency(written, "de") > frequency(small, "de") else word


def _places(question: str) -> Iterator[Wanted]:
    return (Wanted(term, 0.0, False) for term in (*named_pages(question), *named_exercises(question)))


def _rarity(frequency: float) -> float:
    """1 for what is rarer than one word in 30,000, the least for what is commoner than one in 3,000."""
    return max(_LEAST, min(1.0, -math.log10(frequency) / 2 - 1.25)) if frequency else _LEAST


def _frame(term: str, korean: bool) -> float:
    return _FRAME if term in _frame_terms()[korean] else 1.0


@cache
def _frame_terms() -> dict[bool, frozenset[str]]:
    """Of Korean frames and of others."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for frame in _FRAMES:
        found[_is_korean(frame)].update(terms(frame))
    return {korean: frozenset(each) for korean, each in found.items()}


def _is_korean(text: str) -> bool:
    """A third of its words at least: of 'Wie sagt man 미혼 auf Deutsch?' only one is."""
    korean = [is_hangul(word) for word in words(text)]
    return any(korean) and 3 * sum(korean) >= len(korean)
