"""Numbers in circles and boxes to tick on pictures of pages."""

import pytest
from PIL import Image, ImageDraw, ImageStat

from ingest.pdf.document import Box
from ingest.pdf.enclosed import enclosed_on, with_enclosed, without_frames
from ingest.pdf.hocr import Line, Sign, Token

SCALE = 4  # pixels a point
SIDE = 36
ROWS = 60, 160


def a_page(number: str = "3", text: str = "Bahnhof") -> Image.Image:
    """Two rows: a number in a circle, a box to tick, and a word."""
    page = Image.new("L", (700, 260), 255)
    brush = ImageDraw.Draw(page)
    for top in ROWS:
        brush.ellipse((40, top, 40 + SIDE, top + SIDE), outline=0, width=3)
        brush.text((40 + SIDE / 2, top + SIDE / 2), number, fill=0, font_size=20, anchor="mm")
        brush.rectangle((200, top, 200 + SIDE, top + SIDE), outline=0, width=3)
        brush.text((260, top), text, fill=0, font_size=SIDE)
    return page


def a_line(*signs: tuple[str, float], top: float = ROWS[0]) -> Line:
    """One token of these signs, each with the place where it begins."""
    box: Box = signs[0][1], top, signs[-1][1] + 20, top + SIDE
    token = Token(tuple(Sign(text, x, x + 20, 90) for text, x in signs), box, 90)
    return Line([token], box, box[3], 0.0, SIDE)


def test_circles_with_a_number_and_empty_boxes_are_found_and_taken_off() -> None:
    page = a_page()
    found = enclosed_on(page, SCALE)
    assert found.circles == [pytest.approx((40, top, 40 + SIDE, top + SIDE), abs=3) for top in ROWS]
    assert found.squares == [pytest.approx((200, top, 200 + SIDE, top + SIDE), abs=3) for top in ROWS]
    clean = without_frames(page, found)
    assert enclosed_on(clean, SCALE) == ([], [])
    assert ImageStat.Stat(clean.crop((50, 70, 66, 90))).extrema[0][0] < 50, "the number stays"


def test_letters_and_empty_circles_are_not_enclosed() -> None:
    found = enclosed_on(a_page(number="", text="OQ0D@8B口"), SCALE)
    assert found.circles == []
    assert len(found.squares) == len(ROWS)


def test_a_square_beside_which_strokes_stand_is_a_part_of_a_letter() -> None:
    page = a_page()
    for top in ROWS:
        ImageDraw.Draw(page).line((200 + SIDE + 8, top, 200 + SIDE + 8, top + SIDE), fill=0, width=3)
    assert enclosed_on(page, SCALE).squares == []


@pytest.mark.parametrize(
    ("signs", "words"),
    [
        ([("3", 48), ("약", 90), ("국", 112)], ["③", "약국", "☐"]),
        ([("ı", 48), ("약", 90)], ["①", "약"]),
        ([("@", 48), ("약", 90)], ["@약"]),  # no number was read there
        ([("O", 195), ("D", 215), ("a", 250)], ["☐", "a"]),
        ([("a", 250)], ["☐", "a"]),
    ],
)
def test_what_tesseract_makes_of_them_is_a_number_in_a_circle_or_a_box_to_tick(
    signs: list[tuple[str, float]], words: list[str]
) -> None:
    (line,) = with_enclosed([a_line(*signs)], enclosed_on(a_page(), SCALE))
    assert [token.text for token in line.tokens] == words
