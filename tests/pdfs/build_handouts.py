"""Builds the PDFs about what touches, or stands apart, in lessons and handouts: names of speakers, letters of words,
lines of one text beside another.

Each kind of page is built twice, with other texts and sizes.
"""

from collections.abc import Callable, Sequence

from tests.pdfs.build import PROSE, Paper
from tests.pdfs.build_layouts import Book
from tests.pdfs.build_letters import put_below, set_with_readings

Texts = Sequence[Sequence[str]]


def names_that_touch(
    turns: Texts = (
        ("Frau Albers:", "Guten Morgen, was kann ich für Sie tun?"),
        ("Herr Noh:", "Ich suche ein Zimmer."),
        ("Frau Albers:", "Dann füllen Sie bitte das hier aus."),
    ),
    size: float = 10,
) -> bytes:
    """A dialogue in which nothing parts the speakers' names, in bold letters, from what they say."""
    paper = Paper()
    for at, (name, said) in enumerate(turns):
        y = 70 + 1.5 * size * at
        paper.put(40, y, name, size, "B")
        paper.put(40 + paper.get_string_width(name), y, said, size)
    return paper.bytes()


def letterspaced_unevenly(
    heads: Texts = (("WICHTIG", "4 8 8 3 5 7"), ("SO GEHT ES", "6 14 0 7 4 6 15 0 5")), size: float = 12
) -> bytes:
    """Heads whose letters were pushed apart by hand."""
    paper = Paper()
    for at, (head, gaps) in enumerate(heads):
        x, y = 40.0, 70 + 120 * at
        for letter, gap in zip(head, [*map(float, gaps.split()), 0.0], strict=True):
            if letter != " ":
                paper.put(x, y, letter, size, "B")
                x += paper.get_string_width(letter)
            x += gap
        paper.prose(40, y + 10, PROSE)
    return paper.bytes()


PINYIN = (
    (("今天", "jīntiān"), ("天氣", "tiānqì"), ("好", "hǎo"), ("，", ""), ("去", "qù"), ("公園", "gōngyuán")),
    (("老", "lǎo"), ("友", "yǒu"), ("也", "yě"), ("去", "qù"), ("。", "")),
)  # fmt: skip


def pinyin_above(lines: Sequence[Sequence[tuple[str, str]]] = PINYIN, size: float = 18) -> bytes:
    """Chinese with its sound above it, word by word."""
    paper = Paper()
    for at, parts in enumerate(lines):
        set_with_readings(paper, 40, 70 + 1.8 * size * at, parts, size)
    paper.put(40, 180, "Lesen Sie den Satz laut.")
    return paper.bytes()


def short_ends_of_vertical_lines(
    lines: Sequence[str] = ("むかしむかしおじいさんとおば", "あさん。", "おじいさんはやまへしばかりに", "いく。"),
    size: float = 14,
) -> bytes:
    """Paragraphs from top to bottom whose last lines have a letter or some."""
    paper = Paper()
    put_below(paper, lines, 340, 80, size, 1.2 * size)
    return paper.bytes()


def forms_beside_sentences(
    sides: Texts = (
        ("Formen", "ich hätte", "ich wäre", "ich könnte", "ich würde"),
        ("Sätze", "Ich hätte gern einen Kaffee mit", "Milch und ein Stück Kuchen.", "Wärst du so nett und machst das",
         "Fenster zu?"),
    ),
    size: float = 10,
) -> bytes:  # fmt: skip
    """A list at the left; at the right, level with it, sentences that take two lines each."""
    paper = Book()
    for x, lines in zip((40, 190), sides, strict=True):
        paper.put(x, 70, lines[0], size)
        paper.lines(x, 70 + 1.4 * size, lines[1:], size, 1.4 * size)
    return paper.bytes()


