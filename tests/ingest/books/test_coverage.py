"""Which units have too little to say."""

import pytest

from ingest.books.cards import UnitCard
from ingest.books.coverage import coverage


@pytest.mark.parametrize(
    ("tokens", "thin"),
    [
        ((500, 500, 199), (False, False, True)),  # next to nothing
        ((500, 500, 201), (False, False, False)),
        ((900, 900, 290), (False, False, True)),  # much less than the others
        ((900, 900, 310), (False, False, False)),
    ],
)
def test_a_unit_is_thin_beside_the_others_or_by_itself(tokens: tuple[int, ...], thin: tuple[bool, ...]) -> None:
    units = [(UnitCard(f"A1-{n}", "A1", n, "", n, n, 1), size) for n, size in enumerate(tokens, 1)]
    assert tuple(unit.thin for unit in coverage(units).units) == thin
