"""What tokens cost."""

import pytest

from ingest.prices import price_of


@pytest.mark.parametrize(
    ("model", "fresh"),
    [("claude-haiku-4-5", 100), ("claude-sonnet-4-6", 300), ("claude-opus-5", 500), ("claude-opus-5-5", 400)],
)
def test_a_model_costs_what_its_family_does_and_not_the_next_one(model: str, fresh: float) -> None:
    assert price_of(model).fresh == fresh


def test_an_unknown_model_costs_more_than_any_that_is_known() -> None:
    dearest = price_of("claude-fable-5-2")
    assert all(price_of(f"claude-{name}").fresh < dearest.fresh for name in ("haiku", "sonnet", "opus"))
