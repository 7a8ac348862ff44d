"""Language detection: the languages that a book is written in. Pure."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from ingest.lexicon import frequency, is_word, words

_KNOWN = 0.4  # the share of a text's words that its language's word list must have
_CLEARLY = 0.3  # the difference in log10 of frequency a word that decides between two languages
_MOST_KEPT = 20_000  # words of a text, with how common they are
_LEAST = 0.05  # of all words; fewer are names, loan words or the imprint

# Scripts of one language, or of which one language is the most likely; and the others that have a list of words.
_SCRIPTS = {
    "ko": "\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f",
    "ja": "\u3040-\u30ff",
    "zh": "\u4e00-\u9fff",
    "ru": "\u0400-\u04ff",
    "el": "\u0370-\u03ff",
    "ar": "\u0600-\u06ff",
    "he": "\u0590-\u05ff",
    "th": "\u0e00-\u0e7f",
    "hi": "\u0900-\u097f",
    "bn": "\u0980-\u09ff",
}
_OTHERS = {"ru": ("uk", "bg", "mk"), "ar": ("fa", "ur")}
_MARK = re.compile("[\u0300\u0301\u064b-\u0652](?<=[\u0400-\u06ff].)")  # stress, vowels: no list of words has them
_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_WORD = re.compile("|".join(f"(?P<{code}>[{letters}]+)" for code, letters in {**_SCRIPTS, "latin": _LATIN}.items()))

# Each language's most frequent words.
_FUNCTION_WORDS = {
    "de": "der das und es im in um am ist nicht ich sie wir ihr ein eine einen dem den mit auf für von zu sind haben",
    "en": "the and of in is are you i he she we they it with for not this that have what do your my from",
    "fr": "le les et est pas je vous nous il elle une des du dans pour avec que qui sur au sont être ai",
    "es": "el los las y es no yo ustedes nosotros una del con por para que en muy está son hay cómo qué",
    "it": "il gli e è non io voi noi lei una della di con per che sono molto questo anche come nel",
    "pt": "os as e é não eu vocês nós uma do da com para que em muito está são também você ao",
    "nl": "het een en is niet ik jij wij zij van met voor op dat zijn hebben ook maar naar deze wat",
    "pl": "i jest nie ja się na w z że jak co są czy ale po od mam ma",
    "tr": "ve bir bu ben sen biz siz için ile değil var yok çok ne mi mı da de daha kadar",
    "vi": "và là của không tôi bạn có một các người cho này được với những trong đã rất",
    "sv": "och att det är inte jag du vi ni han hon en ett som på av för med till har",
    "da": "og det ikke jeg du vi hun en et som på af med til har hvad",
    "nb": "og det ikke jeg du vi hun en et som på av med til har hva",
    "cs": "není já že jak jsou ale od mám který jsem jste byl pro nebo také si když",
    "hu": "és az nem én hogy egy ez meg már vagy csak mit van ő",
    "ro": "și nu sunt eu ea noi voi cu pentru că mai din ce pe să această",
    "fi": "minä sinä hän että mitä olen ovat kun mutta niin tämä myös",
    "id": "dan yang dari ini itu tidak saya kamu kami ada dengan untuk apa akan bisa",
    "la": "et est sunt quae quod sed autem enim cum esse nōn sē dē quid quis eius atque",
}
_LANGUAGES_OF: dict[str, list[str]] = defaultdict(list)
for _code, _listed in _FUNCTION_WORDS.items():
    for _word in set(_listed.split()):
        _LANGUAGES_OF[_word].append(_code)


def detect_languages(texts: Iterable[str]) -> tuple[str, ...]:
    """ISO 639-1 codes, the most frequent first; () if there are no words.

    Words in a script of several languages count for the one whose list has most of them. Latin words are classified
    line by line and table cell by table cell, as textbooks mix languages: by the function words among them; without
    any, such as in a table of verbs, by the word frequencies of German, English and the languages found so far.
    """
    scripted: dict[str, list[str]] = defaultdict(list)
    told: dict[str, list[str]] = defaultdict(list)
    untold: list[list[str]] = []
    for text in texts:
        for piece in re.split(r"[\n|]", _MARK.sub("", text)):
            latin = []
            for found in _WORD.finditer(piece):
                if found.lastgroup == "latin":
                    latin.append(found[0].lower())
                elif found.lastgroup:
                    scripted[found.lastgroup].append(found[0].lower())
            if language := _by_function_words(latin):
                told[language] += latin
            else:
                untold.append(latin)
    counts = Counter({_of_script(code, found): len(found) for code, found in scripted.items()})
    if counts["ja"] * 10 > counts["zh"]:  # Japanese has kana between Chinese characters
        counts["ja"] += counts.pop("zh", 0)
    counts.update(_confirmed(told, untold))
    least = _LEAST * (counts.total() + sum(map(len, untold)))
    return tuple(code for code, count in counts.most_common() if count and count >= least)


def _of_script(code: str, found: Collection[str]) -> str:
    return max((code, *_OTHERS[code]), key=lambda other: _share(found, other)) if code in _OTHERS else code


def _by_function_words(words: Collection[str]) -> str | None:
    """The language with the most function words among these; None if there are none or it is a tie."""
    hits = [code for word in words for code in _LANGUAGES_OF.get(word, ())]
    if not hits:
        return None
    (first, most), (_, next_most) = (*Counter(hits).most_common(2), ("", 0))[:2]
    return first if most > next_most else None


def _confirmed(told: Mapping[str, Sequence[str]], untold: Iterable[Sequence[str]]) -> Counter[str]:
    """How many words each Latin language has, without languages whose words are mostly not in its word list."""
    counts = Counter(
        {code: len(found) for code, found in told.items() if _share(found, code) >= _KNOWN or not words(code)}
    )
    candidates = {"de", "en", *counts}
    for line in filter(None, untold):
        likely = Counter({code: sum(_commonness(word, code) for word in line) for code in candidates})
        (first, most), (_, next_most) = likely.most_common(2)
        if most > next_most + _CLEARLY * len(line) and _share(line, first) >= _KNOWN:
            counts[first] += len(line)
    return counts


@lru_cache(maxsize=_MOST_KEPT)
def _commonness(word: str, language: str) -> float:
    return math.log10(frequency(word, language))


def _share(found: Collection[str], language: str) -> float:
    """The share of the words that are in the language's word list."""
    return sum(is_word(word, language) for word in found) / len(found) if found else 0.0
