"""How each kind of block in a lesson is set: dialogue, reading, words, table, grammar, box, card, figure, exercise."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from fpdf.fonts import FontFace

from tests.typesetting.figures import FIGURES
from tests.typesetting.page import CORAL, GREY, INK, MIST, PETROL, SAND, WHITE, Page, soft

Block = dict[str, Any]

ROW = 4.9  # the height of a vocabulary entry
BLANK = re.compile("(?<!_)___(?!_)")  # one word; longer blanks are as long as they are typed
TONES = {"tip": (SAND, CORAL), "culture": (MIST, PETROL), "grammar": (SAND, CORAL)}


def rows(text: str) -> list[list[str]]:
    """One row a line, its cells parted by ` | `."""
    return [[cell.strip() for cell in line.split(" | ")] for line in text.strip().splitlines()]


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.strip().split("\n\n")]


def label(page: Page, name: str, title: str) -> None:
    """A section's head: a coloured tab and, beside it, the title."""
    page.type(8.5, WHITE, "B")
    page.set_fill_color(*PETROL)
    width = page.get_string_width(name) + 6
    page.cell(width, 6, name, align="C", fill=True)
    page.type(10.5 if name.startswith("Übung") else 11.5, PETROL, "B")
    page.text_block(title, 6, page.x + 3)
    page.set_y(page.y + 2)


def caption(page: Page, text: str) -> None:
    page.set_y(page.y + 1.2)
    page.type(8, GREY)
    page.text_block(text, 4, align="C")


def dialogue(page: Page, block: Block) -> None:
    def turn(speaker: str, german: str, korean: str = "") -> None:
        page.type(9.5, CORAL, "B")
        page.cell(26, 5.2, speaker)
        page.type(10.5)
        page.text_block(german, 5.2, page.l_margin + 26)
        if korean:
            page.type(8.5, GREY)
            page.text_block(korean, 4.4, page.l_margin + 26)

    page.together(partial(label, page, "Dialog", block["title"]), after=0, spare=20)
    for cells in rows(block["lines"]):
        page.together(partial(turn, *cells), after=1.5)
    page.set_y(page.y + 4)


def reading(page: Page, block: Block) -> None:
    def draw() -> None:
        label(page, "Lesetext", block["title"])
        page.type(10)
        with page.text_columns(ncols=2, gutter=8, balance=True, text_align="J", line_height=1.38) as columns:
            for text in paragraphs(block["text"]):
                with columns.paragraph(bottom_margin=1.5) as paragraph:
                    paragraph.write(soft(text))
        page.set_xy(page.l_margin, page.y + 2.5)
        page.type(8, GREY)
        page.text_block(block["note"], 4.2)

    page.together(draw, after=6)


def words(page: Page, block: Block) -> None:
    entries = rows(block["words"])
    half = (len(entries) + 1) // 2

    def draw() -> None:
        label(page, "Wortschatz", block["title"].split(" · ")[1])
        word_columns(page, [entries[:half], entries[half:]])

    page.together(draw, after=6)


def word_columns(page: Page, columns: list[list[list[str]]]) -> None:
    """Columns side by side, each a list of pairs: German on the left, Korean on the right, a hairline under each."""
    gutter, leading, top = 8.0, ROW, page.y
    width = (page.epw - gutter * (len(columns) - 1)) / len(columns)
    for index, entries in enumerate(columns):
        left = page.l_margin + index * (width + gutter)
        page.set_y(top)
        for german, korean in entries:
            page.set_x(left)
            page.type(9, INK, "B")
            name = max(width * 0.56, page.get_string_width(german) + 1.5)
            page.cell(name, leading, german)
            page.type(8.5)
            page.cell(width - name, leading, korean, new_x="LMARGIN", new_y="NEXT")
            page.rule(page.y, (205, 214, 218), 0.15, left, width)
    page.set_y(top + leading * max(map(len, columns)))


def table(page: Page, block: Block) -> None:
    page.together(partial(ruled, page, block))


def ruled(page: Page, block: Block) -> None:
    head = FontFace(emphasis="BOLD", color=WHITE, fill_color=PETROL)
    page.type(9)
    page.set_draw_color(*PETROL)
    page.set_fill_color(*WHITE)
    page.set_line_width(0.2)
    cells = rows(block["rows"])
    with page.table(
        cells,
        line_height=4.6,
        padding=(0.7, 1.6, 0.7, 1.6),
        headings_style=head,
        text_align="LEFT",
        col_widths=tuple(block["widths"]) if "widths" in block else None,
        cell_fill_color=MIST,
        cell_fill_mode="EVEN_ROWS",
    ):
        pass
    page.set_x(page.l_margin)
    caption(page, block["caption"])


