"""Words in the letters of an old code page, which the PDF gives as Latin-1 -> in the letters meant. Pure.

A font made before Unicode has Cyrillic where Latin-1 has accents, and calls it so: 'Ïðèâåò' is printed as 'Привет'.
"""

import re
from collections.abc import Sequence

from ingest.pdf.letters.legible import is_sure
from ingest.pdf.letters.word import Word

ODD = 0.5  # of a word's letters are accents: so it may be another alphabet's
FEWEST = 10  # of such words on a page
_LANGUAGES = {
    "cp1251": "ru", "koi8_r": "ru", "cp1253": "el", "cp949": "ko", "gb18030": "zh", "big5": "zh", "cp932": "ja",
}  # fmt: skip
_ACCENTS = re.compile("[\u0080-\u00ff]")


def in_letters_meant(words: Sequence[Word]) -> list[Word]:
    """The words as they are, unless those full of accents are sure to be words in one of the code pages."""
    odd = [word.text for word in words if _is_odd(word.text)]
    for codec, language in _LANGUAGES.items() if len(odd) >= FEWEST else ():
        if is_sure(" ".join(_decoded(text, codec) for text in odd), language):
            return [
                word._replace(text=_decoded(word.text, codec), doubtful=0) if _is_odd(word.text) else word
                for word in words
            ]
    return list(words)


def _is_odd(text: str) -> bool:
    return len(_ACCENTS.findall(text)) >= ODD * len(text)


def _decoded(text: str, codec: str) -> str:
    """As it is where it is no text of that code page."""
    try:
        return b"".join(map(_code, text)).decode(codec)
    except UnicodeError:
        return text


def _code(char: str) -> bytes:
    """Programs take Windows' Latin-1 for it mostly, but for codes that this has no letter for."""
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")
