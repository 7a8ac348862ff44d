"""What Tesseract has read, as hOCR -> words with their places. Pure."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import mean, median
from typing import NamedTuple
from xml.etree import ElementTree

from ingest.pdf.document import Box, around
from ingest.pdf.layout import Sheet
from ingest.pdf.letters.clean import is_korean
from ingest.pdf.letters.word import Word

SUREST_NOISE = 30  # of 100: a 'word' about which Tesseract is less sure is a speck or part of a drawing
SUREST_NOISY_LINE = 60  # the same for the rest of a line, on average
WORSE = 7  # Tesseract counts what a sign lacks of 100 so many times in its word
HANGUL = 1.05  # the size of a Korean line, in heights of its words
WIDE_SET = 0.3  # of their height: so far apart two digits of a number may be
LETTERS, ABOVE = 0.7, 0.5  # of the usual size, as high as letters are at least; of their height
SIZE_TOLERANCE = 0.17  # Tesseract's sizes of lines in one font differ by so much
BOOK_TOLERANCE = 0.1  # the same of what is most frequent on each page


class Sign(NamedTuple):
    """A letter, digit or mark."""

    text: str
    x0: float
    x1: float
    confidence: float  # of 100; from 90 on they differ little, and that little tells


class Token(NamedTuple):
    """What stands between two spaces."""

    signs: tuple[Sign, ...]
    box: Box
    confidence: float  # of 100: as Tesseract has it for words

    @property
    def text(self) -> str:
        return "".join(sign.text for sign in self.signs)

    def moved(self, right: float, down: float) -> "Token":
        """By so much."""
        signs = tuple(sign._replace(x0=sign.x0 + right, x1=sign.x1 + right) for sign in self.signs)
        return self._replace(signs=signs, box=_moved(self.box, right, down))


class Line(NamedTuple):
    """As Tesseract has it, in pixels."""

    tokens: Sequence[Token]
    box: Box
    base: float  # at the line's left end
    slope: float
    size: float

    def moved(self, right: float, down: float) -> "Line":
        """By so much."""
        tokens = [token.moved(right, down) for token in self.tokens]
        return self._replace(tokens=tokens, box=_moved(self.box, right, down), base=self.base + down)


def _moved(box: Box, right: float, down: float) -> Box:
    return box[0] + right, box[1] + down, box[2] + right, box[3] + down


def words_in(lines: Iterable[Line], scale: float) -> Iterator[Word]:
    """What is no noise, with its place in points; `scale`: the pixels a point."""
    rows = [
        line._replace(tokens=[*_numbers_whole(tokens)], size=_size(line))
        for line in lines
        if (tokens := sure(line.tokens))
    ]
    # Of a page that lies askew in the scanner. Each word counts: short lines seem to lean by what is a pixel.
    slope = median([row.slope for row in rows for _ in row.tokens] or [0.0])
    usual = median([row.size for row in rows] or [0.0])
    for row in rows:
        if any(_lies_on(row, other) for other in rows):
            continue
        size = usual if abs(row.size - usual) < SIZE_TOLERANCE * usual else row.size
        base = row.base - slope * row.box[0]
        above = [_is_above(token, base + slope * token.box[0], usual) for token in row.tokens]
        size = usual if any(above) else size
        for token, is_above in zip(row.tokens, above, strict=True):
            own_base = token.box[3] if is_above else base
            x0, top, x1, bottom = (edge / scale for edge in token.box)
            yield Word(token.text, x0, top, x1, bottom, own_base / scale, size / scale, False)


def _is_above(token: Token, base: float, usual: float) -> bool:
    """Whether it is of another line, beside two of which the last is this: as large as others, and above the base."""
    height = token.box[3] - token.box[1]
    letters = any(map(str.isalnum, token.text))
    return letters and height > LETTERS * usual and base - token.box[3] > ABOVE * height


def _lies_on(row: Line, other: Line) -> bool:
    """Whether it is within another line, whose feet or whose accents Tesseract has read once more."""
    (x0, top, x1, bottom), (left, above, right, below) = row.box, other.box
    return left <= x0 and x1 <= right and above <= top and bottom <= below and bottom - top < below - above


def evened(sheets: Iterable[Sheet]) -> list[Sheet]:
    """With one size for all letters of a book that are nearly as large: Tesseract's differ from page to page."""
    sheets = list(sheets)
    letters = Counter[float]()
    for word in itertools.chain(*(sheet.words for sheet in sheets)):
        letters[word.size] += len(word.text)
    usual: list[float] = []  # the most frequent first
    sizes: dict[float, float] = {}
    for size, _ in letters.most_common():
        sizes[size] = next((other for other in usual if abs(other - size) < BOOK_TOLERANCE * other), size)
        if sizes[size] == size:
            usual.append(size)
    return [replace(sheet, words=[word._replace(size=sizes[word.size]) for word in sheet.words]) for sheet in sheets]


