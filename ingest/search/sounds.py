"""Phonetic keys: `당케` and `danke` have the same, and so do `trozdem` and `trotzdem`. Pure.

Beginners write German as they hear it, in Hangul or with a letter missing. A key (as in Soundex) merges the sounds that
Korean does not distinguish: p, b, f, v and w are one, r after a vowel is a vowel, and the vowel that Korean inserts
between two consonants is dropped.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from ingest.lexicon import is_word
from ingest.search.places import plain

_SHORTEST = 3  # sounds; shorter keys match too many words

# Casefolded, which makes ß ss. `geht es` may also be said `geht's`.
_GERMAN = re.compile(r"([a-zäöü]+)(?:(?: e|['’])(s)\b)?")
_SPELLINGS = {
    r"(?<=[aeiouäöü])h": "",
    "tion": "SION",
    "ig$": "IH",
    "chs|x": "KS",
    "tsch|sch|tz|[td]s|s|z|c(?=[eiäö])": "S",
    "ch": "H",
    "qu": "KP",
    "(?<=n)g(?![aeiouäölr])": "",
    "[ckg]": "K",
    "[ea]i": "AI",
    "[eä]u": "OI",
    "ie": "I",
    "[pbfvw]h?": "P",
    "[td]h?": "T",
    "r(?=[aeiouäöü])|l": "L",
    "[räe]": "E",
    "j": "",
    "[öo]": "O",
    "[üuy]": "U",
    "[a-z]": "",  # a, h, i, m and n, as they are
}
_SPELLING = re.compile("|".join(f"({spelling})" for spelling in _SPELLINGS))
_AS_SPELLED = len(_SPELLINGS)
_SOUNDS = ["", *_SPELLINGS.values()]

_INITIALS = "KKNTTLMPPSS-SSSKTPH"
_VOWELS = "AEAEEEEEOAEOOUEEUU-II"
_FINALS = "-KKKNNNTLLMLLLLLMPPTTNTTKTPT"
_HELPING = re.compile("(?<=[SH])[UI](?![AEIOU])")  # of 슈팀트 and 이히

# Particles after nouns, and endings of Korean verbs.
_ENDING = re.compile(
    "(?:이?(?:랑|라고|란|라는|야|면|나|고)|이?에요|예요|인가요|[은는]요?|[이가을를의와과도만에로]|으로|하고|에[서는도]|부터|까지|처럼|보다"
    "|[아어여]?[요도서]|려?면|지|자|거|때|니|던데|대요)$"
)


def sounds(text: str) -> Iterator[str]:
    """The keys of a text's German words, as terms: `~TANKE`."""
    for word, es in _GERMAN.findall(plain(text).casefold()):
        yield from filter(None, {_german(word), _german(word + es)})


def sounds_of(word: str) -> set[str]:
    """The possible keys of a question's word; none for a Korean word."""
    if not "가" <= word[0] <= "힣":
        return {*sounds(word)}
    bare = _ENDING.sub("", word)
    if len(word) < 2 or any(is_word(each, "ko") for each in (word, bare)):
        return set()
    heard = {_heard(each) for each in (word, bare)}
    return {*filter(None, map(_term, heard | {_HELPING.sub("", each) for each in heard}))}


@lru_cache(maxsize=50_000)
def _german(word: str) -> str:
    return _term(_SPELLING.sub(_sound, word))


def _sound(found: re.Match[str]) -> str:
    group = found.lastindex or 0
    return found[0].upper() if group == _AS_SPELLED else _SOUNDS[group]


def _heard(word: str) -> str:
    return "".join(map(_syllable, word))


def _syllable(letter: str) -> str:
    initial, rest = divmod(ord(letter) - ord("가"), 588)
    sound = _INITIALS[initial] + _VOWELS[rest // 28] + _FINALS[rest % 28]
    return "E" if sound == "L--" else sound.replace("-", "")  # 르 is the r of würden


def _term(sound: str) -> str:
    """The term of a key, with doubled sounds merged; empty if it is too short."""
    one = re.sub(r"(.)\1+", r"\1", sound)
    return f"~{one}" if len(one) >= _SHORTEST else ""
