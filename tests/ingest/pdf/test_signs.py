"""Numbers in circles, boxes to tick and bullets on pictures of pages."""

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from ingest.pdf.document import Box
from ingest.pdf.hocr import Line, Sign, Token
from ingest.pdf.photographs import INK, WHITE
from ingest.pdf.signs import shapes_on, with_dark_numbers, with_signs, without_shapes

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
    found = shapes_on(page, SCALE)
    for sign, x in (("①", 40), ("☐", 200)):
        there = [shape.box for shape in found if shape.sign == sign]
        assert there == [pytest.approx((x, top, x + SIDE, top + SIDE), abs=3) for top in ROWS]
    clean = without_shapes(page, found)
    assert shapes_on(clean, SCALE) == []
    assert ImageStat.Stat(clean.crop((50, 70, 66, 90))).extrema[0][0] < 50, "the number stays"


def test_no_letters_within_a_line_are_signs() -> None:
    found = shapes_on(a_page(number="", text="OQ0D@8B口●○"), SCALE)
    assert [shape.sign for shape in found] == ["○", "☐"] * 2, "those that stand alone"


def test_a_square_beside_which_strokes_stand_is_a_part_of_a_letter() -> None:
    page = a_page()
    for top in ROWS:
        ImageDraw.Draw(page).line((200 + SIDE + 8, top, 200 + SIDE + 8, top + SIDE), fill=0, width=3)
    assert [shape.sign for shape in shapes_on(page, SCALE)] == ["①", "①"]


def test_a_number_in_a_square_is_left_without_it() -> None:
    page = a_page(text="")
    for number, top in enumerate(ROWS):
        ImageDraw.Draw(page).text((200 + SIDE / 2, top + SIDE / 2), f"{number}", fill=0, font_size=20, anchor="mm")
    found = shapes_on(page, SCALE)
    assert [shape.sign for shape in found] == ["①", ""] * 2
    clean = without_shapes(page, found)
    assert clean.getextrema()[0] == 0
    assert clean.crop((198, ROWS[0] - 2, 206, ROWS[1])).getextrema() == (255, 255)


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
    (line,) = with_signs([a_line(*signs)], shapes_on(a_page(), SCALE))
    assert [token.text for token in line.tokens] == words


def test_a_box_may_be_higher_than_its_line() -> None:
    line = a_line(("a", 270), top=ROWS[0] + SIDE / 4)
    small = line._replace(box=(*line.box[:3], line.box[1] + SIDE / 2))
    assert [token.text for token in with_signs([small], shapes_on(a_page(), SCALE))[0].tokens] == ["☐", "a"]


def test_a_large_circle_is_taken_off_and_its_number_stays_as_it_is_read() -> None:
    page = Image.new("L", (400, 300), 255)
    ImageDraw.Draw(page).ellipse((40, 40, 160, 160), outline=0, width=6)
    ImageDraw.Draw(page).text((100, 100), "7", fill=0, font_size=60, anchor="mm")
    found = shapes_on(page, SCALE)
    assert [shape.sign for shape in found] == [""]
    assert [token.text for token in with_signs([a_line(("7", 90))], found)[0].tokens] == ["7"]


def test_a_word_that_fills_a_circle_stays_whole() -> None:
    page = Image.new("L", (400, 300), 255)
    brush = ImageDraw.Draw(page)
    brush.ellipse((40, 40, 240, 240), outline=0, width=6)
    brush.text((140, 140), "Freunde", fill=0, font_size=44, anchor="mm")
    place = 52, 110, 228, 170
    clean = without_shapes(page, shapes_on(page, SCALE))
    assert ImageChops.difference(page.crop(place), clean.crop(place)).getbbox() is None
    assert clean.crop((0, 0, 400, 110)).getextrema() == (255, 255)


@pytest.mark.parametrize("colour", [40, 150])
def test_a_white_number_on_a_disc_or_a_square_is_made_dark_on_white(colour: int) -> None:
    page = Image.new("L", (400, 200), 250)
    brush = ImageDraw.Draw(page)
    brush.ellipse((40, 40, 112, 112), fill=colour)
    brush.rectangle((200, 40, 272, 112), fill=colour)
    for x in (76, 236):
        brush.text((x, 76), "2", fill=250, font_size=44, anchor="mm")
    grain = Image.effect_noise(page.size, 12)
    seen = with_dark_numbers(ImageChops.add(page, grain, 1, -128), SCALE)
    for x in (40, 200):
        number, below = seen.crop((x + 20, 56, x + 52, 96)), seen.crop((x + 20, 98, x + 52, 110))
        assert ImageStat.Stat(number).extrema[0][0] < INK
        assert ImageStat.Stat(below).mean[0] > WHITE


def test_no_bold_letter_is_a_disc_with_a_number() -> None:
    page = Image.new("L", (900, 200), 250)
    brush = ImageDraw.Draw(page)
    for at, letter in enumerate("eODBQ0689@●■%&"):
        brush.text((20 + 60 * at, 60), letter, fill=0, font_size=48, stroke_width=4)
    brush.rectangle((20, 140, 60, 180), fill=0)
    for y in (146, 157, 168):  # as in 貝
        brush.rectangle((26, y, 54, y + 5), fill=250)
    brush.rectangle((100, 140, 116, 156), fill=0)
    brush.rectangle((104, 147, 112, 148), fill=250)  # as in a part of 옮
    assert with_dark_numbers(page, SCALE) is page


def test_bullets_below_each_other_lead_their_lines() -> None:
    page = Image.new("L", (700, 400), 255)
    brush = ImageDraw.Draw(page)
    for at, top in enumerate(range(20, 380, 60)):
        (brush.ellipse if at < 4 else brush.rectangle)(
            (40, top + 8, 58, top + 26), fill=None if at in {1, 2} else 0, outline=0, width=3
        )
        brush.text((80, top), "om Wort.", fill=0, font_size=SIDE)
    found = shapes_on(page, SCALE)
    assert [shape.sign for shape in found] == ["•", "○", "○", "•", "■", "■"]
    (line,) = with_signs([a_line(("m", 38), ("W", 80), top=260)], found)
    assert [token.text for token in line.tokens] == ["■", "W"]
    brush.text((38, 106), "u", fill=0, font_size=30)
    assert [shape.sign for shape in shapes_on(page, SCALE)] == ["•", "•", "■", "■"], "lines begin with an O as well"
    alone = shapes_on(page.crop((0, 0, 700, 70)), SCALE)
    assert alone == [], "one alone may be a drawing"


def test_no_dots_of_large_letters_are_bullets() -> None:
    page = Image.new("L", (900, 500), 255)
    brush = ImageDraw.Draw(page)
    for top in (20, 260):
        brush.text((40, top), "im Öl : B", fill=0, font_size=130)
        for box in ((600, top, 612, top + 12), (636, top, 648, top + 12), (595, top + 22, 653, top + 120)):  # Ü
            brush.rectangle(box, fill=0)
    assert shapes_on(page, SCALE) == []
