"""Pages as people write them."""

import pytest

from ingest.page_ranges import both_ranges


@pytest.mark.parametrize(
    ("pages", "printed", "shown"),
    [
        ((5, 6), (), "5-6"),
        ((5, 6), ("5", "6"), "5-6"),
        ((5,), ("3",), "3 (PDF 5)"),
        ((5, 6, 9), ("xi", "xii", "3"), "xi-xii, 3 (PDF 5-6, 9)"),
    ],
)
def test_pages_are_named_as_they_are_printed_and_as_the_pdf_counts(
    pages: tuple[int, ...], printed: tuple[str, ...], shown: str
) -> None:
    assert both_ranges(pages, printed) == shown