def level_turns_of_signs(
    sides: Texts = (
        ("● Ich hätte gern zwei Brötchen und ein", "Stück Käsekuchen.", "▲ Gern. Sonst noch etwas?", "● Nein, danke."),
        ("● Zwei Karten für heute, bitte.", "▲ Um sechs oder um neun?", "● Um neun.", "▲ Das macht elf Euro."),
    ),
    size: float = 8,
) -> bytes:
    """Dialogues side by side, one of whose speakers says one thing only."""
    paper = Book()
    paper.add_font("DejaVu", "", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    paper.set_fallback_fonts(["DejaVu", "Nanum"], exact_match=False)
    for x, lines in zip((40, 220), sides, strict=True):
        paper.lines(x, 80, lines, size, 1.4 * size)
    return paper.bytes()


def room_between_scripts(
    lines: Texts = (("東京", "PDF", "日本語", "3", "日行"), ("車", "2", "山")), size: float = 12
) -> bytes:
    """Latin letters and figures in Japanese, a quarter of a letter away from it."""
    paper = Book()
    for at, parts in enumerate(lines):
        x = 40.0
        for part in parts:
            paper.put(x, 70 + 1.6 * size * at, part, size)
            x += paper.get_string_width(part) + 0.25 * size
    return paper.bytes()


def short_lines_of_forms(
    lists: Texts = (("ich kann", "du kannst", "er kann", "wir können", "ihr könnt", "sie können"),), size: float = 10
) -> bytes:
    """A verb's forms below each other in a narrow column, beside a text."""
    paper = Paper()
    for at, forms in enumerate(lists):
        for row, form in enumerate(forms):
            paper.put(40 + 70 * at, 80 + 1.5 * size * row, form, size)
    paper.prose(220, 73, PROSE, 160, "L")
    return paper.bytes()


def lines_in_empty_cells(
    rows: Texts = (
        ("Infinitiv", "ich", "er, sie"),
        ("wollen", "will", ""),
        ("", "kann", "kann"),
        ("dürfen", "", "darf"),
    ),
    size: float = 10,
) -> bytes:
    """A table to fill in: a line to write on in each empty cell."""
    paper = Book()
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            x, y = 40 + 100 * column, 70 + 2.4 * size * row
            paper.rect(x, y, 100, 2.4 * size)
            if cell:
                paper.put(x + 6, y + 1.6 * size, cell, size)
            else:
                paper.line(x + 6, y + 1.8 * size, x + 60, y + 1.8 * size)
    return paper.bytes()


def speakers_in_japanese(
    lines: Sequence[str] = (
        "東山：　おはようございます。きょうはえきのま",
        "　　　えのみせへいきましょうか。",
        "日車：　はい。",
    ),
    size: float = 12,
) -> bytes:
    """A dialogue whose lines but the first of each turn are set in."""
    paper = Book()
    for at, line in enumerate(lines):
        text = line.lstrip("　")
        paper.put(40 + size * (len(line) - len(text)), 70 + 1.5 * size * at, text, size)
    return paper.bytes()


TRAPS: dict[str, Callable[[], bytes]] = {
    "names_that_touch": names_that_touch,
    "names_that_touch_in_spanish": lambda: names_that_touch(
        (("Camarero:", "Buenas noches, ¿qué desean?"), ("Ana:", "Una sopa y pan."), ("Camarero:", "Muy bien.")), 12
    ),
    "letterspaced_unevenly": letterspaced_unevenly,
    "letterspaced_unevenly_large": lambda: letterspaced_unevenly(
        (("ACHTUNG AUSNAHME", "5 8 6 9 5 7 20 0 6 5 9 7 6 8 5"),), 16
    ),
    "pinyin_above": pinyin_above,
    "pinyin_above_large": lambda: pinyin_above(
        ((("老友", "lǎoyǒu"), ("去", "qù"), ("公園", "gōngyuán"), ("。", "")),), 26
    ),
    "short_ends_of_vertical_lines": short_ends_of_vertical_lines,
    "short_ends_of_vertical_lines_large": lambda: short_ends_of_vertical_lines(
        ("ねこがにわをはしりまわってい", "る。", "いぬはねている。"), 18
    ),
    "forms_beside_sentences": forms_beside_sentences,
    "forms_beside_sentences_in_english": lambda: forms_beside_sentences(
        (
            ("Forms", "I went", "you went", "he went", "they went"),
            ("Use", "Last year we went to the old", "Town Hall with our friends.", "Did you go there by train or",
             "Bus Number 9?"),
        ),
        9,
    ),
    "level_turns_of_signs": level_turns_of_signs,
    "level_turns_of_signs_in_korean": lambda: level_turns_of_signs(
        (
            ("● 안녕하세요. 표 두 장 주세요.", "▲ 여섯 시예요, 아홉 시예요?", "● 아홉 시요.", "▲ 네, 여기 있어요."),
            ("● 빵 두 개하고 치즈 케이크 한", "조각 주세요.", "▲ 또 필요하신 것 있으세요?", "● 아니요, 됐어요."),
        ),
        9,
    ),
    "room_between_scripts": room_between_scripts,
    "room_between_scripts_in_korean": lambda: room_between_scripts(
        (("제", "3", "과 하루 일과와 주말"),), 15
    ),
    "lines_in_empty_cells": lines_in_empty_cells,
    "lines_in_empty_cells_in_korean": lambda: lines_in_empty_cells(
        (("뜻", "단수", "복수"), ("아이", "das Kind", ""), ("책", "", "die Bücher")), 9
    ),
    "speakers_in_japanese": speakers_in_japanese,
    "speakers_in_japanese_large": lambda: speakers_in_japanese(
        ("山口：　きのうのよるはなにをしましたかときか", "　　　れました。", "東：　そうですか。"), 15
    ),
    "short_lines_of_forms": short_lines_of_forms,
    "short_lines_of_forms_in_spanish": lambda: short_lines_of_forms(
        (("yo tengo", "tú tienes", "él tiene", "nosotros tenemos", "ellos tienen"),), 11
    ),
}  # fmt: skip
