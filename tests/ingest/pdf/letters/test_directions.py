"""Letters that do not stand level, as for a reader who turns the page."""

import pytest

from ingest.pdf.letters.chars import Char
from ingest.pdf.letters.directions import turned


def letter(x: float, y: float, angle: float, size: float = 10) -> Char:
    box = {"x0": x, "x1": x + 0.6 * size, "top": y - 0.8 * size, "bottom": y + 0.2 * size}
    return {"text": "a", "size": size, "angle": angle, "origin": (x, y), **box}


@pytest.mark.parametrize(("angle", "where"), [(180, "level"), (20, "level"), (90, "sideways"), (45, "sideways")])
def test_an_answer_upside_down_or_at_a_slant_stands_where_it_is_and_a_label_beside_the_text(
    angle: int, where: str
) -> None:
    text = [letter(60 + 6 * place, 100, 0) for place in range(60)]
    page = turned([*text, letter(300, 700, angle), letter(304, 702, angle)], 595, 842)
    assert (len(page.level), len(page.sideways)) == ((2, 0) if where == "level" else (1, 1))
    large = turned([*text, letter(300, 700, 45, size=100)], 595, 842)  # a watermark
    assert (len(large.level), len(large.sideways)) == (1, 0)
