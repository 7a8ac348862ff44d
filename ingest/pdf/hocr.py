"""What Tesseract has read, as hOCR -> words with their places. Pure."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import mean, median
from xml.etree import ElementTree

from ingest.pdf.layout import GAP
from ingest.pdf.letters.clean import is_korean
from ingest.pdf.letters.word import Word

SUREST_NOISE = 30  # of 100: a 'word' about which Tesseract is less sure is a speck or part of a drawing
SUREST_NOISY_LINE = 50  # the same for a line, on average
HANGUL = 1.05  # the size of a Korean line, in heights of its words
SIZE_TOLERANCE = 0.17  # Tesseract's sizes of lines in one font differ by so much


@dataclass(frozen=True, slots=True)
class _Row:
    """A line as Tesseract has it, in pixels."""

    words: list[tuple[str, list[float]]]  # with the space before each, if there is one
    left: float
    base: float  # at the line's left end
    slope: float
    size: float


def words_in(hocr: bytes, text: str, scale: float) -> Iterator[Word]:
    """With their places in points; `text` is what Tesseract makes of the same page, `scale` the pixels a point.
    Raises ElementTree.ParseError."""
    rows = [row for row in _rows(hocr, text) if row.words]
    slope = median([row.slope for row in rows] or [0.0])  # a page that lies askew in the scanner
    usual = median([row.size for row in rows] or [0.0])
    for row in rows:
        size = usual if abs(row.size - usual) < SIZE_TOLERANCE * usual else row.size
        base = (row.base - slope * row.left) / scale
        for text, box in _runs(row):
            x0, top, x1, bottom = (edge / scale for edge in box)
            yield Word(text, x0, top, x1, bottom, base, size / scale, False)


def _runs(row: _Row) -> Iterator[tuple[str, list[float]]]:
    """The line's words as one as far as no wide gap parts them: Tesseract has found the columns of prose."""
    text, box = row.words[0][0].strip(), row.words[0][1]
    for more, (x0, top, x1, bottom) in row.words[1:]:
        gap = (x0 - box[2]) / row.size
        if gap > GAP:
            yield text, box
            text, box = more.strip(), [x0, top, x1, bottom]
            continue
        text += more
        box = [box[0], min(box[1], top), max(box[2], x1), max(box[3], bottom)]
    yield text, box


def _rows(hocr: bytes, text: str) -> Iterator[_Row]:
    tree = ElementTree.fromstring(hocr)
    spaced = _spaced(tree, text)
    for line in tree.iter():
        title = line.get("title", "")
        if "x_size" not in title:
            continue
        left, _, _, bottom = _numbers("bbox", title)
        slope, shift = _numbers("baseline", title) or [0.0, 0.0]
        words = list(_sure(line, spaced))
        size = _numbers("x_size", title)[0]
        korean = [box[3] - box[1] for text, box in words if is_korean(text)]
        if len(korean) * 2 > len(words):
            size = HANGUL * median(korean)  # Tesseract sizes a line by its small letters, and Hangul has none
        yield _Row(words, left, bottom + shift, slope, size)


def _spaced(tree: ElementTree.Element, text: str) -> dict[ElementTree.Element, str]:
    """The words of all lines, each after a space where the text has one; all are if the text is another one."""
    words = [(word, "".join(word.itertext()).strip()) for word in tree.iter() if word.get("class") == "ocrx_word"]
    parts = text.split()
    starts = set(itertools.accumulate(map(len, parts), initial=0))
    places = itertools.accumulate((len(found) for _, found in words), initial=0)
    same = "".join(parts) == "".join(found for _, found in words)
    return {
        word: " " * (place in starts or not same) + found for (word, found), place in zip(words, places, strict=False)
    }


def _sure(
    line: Iterable[ElementTree.Element], spaced: dict[ElementTree.Element, str]
) -> Iterator[tuple[str, list[float]]]:
    words = [(word.get("title", ""), spaced.get(word, "")) for word in line]
    sure = {title: _numbers("x_wconf", title)[0] for title, text in words if text.strip()}
    if sure and mean(sure.values()) >= SUREST_NOISY_LINE:
        for title, text in words:
            if text.strip() and sure[title] >= SUREST_NOISE:
                yield text, _numbers("bbox", title)


def _numbers(name: str, title: str) -> list[float]:
    found = re.search(rf"\b{name}((?: -?[\d.]+)+)", title)
    return [float(number) for number in found[1].split()] if found else []
