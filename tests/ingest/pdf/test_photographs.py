"""Photographs of pages, before Tesseract reads them."""

from functools import cache

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from bot.sandbox.sample import SAMPLE_BOOK
from ingest.pdf.photographs import INK, darkened, levelled, runs_down, whitened, without_folds


@cache
def photographed(angle: float) -> Image.Image:
    """A page as a phone sees it: askew, and darker towards its foot."""
    page = pypdfium2.PdfDocument(SAMPLE_BOOK)[10].render(scale=1.5, grayscale=True).to_pil()
    page = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    shadow = Image.linear_gradient("L").resize(page.size).point(lambda grey: grey // 2)
    return ImageChops.subtract(page, shadow)


@pytest.mark.parametrize("angle", [-9.0, 4.0])
def test_a_photograph_is_made_white_and_level(angle: float) -> None:
    white = whitened(photographed(angle))
    assert ImageStat.Stat(white.crop((0, white.height - 9, 9, white.height))).mean[0] > 250
    upright, (level, _) = whitened(photographed(0.0)), levelled(white)
    across = [_rows_of_ink(picture) for picture in (upright, level, white)]
    assert across[1] > 0.7 * across[0] > across[2]


def _rows_of_ink(picture: Image.Image) -> float:
    """How much the rows of a picture differ in their greys: most where its lines run level."""
    return ImageStat.Stat(picture.resize((1, picture.height), Image.Resampling.BOX)).var[0]


def test_a_straight_scan_without_coloured_areas_is_left_as_it_is() -> None:
    scan = pypdfium2.PdfDocument(SAMPLE_BOOK)[37].render(scale=1.5, grayscale=True).to_pil()
    assert levelled(whitened(scan)) == (scan, 0.0)


def test_paper_that_is_a_little_grey_becomes_white_and_its_letters_stay_dark() -> None:
    scan = Image.new("L", (1200, 1600), 226)
    ImageDraw.Draw(scan).text((90, 90), "Anna wohnt seit drei Jahren in Leipzig.", fill=30, font_size=36)
    read = darkened(whitened(scan))
    assert read.getpixel((9, 9)) == 255
    assert sum(read.histogram()[:INK]) > sum(scan.histogram()[:INK])


def test_a_coloured_area_leaves_hardly_a_frame_above_its_letters() -> None:
    page, scale = pypdfium2.PdfDocument(SAMPLE_BOOK)[7], 300 / 72
    white = whitened(page.render(scale=scale, grayscale=True).to_pil())
    printed = page.get_textpage()
    place, _ = printed.search("Übung 1").get_next()
    (x0, _, _, top), (_, _, x1, _) = (printed.get_charbox(place + letter) for letter in (1, 4))  # from b to g
    edge = (x0, page.get_height() - top - 6, x1, page.get_height() - top - 2)
    strip = white.crop((round(edge[0] * scale), round(edge[1] * scale), round(edge[2] * scale), round(edge[3] * scale)))
    assert sum(strip.histogram()[:INK]) < 0.2 * strip.width * strip.height


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_photograph_on_its_side_is_seen_before_it_is_read(turn: int) -> None:
    assert runs_down(whitened(photographed(4.0)).rotate(turn, expand=True)) is (turn in (90, 270))


def test_the_grain_of_paper_is_white_and_pale_letters_are_dark() -> None:
    greys = Image.linear_gradient("L").resize((1, 256))
    dark = dict(zip(greys.tobytes(), darkened(greys).tobytes(), strict=True))
    assert {dark[grey] for grey in range(235, 256)} == {255}
    assert dark[150] < 60


def opened(lean: float = 0.0) -> Image.Image:
    """Two pages of the sample book with the fold between them, as a scanner sees it."""
    pages = [page.render(scale=1.5, grayscale=True).to_pil() for page in (pypdfium2.PdfDocument(SAMPLE_BOOK)[10],) * 2]
    wide, high = pages[0].size
    both = Image.new("L", (2 * wide, high), 255)
    for at, page in enumerate(pages):
        both.paste(page, (at * wide, 0))
    fold = Image.new("L", (9, high), 150).rotate(lean, expand=True, fillcolor=255)
    both.paste(fold, (wide - fold.width // 2, 0))
    return both


def test_a_fold_is_no_line_of_letters() -> None:
    both = opened()
    clean = without_folds(both)
    middle = clean.crop((clean.width // 2 - 20, 0, clean.width // 2 + 20, clean.height))
    assert ImageStat.Stat(middle).mean[0] == 255
    assert ImageChops.difference(both, clean).getbbox()[2] < both.width // 2 + 20  # type: ignore[index]  # not None


@pytest.mark.parametrize("grey", [0, 170])
def test_a_page_is_levelled_to_a_tenth_of_a_degree_also_where_its_letters_are_pale(grey: int) -> None:
    page = pypdfium2.PdfDocument(SAMPLE_BOOK)[37].render(scale=1.5, grayscale=True).to_pil()
    pale = page.point([255 - (255 - shade) * (255 - grey) // 255 for shade in range(256)])
    assert levelled(pale.rotate(-0.8, Image.Resampling.BICUBIC, fillcolor=255))[1] == pytest.approx(0.8, abs=0.1)
