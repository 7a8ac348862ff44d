"""The letters of TeX's own encodings."""

import pytest

from ingest.pdf.letters.tex import letters_of, phonetic


@pytest.mark.parametrize(
    ("names", "code", "letter"),
    [
        ("a66 a97 a127", 127, "¨"),  # 'Bä', of a font that has no ligature on the page
        ("a14 a97", 14, "ﬃ"),
        ("a97 a228 a255", 255, "ß"),  # of the newer encoding
    ],
)
def test_pictures_of_letters_are_told_by_the_codes_beside_them(names: str, code: int, letter: str) -> None:
    assert letters_of(names.split())[code] == letter


def test_phonetic_letters_are_none_of_those_that_the_font_calls_them() -> None:
    named = [("I", 73), ("T", 84), ('"', 34), ("æ", 230), ("k", 107)]
    assert [phonetic("ABCDEF+TeX-tipa10", text, code) for text, code in named] == ["ɪ", "θ", "ˈ", "æ", ""]
    assert phonetic("ABCDEF+CMR10", "I", 73) == ""
    assert phonetic("ABCDEF+TeX-tipa10", "ɪ", 73) == ""  # which the PDF knows


def test_a_few_numbered_glyphs_are_no_font_of_tex() -> None:
    assert letters_of(["a0", "a1"]) == {}
    assert letters_of(["a1", "a97", "a255"])[1] == "´"
