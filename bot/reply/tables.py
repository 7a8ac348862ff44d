"""Markdown tables for a phone: an aligned code block if that fits the width, else a line for each row."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest

from rich.cells import cell_len

from bot.reply.blocks import Line
from bot.reply.inline import utf16

WIDEST_BLOCK = 35  # monospaced columns that a phone shows without wrapping
LONGEST_HEADER = 200  # UTF-16 units; a longer one is not repeated in every row

_DELIMITER = re.compile(r"[ \t]*+(?:\|[ \t]*+)?:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+(?:\|[ \t]*+)?$")
_DELIMITER_BEGUN = re.compile(r"[ \t|:-]*$")
_CELL_BORDER = re.compile(r"(?<!\\)\|")


def typeset(lines: Iterable[Line], plain: Callable[[str], str]) -> Iterator[Line]:
    """Replace every table by a code block or lines of text. `plain` renders a cell's Markdown as plain text."""
    source = list(lines)
    at = 0
    while at < len(source):
        end = table_end(source, at)
        if end == at:
            yield source[at]
            at += 1
        else:
            yield from _table(source[at:end], plain)
            at = end


def table_end(lines: list[Line], start: int) -> int:
    """The index after the last line of the table that begins at `start`; `start` if none does.

    At the end of the text a table may lack its delimiter row, which is still to come.
    """
    if not is_row(lines[start]):
        return start
    begun = lines[start + 1 : start + 3]
    if begun and is_row(begun[0]) and is_delimiter(begun[0]):
        end = start + 2
        while end < len(lines) and is_row(lines[end]):
            end += 1
        return end
    unfinished = len(begun) <= 1 and all(_DELIMITER_BEGUN.match(line.inner) for line in begun)
    return len(lines) if unfinished else start


def is_row(line: Line) -> bool:
    return not line.in_code and line.inner.lstrip().startswith("|")


def is_delimiter(row: Line) -> bool:
    return bool(_DELIMITER.match(row.inner))


def cells(row: Line) -> list[str]:
    """`| a | b |` -> ['a', 'b']; the row may be unfinished."""
    inner = row.inner.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip() for cell in _CELL_BORDER.split(inner)]


def names(header: Line) -> list[str]:
    """The columns' names, which are repeated before each value; none for two columns, or if they are long."""
    found = cells(header)
    return found if len(found) > 2 and utf16(header.inner) <= LONGEST_HEADER else []


def _table(rows: list[Line], plain: Callable[[str], str]) -> Iterator[Line]:
    quote = rows[0].quote
    header, *body = [cells(row) for row in (rows[:1] + rows[2:])]
    if not any(cell for row in (header, *body) for cell in row):
        return
    bare = [[plain(cell) for cell in row] for row in (header, *body)]
    widths = _widths(bare)
    if body and sum(widths) + 2 * (len(widths) - 1) <= WIDEST_BLOCK:
        fence = quote + "``````"
        yield Line(quote, "``````", fence, opens=True)
        for text in _aligned(bare, widths):
            yield Line(quote, text, fence)
        yield Line(quote, "``````", fence)
        return
    if not body or not names(rows[0]):
        yield Line(quote, _in_bold(" – ".join(filter(None, bare[0]))))
    for row in body:
        yield Line(quote, _row(names(rows[0]), row))


def _widths(rows: list[list[str]]) -> list[int]:
    columns = max(len(row) for row in rows)
    return [max(cell_len(row[i]) if i < len(row) else 0 for row in rows) for i in range(columns)]


def _aligned(rows: list[list[str]], widths: list[int]) -> Iterator[str]:
    for number, row in enumerate(rows):
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=False))
        yield "  ".join(padded).rstrip()
        if number == 0:
            yield "  ".join("─" * width for width in widths)


def _row(names: list[str], row: list[str]) -> str:
    """With two columns `**der Tisch** – 책상`; with more, the column's name before each value."""
    first, *rest = row
    lead = first if re.search(r"[*_`\[]", first) else _in_bold(first)
    if not names and len(rest) < 2:
        return " – ".join(filter(None, [lead, *rest]))
    named = (f"{name}: {cell}" if name else cell for name, cell in zip_longest(names[1:], rest, fillvalue="") if cell)
    return " · ".join(filter(None, [lead, *named]))


def _in_bold(text: str) -> str:
    return f"**{text}**" if text.strip() else ""
