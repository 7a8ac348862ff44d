"""A text as `starts` reads it: without ornaments, with digits, and as OCR and capitals should have it. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import takewhile

from ingest.unit_words import AFTER, BEFORE, CARDINALS, ORDINAL, ORDINALS

_ORNAMENTS = "~*【[<《〈「『# "
_PICTURES = {"So", "Sk", "Cf", "Mn", "Me"}  # Unicode's categories of these and of what they are made of: '■', '✏️', '🌸'
_ONES = str.maketrans("1l|0", "iiio")  # look alike to OCR, and so does I
_ALIKE = str.maketrans("1l|tfceo0uv5", "iiiiiccccnns")  # more that do
_LONG = 6  # letters of a word that is known with these, too


def _without_accents(text: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFD", text) if unicodedata.category(mark) != "Mn")


_WORDS = {word.translate(_ONES): word for word in BEFORE.split("|")}
_LONG_WORDS = {word.translate(_ALIKE): word for word in BEFORE.split("|") if len(word) >= _LONG}
_ACCENTED = {
    plain: word
    for word in BEFORE.split("|")
    if (plain := _without_accents(word.upper())).isupper() and plain != word.upper()
}
_CAPITALS = re.compile(rf"(?P<number>\d{{1,3}}\S{{0,3}}[ \t]+)?(?P<word>{'|'.join(_ACCENTED)})(?!\w)")
_PARTED_WORD = re.compile(r"(\S+) (\S+) (?=[\dIlO])")
_MISREAD_NUMBER = re.compile(r"(?=I*[\dlO])[\dIlO]{1,3}(?![\w'’])")
_DIGITS = str.maketrans("lI|O", "1110")
MISREAD_INSIDE = re.compile(rf"(?P<ordinal>{ORDINAL})\s*(?P<number>I|[\dI]*[l|][\dlI]*)(?=\s*(?:{AFTER}))")
ANY_ORDINAL = "|".join(reversed(ORDINALS))
_SPELLED = "|".join(f"{word}|{nth}" for word, nth in zip(CARDINALS[::-1], ORDINALS[::-1], strict=True))
_IN_LETTERS = re.compile(  # 'Chapter One', 'Erste Lektion'
    rf"(?P<before>{BEFORE})[ \t|·]+(?P<spelled>{_SPELLED})(?![\w-])"
    rf"|(?P<spelled2>{ANY_ORDINAL})(?=[ \t]+(?:{BEFORE}|{AFTER})(?!\w))",
    re.IGNORECASE,
)


def normal_form(text: str) -> str:
    return _with_digits(_reread(without_ornaments(text)))


def without_ornaments(text: str) -> str:
    """Of those before a title; and '1️⃣' is a number."""
    text = text.replace("\ufe0f\u20e3", " ")
    ornaments = takewhile(lambda sign: sign in _ORNAMENTS or unicodedata.category(sign) in _PICTURES, text)
    return text[sum(1 for _ in ornaments) :]


def _reread(text: str) -> str:
    """As OCR should have read a scan: 'Lekt1on 2', 'Lekt ion 2' are 'lektion 2', 'Unit l' 'unit 1', '제l과' '제1과'."""
    if found := _CAPITALS.match(text):  # 'LECCION 2' without its accent
        return f"{found['number'] or ''}{_ACCENTED[found['word']]}{text[found.end() :]}"
    if found := MISREAD_INSIDE.match(text):
        return f"{found['ordinal']}{_digits(found['number'])}{text[found.end() :]}"
    first, _, rest = text.partition(" ")
    word = _WORDS.get(first.lower().translate(_ONES)) or _LONG_WORDS.get(first.lower().translate(_ALIKE))
    if word is None and (parted := _PARTED_WORD.match(text)):
        first, rest = "".join(parted.groups()), text[parted.end() :]
        word = _LONG_WORDS.get(first.lower().translate(_ALIKE))
    if word is None:
        return text
    if number := _MISREAD_NUMBER.match(rest):
        rest = _digits(number[0]) + rest[number.end() :]
    return f"{first if first.lower() == word else word} {rest}"


def _digits(number: str) -> str:
    return number.translate(_DIGITS)


def _with_digits(text: str) -> str:
    """'Chapter One: At Sea' -> 'Chapter 1: At Sea', '❷ Essen' -> '2 Essen'."""
    if unicodedata.category(text[:1] or " ") == "No":
        return f"{int(unicodedata.numeric(text[0]))} {text[1:]}"
    found = _IN_LETTERS.match(text)
    if found is None:
        return text
    spelled = found["spelled"] or found["spelled2"]
    number = spelled_value(spelled, CARDINALS) or spelled_value(spelled, ORDINALS)
    return f"{found['before'] or ''} {number}{text[found.end() :]}".lstrip()


def spelled_value(text: str, numbers: Sequence[str]) -> int:
    """0 for what is none of these."""
    return next((at for at, words in enumerate(numbers, 1) if re.fullmatch(words, text, re.IGNORECASE)), 0)
