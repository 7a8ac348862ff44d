"""Pages that are pictures -> sheets of words, read by Tesseract. Runs in the child process.

Tesseract tells words, their places and each line's baseline; reading order, columns and tables are made of
these by the same code that lays out pages of text.
"""

import math
import os
import re
import tempfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import mean, median
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pytesseract  # type: ignore[import-untyped]  # it ships no types
from PIL import Image
from pypdfium2 import PdfiumError

from ingest.pdf.clock import deadly_clock
from ingest.pdf.document import Matrix
from ingest.pdf.layout import GAP, Sheet, laid_out
from ingest.pdf.letters.clean import is_korean
from ingest.pdf.letters.word import Word
from ingest.pdf.ocr_languages import BASE_LANGUAGES, reading_languages, wanted_languages
from ingest.pdf.photographs import ink_outside, levelled, whitened

DOTS_AN_INCH = 300
DRAW_SECONDS = 15.0  # of processor time
MOST_PIXELS = 12_000_000  # A4 at 300 has 8.7 million
SUREST_NOISE = 30  # of 100: a 'word' about which Tesseract is less sure is a speck or part of a drawing
SUREST_NOISY_LINE = 50  # the same for a line, on average
HANGUL = 1.05  # the size of a Korean line, in heights of its words
PAGE_SEGMENTATIONS = (3, 6)  # Tesseract's page segmentation: automatic; or, where that misses much, all one block
MOST_UNREAD = 0.4  # of a page's ink: where more stands outside the words read, some may have been missed
MUCH_MORE = 1.3  # letters, for the second way to be the better one
SCRIPT_PAGES = 3  # that are asked for their script
SCRIPT_SECONDS = 20
SIZE_TOLERANCE = 0.17  # Tesseract's sizes of lines in one font differ by so much
SYLLABLE_GAP = 0.25  # of the size: Tesseract parts Korean words at narrower gaps, which are none

_SCRIPT = re.compile(r"Script: (\w+)\s+Script confidence: ([\d.]+)")


def read_scans(
    data: bytes, numbers: Sequence[int], tesseract: str, scratch: str, page_seconds: float, book: Sequence[str] = ()
) -> Iterator[dict[str, Any]]:
    """The events of `read_pages`, or `{"missing": languages}`. `tesseract`: its path; `scratch`: a folder for what
    it reads and writes; `book`: the languages that the book is in, as far as it is known."""
    os.environ["OMP_THREAD_LIMIT"] = "1"  # two pages at once use the processors better than one in threads
    tempfile.tempdir = scratch
    pytesseract.pytesseract.tesseract_cmd = tesseract
    installed = set(pytesseract.get_languages())
    pdf = pypdfium2.PdfDocument(data)
    script, confidence = (yield from _script(pdf, numbers)) if "osd" in installed else ("", 0.0)
    wanted = wanted_languages(book, script, confidence)
    missing = {*BASE_LANGUAGES, *wanted} - installed
    if missing:
        yield {"missing": sorted(missing)}
        return
    languages = reading_languages(wanted, script, installed)
    sheets = []
    for number in numbers:
        yield {"at": number}
        try:
            sheets.append(_read_scan(pdf, number, languages, page_seconds))
        except (PdfiumError, RuntimeError, ElementTree.ParseError):  # TesseractError is a RuntimeError
            continue
    yield from laid_out(sheets)


def _script(pdf: pypdfium2.PdfDocument, numbers: Sequence[int]) -> Generator[dict[str, Any], None, tuple[str, float]]:
    """The script of the first of these pages that tells one, and how sure Tesseract is of it. Says which page it is at:
    to draw it may be deadly."""
    for number in numbers[:SCRIPT_PAGES]:
        yield {"at": number}
        try:
            picture, _, _ = _drawn(pdf, number)
            told = pytesseract.image_to_osd(picture, timeout=SCRIPT_SECONDS)
        except (PdfiumError, RuntimeError):  # TesseractError: too few letters
            continue
        if found := _SCRIPT.search(told):
            return found[1], float(found[2])
    return "", 0.0


