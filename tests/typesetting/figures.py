"""The drawings of the lessons. Each fills the text's width and leaves the pen below itself."""

from collections.abc import Callable
from math import cos, pi, sin

from tests.typesetting.page import CORAL, GREY, INK, MIST, PETROL, SAND, WHITE, Colour, Page


def centred(
    page: Page, x: float, y: float, w: float, text: str, size: float, colour: Colour = INK, style: str = ""
) -> None:
    page.type(size, colour, style)
    page.set_xy(x, y)
    page.cell(w, 5, text, align="C")


def greetings(page: Page) -> None:
    """A day from morning to night, and what one says when."""
    spans = (
        ("6–10", "Guten Morgen!", SAND, INK),
        ("10–18", "Guten Tag!", MIST, INK),
        ("18–22", "Guten Abend!", (150, 190, 200), INK),
        ("22–6", "Gute Nacht!", PETROL, WHITE),
    )
    top, width = page.y, page.epw / len(spans)
    for index, (hours, words, ground, ink) in enumerate(spans):
        left = page.l_margin + index * width
        page.set_fill_color(*ground)
        page.rect(left, top, width, 14, "F")
        centred(page, left, top + 2, width, words, 10.5, ink, "B")
        centred(page, left, top + 7.5, width, f"{hours} Uhr", 8, ink)
    page.set_xy(page.l_margin, top + 14)


def family(page: Page) -> None:
    """Three generations of the Webers; places count in columns of the grid and in millimetres downwards."""
    column, top = page.epw / 5, page.y
    page.set_draw_color(*PETROL)
    page.set_line_width(0.4)
    couples = (2.5, 5.5, 3.5, 5.5), (0.5, 22.5, 1.5, 22.5)
    descents = (3, 5.5, 3, 14.5), (1, 22.5, 1, 36), (1.5, 14.5, 4.5, 14.5)
    children = tuple((place + 0.5, 14.5, place + 0.5, 22.5) for place in range(1, 5))
    for x1, y1, x2, y2 in (*couples, *descents, *children):
        page.line(page.l_margin + x1 * column, top + y1, page.l_margin + x2 * column, top + y2)
    for place, y, name, about, ground in (
        (2, 0, "Peter", "Vater, 60", MIST),
        (3, 0, "Karin", "Mutter, 58", MIST),
        (0, 17, "Felix", "Annas Mann, 35", SAND),
        (1, 17, "Anna", "Tochter, 33", MIST),
        (2, 17, "Lena", "Tochter, 30", MIST),
        (3, 17, "Jonas", "Sohn, 26", MIST),
        (4, 17, "Tim", "Sohn, 20", MIST),
        (0.5, 34, "Emma", "Annas Tochter, 4", SAND),
    ):
        left = page.l_margin + place * column + 1.2
        page.set_fill_color(*ground)
        page.rect(left, top + y, column - 2.4, 11, "F", round_corners=True, corner_radius=1.5)
        centred(page, left, top + y + 0.8, column - 2.4, name, 9.5, INK, "B")
        centred(page, left, top + y + 5.3, column - 2.4, about, 7.5, GREY)
    page.set_xy(page.l_margin, top + 45)


def clocks(page: Page) -> None:
    faces = ((7, 0, "sieben"), (7, 15, "Viertel nach sieben"), (7, 30, "halb acht"), (7, 45, "Viertel vor acht"))
    top, width, radius = page.y, page.epw / len(faces), 11.0
    for index, (hour, minute, words) in enumerate(faces):
        x, y = page.l_margin + (index + 0.5) * width, top + radius
        page.set_draw_color(*PETROL)
        page.set_fill_color(*MIST)
        page.set_line_width(0.7)
        page.circle(x, y, radius, "DF")
        for mark in range(12):
            hand(page, x, y, mark / 12, 0.86 * radius, radius - 0.6, 0.35)
        hand(page, x, y, (hour + minute / 60) / 12, 0, 0.5 * radius, 1.1)
        page.set_draw_color(*CORAL)
        hand(page, x, y, minute / 60, 0, 0.78 * radius, 0.7)
        centred(page, x - width / 2, top + 2 * radius + 1.5, width, words, 9, INK, "B")
    page.set_xy(page.l_margin, top + 2 * radius + 6.5)


def hand(page: Page, x: float, y: float, turn: float, start: float, end: float, width: float) -> None:
    dx, dy = sin(2 * pi * turn), -cos(2 * pi * turn)
    page.set_line_width(width)
    page.line(x + dx * start, y + dy * start, x + dx * end, y + dy * end)


def prices(page: Page) -> None:
    tags = (
        ("Tomaten", "1 kg", "3,50 €"),
        ("Zwiebeln", "1 Netz", "1,90 €"),
        ("Äpfel", "4 Stück", "2,00 €"),
        ("Eier", "10 Stück", "3,20 €"),
    )
    top, gap = page.y, 5.0
    width = (page.epw - gap * (len(tags) - 1)) / len(tags)
    for index, (name, amount, price) in enumerate(tags):
        left = page.l_margin + index * (width + gap)
        page.set_fill_color(*SAND)
        page.set_draw_color(*CORAL)
        page.set_line_width(0.4)
        page.rect(left, top, width, 22, "DF", round_corners=True, corner_radius=2)
        centred(page, left, top + 2, width, name, 10, INK, "B")
        centred(page, left, top + 7, width, amount, 8, GREY)
        centred(page, left, top + 13.5, width, price, 14, CORAL, "B")
    page.set_xy(page.l_margin, top + 22)


def prepositions(page: Page) -> None:
    """A ball and a box, once for each preposition of place."""
    places: tuple[tuple[str, tuple[float, ...], float, tuple[float, float]], ...] = (
        # the word; where boxes stand and how wide they are; where the ball lies, from the drawing's middle
        ("in", (0,), 9, (0, 0)),
        ("auf", (0,), 9, (0, -6.5)),
        ("unter", (0,), 9, (0, 6.5)),
        ("über", (0,), 9, (0, -9.5)),
        ("an", (-2,), 9, (4.5, -1)),
        ("neben", (-2.5,), 7, (5, 2.5)),
        ("vor", (0,), 9, (-2, 3.5)),
        ("hinter", (0,), 9, (3, -4)),
        ("zwischen", (-4.8, 4.8), 4.2, (0, 2.5)),
    )
    top, width = page.y, page.epw / len(places)
    for index, (word, boxes, side, (dx, dy)) in enumerate(places):
        x, y = page.l_margin + (index + 0.5) * width, top + 12
        if word == "hinter":
            ball(page, x + dx, y + dy)
        page.set_draw_color(*PETROL)
        page.set_fill_color(*MIST)
        page.set_line_width(0.5)
        for shift in boxes:
            page.rect(x + shift - side / 2, y + 4.5 - side, side, side, "DF")
        if word != "hinter":
            ball(page, x + dx, y + dy)
        centred(page, x - width / 2, top + 22, width, word, 9, INK, "B")
    page.set_xy(page.l_margin, top + 27)


def ball(page: Page, x: float, y: float) -> None:
    page.set_fill_color(*CORAL)
    page.circle(x, y, 2.0, "F")


FIGURES: dict[str, Callable[[Page], None]] = {
    "greetings": greetings,
    "family": family,
    "clocks": clocks,
    "prices": prices,
    "prepositions": prepositions,
}
