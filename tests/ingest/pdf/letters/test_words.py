"""Where one word ends and the next begins."""

from collections.abc import Sequence

from ingest.pdf.letters.chars import Char
from ingest.pdf.letters.words import words_of


def line(parts: Sequence[str | float]) -> list[Char]:
    """Letters of half a size each, and what is moved on between them, in points."""
    chars, x = [], 0.0
    for part in parts:
        if isinstance(part, float):
            x += part
            continue
        for text in part:
            x1 = x + (2.5 if text == " " else 5)
            box = {"x0": x, "x1": x1, "base": 100.0, "top": 92.0, "bottom": 102.0, "size": 10.0}
            chars.append({"text": text, "fontname": "F", "angle": 0, "origin": (x, 100.0), **box})
            x = x1
    return chars


def words(*parts: str | float) -> str:
    return " ".join(word.text for word in words_of(line(parts)))


def test_a_gap_as_wide_as_the_spaces_of_its_line_is_one() -> None:
    """As troff sets them behind letters that are kerned."""
    assert words("man findet Affen aus Stoff", 2.5, "und Pfeifen") == "man findet Affen aus Stoff und Pfeifen"
    assert words("man findet Affen aus Stof", 1.8, "fen und Pfeifen") == "man findet Affen aus Stoffen und Pfeifen"


def test_narrow_gaps_part_words_where_letters_touch_and_nothing_is_a_space() -> None:
    assert words("seit", 1.4, "20", 1.4, "Jahren", 1.4, "arbeitet", 1.4, "sie") == "seit 20 Jahren arbeitet sie"
    assert words("Tel", 1.4, "012", 1.4, "34", ".", 1.4, ".", 1.4, ".") == "Tel 01234..."
    assert words("die", 1.4, "Datei", 1.4, ".") == "die Datei."
    assert words("W", 0.8, "as", 1.4, "ist", 1.4, "das") == "Wasistdas"  # its letters do not touch


def test_a_gap_among_syllables_is_none_before_a_mark() -> None:
    assert words("안녕하세요", 2.2, "! 잘 지내요? 네, 잘 지내요.") == "안녕하세요! 잘 지내요? 네, 잘 지내요."
