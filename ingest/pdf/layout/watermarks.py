"""Large words behind the text of a page, or at the same place in the middle of most pages: nobody reads them. Pure."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import median

from ingest.pdf.layout.sheet import Sheet
from ingest.pdf.letters.word import Word

LARGE = 1.8  # of the usual size
LETTERS = 3  # fewer may be an initial, or a unit's number behind its title
COVERED = 2  # words of the text under one
MIN_REPEATS = 3
MOST = 100  # large words on a page; more are its text

_Line = tuple[int, int]
_Key = tuple[str, int, int]


def without_watermarks(sheets: Sequence[Sheet]) -> list[Sheet]:
    usual = median([word.size for sheet in sheets for word in sheet.words] or [0.0])
    large = [[word for word in sheet.words if _is_large(word, usual)][:MOST] for sheet in sheets]
    lines = [_lines(sheet) if words else {} for sheet, words in zip(sheets, large, strict=True)]
    pages = list(zip(sheets, large, lines, strict=True))
    seen = Counter(_key(word, there) for _, words, there in pages for word in words)
    marks = {_key(word, there) for sheet, words, there in pages for word in _behind_text(sheet, words)}
    marks |= {
        key
        for sheet, words, there in pages
        for word in words
        if seen[key := _key(word, there)] >= max(MIN_REPEATS, 0.6 * len(sheets))
        and 0.25 < word.base / sheet.height < 0.85
    }
    return [_without(sheet, words, there, marks) for sheet, words, there in pages] if marks else list(sheets)


def _is_large(word: Word, usual: float) -> bool:
    return word.size > LARGE * usual and sum(map(str.isalpha, word.text)) >= LETTERS


def _line(word: Word) -> _Line:
    return round(word.base), round(word.size)


def _lines(sheet: Sheet) -> dict[_Line, str]:
    """What stands beside each other and is set alike: one word of 'Lektion 2' comes again, and the line is no mark."""
    words: dict[_Line, list[str]] = {}
    for word in sheet.words:
        words.setdefault(_line(word), []).append(word.text)
    return {line: " ".join(texts) for line, texts in words.items()}


def _key(word: Word, lines: Mapping[_Line, str]) -> _Key:
    return lines[_line(word)], round(word.x0 / 4), round(word.base / 4)


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


def _without(sheet: Sheet, large: Sequence[Word], lines: Mapping[_Line, str], marks: Container[_Key]) -> Sheet:
    """Without the marks, and the words beside them that are set alike."""
    gone = {_line(word) for word in large if _key(word, lines) in marks}
    return replace(sheet, words=[word for word in sheet.words if _line(word) not in gone]) if gone else sheet
