"""Photographs of pages, before Tesseract reads them."""

from random import Random

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageOps, ImageStat

from bot.sandbox.sample import SAMPLE_BOOK
from ingest.pdf.photographs import INK, WHITE, darkened, whitened, without_folds


def test_paper_that_is_a_little_grey_becomes_white_and_its_letters_stay_dark() -> None:
    scan = Image.new("L", (1200, 1600), 226)
    ImageDraw.Draw(scan).text((90, 90), "Anna wohnt seit drei Jahren in Leipzig.", fill=30, font_size=36)
    read = darkened(whitened(scan, 2.0))
    assert read.getpixel((9, 9)) == 255
    assert sum(read.histogram()[:INK]) > sum(scan.histogram()[:INK])


def test_a_coloured_area_leaves_hardly_a_frame_above_its_letters() -> None:
    page, scale = pypdfium2.PdfDocument(SAMPLE_BOOK)[7], 300 / 72
    white = whitened(page.render(scale=scale, grayscale=True).to_pil(), scale)
    printed = page.get_textpage()
    place, _ = printed.search("Übung 1").get_next()
    (x0, _, _, top), (_, _, x1, _) = (printed.get_charbox(place + letter) for letter in (1, 4))  # from b to g
    edge = (x0, page.get_height() - top - 6, x1, page.get_height() - top - 2)
    strip = white.crop((round(edge[0] * scale), round(edge[1] * scale), round(edge[2] * scale), round(edge[3] * scale)))
    assert sum(strip.histogram()[:INK]) < 0.2 * strip.width * strip.height


def test_where_a_tinted_row_ends_nothing_is_left_around_the_corner_and_below_its_letters() -> None:
    """A row and a column of a table, both pale grey: there the tint ends where most around is tinted."""
    page = Image.new("L", (1600, 1200), 255)
    brush = ImageDraw.Draw(page)
    brush.rectangle((100, 300, 1500, 376), fill=204)
    brush.rectangle((100, 376, 480, 900), fill=221)
    for x in range(500, 1500, 250):
        for y in (310, 390):
            brush.text((x, y), "MÜSSEN", fill=30, font_size=52)
    white = darkened(whitened(page, 300 / 72))
    below, letters = white.crop((482, 378, 1500, 388)), white.crop((500, 310, 700, 360))
    assert ImageStat.Stat(below).extrema[0][0] > WHITE
    assert ImageStat.Stat(letters).extrema[0][0] < INK


def test_the_grain_of_paper_is_white_and_pale_letters_are_dark() -> None:
    greys = Image.linear_gradient("L").resize((1, 256))
    dark = dict(zip(greys.tobytes(), darkened(greys).tobytes(), strict=True))
    assert {dark[grey] for grey in range(235, 256)} == {255}
    assert dark[150] < 60


def test_specks_on_paper_are_white_and_letters_keep_their_dots() -> None:
    page = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(page).text((90, 90), "Die Tür ist schön. " * 3, fill=0, font_size=36)
    printed, chance = page.copy(), Random(1)
    for _ in range(4000):
        page.putpixel((chance.randrange(page.width), chance.randrange(page.height)), 0)
    clean = whitened(page, 2.0)
    assert clean.crop((0, 200, *clean.size)).getextrema() == (255, 255)
    assert sum(clean.histogram()[:INK]) == pytest.approx(sum(printed.histogram()[:INK]), rel=0.05)
    assert ImageChops.difference(whitened(printed, 2.0), printed).getbbox() is None


def test_the_dots_of_a_line_to_write_on_are_no_specks() -> None:
    page = Image.new("L", (1240, 1754), 255)
    for y in range(100, 1700, 70):
        ImageDraw.Draw(page).text((90, y - 40), "Ich heiße", fill=0, font_size=36)
        for x in range(300, 1200, 8):
            ImageDraw.Draw(page).rectangle((x, y, x + 1, y + 1), fill=0)
    assert ImageChops.difference(whitened(page, 2.0), page).getbbox() is None


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


@pytest.mark.parametrize("lean", [0.0, 1.0])
def test_a_fold_is_no_line_of_letters(lean: float) -> None:
    both = opened(lean)
    clean = without_folds(both)
    middle = clean.crop((clean.width // 2 - 20, 0, clean.width // 2 + 20, clean.height))
    assert ImageStat.Stat(middle).mean[0] == 255
    assert ImageChops.difference(both, clean).getbbox()[2] < both.width // 2 + 20  # type: ignore[index]  # not None


def test_where_paper_ends_on_a_desk_no_line_is_left() -> None:
    page, scale = pypdfium2.PdfDocument(SAMPLE_BOOK)[10], 2.0
    photograph = ImageOps.expand(page.render(scale=scale, grayscale=True).to_pil(), 120, fill=70)
    white = whitened(photograph, scale)
    edge = ImageOps.crop(white, 100).crop((0, 0, white.width - 200, 50))
    assert ImageStat.Stat(edge).extrema[0][0] > WHITE
    assert sum(white.histogram()[:INK]) > 0.9 * sum(whitened(ImageOps.crop(photograph, 120), scale).histogram()[:INK])


def test_white_letters_on_a_label_hardly_higher_than_they_are_dark_on_white() -> None:
    page = Image.new("L", (1240, 1754), 255)
    brush = ImageDraw.Draw(page)
    brush.rectangle((100, 100, 260, 138), fill=90)
    brush.text((116, 104), "Dialog", fill=255, font_size=26)
    brush.rectangle((100, 150, 900, 190), fill=60)  # the head of a table near it
    read = darkened(whitened(page, 2.0))
    assert read.crop((110, 141, 890, 147)).getextrema() == (255, 255)  # paper
    assert min(read.crop((240, 106, 254, 132)).tobytes()) > 240
    letters = sum(read.crop((116, 104, 200, 134)).histogram()[:INK])
    assert letters > 0.6 * sum(page.crop((116, 104, 200, 134)).histogram()[200:])


def test_a_stroke_that_large_letters_have_in_common_is_no_label() -> None:
    page = Image.new("L", (2480, 3508), 255)
    brush = ImageDraw.Draw(page)
    brush.rectangle((200, 224, 312, 238), fill=0)
    for x in (204, 244, 284):
        brush.rectangle((x, 200, x + 20, 280), fill=0)
    assert sum(whitened(page, 4.0).histogram()[:INK]) > 0.7 * sum(page.histogram()[:INK])
