"""What is typed without spaces is read with them."""

import pytest

from ingest.search.spacing import spaced


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("내일모레독일어로", ["내일", "모레", "독일어", "로"]),
        ("독일은팁안주면욕먹냐", ["독일", "은", "팁", "안", "주", "면", "욕먹", "냐"]),
        ("과거형에서는", ["과거형에서는"]),
        ("", [""]),
    ],
)
def test_a_run_that_is_longer_than_a_word_is_parted_into_its_likeliest_words(typed: str, read: list[str]) -> None:
    assert spaced(typed) == read
