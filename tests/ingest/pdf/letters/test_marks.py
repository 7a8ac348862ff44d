"""Accents, vowel signs and points that are glyphs of their own."""

import pytest

from ingest.pdf.letters.chars import Char
from ingest.pdf.letters.clean import clean
from ingest.pdf.letters.right_to_left import as_read
from ingest.pdf.letters.words import words_of

Glyph = tuple[str, float, float, float]
"""What it says, where it begins and ends, and how far above the line it stands."""


def painted(*glyphs: Glyph) -> list[Char]:
    return [
        {
            "text": text, "x0": x0, "x1": x1, "base": 100 - up, "top": 90 - up, "bottom": 102 - up, "size": 10.0,
            "fontname": "F", "angle": 0, "origin": (x0, 100 - up),
        }
        for text, x0, x1, up in glyphs
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("glyphs", "read"),
    [
        ([("А", 0, 7, 0), ("\u0301", 6, 6, 1.5), ("н", 7, 13, 0), ("на", 13, 25, 0)], "А\u0301нна"),
        # From left to right, as they are painted; the mark has no width, and a line of its own.
        ([("م", 0, 6, 0), ("\u064f", 5, 5, 1.4), ("ك", 6, 11, 0), ("ي", 11, 15, 0)], "يكُم"),
        ([("\u05b8", 0, 0, 2.6), ("ך", 0, 6, 0), ("ל", 6, 12, 0)], "לךָ"),
        ([("\u0652", -2, -2, 1), ("م", 0, 6, 0), (" ", 6, 8, 0), ("ل", 8, 12, 0)], "ل مْ"),  # moved far to the left
        ([(" ", 3, 3, 0.2), ("س", 0, 7, 0), ("ل", 7, 10, 0)], "لس"),  # said to be a space
        ([("مُ", 2, 2, 1.4), ("مُ", 0, 6, 0), ("ا", 6, 8, 0)], "امُ"),  # said to be all that it is a part of
        ([("لا", 0, 6, 0), ("س", 6, 12, 0)], "سلا"),  # one glyph of two letters
        ([("ท", 0, 7, 0), ("\u0e35", 7, 7, 0), ("\u0e48", 7, 7, 3), ("ต", 7, 14, 0)], "ที่ต"),
    ],
)
def test_a_mark_is_on_its_letter_wherever_the_font_has_moved_it(glyphs: list[Glyph], read: str) -> None:
    assert as_read(" ".join(word.text for word in words_of(painted(*glyphs)))) == read


def test_a_name_before_a_colon_is_one_word_with_it_from_right_to_left() -> None:
    left, right = painted(("א", 0, 5, 0), (" ", 5, 8, 0)), painted((":", 8, 10, 0), ("ד", 10, 15, 0), ("ן", 15, 18, 0))
    right = [char | {"fontname": "G" if char["text"] == ":" else "H"} for char in right]
    assert as_read(" ".join(word.text for word in words_of([*left, *right]))) == "ןד: א"


@pytest.mark.parametrize(
    ("painted_so", "read"),
    [
        ("ि|त|न| |क|ि|त|ा|ब", "तिन कतिाब"),  # as a font that draws them first has painted them
        ("हि|न्|द|ी| |ि|स्|थ|ि|त", "हिन्दी स्थिति"),
        ("क|ि|त|ा|ब| |द|ि|न", "किताब दिन"),  # as they are typed
        ("ெ|க|ா", "கொ"),
        ("ि| |त", "ि त"),
    ],
)
def test_a_vowel_drawn_before_its_consonants_is_read_behind_them(painted_so: str, read: str) -> None:
    glyphs = [(text, 6.0 * at, 6.0 * at + 6, 0.0) for at, text in enumerate(painted_so.split("|"))]
    assert clean(" ".join(word.text for word in words_of(painted(*glyphs)))) == read


def test_a_vowel_painted_behind_the_consonant_that_it_stands_before_is_read_there() -> None:
    glyphs = [("क", 3.0, 9.0, 0.0), ("ि", 0.0, 3.0, 0.0), ("त", 9.0, 15.0, 0.0), ("ा", 15.0, 18.0, 0.0)]
    assert [word.text for word in words_of(painted(*glyphs))] == ["किता"]
