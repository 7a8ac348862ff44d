"""Large words behind the text of a page, or at the same place in the middle of most pages: nobody reads them. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from ingest.pdf.layout.sheet import Sheet
from ingest.pdf.letters.word import Word

LARGE = 1.8  # of the usual size
LETTERS = 3  # fewer may be an initial, or a unit's number behind its title
COVERED = 2  # words of the text under one
MIN_REPEATS = 3
MOST = 100  # large words on a page; more are its text

_Key = tuple[str, int, int]


def without_watermarks(sheets: Sequence[Sheet]) -> list[Sheet]:
    usual = median([word.size for sheet in sheets for word in sheet.words] or [0.0])
    large = [[word for word in sheet.words if _is_large(word, usual)][:MOST] for sheet in sheets]
    seen = Counter(_key(word) for words in large for word in words)
    marks = {_key(word) for sheet, words in zip(sheets, large, strict=True) for word in _behind_text(sheet, words)}
    marks |= {
        _key(word)
        for sheet, words in zip(sheets, large, strict=True)
        for word in words
        if seen[_key(word)] >= max(MIN_REPEATS, 0.6 * len(sheets)) and 0.25 < word.base / sheet.height < 0.85
    }
    return [_without(sheet, marks, usual) for sheet in sheets] if marks else list(sheets)


def _is_large(word: Word, usual: float) -> bool:
    return word.size > LARGE * usual and sum(map(str.isalpha, word.text)) >= LETTERS


def _key(word: Word) -> _Key:
    return word.text, round(word.x0 / 4), round(word.base / 4)


def _behind_text(sheet: Sheet, large: Sequence[Word]) -> Iterator[Word]:
    for mark in large:
        top = mark.base - 0.7 * mark.size
        under = (
            word
            for word in sheet.words
            if word.size * LARGE < mark.size
            and mark.x0 < (word.x0 + word.x1) / 2 < mark.x1
            and top < word.base - 0.25 * word.size < mark.base
        )
        if sum(1 for _ in under) >= COVERED:
            yield mark


def _without(sheet: Sheet, marks: set[_Key], usual: float) -> Sheet:
    """Without the marks, and the words beside them that are set alike."""
    gone = [word for word in sheet.words if _is_large(word, usual) and _key(word) in marks]
    lines = {(round(word.base), round(word.size)) for word in gone}
    if not gone:
        return sheet
    return replace(sheet, words=[w for w in sheet.words if (round(w.base), round(w.size)) not in lines])
