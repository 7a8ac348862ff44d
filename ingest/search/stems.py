"""A text -> its words; a word -> the stems by which it is found, in any script. Pure.

Books for learners print what nobody types: stress and tones, vowel marks, readings above characters. So words are the
same with and without: `учи́тель` and учитель, `كِتَاب` and كتاب, `nǐ hǎo` and nihao.
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

from ingest.lexicon import frequency
from ingest.search.places import plain

# Accents, the points of Hebrew, the vowel marks of Arabic with its tatweel, the dot below letters of Hindi.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u093c"
_MARK = re.compile(f"[{_MARKS}]")
_ACCENT = re.compile("[\u0300-\u0307\u0309-\u036f]")  # German has stems of ä, ö and ü
_OTHERWISE = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ı": "i", "ى": "ي", "ة": "ه"})  # letters that are as good
_INVISIBLE = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060"))

# The vowels of Indic scripts, of Thai and of its neighbours are no letters to `re`.
_SIGNS = rf"{_MARKS}\u0900-\u0963\u0970-\u0dff\u0e00-\u0e4e\u0e80-\u0ece\u1000-\u1049\u1780-\u17d3"
_LETTER = r"[^\W_가-힣ᄀ-ᇿ]"  # single jamo (ㅋㅋ, ㅠㅠ) are not words
_WORD = re.compile(rf"[가-힣]+|{_LETTER}(?:{_LETTER}|[{_SIGNS}])*")

# Kana, Chinese characters, Thai and its neighbours are written without spaces: letters, each with the signs on it.
_UNSPACED = "\u0e01-\u0e4e\u0e81-\u0ece\u1000-\u1049\u1780-\u17d3\u3005\u3040-\u30ff\u3400-\u9fff"
_PIECE = rf"(?=\w)[{_UNSPACED}](?:(?!\w)[{_UNSPACED}])*"
_PAIR = re.compile(f"(?=({_PIECE}{_PIECE}))")
_READING = re.compile("(?<=[\u3005\u3400-\u9fff])（([\u3040-\u30ffA-Za-z\u00c0-\u024f' ]+)）")
_TONE = re.compile("[\u0304\u030c]")  # of pinyin, and only of it where the syllable is short
_LONGEST_SYLLABLE = 6

_STEMMERS = {
    ("\u0370", "\u03ff"): snowballstemmer.stemmer("greek"),
    ("\u0400", "\u04ff"): snowballstemmer.stemmer("russian"),
    ("\u0600", "\u06ff"): snowballstemmer.stemmer("arabic"),
    ("\u0900", "\u097f"): snowballstemmer.stemmer("hindi"),
}
_GERMAN = snowballstemmer.stemmer("german")
_ENGLISH = snowballstemmer.stemmer("english")
_CLEARLY = 3  # times as frequent in English as in German
_HEBREW_PREFIXES = "והבלכמש"  # and, the, in, to, as, from, that


def words(text: str) -> list[str]:
    """In the order of the text; a Korean ending of a German word is a separate word."""
    return _WORD.findall(plain(text).translate(_INVISIBLE))


def readings_apart(text: str) -> str:
    """`你（nǐ）好（hǎo）！` as `你好！`, with the readings on a line of their own."""
    readings = _READING.findall(text)
    return f"{_READING.sub('', text)}\n{' '.join(readings)}" if readings else text


def stem(word: str) -> str:
    return stems(word)[0]


@lru_cache(maxsize=50_000)
def stems(word: str) -> tuple[str, ...]:
    """The one without any accents first, by which all ways to write it are found; then the one with those that make it
    another word (`bán`, `bạn`), if it has any; of Hebrew, that of the word without the small one before it, too, and of
    English, which comes out cut as German (`sist`), its own."""
    bare = _MARK.sub("", unicodedata.normalize("NFC", word.casefold()))
    stemmer = next((each for (first, last), each in _STEMMERS.items() if first <= bare[:1] <= last), _GERMAN)
    usual = _without(_ACCENT, bare) if stemmer is _GERMAN else bare
    found = [_without(_MARK, stemmer.stemWord(usual)).translate(_OTHERWISE), stemmer.stemWord(bare)]
    if bare[:1] in _HEBREW_PREFIXES and len(bare) > 3:
        found.append(bare[1:])
    if is_english(bare):
        found.append(_ENGLISH.stemWord(bare))
    return tuple(dict.fromkeys(found))


def is_english(word: str) -> bool:
    """Whether a word, in small letters, is rather English than German."""
    return word.isascii() and frequency(word, "en") > _CLEARLY * frequency(word, "de")


def _without(marks: re.Pattern[str], text: str) -> str:
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", marks.sub("", unicodedata.normalize("NFD", text)))


def unspaced_pairs(word: str) -> list[str]:
    """Neighbouring letters of what is written without spaces; without the word itself."""
    return [pair for pair in _PAIR.findall(word) if pair != word]


def joined_syllables(before: str, word: str) -> str:
    """`nihao` of nǐ and hǎo; empty if these are no two syllables of pinyin."""
    parts = [unicodedata.normalize("NFD", each.casefold()) for each in (before, word)]
    bare = [_MARK.sub("", each) for each in parts]
    are_short = all(each.isascii() and 0 < len(each) <= _LONGEST_SYLLABLE for each in bare)
    return "".join(bare) if are_short and any(map(_TONE.search, parts)) else ""
