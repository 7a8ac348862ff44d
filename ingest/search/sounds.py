"""What a word sounds like to Korean ears: `당케` and `danke` are one, and so are `trozdem` and `trotzdem`. Pure.

Beginners write German as they hear it, on a Korean keyboard or with a letter too few. Their words and the book's are
compared in a few classes of sounds, none of which tells what Korean doesn't, or what is heard both ways: p, b, f, v and
w are one, r behind a vowel is a vowel, and the one that Korean puts between two consonants is none.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from ingest.lexicon import is_word
from ingest.search.places import plain

_SHORTEST = 3  # sounds; with fewer, too many words are alike

# Casefolded, which makes ß ss. `geht es` is said `geht's`, too.
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

# Behind a noun, and at the end of a Korean verb.
_ENDING = re.compile(
    "(?:이?(?:랑|라고|란|라는|야|면|나|고)|이?에요|예요|인가요|[은는]요?|[이가을를의와과도만에로]|으로|하고|에[서는도]|부터|까지|처럼|보다"
    "|[아어여]?[요도서]|려?면|지|자|거|때|니|던데|대요)$"
)


def sounds(text: str) -> Iterator[str]:
    """Of its German words, as terms: `~TANKE`."""
    for word, es in _GERMAN.findall(plain(text).casefold()):
        yield from filter(None, {_german(word), _german(word + es)})


def sounds_of(word: str) -> set[str]:
    """What a word of a question may sound like, of which none is a Korean one's."""
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
    """Empty for too short a word; a sound that is told twice is one."""
    one = re.sub(r"(.)\1+", r"\1", sound)
    return f"~{one}" if len(one) >= _SHORTEST else ""
