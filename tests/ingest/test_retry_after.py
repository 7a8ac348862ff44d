"""How long a service asks to be left alone, in whatever words."""

import pytest

from ingest.retry_after import retry_after


@pytest.mark.parametrize(
    ("words", "seconds"), [("2", 2.0), ("-5", 0.0), ("nan", None), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("", None)]
)
def test_only_a_number_of_seconds_is_waited_for(words: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": words}) == seconds