def _numbers_whole(tokens: Iterable[Token]) -> Iterator[Token]:
    """Digits that are set wide, as in large type, are one number."""
    last: Token | None = None
    for token in tokens:
        if last and last.text.isdecimal() and token.text[0].isdecimal() and _touch(last.box, token.box):
            sure = min(last.confidence, token.confidence)
            last = Token(last.signs + token.signs, around([last.box, token.box]), sure)
            continue
        if last:
            yield last
        last = token
    if last:
        yield last


def _touch(left: Box, right: Box) -> bool:
    return right[0] - left[2] < WIDE_SET * (left[3] - left[1])


def sure(tokens: Sequence[Token]) -> list[Token]:
    """Of a line: what is no speck, and no part of a drawing."""
    rest = [token for token in tokens if token.confidence >= SUREST_NOISE]
    return rest if rest and mean(token.confidence for token in rest) >= SUREST_NOISY_LINE else []


def _size(line: Line) -> float:
    korean = sorted(token.box[3] - token.box[1] for token in line.tokens if is_korean(token.text))
    # Tesseract sizes a line by its small letters, and Hangul has none; many of its words it boxes as high as the line.
    return HANGUL * korean[len(korean) // 4] if len(korean) * 2 > len(line.tokens) else line.size


def lines_in(hocr: bytes, text: str) -> Iterator[Line]:
    """`text` is what Tesseract makes of the same page: it has the spaces, of which hOCR has more, within Korean words.
    Raises ElementTree.ParseError."""
    tree = ElementTree.fromstring(hocr)
    spaced = _spaced(tree, text)
    for line in tree.iter():
        title = line.get("title", "")
        if "x_size" not in title:
            continue
        box = _box("bbox", title)
        slope, shift = _numbers("baseline", title) or [0.0, 0.0]
        tokens = _tokens([word for word in line if word in spaced], spaced)
        yield Line(tokens, box, box[3] + shift, slope, _numbers("x_size", title)[0])


def drawn_in(hocr: bytes) -> Iterator[Box]:
    """Where Tesseract has found rules and pictures, in pixels. Raises ElementTree.ParseError."""
    for element in ElementTree.fromstring(hocr).iter():
        if element.get("class") in {"ocr_separator", "ocr_photo"}:
            yield _box("bbox", element.get("title", ""))


def _spaced(tree: ElementTree.Element, text: str) -> dict[ElementTree.Element, bool]:
    """Of each word, whether a space stands before it in the text; one does before all if the text is another one."""
    words = [(word, _letters(word)) for word in tree.iter() if word.get("class") == "ocrx_word"]
    words = [(word, letters) for word, letters in words if letters]
    parts = text.split()
    starts = set(itertools.accumulate(map(len, parts), initial=0))
    places = itertools.accumulate((len(letters) for _, letters in words), initial=0)
    same = "".join(parts) == "".join(letters for _, letters in words)
    return {word: place in starts or not same for (word, _), place in zip(words, places, strict=False)}


def _letters(word: ElementTree.Element) -> str:
    return "".join("".join(word.itertext()).split())


def _tokens(words: Sequence[ElementTree.Element], spaced: dict[ElementTree.Element, bool]) -> list[Token]:
    tokens: list[Token] = []
    for word in words:
        signs = tuple(_signs(word))
        token = Token(signs, _box("bbox", word.get("title", "")), _confidence(signs))
        if tokens and not spaced[word]:
            token = _joined(tokens.pop(), token)
        tokens.append(token)
    return tokens


def _confidence(signs: Sequence[Sign]) -> float:
    """As Tesseract has it for words, but for those that it calls as unsure as can be though it is sure of each sign."""
    return max(0.0, 100 - WORSE * (100 - min((sign.confidence for sign in signs), default=0.0)))


def _joined(a: Token, b: Token) -> Token:
    confidence = (a.confidence * len(a.signs) + b.confidence * len(b.signs)) / (len(a.signs) + len(b.signs))
    return Token(a.signs + b.signs, around((a.box, b.box)), confidence)


def _signs(word: ElementTree.Element) -> Iterator[Sign]:
    for sign in word.iter():
        if sign.get("class") == "ocrx_cinfo" and (text := _letters(sign)):
            title = sign.get("title", "")
            x0, _, x1, _ = _box("x_bboxes", title)
            yield Sign(text, x0, x1, _numbers("x_conf", title)[0])


def _box(name: str, title: str) -> Box:
    x0, top, x1, bottom = _numbers(name, title)
    return x0, top, x1, bottom


def _numbers(name: str, title: str) -> list[float]:
    found = re.search(rf"\b{name}((?: -?[\d.]+)+)", title)
    return [float(number) for number in found[1].split()] if found else []