def grammar(page: Page, block: Block) -> None:
    """Paragraphs of explanation; lines that start with `>` are examples, with their translation after ` | `."""
    lines = [line for line in block["text"].strip().splitlines() if line]
    first, *others = [partial(example if line.startswith(">") else prose, page, line) for line in lines]

    def opening() -> None:
        label(page, "Grammatik", block["title"])
        first()

    page.together(opening, after=1.5)
    for part in others:
        page.together(part, after=1.5)
    page.set_y(page.y + 4)


def prose(page: Page, text: str) -> None:
    page.type(9.5)
    page.text_block(text, 5.4, align="J")


def example(page: Page, text: str) -> None:
    german, korean = rows(text.removeprefix(">"))[0]
    page.set_fill_color(*CORAL)
    page.rect(page.l_margin + 4, page.y + 1.7, 1.6, 1.6, "F")
    page.type(10)
    used = page.get_string_width(german, markdown=True) + 13
    page.text_block(german, 5.2, page.l_margin + 8)
    page.type(8.5, GREY)
    if used + page.get_string_width(korean) < page.epw:
        page.set_y(page.y - 5.2)
        page.text_block(korean, 5.4, page.l_margin + used)
    else:
        page.text_block(korean, 4.4, page.l_margin + 8)


def box(page: Page, block: Block) -> None:
    tint, accent = TONES[block["tone"]]

    def text() -> None:
        page.set_y(page.y + 3)
        page.type(9.5, accent, "B")
        page.text_block(block["title"], 5.2, page.l_margin + 5)
        page.type(9)
        for part in paragraphs(block["text"]):
            page.text_block(part, 5, page.l_margin + 5, page.epw - 9, "J")
        page.set_y(page.y + 3)

    def draw() -> None:
        height = page.height(text)
        page.set_fill_color(*tint)
        page.rect(page.l_margin, page.y, page.epw, height, "F")
        page.set_fill_color(*accent)
        page.rect(page.l_margin, page.y, 1.4, height, "F")
        text()

    page.together(draw, after=5)


def card(page: Page, block: Block) -> None:
    """A form, a menu or a ticket: framed rows of a name and what belongs to it."""
    lines = rows(block["rows"])

    def draw() -> None:
        left, width = page.l_margin + 14, page.epw - 28
        page.type(9, INK, "B")
        names = max(page.get_string_width(name) for name, _ in lines) + 5
        page.set_draw_color(*CORAL)
        page.set_line_width(0.5)
        page.rect(left, page.y, width, 12 + 5.6 * len(lines), round_corners=True, corner_radius=2.5)
        page.set_y(page.y + 2)
        page.type(10.5, CORAL, "B")
        page.text_block(block["title"], 6, left, width, "C")
        page.set_y(page.y + 1)
        for name, value in lines:
            page.set_x(left + 6)
            page.type(9, INK, "B")
            page.cell(names, 5.6, name)
            page.type(9)
            page.cell(width - names - 12, 5.6, value, align=block.get("align", "L"), new_x="LMARGIN", new_y="NEXT")
        page.set_y(page.y + 3)
        caption(page, block["caption"])

    page.together(draw, after=5)


def figure(page: Page, block: Block) -> None:
    def draw() -> None:
        FIGURES[block["name"]](page)
        caption(page, block["caption"])

    page.together(draw, after=5)


def exercise(page: Page, block: Block) -> None:
    items, columns = block["items"].strip().splitlines(), block.get("columns", 1)
    width = page.epw / columns

    def draw() -> None:
        label(page, f"Übung {block['number']}", block["task"])
        page.type(10)
        for index, item in enumerate(items):
            text = BLANK.sub("_______", item)
            page.set_x(page.l_margin + index % columns * width)
            page.cell(width, 6.6, f"{index + 1}.  {text}")
            if index % columns == columns - 1 or item is items[-1]:
                page.ln(6.6)

    page.together(draw, after=5)


SETTERS: dict[str, Callable[[Page, Block], None]] = {
    "dialogue": dialogue,
    "reading": reading,
    "words": words,
    "table": table,
    "grammar": grammar,
    "box": box,
    "card": card,
    "figure": figure,
    "exercise": exercise,
}
