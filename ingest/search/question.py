"""A question -> its search terms with their weights. Pure.

Only a few words of a question tell what it is about; the others are common in all questions. Three things tell them
apart: `frames.txt`, typical questions without their topic, whose words weigh little in questions of the same language;
how rare a word is in its language; and the script, as a German word inside a Korean question is usually its topic.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from ingest.concepts import GRAMMAR
from ingest.lexicon import frequency, is_word, pair_frequency
from ingest.search.places import named_exercises, named_pages, named_units
from ingest.search.sounds import sounds_of
from ingest.search.stems import is_english, stem, stems, unspaced_pairs, words
from ingest.search.terms import is_hangul, syllable_pairs, terms

_FRAMES = Path(__file__).with_name("frames.txt").read_text(encoding="utf-8").splitlines()

# Weights. The first pair of syllables of a Korean word has 1.
_LATIN = 3.0
_FOREIGN = 3.0  # the same in a question that is not Korean: what it asks about
_SOUND = 3.0  # a phonetic key
_PAIR = 1.0  # two neighbouring words, or Chinese characters or kana
_LAST = 10  # place in a word from which on a pair no longer weighs half of the one before it
# Factors.
_FRAME = 0.1  # of words in frames
_LEAST = 0.5  # of the most common words
_PARAPHRASED = 0.3  # of the lack of a word that the book may say otherwise; a German one in a Korean question is quoted


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A term of a question.

    Attributes:
        weight: 0 for a page or an exercise, which is looked up directly.
        lack: The share of its weight that speaks against a book that lacks it, and terms that sound like `word`, too: 0
            for an English word or a typing error.
        word: The question's word that it comes from.
    """

    term: str
    weight: float
    lack: float
    word: str = ""


def query_terms(question: str) -> list[QueryTerm]:
    """Each term once, with its greatest weight. The language is detected line by line, as a line may be a quotation or
    another question."""
    found: dict[str, QueryTerm] = {}
    by_line = (_word_terms(line, _language(line)) for line in question.splitlines())
    for each in (*chain.from_iterable(by_line), *_places(question)):
        if each.term not in found or found[each.term].weight < each.weight:
            found[each.term] = each
    return list(found.values())


def names_place(question: str) -> bool:
    """Whether the question names a page, an exercise or a unit."""
    return any(_places(question)) or any(named_units(question, None, None))


def names_anything(question: str, besides: re.Pattern[str], *, strongly: bool = False) -> bool:
    """Whether the question has a topic or names a place, apart from the words that match `besides`; `strongly`: a topic
    in words of the book's languages or of grammar."""
    known = {each.term: each for each in query_terms(question)}  # weights depend on the language of the whole question
    found = (each for each in query_terms(besides.sub(" ", question)) if " " not in each.term and each.term[0] != "~")
    left = [known.get(each.term, each) for each in found]
    if strongly:
        return any(each.weight == 0 or (each.lack > 0 and each.weight > 1) for each in left)
    return any(not 0 < each.weight < _LEAST for each in left)


def _word_terms(question: str, language: str) -> Iterator[QueryTerm]:
    before = ""
    korean = language == "ko"
    for word in map(_with_umlauts, words(question)):
        if is_hangul(word):
            before = ""
            yield from _korean_terms(word, korean)
        else:
            small = word.casefold()
            looks_english = is_english(small)
            english = looks_english and not korean
            this = stems(word)[-1] if english else stem(word)  # English words are not stemmed as German
            rarity = 1.0 if korean else _rarity(frequency(small, "de"))
            german = not looks_english and len(small) > 1 and (is_word(small, "de") or is_word(this, "de"))
            lack = german * (1.0 if korean else _PARAPHRASED)
            weight = _LATIN * rarity * _frame(stem(word), language)
            yield QueryTerm(this, weight, lack, word)
            if not looks_english:
                yield from (QueryTerm(exact, weight, 0.0, word) for exact in stems(word)[1:])
            if not english and not is_word(small, "de"):
                yield from (QueryTerm(sound, _SOUND, 0.0, word) for sound in sounds_of(word))
            yield from (QueryTerm(pair, _PAIR, 0.0) for pair in unspaced_pairs(word))
            if before:
                yield QueryTerm(f"{before} {this}", _PAIR, 0.0)
                joined = _PAIR * _frame(before, language) * _frame(this, language)
                yield QueryTerm(f"{before}{this}", joined, 0.0)  # 'lao shi' is in the book as 'lǎoshī'
            before = this
    yield from (QueryTerm(term, _LATIN, 1.0) for term in GRAMMAR.named_in(question))


def _korean_terms(word: str, korean: bool) -> Iterator[QueryTerm]:
    for place, pair in enumerate(syllable_pairs(word)):
        weight = _frame(pair, "ko") * (_rarity(pair_frequency(pair)) if korean else _FOREIGN)
        yield QueryTerm(pair, weight / 2 ** min(place, _LAST), _PARAPHRASED, word)
    yield from (QueryTerm(sound, _SOUND, 0.0, word) for sound in sounds_of(word))


def _with_umlauts(word: str) -> str:
    """Restores umlauts typed without a German keyboard: `fuer` is für; `neue` stays."""
    small = word.lower()
    written = re.sub("[aou]e", lambda found: "äöü"["aou".index(found[0][0])], small)
    return written if frequency(written, "de") > frequency(small, "de") else word


def _places(question: str) -> Iterator[QueryTerm]:
    return (QueryTerm(term, 0.0, 0.0) for term in (*named_pages(question), *named_exercises(question)))


def _rarity(frequency: float) -> float:
    """From 1, for words rarer than one in 30,000, down to _LEAST, for those more common than one in 3,000."""
    return max(_LEAST, min(1.0, -math.log10(frequency) / 2 - 1.25)) if frequency else _LEAST


def _frame(term: str, language: str) -> float:
    return _FRAME if term in _frame_terms()[language] else 1.0


@cache
def _frame_terms() -> dict[str, frozenset[str]]:
    """The terms of the frames in a language."""
    found: dict[str, set[str]] = {"ko": set(), "en": set(), "de": set()}
    for frame in _FRAMES:
        found[_language(frame)].update(terms(frame))
    return {language: frozenset(each) for language, each in found.items()}


def _language(text: str) -> str:
    """The one in which a text asks; one that is neither Korean nor English counts as German: 'Wie sagt man 미혼?'."""
    found = words(text)
    for language, is_its in (("ko", is_hangul), ("en", lambda word: is_english(word.casefold()))):
        if 3 * sum(map(is_its, found)) >= len(found) > 0:
            return language
    return "de"
