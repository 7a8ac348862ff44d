"""Whether the letters that a PDF gives for a page are those that it shows. Pure."""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from ingest.lexicon import frequency, is_word
from ingest.pdf.letters.clean import CID, SYMBOLS
from ingest.pdf.letters.korean import go_together, syllable_pairs
from ingest.pdf.letters.spelling import spelling

READABLE = 0.7  # of a page's characters
ENOUGH_PAIRS = 40  # of Korean, Chinese or Japanese letters
COMMON = 3e-6  # of all words: rarer ones of two letters are met by chance
# Of Korean pairs, those that go together: texts have 0.35 and more, lists of rare words and names 0.15, permuted texts
# up to 0.14. Of the others, those that are words: texts have 0.2 and more, permuted ones 0.02.
LEAST_PAIRS = {"ko": 0.145, "ja": 0.12, "zh": 0.08}
SURE_PAIRS = LEAST_PAIRS | {"ko": 0.3}
# Of hiragana, among all letters of Japanese: texts have 1.1, without Chinese characters 0.86, permuted ones 0.6.
LEAST_SPELLING = 0.8
LONG_LIST = 100  # pairs; of a text with so many, half are different
OF_FOUR = 0.7  # of the words of a list of idioms, in Korean and in Chinese
ENOUGH_WORDS = 20
ENOUGH_LETTERS = 150  # Latin ones, on a page that has most of its letters in these
LEAST_IN_WORDS = 0.17  # of these, in words of four and more: texts have 0.5, Vietnamese ones 0.25, broken tables 0.1
FEW_WORDS = 10  # are no words of another alphabet by chance
LEAST_WORDS = 0.15  # of them known; texts have 0.7 in their language, pages of names 0.2, permuted letters 0.05
LEAST_RECOGNISED = 0.6
ENOUGH_RECOGNISED = 15  # words: there is the picture that it can be read from anew
LEAST_GUESSED = 0.4  # of words that are read as Latin-1 for want of anything better
LEAST_ALIKE = 0.5  # of two readings' pairs of letters; a wrong table leaves up to 0.3, Tesseract's slips 0.7 and more

_HANGUL = re.compile("[가-힣]+")
_CHINESE = re.compile("[぀-ヿ㐀-䶿一-鿿]+")
_KANA = re.compile("[぀-ヿ]")
_LATIN_LETTER = re.compile("[a-zà-ɏḁ-ỿ]")
_HIRAGANA = re.compile("[ぁ-ゖ]{2,}")
_GLIDES = re.compile("(?:.[ゃゅょ])+")  # a row of them, as in a table of the letters
_ENDS = re.compile(r"^[\W_]+|[\W_]+$")
_WORDS = re.compile(r"[^\W\d_]{2,}")


class _Alphabet(NamedTuple):
    words: re.Pattern[str]  # longer ones, in lower case
    languages: tuple[str, ...]
    least_spelling: float  # of unknown words: those of the alphabet's other languages have more, permuted letters less


_LATIN = _Alphabet(
    re.compile("[a-z0-9à-ɏḁ-ỿ]{4,}"),
    ("de", "en", "fr", "es", "it", "pt", "nl", "pl", "tr", "vi", "sv", "cs", "da", "fi", "hu", "ro", "id"),
    -0.18,
)
_ALPHABETS = (
    _LATIN,
    _Alphabet(re.compile("[Ѐ-ӿ]{4,}"), ("ru", "uk", "bg", "mk"), -0.45),
    _Alphabet(re.compile("[Ͱ-Ͽἀ-῿]{4,}"), ("el",), -0.3),
)


def is_legible(text: str, recognised: bool = False) -> bool:
    """No for (cid:1)(cid:2), private use, syllables that do not exist, and letters that make no words of any language.

    `recognised`: the text was put under a picture by a program that had looked at it, and has to be better than random.
    """
    return readable_share(text) >= READABLE and makes_words(text, recognised)


def makes_no_words(text: str) -> bool:
    """Whether the letters of one font, of which a page may have few, cannot be those that it shows."""
    words, alphabet = _longer_words(text)
    strange = len(words) >= FEW_WORDS and not _are_words(words, alphabet)
    return strange or _is_misspelled_kana(text) or _are_strangers(syllable_pairs(text), "ko")


def language_of(text: str) -> str:
    """That of most of its words in Latin letters."""
    words = _words_in(text, _LATIN) or ["und"]
    return max(_LATIN.languages, key=lambda language: _share(words, language))


def proves_itself(text: str) -> bool:
    """Whether letters that nobody vouches for are words: few of them prove nothing."""
    words = [_ENDS.sub("", word.lower()) for word in text.split()]
    known = max((_share(words, language) for language in _LATIN.languages), default=0.0) if words else 0.0
    return known >= LEAST_GUESSED


def is_sure(text: str, language: str) -> bool:
    """Whether it is certain that the text is in this language."""
    if language in LEAST_PAIRS:
        pairs = syllable_pairs(text) if language == "ko" else _pairs(text)
        return len(pairs) >= ENOUGH_PAIRS and _share_of_pairs(pairs, language) >= SURE_PAIRS[language]
    words = [word.lower() for word in _WORDS.findall(text)]
    return len(words) >= FEW_WORDS and _share(words, language) >= LEAST_GUESSED


def are_alike(text: str, other: str) -> bool:
    """Whether two readings of one page are the same, but for some slips and all accents."""
    pairs, others = _letter_pairs(text), _letter_pairs(other)
    return (pairs & others).total() >= LEAST_ALIKE * pairs.total() > 0


