"""Coloured areas on pictures of pages."""

import difflib
import io

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw

from bot.sandbox.sample import SAMPLE_BOOK
from ingest.pdf.areas import areas
from ingest.pdf.document import Box, Page, seen_at
from ingest.pdf.reader import read_pdf
from tests.in_process import run_here
from tests.pdfs.scans import READS_SCANS

CARDS: list[Box] = [(60, 80, 280, 170), (300, 80, 520, 170)]
PALE = (255, 250, 214)
TEXTS = [
    "Ich bin noch jung.\nDu bist sehr nett.\nEr ist immer hier.",
    "Wir sind im Haus.\nIhr seid im Garten.\nSie sind am Meer.",
]


def two_cards(scale: int = 1, noise: int = 4) -> Image.Image:
    """Beside each other, pale yellow on white, as a scanner sees them."""
    page = Image.new("RGB", (580 * scale, 820 * scale), "white")
    brush = ImageDraw.Draw(page)
    for at in (30, 200, 220, 240):
        brush.text(
            (60 * scale, at * scale),
            "Das Verb sein hat eigene Formen, die man oft braucht.",
            fill="black",
            font_size=13 * scale,
        )
    for (x0, top, x1, bottom), text in zip(CARDS, TEXTS, strict=True):
        brush.rectangle((x0 * scale, top * scale, x1 * scale, bottom * scale), fill=PALE)
        brush.text((x0 * scale + 14 * scale, top * scale + 14 * scale), text, fill="black", font_size=13 * scale)
    grain = np.random.default_rng(1).normal(0, noise, (*page.size[::-1], 1))
    return Image.fromarray(np.clip(np.asarray(page) + grain, 0, 255).astype(np.uint8))


def darkest(picture: Image.Image) -> Image.Image:
    red, green, blue = picture.split()
    return ImageChops.darker(ImageChops.darker(red, green), blue)


def test_pale_areas_beside_each_other_are_found_through_grain_and_letters() -> None:
    found = areas(darkest(two_cards()))
    assert len(found) == 2
    for box, card in zip(sorted(found), CARDS, strict=True):
        assert box == pytest.approx(card, abs=3)


def test_a_label_with_white_letters_is_one_area() -> None:
    page = Image.new("L", (400, 200), 250)
    brush = ImageDraw.Draw(page)
    brush.rectangle((50, 60, 350, 104), fill=60)
    brush.text((64, 74), "Lektion 7   Auf dem Markt", fill=255, font_size=16)
    [label] = areas(page)
    assert label == pytest.approx((50, 60, 350, 104), abs=3)


def test_areas_on_a_page_that_leans_a_little_keep_their_places() -> None:
    leaning = [(50.0 + 2 * at, 20.0 + 60 * at, 201.0 + 2 * at, 56.0 + 60 * at) for at in range(12)]
    page = Image.new("L", (400, 760), 255)
    for x0, top, x1, bottom in leaning:
        ImageDraw.Draw(page).rectangle((x0, top, x1 - 1, bottom - 1), fill=200)
    for box, area in zip(areas(page), leaning, strict=True):
        assert box == pytest.approx(area, abs=3)


def test_neither_text_nor_shadow_nor_desk_is_an_area() -> None:
    page = pypdfium2.PdfDocument(SAMPLE_BOOK)[37].render(grayscale=True).to_pil()
    light = Image.linear_gradient("L").resize(page.size).point(lambda grey: 120 + grey // 2)
    photograph = Image.effect_noise((page.width + 120, page.height + 120), 30).point(lambda grey: grey // 3)
    photograph.paste(ImageChops.multiply(page, light), (60, 60))
    assert areas(photograph) == areas(page) == []


@pytest.mark.skipif(not READS_SCANS, reason="no Tesseract here")
async def test_the_text_on_a_coloured_area_of_a_scan_stays_together() -> None:
    assert in_order(await as_read(dots=144))


@pytest.mark.skipif(not READS_SCANS, reason="no Tesseract here")
async def test_a_photograph_with_a_point_a_pixel_is_read_as_a_page_of_paper() -> None:
    read = await as_read(dots=36)  # of 2320 points instead of 580
    assert in_order(read)
    marked = next(block for block in read.blocks if "Wir sind im" in block.text)
    assert [edge / 4 for edge in seen_at(*marked.boxes[0][:2], read.view)] == pytest.approx([314, 96], abs=4)


def in_order(page: Page) -> bool:
    """Whether one card is read after the other; Tesseract may take a letter for another one."""
    lines = [line for block in page.blocks for line in block.text.splitlines()]
    found = [difflib.get_close_matches(line, lines, 1, 0.8) for text in TEXTS for line in text.splitlines()]
    places = [lines.index(line) for [line] in found]
    return places == sorted(places)


async def as_read(dots: int) -> Page:
    out = io.BytesIO()
    two_cards(scale=2).save(out, "PDF", resolution=dots, quality=80)
    [page] = (await read_pdf(out.getvalue(), lambda _done, _total: None, tesseract="tesseract", run=run_here)).pages
    return page
