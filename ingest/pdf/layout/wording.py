"""What the words of a line say about where it begins and ends. Pure."""

import re

from ingest.pdf.letters.clean import SYMBOLS

BULLETS = "•‣▪■□❏❑☐☑☒○●◯◦▲△▼▶▷►◆◇➢✓"
# A bullet, a number, a speaker: part of the text at its right, however far away that is.
_PAINTED = BULLETS + "".join(chr(code) for code, meant in SYMBOLS.items() if meant in BULLETS)
_LABEL = re.compile(rf"[{_PAINTED}–—*-]|\(?\d{{1,3}}[.)]|\(?[a-zA-Z][.)]|[①-⑳]|[^\W\d_][^:|]{{0,18}}:")


def is_label(text: str) -> bool:
    return _LABEL.fullmatch(text) is not None


_SENTENCE_END = re.compile(r"[.!?…:;。！？][\"'”“»«)\]’」』]*$")


def ends_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text[-8:]) is not None


_TURN = re.compile(r"[A-ZÄÖÜ가-힣][^\s:]{0,14}(?: [A-ZÄÖÜ][^\s:]{0,14})?:\s|[぀-ヿ一-鿿]{1,8}：")
_ITEM = re.compile(rf"[{BULLETS}–—*→①-⑳]|-\s|\(?(?:\d{{1,3}}|[a-zA-Z])[.)]\s|{_TURN.pattern}")


def begins_turn(text: str) -> bool:
    """With a speaker, or a word that looks like one: 'hat drei' / 'Seiten: eine für den Dialog, ...'."""
    return _TURN.match(text) is not None


def begins_item(text: str) -> bool:
    """With a bullet, a number, a speaker."""
    return _ITEM.match(text) is not None
