"""Word lists whose units stand in a column are parted where another unit begins, and other tables are not."""

from collections.abc import Sequence
from string import ascii_letters

import pytest

from ingest.pdf.document import Block, Document, Page
from ingest.pdf.layout import mark_headings
from ingest.units.caption import parse_caption
from ingest.units.corrections import find_units


def table(cells: Sequence[str], column: int = 0, number: int = 1) -> Page:
    """A page with a table that has these in a column, each beside a word and its meaning."""
    words = [[f"das Wort {letter}", f"낱말 {letter}"] for letter in ascii_letters[: len(cells)]]
    rows = [[*word[:column], cell, *word[column:]] for word, cell in zip(words, cells, strict=True)]
    lines = [" | ".join(row).strip() for row in rows]
    boxes = tuple((10.0, 20.0 * row, 200.0, 20.0 * row + 12) for row in range(len(lines)))
    return Page(number, (Block("table", "\n".join(lines), number, boxes, size=11),))


@pytest.mark.parametrize("name", ["{}과", "{}"])
@pytest.mark.parametrize("column", [0, 1, 2])
def test_a_word_list_is_parted_where_its_column_names_another_unit(column: int, name: str) -> None:
    units = [name.format(number) for number in (1, 2, 3)]
    first = table(["과", *units[:1] * 7, units[1]], column)
    second = table(["과", *units[1:2] * 7, *units[2:] * 6], column, number=2)
    blocks = [block for page in mark_headings([first, second]) for block in page.blocks]
    assert [block.text for block in blocks if block.kind == "heading"] == ["1과", "2과", "3과"]
    rows = [block.text.split("\n") for block in blocks]
    assert [*map(len, rows)] == [len(block.boxes) for block in blocks] == [1, 1, 7, 1, 1, 8, 1, 6]
    assert "과" in rows[0][0].split(" | ")
    assert rows[-1][0] == "das Wort i | 낱말 i"
    plan = find_units(Document(mark_headings([first, second])), parse_caption("A1"))
    assert [(unit.number, unit.page_first, unit.page_last) for unit in plan.units] == [(1, 1, 1), (2, 1, 2), (3, 2, 2)]


@pytest.mark.parametrize("name", ["Tag {}", "{}"])
def test_a_word_list_is_parted_where_only_the_first_row_of_each_unit_names_it(name: str) -> None:
    units = [name.format(number) for number in (1, 2, 3)]
    pages = [table(["Tag", units[0], *[""] * 6, units[1], ""]), table([*[""] * 6, units[2], *[""] * 6])]
    blocks = [block for page in mark_headings(pages) for block in page.blocks]
    assert [block.text for block in blocks if block.kind == "heading"] == ["Tag 1", "Tag 2", "Tag 3"]
    assert blocks[-1].text.startswith("das Wort g | 낱말 g\ndas Wort h | 낱말 h")


@pytest.mark.parametrize(
    "cells",
    [
        [f"Tag {row // 4 + 1}" for row in range(20)],  # a programme
        [f"Lektion {row * 7 % 9 + 1}" for row in range(20)],  # an index
        ["Tag", "Montag", *[""] * 6, "Tag 2", *[""] * 6, "Tag 3", *[""] * 6],
        ["Woche 1", *[""] * 6],
        ["1. Person", "2. Person", "3. Person"] * 6,
        ["1", *[""] * 6, "2", *[""] * 6],
    ],
)
def test_other_tables_are_not_parted(cells: Sequence[str]) -> None:
    assert mark_headings([table(cells)]) == (table(cells),)


def test_a_table_is_not_parted_by_column_where_its_units_have_rows_of_their_own() -> None:
    words = table([""] * 6).blocks[0].text
    text = "\n".join(f"Lektion {number} | Im Café\n{words}" for number in (1, 2))
    pages = [Page(1, (Block("table", text, 1, size=11),))]
    (page,) = mark_headings(pages)
    assert [block.text for block in page.blocks if block.kind == "heading"] == [
        "Lektion 1 | Im Café",
        "Lektion 2 | Im Café",
    ]


@pytest.mark.parametrize("texts", [("Unit 1", "Unit 2"), ("Am ersten Tag fahren wir nach Berlin. " * 10,)])
def test_a_table_is_not_parted_in_a_book_that_names_its_units_elsewhere_or_is_no_list(texts: Sequence[str]) -> None:
    others = Page(2, tuple(Block("paragraph", text, 2, size=11) for text in texts))
    pages = [table([*["Unit 1"] * 7, *["Unit 2"] * 7]), others]
    assert mark_headings(pages)[0] == pages[0]
