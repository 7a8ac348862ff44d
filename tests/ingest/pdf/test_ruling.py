"""Lines that are drawn on a picture of a page."""

import pytest
from PIL import Image, ImageDraw

from ingest.pdf.rules import framed
from ingest.pdf.ruling import Lines, lines_on, without_lines

SCALE = 2.0
NONE = Lines([], [], [])
COLUMNS, ROWS = (100, 260, 500, 700), (100, 140, 230, 270)


def table(*more: tuple[int, int, int, int]) -> Image.Image:
    picture = Image.new("L", (800, 1000), 255)
    brush = ImageDraw.Draw(picture)
    for x in COLUMNS:
        brush.line((x, ROWS[0], x, ROWS[-1]), fill=0, width=2)
    for y in ROWS:
        brush.line((COLUMNS[0], y, COLUMNS[-1], y), fill=0, width=2)
    for box in more:
        brush.rectangle(box, fill=0)
    return picture


def test_a_table_on_a_picture_has_its_cells() -> None:
    picture = table((120, 115, 200, 125), (120, 150, 230, 220))
    [grid], boxes = framed(*lines_on(picture, SCALE).in_points(SCALE))
    assert boxes == []
    assert [[cell is not None for cell in row] for row in grid] == [[True] * 3] * 3
    assert grid[1][1] == pytest.approx((260 / SCALE, 140 / SCALE, 500 / SCALE, 230 / SCALE), abs=1)


def test_what_crosses_a_line_stays_when_it_is_taken_off() -> None:
    letter = (180, 130, 186, 150)
    picture = table(letter)
    clean = without_lines(picture, lines_on(picture, SCALE))
    assert clean.crop((letter[0], letter[1], letter[2] + 1, letter[3] + 1)).getextrema() == (0, 0)
    clean.paste(255, (letter[0] - 4, letter[1], letter[2] + 5, letter[3] + 1))  # and a little of the line beside it
    assert clean.getextrema() == (255, 255)


def test_a_stroke_of_a_letter_is_no_line() -> None:
    picture = Image.new("L", (800, 1000), 255)
    brush = ImageDraw.Draw(picture)
    brush.rectangle((100, 100, 130, 102), fill=0)  # as of a large Korean letter, with another stroke above it
    brush.rectangle((112, 92, 116, 99), fill=0)
    brush.rectangle((300, 90, 302, 130), fill=0)  # upright, and meets no level lines
    assert lines_on(picture, SCALE) == NONE


def test_strokes_that_follow_each_other_in_a_word_are_no_line() -> None:
    picture = Image.new("L", (800, 1000), 255)
    brush = ImageDraw.Draw(picture)
    for x in range(100, 220, 20):
        brush.rectangle((x, 112, x + 15, 113), fill=0)
        brush.ellipse((x + 3, 102, x + 12, 109), outline=0, width=2)
    assert lines_on(picture, SCALE) == NONE


def test_first_letters_of_lines_below_each_other_are_no_line() -> None:
    picture = Image.new("L", (800, 1000), 255)
    brush = ImageDraw.Draw(picture)
    for y in range(100, 220, 24):
        brush.rectangle((100, y, 102, y + 18), fill=0)
        brush.rectangle((102, y + 8, 112, y + 10), fill=0)
    assert lines_on(picture, SCALE) == NONE


@pytest.mark.parametrize(("dash", "gap"), [(6, 4), (4, 6)])
def test_cards_with_dashed_edges_have_cells(dash: int, gap: int) -> None:
    picture = Image.new("L", (800, 1000), 255)
    brush = ImageDraw.Draw(picture)
    for start in range(0, 600, dash + gap):
        for at in (100, 400, 700):
            brush.rectangle((100 + start, at, 100 + start + dash, at + 1), fill=0)
            brush.rectangle((at, 100 + start, at + 1, 100 + start + dash), fill=0)
    lines = lines_on(picture, SCALE)
    [grid], _ = framed(*lines.in_points(SCALE))
    assert [len(row) for row in grid] == [2, 2]
    assert without_lines(picture, lines).getextrema() == (255, 255)


@pytest.mark.parametrize("shade", [0, 180])
def test_a_frame_with_round_corners_is_one_box_and_leaves_nothing(shade: int) -> None:
    picture = Image.new("L", (800, 1000), 255)
    ImageDraw.Draw(picture).rounded_rectangle((100, 100, 500, 220), 12, outline=shade, width=2)
    lines = lines_on(picture, SCALE)
    grids, [box] = framed(*lines.in_points(SCALE))
    assert grids == []
    assert box == pytest.approx((100 / SCALE, 100 / SCALE, 500 / SCALE, 220 / SCALE), abs=1)
    assert without_lines(picture, lines).getextrema() == (255, 255)


def test_a_picture_of_many_small_squares_is_a_drawing() -> None:
    picture = Image.new("L", (2000, 2000), 255)
    for x in range(10, 1950, 50):
        for y in range(10, 1950, 50):
            ImageDraw.Draw(picture).rectangle((x, y, x + 40, y + 40), outline=0, width=2)
    assert lines_on(picture, SCALE) == NONE
