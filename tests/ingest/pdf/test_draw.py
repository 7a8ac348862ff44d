"""Pictures of pages: for a model that sees, and for learners with the lines marked that an answer rests on."""

import ctypes
import io
import math
from collections.abc import Callable
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from fpdf import FPDF
from PIL import Image, ImageChops, ImageFilter, ImageStat

from bot.sandbox.sample import SAMPLE_BOOK
from ingest.pdf.document import Document, Lines
from ingest.pdf.draw import FLATTEST
from ingest.pdf.reader import draw_page, draw_pages, read_pdf
from tests.in_process import run_here
from tests.ingest.textbooks import textbook
from tests.pdfs import HERE

CLAUDES_LONGEST_EDGE = 1568
SAMPLE = SAMPLE_BOOK.read_bytes()


async def test_a_picture_is_as_large_as_claude_looks_at_and_no_larger() -> None:
    pictures = await draw_pages(textbook("Begrüßung"), [1, 2])
    assert set(pictures) == {1, 2}
    assert all(max(Image.open(io.BytesIO(jpeg)).size) == CLAUDES_LONGEST_EDGE for jpeg in pictures.values())


def trap(name: str) -> bytes:
    return (HERE / f"{name}.pdf").read_bytes()


def saved(pdf: pypdfium2.PdfDocument) -> bytes:
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()


def displayed(data: bytes, rotation: int, crop: tuple[float, float, float, float] | None = None) -> bytes:
    """The first page turned, and cut: `crop` is what is left off at each side, in points."""
    pdf = pypdfium2.PdfDocument(data)
    page = pdf[0]
    width, height = page.get_size()
    if crop:
        page.set_cropbox(crop[0], crop[1], width - crop[2], height - crop[3])
    page.set_rotation(rotation)
    return saved(pdf)


def spread() -> bytes:
    """Pages 4 and 5 of the sample book on one sheet."""
    pdf = pypdfium2.PdfDocument(SAMPLE)
    some = pypdfium2.PdfDocument.new()
    some.import_pages(pdf, [3, 4])
    width, height = some[0].get_size()
    both = pdfium.FPDF_ImportNPagesToOne(some, ctypes.c_float(2 * width), ctypes.c_float(height), 2, 1)
    return saved(pypdfium2.PdfDocument(both))