def _drawn(pdf: pypdfium2.PdfDocument, number: int) -> tuple[Image.Image, float, Matrix]:
    """A picture of the page, its paper white and its lines level, its pixels a point, and from where things are in it,
    in points, to where they are on the page."""
    page = pdf[number - 1]
    width, height = page.get_size()
    scale = min(DOTS_AN_INCH / 72, math.sqrt(MOST_PIXELS / max(width * height, 1)))
    with deadly_clock(DRAW_SECONDS):
        picture = page.render(scale=scale, grayscale=True).to_pil()
    page.close()
    level, angle = levelled(whitened(picture))
    return level, scale, _turned_back(math.radians(angle), picture.width / scale / 2, picture.height / scale / 2)


def _turned_back(angle: float, x: float, y: float) -> Matrix:
    """The way back of what was turned against the clock around this point."""
    sin, cos = math.sin(angle), math.cos(angle)
    return cos, sin, -sin, cos, x - x * cos + y * sin, y - x * sin - y * cos


def _read_scan(pdf: pypdfium2.PdfDocument, number: int, languages: str, seconds: float) -> Sheet:
    picture, scale, view = _drawn(pdf, number)
    words: list[Word] = []
    for way in PAGE_SEGMENTATIONS:
        hocr = pytesseract.image_to_pdf_or_hocr(
            picture,
            lang=languages,
            config=f"--dpi {round(scale * 72)} --psm {way}",
            extension="hocr",
            timeout=seconds / len(PAGE_SEGMENTATIONS),
        )
        found = list(_words(hocr, scale))
        if _letters(found) > MUCH_MORE * _letters(words):
            words = found
        if words and ink_outside(picture, [_pixels(word, scale) for word in words]) < MOST_UNREAD:
            break
    return Sheet(number, picture.width / scale, picture.height / scale, words, [], [], drawn=True, view=view)


def _letters(words: Sequence[Word]) -> int:
    return sum(char.isalnum() for word in words for char in word.text)


def _pixels(word: Word, scale: float) -> tuple[float, float, float, float]:
    return word.x0 * scale, word.top * scale, word.x1 * scale, word.bottom * scale


@dataclass(frozen=True, slots=True)
class _Row:
    """A line as Tesseract has it, in pixels."""

    words: list[tuple[str, list[float]]]
    left: float
    base: float  # at the line's left end
    slope: float
    size: float


def _words(hocr: bytes, scale: float) -> Iterator[Word]:
    rows = [row for row in _rows(hocr) if row.words]
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
    text, box = row.words[0]
    for more, (x0, top, x1, bottom) in row.words[1:]:
        gap = (x0 - box[2]) / row.size
        if gap > GAP:
            yield text, box
            text, box = more, [x0, top, x1, bottom]
            continue
        syllables = is_korean(text[-1]) and is_korean(more[0]) and gap < SYLLABLE_GAP
        text += more if syllables else f" {more}"
        box = [box[0], min(box[1], top), max(box[2], x1), max(box[3], bottom)]
    yield text, box


def _rows(hocr: bytes) -> Iterator[_Row]:
    tree = ElementTree.fromstring(hocr)
    for line in tree.iter():
        title = line.get("title", "")
        if "x_size" not in title:
            continue
        left, _, _, bottom = _numbers("bbox", title)
        slope, shift = _numbers("baseline", title) or [0.0, 0.0]
        words = list(_sure(line))
        size = _numbers("x_size", title)[0]
        korean = [box[3] - box[1] for text, box in words if is_korean(text)]
        if len(korean) * 2 > len(words):
            size = HANGUL * median(korean)  # Tesseract sizes a line by its small letters, and Hangul has none
        yield _Row(words, left, bottom + shift, slope, size)


def _sure(line: Iterable[ElementTree.Element]) -> Iterator[tuple[str, list[float]]]:
    words = [(word.get("title", ""), "".join(word.itertext()).strip()) for word in line]
    sure = {title: _numbers("x_wconf", title)[0] for title, text in words if text}
    if sure and mean(sure.values()) >= SUREST_NOISY_LINE:
        for title, text in words:
            if text and sure[title] >= SUREST_NOISE:
                yield text, _numbers("bbox", title)


def _numbers(name: str, title: str) -> list[float]:
    found = re.search(rf"\b{name}((?: -?[\d.]+)+)", title)
    return [float(number) for number in found[1].split()] if found else []