def _letter_pairs(text: str) -> Counter[tuple[str, str]]:
    """Without accents; Korean by syllables, for its parts are alike in all texts."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text.lower()) if char.isalnum())
    return Counter(itertools.pairwise(unicodedata.normalize("NFC", bare)))


def makes_words(text: str, recognised: bool = False) -> bool:
    """Whether the letters of each script make words that its language has. Few letters prove nothing."""
    kana = _KANA.search(text) is not None
    pairs = {"ko": syllable_pairs(text), "ja" if kana else "zh": _pairs(text)}
    for language, found in pairs.items():
        if _are_strangers(found, language) and not _is_list(found) and not _are_of_four(text, language):
            return False
    if _is_misspelled_kana(text):
        return False
    words, alphabet = _longer_words(text)
    if len(words) < max(map(len, pairs.values())):
        return True  # names and commands in a page of the other script, which makes words
    if recognised:
        return len(words) < ENOUGH_RECOGNISED or _are_known(words, alphabet, LEAST_RECOGNISED)
    return _are_in_words(text) and (len(words) < ENOUGH_WORDS or _are_words(words, alphabet))


def _are_in_words(text: str) -> bool:
    """Whether Latin letters do not stand by ones and twos between signs. Few prove nothing."""
    letters = len(_LATIN_LETTER.findall(text.lower()))
    if letters < ENOUGH_LETTERS or 2 * letters < sum(map(str.isalpha, text)):
        return True
    return sum(map(len, _words_in(text, _LATIN))) >= LEAST_IN_WORDS * letters


def _longer_words(text: str) -> tuple[list[str], _Alphabet]:
    """Those of the alphabet that most of them are in."""
    return max(((_words_in(text, alphabet), alphabet) for alphabet in _ALPHABETS), key=lambda found: len(found[0]))


def _words_in(text: str, alphabet: _Alphabet) -> list[str]:
    words = alphabet.words.findall(text.lower())
    return [word for word in words if not word.isdigit()]


def _pairs(text: str) -> list[str]:
    """Neighbours in runs of Chinese or Japanese: many of them are words of their own, or begin one."""
    return ["".join(pair) for run in _CHINESE.findall(text) for pair in itertools.pairwise(run)]


def _are_strangers(pairs: Sequence[str], language: str) -> bool:
    """Whether too few of these neighbours are usual ones. Few prove nothing."""
    return len(pairs) >= ENOUGH_PAIRS and _share_of_pairs(pairs, language) < LEAST_PAIRS[language]


def _share_of_pairs(pairs: Sequence[str], language: str) -> float:
    """How many of them are usual ones. Korean counts each once, as a text's own words come again and again."""
    if language == "ko":
        different = sorted(set(pairs))
        return sum(map(go_together, different)) / len(different)
    return sum(frequency(pair, language) >= COMMON for pair in pairs) / len(pairs)


def _is_misspelled_kana(text: str) -> bool:
    """Whether hiragana stand in the place of others: the characters beside them may be right. Rows of the alphabet
    say nothing."""
    runs = [run for run in _HIRAGANA.findall(text) if list(run) != sorted(run) and not _GLIDES.fullmatch(run)]
    return sum(len(run) - 1 for run in runs) >= ENOUGH_PAIRS and spelling(runs, ("ja",)) < LEAST_SPELLING


def _is_list(pairs: Sequence[str]) -> bool:
    """Of characters to be learnt: hardly one comes again, as many do in a text, be its letters right or wrong."""
    firsts = [pair[0] for pair in pairs]
    return len(pairs) >= LONG_LIST and len(set(firsts)) > 0.8 * len(firsts)


def _are_of_four(text: str, language: str) -> bool:
    """Whether these are idioms of four letters below each other: a text's words are of other lengths too."""
    runs = (_HANGUL if language == "ko" else _CHINESE).findall(text)
    return sum(len(run) == 4 for run in runs) > OF_FOUR * len(runs)


def _are_words(words: Collection[str], alphabet: _Alphabet) -> bool:
    """Whether they are known ones, or spelled like them."""
    if _are_known(words, alphabet, LEAST_WORDS):  # which is told sooner
        return True
    return spelling(set(words), alphabet.languages) >= alphabet.least_spelling


def _are_known(words: Collection[str], alphabet: _Alphabet, least: float) -> bool:
    return any(_share(words, language) >= least for language in alphabet.languages)


def _share(words: Collection[str], language: str) -> float:
    return sum(is_word(word, language) for word in words) / len(words)


def readable_share(text: str) -> float:
    """0 for a page of glyph numbers, private use or syllables that do not exist, 1 for a clean page."""
    glyphs = Counter("".join((CID.sub("\ufffd", text) if "(cid:" in text else text).split()))
    odd = sum(times for char, times in glyphs.items() if _is_odd(char))
    return 1 - odd / glyphs.total() if glyphs else 1.0


@lru_cache(maxsize=4096)
def _is_odd(char: str) -> bool:
    if "가" <= char <= "힣":
        # A font that maps its letters wrongly gives syllables that no Korean text has; euc_kr has the 2,350
        # in use and spells any other out in eight bytes.
        return len(char.encode("euc_kr")) > 2
    if "\u2e80" <= char <= "\u9fff" and ord(char) % 256 == 0:
        return True  # a Latin letter with its two bytes swapped
    return char == "\ufffd" or (unicodedata.category(char) in {"Co", "Cn", "Cs", "Cc"} and ord(char) not in SYMBOLS)
