"""Lines to write on."""

import pytest

from ingest.pdf.blanks import blanks
from ingest.pdf.letters.word import Word


def test_a_line_below_its_label_is_to_write_on_though_the_words_on_a_scan_are_not_level() -> None:
    rows = (100.0, 140.0, 180.0)
    words = [
        Word(text, x0, base - 8, x1, base + 2, base, 10, False)
        for row in rows
        for text, x0, x1, base in (("Vor-", 50, 70, row + 0.3), ("und", 73, 90, row), ("Nachname:", 93, 140, row))
    ]
    found = list(blanks([(50, 500, row + 4) for row in rows], 595, words))
    assert [(blank.x0 > 140, blank.x1) for blank in found] == [(True, 500)] * 3


@pytest.mark.parametrize(("k_ends", "lines"), [(124, 1), (128, 1), (140, 0)])
def test_a_line_is_written_on_also_where_the_letter_before_it_seems_to_reach_over_it(k_ends: float, lines: int) -> None:
    places = [("Das", 93.0, 108.0), ("k", 118.0, k_ends), ("Tasche.", 162.0, 193.0)]
    words = [Word(text, x0, 386, x1, 398, 395, 10, False) for text, x0, x1 in places]
    assert len(list(blanks([(124, 160, 395)], 400, words))) == lines


def test_lines_before_the_points_of_tasks_are_no_leaders_to_them() -> None:
    places = [("Name:", 40, 100), ("Datum:", 210, 100), ("/30", 400, 100), ("/30", 400, 140)]
    words = [Word(text, x, base - 8, x + 5 * len(text), base + 2, base, 10, False) for text, x, base in places]
    rules = [(70, 200, 100), (245, 340, 100), (370, 398, 100), (370, 398, 140)]
    assert len(list(blanks(rules, 595, words))) == 4
