"""Columns below each other, as Tesseract reads them, and where they were."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from ingest.pdf.stacked import Stack, left_over, stacked

WIDE, HIGH = 600, 800
LINE = 8  # points high

Lines = Sequence[tuple[int, int, int]]
"""Of text: from where to where, and the top."""


def page(lines: Lines) -> Image.Image:
    picture = Image.new("L", (WIDE, HIGH), 255)
    for x0, x1, top in lines:
        ImageDraw.Draw(picture).rectangle((x0, top, x1 - 1, top + LINE - 1), fill=0)
    return picture


def column(x0: int, x1: int, top: int, count: int = 10) -> Lines:
    return [(x0, x1, top + 14 * number) for number in range(count)]


def shown(stack: Stack) -> Lines:
    """The lines that it shows, each in its place on the page, in its order."""
    ink = np.asarray(stack.picture) < 128
    found = []
    for top in np.flatnonzero(np.diff(ink.any(1), prepend=False) & ink.any(1)).tolist():
        places = np.flatnonzero(ink[top])
        x0, x1 = int(places[0]), int(places[-1]) + 1
        right, down = stack.way_back((x0, top, x1, top + LINE))
        found.append((x0 + right, x1 + right, top + down))
    return found


def test_columns_whose_lines_stand_at_other_heights_are_read_one_after_the_other() -> None:
    left, right = column(50, 280, 100), column(320, 550, 105)
    assert shown(stacked(page([*left, *right]), 1)) == [*left, *right]


def test_what_stands_over_both_columns_is_read_before_them_and_after() -> None:
    title, left, right, foot = [(50, 550, 60)], column(50, 280, 100), column(320, 550, 105), [(50, 550, 300)]
    assert shown(stacked(page([*title, *left, *right, *foot]), 1)) == [*title, *left, *right, *foot]


def test_two_pages_on_a_picture_are_read_one_after_the_other_and_so_are_their_columns() -> None:
    lines = [line for x0 in (30, 150, 330, 450) for line in column(x0, x0 + 110, 100 + x0 % 7)]
    assert shown(stacked(page(lines), 1)) == lines


def test_numbers_stay_with_their_tasks() -> None:
    assert len(stacked(page([*column(50, 58, 100), *column(70, 400, 100)]), 1).areas) == 1


def test_words_that_are_wide_apart_in_a_line_or_two_are_no_columns() -> None:
    text = column(50, 550, 100)
    assert len(stacked(page([*text[:5], *column(50, 280, 170, 1), *column(320, 550, 170, 1), *text[6:]]), 1).areas) == 1


def test_a_picture_of_nothing_is_one_area() -> None:
    assert stacked(page([]), 1).areas == [(0, 0, WIDE, HIGH)]
    assert len(stacked(Image.new("L", (3, 3), 255), 1).areas) == 1


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(1, 6), st.integers(0, 30), st.integers(1, 12)), min_size=1, max_size=8
    )
)
def test_all_that_is_on_a_page_is_shown_once(blocks: list[tuple[int, int, int, int]]) -> None:
    lines = {
        (100 * at, min(WIDE, 100 * (at + wide)) - 12, 25 * top + 14 * number)
        for at, wide, top, count in blocks
        for number in range(count)
        if 25 * top + 14 * number < HIGH - LINE
    }
    picture = page(sorted(lines))
    stack = stacked(picture, 1)
    again = Image.new("L", picture.size, 255)
    for area, top in zip(stack.areas, stack.tops, strict=True):
        part = stack.picture.crop((0, top, area.x1 - area.x0, top + area.bottom - area.top))
        again.paste(part, (area.x0, area.top))
    assert again.tobytes() == picture.tobytes()
    assert np.count_nonzero(np.asarray(stack.picture) < 128) == np.count_nonzero(np.asarray(picture) < 128)


def test_the_words_of_a_heading_stay_together_above_a_line_with_tall_letters() -> None:
    heading, tall = [(50, 115, 30), (125, 220, 30)], [(50, 60, 105), (150, 160, 105)]
    assert shown(stacked(page([*heading, *tall, *column(50, 280, 110)]), 1))[0] == (50, 220, 30)


def test_what_was_not_read_is_put_below_each_other_but_for_a_drawings_many_marks() -> None:
    first, second = column(50, 280, 100), column(320, 550, 105)
    missed = left_over(page([*first, *second]), 1, [(320, 100, 550, 400)])
    assert missed is not None
    assert shown(missed) == first
    marks = [(x, x + 9, top) for x in range(10, 580, 26) for top in range(10, 780, 13)]
    assert left_over(page(marks), 1, []) is None
