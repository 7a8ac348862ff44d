"""Pages that are pictures -> sheets of words, read by Tesseract; sheets -> pages of blocks. Runs in child processes.

Tesseract tells words, their places and each line's baseline; reading order, columns and tables are made of these by the
same code that lays out pages of text. That is done when all are read, as it looks for what comes again.
"""

import json
import math
import os
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from contextlib import nullcontext, suppress
from functools import reduce
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pypdfium2
import pytesseract  # type: ignore[import-untyped]  # it ships no types
from PIL import Image, ImageChops
from pydantic import TypeAdapter
from pypdfium2 import PdfiumError
from pytesseract import pytesseract as tesseract

from ingest.languages import detect_languages
from ingest.pdf.areas import areas
from ingest.pdf.blanks import blanks
from ingest.pdf.clock import deadly_clock
from ingest.pdf.document import Box
from ingest.pdf.hocr import Line, Token, drawn_in, evened, lines_in, sure, words_in
from ingest.pdf.layout import Sheet, Shelf, cells_of, laid_out
from ingest.pdf.leaders import without_leaders
from ingest.pdf.letters.legible import is_sure
from ingest.pdf.letters.word import Word
from ingest.pdf.levelling import in_points, levelled, runs_down, seen, turned_back
from ingest.pdf.ocr_languages import (
    BASE_LANGUAGES,
    better_languages,
    is_latin,
    reading_languages,
    wanted_languages,
)
from ingest.pdf.photographs import darkened, whitened, without_folds
from ingest.pdf.rules import apart, framed
from ingest.pdf.ruling import lines_on, without_lines
from ingest.pdf.scripts import are_latin, merged
from ingest.pdf.signs import Shape, shapes_on, with_dark_numbers, with_signs, without_shapes
from ingest.pdf.stacked import Stack, left_over, stacked

DOTS_AN_INCH = 300
DRAW_SECONDS = 15.0  # of processor time
MOST_PIXELS = 12_000_000  # A4 at 300 has 8.7 million
MOST_POINTS = 3_000_000  # A4 has half a million: a long screenshot is read as if it were printed smaller
A4, LARGER = 595, 900  # points, the shorter edge: a photograph that has a point a pixel is read as a page of A4
ONE_COLUMN = 6  # of Tesseract's page segmentations; the layout finds its gaps. The automatic one parts lines of Korean
SURE = 70  # of 100, Tesseract in a word that it had not seen
SCRIPT_PAGES = 3  # at most, that are asked for their script
SCRIPT_SECONDS = 20

_FORMAT = "PPM"  # in which pictures go to Tesseract: to pack a noisy one as PNG takes a quarter of its page's time
_ROTATE = re.compile(r"Rotate: (\d+)")
_SCRIPT = re.compile(r"Script: (\w+)\s+Script confidence: ([\d.]+)")


def read_scans(
    data: bytes, numbers: Sequence[int], tesseract: str, scratch: str, page_seconds: float, book: Sequence[str] = ()
) -> Iterator[dict[str, Any]]:
    """`{"at": n}` before each page is drawn, then `{"sheet": Sheet, "lacks": languages}` if it could be read,
    though better in these; or `{"missing": languages}`. `tesseract`: its path; `scratch`: a folder for what it reads
    and writes; `book`: the languages that the book is in, as far as it is known."""
    os.environ["OMP_THREAD_LIMIT"] = "1"  # two pages at once use the processors better than one in threads
    tempfile.tempdir = scratch
    pytesseract.pytesseract.tesseract_cmd = tesseract
    installed = set(pytesseract.get_languages())
    pdf = pypdfium2.PdfDocument(data)
    told: dict[int, str] = {}
    script, confidence = (yield from _script(pdf, numbers, told)) if "osd" in installed else ("", 0.0)
    wanted = wanted_languages(book, script, confidence)
    missing = {*BASE_LANGUAGES, *wanted} - installed
    if missing:
        yield {"missing": sorted(missing)}
        return
    languages = reading_languages(wanted, script, installed)
    for number in numbers:
        yield {"at": number}
        with suppress(PdfiumError, RuntimeError, ElementTree.ParseError):  # TesseractError is a RuntimeError
            sheet = _read_scan(pdf, number, languages, page_seconds, told.get(number))
            better = better_languages(_lines_of(sheet), script)
            if new := installed.intersection(better) - set("+".join(languages).split("+")):
                languages = reading_languages([*wanted, *sorted(new)], script, installed)
                sheet = _read_scan(pdf, number, languages, page_seconds, told.get(number))
            lacking = [code for code in better if code not in installed]
            if not all(map(is_latin, lacking)):  # it is in letters of another script, read as if they were Latin
                yield {"missing": lacking}
                return
            yield {"sheet": sheet, "lacks": lacking}


