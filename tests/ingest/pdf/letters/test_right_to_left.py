"""Arabic and Hebrew, as they are seen from left to right, and as they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.pdf.letters.right_to_left import as_read


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("םולש", "שלום"),
        (".תינמרג דמולו ןילרבב רג ינא", "אני גר בברלין ולומד גרמנית."),
        ("das Brot םחל und die Milch", "das Brot לחם und die Milch"),
        ("(Berlin) ןילרבב 1984 תנש זאמ", "מאז שנת 1984 בברלין (Berlin)"),
        ("Hof (alt) Nord ןילרבב רג ינא", "אני גר בברלין Hof (alt) Nord"),
        ("ﺔﺳﺭﺪﻤﻟﺍ", "المدرسة"),
        ("1. .םולש רמוא ינא", "1. אני אומר שלום."),  # in a list that runs to the right
        ("םולש רמוא ינא.", "אני אומר שלום."),  # in a paragraph that does
        ("Der Zug fährt um 8:15 Uhr.", "Der Zug fährt um 8:15 Uhr."),
    ],
)
def test_a_line_is_read_from_its_right_end(seen: str, read: str) -> None:
    assert as_read(seen) == read


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("Im Supermarkt 2 سردلا", "الدرس 2 Im Supermarkt"),
        ("Im Supermarkt: der Apfel 2 سردلا .1", "1. الدرس 2 Im Supermarkt: der Apfel"),
        ("!Guten Tag 1 سردلا", "الدرس 1 Guten Tag!"),
    ],
)
def test_a_line_that_begins_at_the_right_is_read_from_there_whatever_it_is_mostly(seen: str, read: str) -> None:
    assert as_read(seen, from_right=True) == read
    assert as_read(seen) != read
    assert as_read(".15 מקר תלפאחב", from_right=True) == "בחאפלת רקמ 15."


@given(st.text("אבגדלםabc0123 .,()-"))
def test_no_letter_is_lost(text: str) -> None:
    assert sorted(filter(str.isalnum, as_read(text))) == sorted(filter(str.isalnum, text))
