"""Lines with Arabic or Hebrew, as they are seen from left to right -> as they are read. Pure."""

import re
import unicodedata

_LETTER = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_ANY = re.compile(f"[{_LETTER}]")
_RUN = re.compile(rf"[{_LETTER}](?:[^A-Za-zÀ-ɏ]*[{_LETTER}])*")  # with the spaces, marks and numbers within
_OTHER_WAY = re.compile(r"[A-Za-zÀ-ɏ0-9٠-٩](?:[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]*[A-Za-zÀ-ɏ0-9٠-٩])?")
_NUMBER = re.compile(r"\d{1,3}[.)] ")
_END = re.compile(r"^([.?!,;…]+)( ?\S.*)$")
# 'الدرس 2 Im Supermarkt' looks like 'الدرس Im Supermarkt 2'; numbers of units are more usual.
_COUNTED = re.compile(rf"^((?:\d{{1,3}}[.)] )?[{_LETTER}]+) ([^{_LETTER}]*[^{_LETTER}\d\s]) (\d{{1,3}})([.?!]*)$")
_FORMS = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]+")
_MIRRORED = str.maketrans("()[]{}«»", ")(][}{»«")


def is_right_to_left(text: str) -> bool:
    """Whether most of its letters are."""
    if text.isascii():
        return False
    letters = len(_ANY.findall(text))
    return 2 * letters > sum(map(str.isalpha, text))


def has_right_to_left(text: str) -> bool:
    return not text.isascii() and _ANY.search(text) is not None


def as_read(text: str, from_right: bool = False) -> str:
    """A line's text, with the letters themselves in place of their joined forms. `from_right`: it begins at the right,
    though most of its letters do not."""
    if not has_right_to_left(text):
        return text
    if from_right or is_right_to_left(text):
        number = _NUMBER.match(text)  # of an item in a list that begins at the left
        start = number.end() if number else 0
        # What ends a sentence begins none: in a paragraph that runs to the right it stands at the right.
        turned = _END.sub(r"\2\1", _turned(text[start:]))
        text = text[:start] + (_COUNTED.sub(r"\1 \3 \2\4", turned) if from_right else turned)
    else:
        text = _RUN.sub(lambda run: _turned(run[0]), text)
    return _FORMS.sub(lambda forms: unicodedata.normalize("NFKC", forms[0]), text)


def _turned(text: str) -> str:
    """From its right end to its left one; numbers and words of other languages stay as they are."""
    return _OTHER_WAY.sub(lambda run: run[0][::-1].translate(_MIRRORED), text[::-1].translate(_MIRRORED))
