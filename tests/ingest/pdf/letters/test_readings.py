"""Small letters above Chinese characters."""

from ingest.pdf.letters.chars import Char
from ingest.pdf.letters.readings import with_readings


def set_at(base: float, size: float, *places: tuple[float, str]) -> list[Char]:
    return [{"text": text, "x0": x, "x1": x + size, "base": base, "size": size} for x, text in places]


def test_a_reading_whose_parts_stand_above_the_same_character_is_whole() -> None:
    small = set_at(90, 5, (99, "ふ"), (108, "た"), (117, "り"))
    large = set_at(100, 10, (100, "二"), (110, "人"), (120, "で"))
    assert "".join(char["text"] for char in with_readings([*small, *large])) == "二人（ふたり）で"
