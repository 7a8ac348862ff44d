from itertools import chain

from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import LIT

from ingest.pdf.letters.fonts import Fonts
from ingest.pdf.letters.halves import restored


def _font(*rows: tuple[int, str]) -> dict[int, str]:
    return dict(chain.from_iterable(enumerate(letters, first) for first, letters in rows))


def _written(*rows: tuple[int, str]) -> dict[int, str]:
    """As Ghostscript 10.00 writes rows of letters: each from the first one's two halves laid over each other."""
    return _font(*((first, _overlaid(row) if len(row) > 1 else row) for first, row in rows))


def _overlaid(row: str) -> str:
    high, low = divmod(ord(row[0]), 256)
    return "".join(chr((high | low) + place) for place in range(len(row)))


def test_letters_that_stood_in_rows_are_found_by_those_that_did_not() -> None:
    rows = (0x24, "ABC"), (0x1A9, "АБВ"), (0x1AD, "Д"), (0x1B5, "МНОП"), (0x1C9, "абвгдежзийкл")
    assert _written(*rows)[0x1C9] == "4"
    assert _written(*rows) | restored(_written(*rows)) == _font(*rows)


def test_rows_of_an_alphabet_with_gaps_follow_each_other() -> None:
    rows = (0x15B, "Ύ"), (0x15E, "ΑΒΓΔΕ"), (0x167, "Κ"), (0x16C, "ΟΠ"), (0x16F, "ΣΤ"), (0x178, "άέήί"), (0x17D, "αβγδ")
    written = _written(*rows)
    assert written | restored(written) == _font(*rows)


def test_the_second_letter_of_a_glyph_begins_as_the_first() -> None:
    assert restored({0xD7: "\u0938\u384d", 0x41: "fi"}) == {0xD7: "\u0938\u094d"}


def test_latin_letters_stay() -> None:
    assert restored(_font((0x24, "ABCD"), (0x44, "abcdef"), (0x1A9, "А"), (0x1B0, "З"), (0x1E9, "ё"))) == {}


def test_of_glyphs_in_no_order_nothing_can_be_said() -> None:
    assert restored({1: "Я", 2: "4", 3: "5", 4: "А", 5: "Ф", 6: "б", 7: "Д", 8: "7", 9: "8"}) == {}


def test_letters_that_nobody_can_tell_are_unknown() -> None:
    assert restored({0x30: "中", 0xB4: "\u00ff", 0xB5: "\u0100", 0xC0: "飯"}) == {0xB4: "\ufffd", 0xB5: "\ufffd"}


def test_a_font_of_ghostscript_says_the_letters_that_were_meant() -> None:
    table = b"""/CMapName/R53 def 1 begincodespacerange <00><ff> endcodespacerange
        4 beginbfrange <10><10><0410> <30><30><0034> <31><31><0035> <3f><3f><043f> endbfrange"""
    spec = {"Subtype": LIT("Type3"), "FontBBox": [0, 0, 1, 1], "FontMatrix": [1, 0, 0, 1, 0, 0], "Widths": [1]}
    fonts = Fonts()
    font = fonts.get_font(None, {**spec, "ToUnicode": PDFStream({}, table)})
    assert "".join(fonts.glyphs(font)[code][0] for code in (0x10, 0x30, 0x31, 0x3F)) == "Аабп"


def test_letters_of_glyphs_that_stand_in_no_order_are_known_by_nobody() -> None:
    """'제1과 인사 민준 안녕하세요', of a font whose glyphs come as they are needed."""
    text = "Ü1ü ÿìÿÉÍõÝùÖÿÉÇúö÷ÿÕÝÖõÖ"
    found = restored(dict(enumerate(text)))
    assert set(found.values()) == {"\ufffd"}
    assert len(found) == len(text) - 1  # but for the space
    assert restored(dict(enumerate("Grüße an äöG n"))) == {}
