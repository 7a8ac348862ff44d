"""Tables that are drawn."""

import pytest

from ingest.pdf.rules import framed


@pytest.mark.parametrize("cut", ["below", "above"])
def test_a_merged_cell_that_the_pages_end_cuts_is_as_high_as_those_beside_it(cut: str) -> None:
    level = [
        (40.0, 300.0, 60.0),
        (120.0, 300.0, 80.0),
        (40.0, 300.0, 100.0),
        (120.0, 300.0, 120.0),
        (120.0, 300.0, 140.0),
    ]
    if cut == "above":
        level = [(x0, x1, 200 - y) for x0, x1, y in level]
    (grid,), _ = framed(level, [(60.0, 140.0, x) for x in (40.0, 120.0, 300.0)])
    assert [row[0] for row in grid] == [(40, 60, 120, 100), None, (40, 100, 120, 140), None]