def _lines_of(sheet: Sheet) -> list[str]:
    """The text of lines, or of parts of them."""
    return [" ".join(word.text for word in line) for _, line in groupby(sheet.words, key=attrgetter("base"))]


def lay_out_scans(data: bytes, numbers: Sequence[int]) -> Iterator[dict[str, Any]]:
    """The events of `read_pages` for these pages. `data`: the sheets of a book's scans, as JSON."""
    sheets = _SHEETS.validate_python(json.loads(data))
    yield from laid_out([sheet for sheet in evened(sheets) if sheet.number in numbers])


def _script(
    pdf: pypdfium2.PdfDocument, numbers: Sequence[int], told: dict[int, str]
) -> Generator[dict[str, Any], None, tuple[str, float]]:
    """The likeliest script, by a few of these pages, and Tesseract's confidence in it, summed over them: on one page
    alone, such as a cover, it may see any. Says which page it is at: to draw it may be deadly. `told`: takes what
    Tesseract told of each."""
    sureness = defaultdict[str, float](float)
    for number in numbers[:: -(-len(numbers) // SCRIPT_PAGES)]:
        yield {"at": number}
        try:
            told[number] = _osd(_drawn(pdf, number).white, SCRIPT_SECONDS)
        except (PdfiumError, RuntimeError):  # TesseractError: too few letters
            continue
        if found := _SCRIPT.search(told[number]):
            sureness[found[1]] += float(found[2])
    return max(sureness.items(), key=itemgetter(1), default=("", 0.0))


def _osd(picture: Image.Image, seconds: float) -> str:
    """What Tesseract tells of the page's script and how it is turned. Raises RuntimeError."""
    level, _ = levelled(picture)
    level.format = _FORMAT
    return str(pytesseract.image_to_osd(level, timeout=seconds))


class _Drawn(NamedTuple):
    white: Image.Image  # dark letters on white
    colours: Image.Image  # as dark as the darkest of its colours, a pixel a point of paper
    scale: float  # the pixels that the first has a point of paper
    paper: float  # points of paper a point of the page


def _drawn(pdf: pypdfium2.PdfDocument, number: int) -> _Drawn:
    page = pdf[number - 1]
    width, height = page.get_size()
    points = max(width * height, 1)
    paper = min(A4 / min(width, height) if min(width, height) > LARGER else 1.0, math.sqrt(MOST_POINTS / points))
    scale = min(DOTS_AN_INCH / 72, math.sqrt(MOST_PIXELS / points) / paper)
    with deadly_clock(DRAW_SECONDS):
        picture = page.render(scale=scale * paper, grayscale=True).to_pil()
        colours = page.render(scale=paper).to_pil().convert("RGB")
    page.close()
    white = whitened(with_dark_numbers(picture, scale), scale)
    return _Drawn(white, reduce(ImageChops.darker, colours.split()), scale, paper)


def _read_scan(
    pdf: pypdfium2.PdfDocument, number: int, languages: Sequence[str], seconds: float, told: str | None = None
) -> Sheet:
    """`told`: what Tesseract told of the page's script, if it was asked. Raises RuntimeError if Tesseract fails, or
    takes too long; what would only be better may fail."""
    until = time.monotonic() + seconds
    drawn = _drawn(pdf, number)
    sheets: list[Sheet] = []
    for turn in _turns(drawn.white, told, until):
        with suppress(RuntimeError) if sheets else nullcontext():
            sheets.append(_sheet(number, drawn, turn, languages, until))
        if _makes_words(sheets[-1]):
            return sheets[-1]
    return sheets[0]


def _turns(picture: Image.Image, told: str | None, until: float) -> Iterator[int]:
    """By how many degrees, with the clock, the page may have to be turned to stand upright; the likeliest first, for
    Tesseract takes long for what makes no words."""
    on_its_side = runs_down(picture)
    if not on_its_side:
        yield 0
    with suppress(RuntimeError):
        if turn := _turn(told or _osd(picture, min(SCRIPT_SECONDS, _left(until)))):
            yield turn
    if on_its_side:
        yield 0


def _makes_words(sheet: Sheet) -> bool:
    text = " ".join(word.text for word in sheet.words)
    return any(is_sure(text, language) for language in detect_languages([text]))


def _turn(told: str) -> int:
    """By how many degrees, with the clock, the page has to be turned to stand upright; 0 if Tesseract cannot tell."""
    turn = _ROTATE.search(told)
    return int(turn[1]) if turn else 0


def _sheet(number: int, page: _Drawn, turn: int, languages: Sequence[str], until: float) -> Sheet:
    """What Tesseract reads when the picture is turned by so many degrees, with the clock, and its lines are level."""
    scale = page.scale
    upright = page.white.rotate(-turn, expand=True)
    level, back = levelled(upright)
    width, height = level.width / scale, level.height / scale
    dark = darkened(without_folds(level))
    lines = lines_on(dark, scale)
    clean = without_leaders(without_lines(dark, lines), scale)
    words = _recognised(clean, shapes_on(dark, scale), scale, languages, until)
    drawn = lines.in_points(scale)
    grids, boxes = framed(*drawn)
    coloured = areas(seen(page.colours.rotate(-turn, expand=True), back, scale))
    boxes += filter(Shelf(words).inside, coloured)  # the others are pictures
    cells = [*boxes, *cells_of(*grids)]
    rules, dividers = apart(*drawn, cells)
    if words:
        words += blanks(rules, width, words, cells)
    view = in_points(turned_back(turn, *upright.size) @ back, scale, scale * page.paper)
    return Sheet(number, width, height, words, grids, boxes, drawn=True, rules=rules, view=view, dividers=dividers)


def _recognised(
    picture: Image.Image, shapes: Sequence[Shape], scale: float, languages: Sequence[str], until: float
) -> list[Word]:
    # Letters are dark here: Tesseract need not look for white ones too.
    config = f"--dpi {round(scale * 72)} --psm {ONE_COLUMN} -c tessedit_do_invert=0"
    clean = without_shapes(picture, shapes)
    lines, drawn = _lines(stacked(clean, scale), languages, config, until)
    read = [*drawn, *(token.box for line in lines for token in sure(line.tokens))]
    if unread := left_over(clean, scale, read):
        with suppress(RuntimeError):
            missed, _ = _lines(unread, languages, config, until)
            lines = merged(lines, [line._replace(tokens=[*filter(_is_word, line.tokens)]) for line in missed])
    return list(words_in(with_signs(lines, shapes), scale))


def _is_word(token: Token) -> bool:
    """Whether it is one in which Tesseract is sure, as it must be where it had seen nothing."""
    return token.confidence >= SURE and sum(map(str.isalnum, token.text)) > 1


def _lines(stack: Stack, languages: Sequence[str], config: str, until: float) -> tuple[list[Line], list[Box]]:
    """What is read, and where rules and pictures are, which all languages see alike. Latin, the last of the languages,
    is read first: the other models take several times as long, and have nothing to say where all is Latin."""
    *others, latin = languages
    lines, drawn = _run(stack, latin, config, until)
    if not are_latin(lines):
        own: list[Line] = []
        for language in others:
            own = merged(own, _run(stack, language, config, until)[0])
        lines = merged(own, lines)
    return lines, drawn


def _run(stack: Stack, languages: str, config: str, until: float) -> tuple[list[Line], list[Box]]:
    """What Tesseract reads, in their places on the page: words, as hOCR has them, which parts some words of Korean, and
    the text, which does not."""
    config += " -c tessedit_create_hocr=1 -c hocr_char_boxes=1 -c tessedit_create_txt=1"
    stack.picture.format = _FORMAT
    with tesseract.save(stack.picture) as (base, file):
        tesseract.run_tesseract(file, base, "", languages, config, timeout=_left(until))
        hocr, text = Path(f"{base}.hocr").read_bytes(), Path(f"{base}.txt").read_text("utf-8")
    lines = [line.moved(*stack.way_back(line.box)) for line in lines_in(hocr, text)]
    return lines, [place for box in drawn_in(hocr) for place in stack.on_page(box)]


def _left(until: float) -> float:
    """The seconds until then. Raises RuntimeError if there are none, as Tesseract does that takes longer."""
    left = until - time.monotonic()
    if left <= 0:
        raise RuntimeError
    return left


_SHEETS = TypeAdapter(list[Sheet])
