"""Letters that nobody vouches for."""

import pytest

from ingest.pdf.layout import Sheet, laid_out
from ingest.pdf.letters.word import Word

SENTENCE = "已知圆锥的底面半径为二其侧面展开图为一个半圆"


@pytest.mark.parametrize(("unknown", "problem"), [(1, None), (len(SENTENCE), "garbled")])
def test_a_page_is_doubted_for_the_letters_that_are_unknown_not_for_the_words_they_stand_in(
    unknown: int, problem: str | None
) -> None:
    words = [
        Word(SENTENCE, 40, 70.0 + 20 * row, 260, 80.0 + 20 * row, 79.0 + 20 * row, 10, False, doubtful=unknown)
        for row in range(20)
    ]
    [page] = [event["page"] for event in laid_out([Sheet(1, 420, 595, words, [], [])]) if "page" in event]
    assert page.problem == problem
