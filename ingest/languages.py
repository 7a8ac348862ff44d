"""Which languages a book is written in. Pure."""

import re
from collections import Counter
from collections.abc import Collection, Iterable

_LEAST = 0.05  # of all words: less is a name, a loan word, a line in the imprint

# Scripts that tell the language by themselves, or the most likely one.
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
}
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
    "pl": "i jest nie ja się na w z do to że jak co są czy ale po od mam ma",
    "tr": "ve bir bu ben sen biz siz için ile değil var yok çok ne mi mı da de daha kadar",
    "vi": "và là của không tôi bạn có một các người cho này được với những trong đã rất",
    "sv": "och att det är inte jag du vi ni han hon en ett som på av för med till har",
}
_WORDS = {code: frozenset(words.split()) for code, words in _FUNCTION_WORDS.items()}


def detect_languages(texts: Iterable[str]) -> tuple[str, ...]:
    """ISO 639-1 codes, the one with the most words first; () when there are no words.

    A word of a script that several languages use counts for the most common of them. Latin words are told by the
    small words among them, line by line and table cell by table cell: textbooks mix their languages.
    """
    counts: Counter[str] = Counter()
    undecided = 0
    for text in texts:
        for piece in re.split(r"[\n|]", text):
            latin = []
            for found in _WORD.finditer(piece):
                if found.lastgroup == "latin":
                    latin.append(found[0].lower())
                elif found.lastgroup:
                    counts[found.lastgroup] += 1
            language = _language(latin)
            if language:
                counts[language] += len(latin)
            else:
                undecided += len(latin)
    if counts["ja"] * 10 > counts["zh"]:  # kana stand between the characters of Japanese; Chinese has none
        counts["ja"] += counts.pop("zh", 0)
    least = _LEAST * (counts.total() + undecided)
    return tuple(code for code, count in counts.most_common() if count and count >= least)


def _language(words: Collection[str]) -> str | None:
    """The one with the most function words among these; None where none or several have the most."""
    hits = Counter({code: sum(word in own for word in words) for code, own in _WORDS.items()})
    (first, most), (_, next_most) = hits.most_common(2)
    return first if most > next_most else None
