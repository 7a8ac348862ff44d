"""Telling a page's text from a broken font's."""

import pytest

from ingest.pdf.legible import is_legible, readable_share

GERMAN = "Anna wohnt seit drei Jahren in Leipzig und arbeitet in einer kleinen Bäckerei. Am Abend lernt sie. " * 3
OTHERS = {
    "fr": "Elle habite à Lyon depuis trois ans et travaille dans une petite boulangerie près de la gare. " * 3,
    "pl": "Mieszka w Krakowie od trzech lat i pracuje w małej piekarni niedaleko dworca kolejowego. " * 3,
    "tr": "Üç yıldır İzmir'de oturuyor ve istasyonun yakınındaki küçük bir fırında çalışıyor. " * 3,
    "vi": "Cô ấy sống ở Hà Nội ba năm nay và làm việc trong một tiệm bánh nhỏ gần nhà ga. " * 4,
}


def test_glyph_numbers_and_syllables_that_do_not_exist_cannot_be_read() -> None:
    assert readable_share("(cid:3)(cid:17)(cid:5)") == 0
    assert readable_share("줮줱쥔쥅쥌") < 0.5
    assert readable_share("Guten Tag! 안녕하세요") == 1


def test_a_page_is_legible_with_a_few_unknown_glyphs_and_not_with_as_many_as_letters() -> None:
    assert is_legible("Guten Tag, Anna! (cid:3)(cid:4)")
    assert not is_legible("GutenTag" + "(cid:3)" * 8)


@pytest.mark.parametrize("shift", [-29, -3, 1, 2, 7])
def test_letters_that_a_font_has_shifted_are_no_language(shift: int) -> None:
    shifted = "".join(chr(ord(char) + shift) if char.isalpha() else char for char in GERMAN)
    assert is_legible(GERMAN)
    assert not is_legible(shifted)


def test_letters_with_their_bytes_swapped_are_not_chinese() -> None:
    assert not is_legible(GERMAN.encode("utf-16-le").decode("utf-16-be", "replace"))
    assert is_legible("我们在学校学习汉语，一起吃饭。")


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_are_legible(language: str) -> None:
    assert is_legible(OTHERS[language])


def test_few_letters_prove_nothing() -> None:
    assert is_legible("XXL, ZZ Top, QWERTZ")