def scan(angle: float, swing: float = 0.0) -> bytes:
    """The head of a page of the sample book as a picture, askew, taken by a camera that stood aside."""
    page = pypdfium2.PdfDocument(SAMPLE)[3].render(scale=2.5).to_pil()
    page = page.crop((0, 0, page.width, page.height // (2 if swing else 4)))
    pdf = FPDF(unit="pt", format=(page.width / 2.5, page.height / 2.5))
    pdf.add_page()
    page = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    camera = (1, 0, 0, 0, 1, 0, swing / page.width, 0)
    page = page.transform(
        page.size, Image.Transform.PERSPECTIVE, camera, Image.Resampling.BICUBIC, fillcolor=(255,) * 3
    )
    pdf.image(page, 0, 0, pdf.w, pdf.h)
    return bytes(pdf.output())


def lines_of(document: Document) -> list[Lines]:
    views = {page.number: page.view for page in document.pages}
    blocks = [block for page in document.pages for block in page.blocks]
    return [replace(lines, view=views[lines.page]) for block in blocks for lines in block.lines]


PAGES: dict[str, Callable[[], bytes]] = {
    "two columns": lambda: trap("columns"),
    "a sentence over two columns": lambda: trap("sentence_over_columns"),
    "a ruled table": lambda: trap("ruled_table"),
    "turned by the PDF": lambda: trap("rotated"),
    "set sideways": lambda: trap("sideways"),
    "set upside down": lambda: trap("page_upside_down"),
    "leaning": lambda: trap("leaning_columns"),
    "leaning the other way, under its picture": lambda: trap("leaning_word_list"),
    "set from top to bottom": lambda: trap("vertical_lines"),
    "cropped": lambda: displayed(trap("columns"), 0, (25, 60, 5, 40)),
    "cropped and turned": lambda: displayed(trap("columns"), 90, (25, 60, 5, 40)),
    "cropped and turned back": lambda: displayed(trap("columns"), 270, (25, 60, 5, 40)),
    "cropped and upside down": lambda: displayed(trap("page_upside_down"), 180, (20, 5, 10, 15)),
    "two pages on a sheet": spread,
    "a scan that lies askew": lambda: scan(5),
    "a scan that leans the other way": lambda: scan(-8),
    "a scan by a camera that stood aside": lambda: scan(1, swing=0.1),
}


SLOW = {"a scan that lies askew", "a scan that leans the other way"}


@pytest.mark.parametrize("kind", [pytest.param(kind, marks=[pytest.mark.soak] * (kind in SLOW)) for kind in PAGES])
async def test_marks_lie_on_the_words(kind: str) -> None:
    data = PAGES[kind]()
    lines = lines_of(await read_pdf(data, lambda *_: None, run=run_here))
    plain, marked = [await picture(data, each) for each in ([], lines)]
    ink = plain.convert("L").point(lambda grey: 255 if grey < 60 else 0)
    marks = ImageChops.subtract(plain, marked).getchannel("B").point(lambda blue: 255 if blue > 60 else 0)
    on_marks = ImageChops.multiply(ink, grown(marks, 4))
    assert weight(on_marks) > (0.6 if "scan" in kind else 0.9) * weight(ink)  # of a scan not every word is read
    near_ink = ImageChops.multiply(marks, grown(ink, 12))
    assert weight(near_ink) > 0.45 * weight(marks)  # the rest lies between a table's cells


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
async def test_a_page_that_was_scanned_on_its_side_is_shown_upright(turn: int) -> None:
    """Its lines run to the right, down, to the left, up: as far as `view` tells."""
    blank = FPDF(unit="pt", format=(300, 400))
    blank.add_page()
    blank.image(Image.linear_gradient("L").rotate(-turn), 20, 20, 100, 100)  # it is dark above its lines
    sin, cos = round(math.sin(math.radians(turn))), round(math.cos(math.radians(turn)))
    line = Lines(1, ((0.0, 0.0, 30.0, 9.0),), view=(cos, sin, -sin, cos, 150, 200))
    shown = await picture(bytes(blank.output()), [line])
    assert shown.size == ((1200, 1600) if turn % 180 == 0 else (1600, 1200))
    part = shown.convert("L").point(lambda grey: 255 if grey < 128 else 0).getbbox()
    below = shown.convert("L").point(lambda grey: 255 if 128 < grey < 215 else 0).getbbox()
    assert part is not None
    assert below is not None
    assert part[1] < below[1]


async def picture(data: bytes, lines: list[Lines]) -> Image.Image:
    jpeg = await draw_page(data, 1, lines, run=run_here)
    assert jpeg
    return Image.open(io.BytesIO(jpeg)).convert("RGB")


def grown(mask: Image.Image, pixels: int) -> Image.Image:
    """By two pixels a step, in a picture half as large: one filter as wide takes eighty times as long."""
    small = mask.reduce(2).point(lambda grey: 255 if grey else 0)
    for _ in range(pixels // 2):
        small = small.filter(ImageFilter.MaxFilter(3))
    return small.resize(mask.size, Image.Resampling.NEAREST)


def weight(mask: Image.Image) -> float:
    return ImageStat.Stat(mask).sum[0]


async def test_a_paragraph_over_two_pages_is_marked_on_both() -> None:
    data = trap("sentence_over_pages")
    document = await read_pdf(data, lambda *_: None, run=run_here)
    [block] = [block for page in document.pages for block in page.blocks if block.over]
    assert [lines.page for lines in block.lines] == [1, 2]
    for number in (1, 2):
        plain, marked = [await draw_page(data, number, lines, run=run_here) for lines in ((), block.lines)]
        assert plain != marked


async def test_a_page_that_is_not_there_has_no_picture() -> None:
    data = textbook("Begrüßung")
    assert [await draw_page(data, number, ()) for number in (0, 4, 10**9)] == [None] * 3
    assert await draw_page(b"no PDF", 1, ()) is None


async def test_a_page_like_a_ribbon_gets_paper_around_it_for_telegram() -> None:
    pdf = FPDF(unit="pt", format=(3000, 60))
    pdf.add_page()
    jpeg = await draw_page(bytes(pdf.output()), 1, (), run=run_here)
    assert jpeg
    width, height = Image.open(io.BytesIO(jpeg)).size
    assert width / height <= FLATTEST


async def test_a_large_page_is_drawn_for_a_model_as_large_as_it_looks_at_pictures() -> None:
    pdf = FPDF(unit="pt", format=(1000, 2000))
    pdf.add_page()
    drawn = await draw_pages(bytes(pdf.output()), [1], run=run_here)
    assert max(Image.open(io.BytesIO(drawn[1])).size) == 1568
