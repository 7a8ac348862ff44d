"""What the words of a line say about where it begins and ends. Pure."""

import re

from ingest.pdf.letters.clean import SYMBOLS

BOXES = "□❏❑☐☑☒"  # to tick
BULLETS = "•‣▪■□❏❑☐☑☒○●◯◦▲△▼▶▷►◆◇➢✓"
COMMAS = (",", "，", "、")
# A bullet, a number, a speaker: part of the text at its right, however far away that is.
_PAINTED = BULLETS + "".join(chr(code) for code, meant in SYMBOLS.items() if meant in BULLETS)
_LABEL = re.compile(rf"[{_PAINTED}–—*-]|\(?\d{{1,3}}[.)]|\(?[a-zA-Z][.)]|[①-⑳]|[^\W\d_][^:|]{{0,18}}:")


def is_label(text: str) -> bool:
    return _LABEL.fullmatch(text) is not None


_SENTENCE_END = re.compile(r"[.!?…:;。！？][\"'”“»«)\]’」』]*$")


def ends_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text[-8:]) is not None


_ENDS_WITHIN = re.compile(r"[.!?]\s|[。！？]")


def ends_within(text: str) -> bool:
    """Whether a sentence ends before the text does."""
    return _ENDS_WITHIN.search(text[:-1]) is not None


_TURN = re.compile(r"[A-ZÄÖÜ가-힣][^\s:]{0,14}(?: [A-ZÄÖÜ][^\s:]{0,14})?:(?:\s|$)|[぀-ヿ一-鿿]{1,8}：")
_ITEM = re.compile(
    rf"[{BULLETS}–—*→①-⑳]|[a-z]\s[{BOXES}]|-\s|(?:\((?:\d{{1,3}}|[a-zA-Z가-힣])\)|(?:\d{{1,3}}|[a-zA-Z])[.)]|[가-힣]\))\s"
    r"|\(?(?:\d{1,2}|[a-z])\)(?=[A-ZÄÖÜ가-힣])"
    rf"|{_TURN.pattern}"
)


def begins_turn(text: str) -> bool:
    """With a speaker, or a word that looks like one: 'hat drei' / 'Seiten: eine für den Dialog, ...'."""
    return _TURN.match(text) is not None


def begins_item(text: str) -> bool:
    """With a bullet, a number, a speaker."""
    return _ITEM.match(text) is not None


_EXERCISE = re.compile(r"\D{,12}\d{1,2}\D{1,12}(\d{1,2}):\s")
_COUNTED = re.compile(r"(제|[^\W\d]+(?: |(?=\d)))?(\d{1,2}|(?=[a-zA-Z]\s))([a-zA-Z])?[과장:.)]?\s")


def counts_on(first: str, text: str) -> bool:
    """Whether a text begins with the number or letter that follows the one before: '5 ...' below '4 ...', '1b' below
    '1a', 'b ...' below 'a ...', 'Unit 5 ...' below 'Unit 4 ...', 'Ü2 ...' below 'Ü1 ...', or 'Unit 4, Ex. 2: ...' below
    'Unit 4, Ex. 1: ...'."""
    exercise, following = _EXERCISE.match(first), _EXERCISE.match(text)
    if exercise and following and first[: exercise.start(1)] == text[: following.start(1)]:
        return int(following[1]) == int(exercise[1]) + 1
    before, number = _COUNTED.match(first), _COUNTED.match(text)
    if before is None or number is None or before[1] != number[1]:
        return False
    step, letters = int(number[2] or 0) - int(before[2] or 0), (before[3], number[3])
    return step == 1 or (step == 0 and all(letters) and ord(number[3]) == ord(before[3]) + 1)
