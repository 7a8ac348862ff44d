"""Photographs of pages, seen from above."""

from functools import cache
from math import atan2, degrees

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from bot.sandbox.sample import SAMPLE_BOOK
from ingest.pdf.levelling import Homography, levelled, runs_down
from ingest.pdf.photographs import whitened

SCALE = 1.5  # pixels a point


@cache
def photographed(angle: float) -> Image.Image:
    """A page as a phone sees it: askew, and darker towards its foot."""
    page = pypdfium2.PdfDocument(SAMPLE_BOOK)[10].render(scale=SCALE, grayscale=True).to_pil()
    page = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    shadow = Image.linear_gradient("L").resize(page.size).point(lambda grey: grey // 2)
    return ImageChops.subtract(page, shadow)


@pytest.mark.parametrize("angle", [-9.0, 4.0])
def test_a_photograph_is_made_white_and_level(angle: float) -> None:
    white = whitened(photographed(angle), SCALE)
    assert ImageStat.Stat(white.crop((0, white.height - 9, 9, white.height))).mean[0] > 250
    upright, (level, _) = whitened(photographed(0.0), SCALE), levelled(white)
    across = [_rows_of_ink(picture) for picture in (upright, level, white)]
    assert across[1] > 0.7 * across[0] > across[2]


def _rows_of_ink(picture: Image.Image) -> float:
    """How much the rows of a picture differ in their greys: most where its lines run level."""
    return ImageStat.Stat(picture.resize((1, picture.height), Image.Resampling.BOX)).var[0]


def test_a_straight_scan_without_coloured_areas_is_left_as_it_is() -> None:
    scan = pypdfium2.PdfDocument(SAMPLE_BOOK)[37].render(scale=SCALE, grayscale=True).to_pil()
    level, back = levelled(whitened(scan, SCALE))
    assert level is scan
    assert np.allclose(back, np.eye(3))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_photograph_on_its_side_is_seen_before_it_is_read(turn: int) -> None:
    assert runs_down(whitened(photographed(4.0), SCALE).rotate(turn, expand=True)) is (turn in (90, 270))


def test_a_picture_of_hardly_any_pixels_is_upright_and_level() -> None:
    speck = Image.new("L", (3, 2), 0)
    assert not runs_down(speck)
    assert levelled(speck)[0].size == speck.size


@pytest.mark.parametrize("grey", [0, 170])
def test_a_page_is_levelled_to_a_tenth_of_a_degree_also_where_its_letters_are_pale(grey: int) -> None:
    page = pypdfium2.PdfDocument(SAMPLE_BOOK)[37].render(scale=SCALE, grayscale=True).to_pil()
    pale = page.point([255 - (255 - shade) * (255 - grey) // 255 for shade in range(256)])
    _, back = levelled(pale.rotate(-0.8, Image.Resampling.BICUBIC, fillcolor=255))
    assert degrees(atan2(*(back @ (1, 0, 0))[1::-1])) == pytest.approx(0.8, abs=0.1)


@pytest.mark.parametrize("swing", [-0.1, 0.1])
@pytest.mark.parametrize("tilt", [-0.1, 0.05])
def test_lines_that_fan_out_where_the_camera_stood_aside_are_level(swing: float, tilt: float) -> None:
    page = whitened(photographed(0.0), SCALE)
    middle = np.array([[1, 0, page.width / 2], [0, 1, page.height / 2], [0, 0, 1]])
    camera = np.array([[1, 0.02, 0], [-0.02, 1, 0], [swing / page.width, tilt / page.height, 1]])
    camera = middle @ camera @ np.linalg.inv(middle)
    camera /= camera[2, 2]
    seen = page.transform(page.size, Image.Transform.PERSPECTIVE, list(camera.flat)[:8], fillcolor=255)
    _, back = levelled(seen)
    on_page = camera @ back
    for down in (0.1, 0.9):
        left, right = (_at(on_page, across * page.width, down * page.height) for across in (0.1, 0.9))
        assert abs(left[1] - right[1]) < 0.005 * page.width
    for across in (0.1, 0.9):
        above, below = (_at(on_page, across * page.width, down * page.height) for down in (0.1, 0.9))
        assert abs(above[0] - below[0]) < 0.02 * page.height  # less of a page is upright than level


def _at(way: Homography, x: float, y: float) -> tuple[float, float]:
    x, y, far = way @ (x, y, 1)
    return x / far, y / far
