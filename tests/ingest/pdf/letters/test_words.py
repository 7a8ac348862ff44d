"""Characters -> words."""

from ingest.pdf.letters.chars import Char
from ingest.pdf.letters.words import words_of


def chars_of(text: str) -> list[Char]:
    return [
        {"text": char, "x0": 40.0 + 9 * at, "x1": 48.0 + 9 * at, "top": 90.0, "bottom": 100.0, "base": 98.0}
        | {"size": 10.0, "fontname": "Nanum", "bold": False}
        for at, char in enumerate(text)
    ]


def test_a_control_character_in_place_of_a_space_parts_words() -> None:
    assert [word.text for word in words_of(chars_of("제7과\x01교통"))] == ["제7과", "교통"]
