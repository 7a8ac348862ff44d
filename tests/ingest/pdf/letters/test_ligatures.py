"""Glyphs that nobody explains."""

from typing import Any

from ingest.pdf.letters.ligatures import spell_out


def char(text: str, x: float, size: float) -> dict[str, Any]:
    return {"text": text, "x0": x, "x1": x + size / 2, "size": size, "origin": (x, 100.0), "fontname": "A"}


def test_a_glyph_without_a_size_stays_as_it_is() -> None:
    chars = [char("r", 0, 10), char("u", 5, 10), char("(cid:7)", 10, 0), char("t", 10, 10), *[char("e", 20, 10)] * 3]
    spell_out(chars)
    assert [each["text"] for each in chars[:4]] == ["r", "u", "(cid:7)", "t"]
