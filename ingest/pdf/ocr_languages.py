"""With which of Tesseract's languages a page is read, told by the book and by the page's script. Pure."""

import re
from collections.abc import Collection, Sequence

from ingest.languages import detect_languages

BASE_LANGUAGES = ("kor", "deu")  # that of German reads English as well as its own does
SURE = 2.0  # Tesseract's confidence in a script, on all pages asked, from which on pages in another one are not read

# Read with the languages above, these come out as nonsense.
_OF_LANGUAGES = {
    "vi": "vie", "ja": "jpn", "zh": "chi_sim", "bn": "ben", "ru": "rus", "ar": "ara", "hi": "hin", "th": "tha",
    "el": "ell", "he": "heb", "uk": "ukr", "bg": "bul", "mk": "mkd", "fa": "fas", "ur": "urd",
}  # fmt: skip
_OF_SCRIPTS = {
    "Japanese": "jpn", "Han": "chi_sim", "HanS": "chi_sim", "HanT": "chi_tra", "Bengali": "ben", "Cyrillic": "rus",
    "Arabic": "ara", "Devanagari": "hin", "Thai": "tha", "Greek": "ell", "Hebrew": "heb", "Korean": "kor",
    "Hangul": "kor", "Hiragana": "jpn", "Katakana": "jpn", "Armenian": "hye", "Georgian": "kat", "Ethiopic": "amh",
    "Tamil": "tam", "Telugu": "tel", "Kannada": "kan", "Malayalam": "mal", "Gujarati": "guj", "Gurmukhi": "pan",
    "Sinhala": "sin", "Khmer": "khm", "Lao": "lao", "Myanmar": "mya", "Tibetan": "bod",
}  # fmt: skip
# The model of German does not know all of their letters, or takes them for others: ł for t, ñ for fi.
_OF_LATIN = {
    "pl": "pol", "tr": "tur", "cs": "ces", "hu": "hun", "ro": "ron", "es": "spa", "fr": "fra", "pt": "por", "sv": "swe",
    "da": "dan", "nb": "nor",
}  # fmt: skip
_LATIN = ("vie", "deu", *_OF_LATIN.values())
_MISTAKEN = re.compile(r"[a-zäöü][A-ZÄÖÜ0-9&@]|[0-9&@][a-zA-ZäöüÄÖÜ]{2}")  # '3HaKÖMCTBO', as no words have it
MISTAKEN = 3, 0.05  # words, and of all


def wanted_languages(book: Sequence[str], script: str, confidence: float) -> list[str]:
    """Tesseract's languages that such a page cannot be read without. `book`: ISO 639-1, the most frequent first;
    `script`: Tesseract's name of it, or an empty string."""
    sure = confidence >= SURE
    codes = [_OF_SCRIPTS.get(script, "")] if sure and script else []
    if not sure or script == "Latin":
        codes += [_OF_LANGUAGES.get(language, "") for language in book[:1] if language == "vi" or not sure]
    return [code for code in codes if code]


def better_languages(lines: Sequence[str], script: str) -> list[str]:
    """Tesseract's languages that would have read these lines of a page better than those that have. `script`: the one
    that Tesseract took the page for, be it ever so little sure."""
    code, words = _OF_SCRIPTS.get(script, ""), " ".join(lines).split()
    fewest, share = MISTAKEN
    mistaken = sum(_MISTAKEN.search(word) is not None for word in words)
    if code and code not in BASE_LANGUAGES and mistaken >= max(fewest, share * len(words)):
        return [code]
    return [_OF_LATIN[language] for language in detect_languages(lines) if language in _OF_LATIN]


def is_latin(code: str) -> bool:
    return code in _LATIN


def reading_languages(wanted: Sequence[str], script: str, installed: Collection[str]) -> list[str]:
    """Those that a page is read in one after another, the page's own script first and Latin last: letters of another
    script mislead Tesseract, and what languages of one script have in common helps it."""
    first = [*wanted, _OF_SCRIPTS.get(script, "")]
    languages = [code for code in dict.fromkeys((*first, *BASE_LANGUAGES)) if code in installed]
    latin = [code for code in languages if code in _LATIN]
    return [*(code for code in languages if code not in latin), "+".join(latin)]


def packages(lacking: Collection[str]) -> str:
    """What apt-get installs so that Tesseract reads them and the languages that every book may have."""
    languages = dict.fromkeys(("deu", "kor", *sorted(set(lacking) - set(BASE_LANGUAGES))))
    return " ".join(["tesseract-ocr", *(f"tesseract-ocr-{code.replace('_', '-')}" for code in languages)])
