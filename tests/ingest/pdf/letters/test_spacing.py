from itertools import accumulate

import pytest

from ingest.pdf.letters.spacing import close_spaced
from ingest.pdf.letters.word import Word


def closed(letters: str, *gaps: float) -> list[str]:
    """Letters of ten points with these gaps between them, as they are read."""
    places = accumulate((10 * gap + 10 for gap in gaps), initial=0.0)
    words = [Word(text, x, 0, x + 10, 10, 8, 10, False) for text, x in zip(letters, places, strict=True)]
    return [word.text for word in close_spaced(words)]


@pytest.mark.parametrize(
    ("head", "gaps"),
    [
        ("우리 가족 소개", (0.5, 1.2, 0.5, 1.2, 0.5)),
        ("제 오 과 여행 준비", (1.2, 1.2, 1.2, 0.5, 1.2, 0.5)),
    ],
)
def test_a_letter_spaced_head_is_closed_however_many_of_its_words_have_one_letter(
    head: str, gaps: tuple[float, ...]
) -> None:
    assert closed(head.replace(" ", ""), *gaps) == [head]


def test_letters_that_stand_as_they_like_stay_apart() -> None:
    assert closed("손발눈코입귀", 0.5, 1.2, 0.5, 0.9, 1.4) == [*"손발눈코입귀"]
