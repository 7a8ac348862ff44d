"""Columns of a dictionary: each entry begins with a bold word, and its other lines are set in. Pure."""

from collections.abc import Sequence

from ingest.pdf.layout.lines import Line, at_edge

FEWEST = 4  # entries


def entry_starts(lines: Sequence[Line]) -> list[Line]:
    """The lines with which the entries begin; none if it is no such column. Letters over a group of them are bold."""
    outer, inner = at_edge(lines)
    if any(line.headed for line in inner) or not all(line.headed or line.bold for line in outer):
        return []
    return [line for line in outer if line.headed]


def begins_with_entry(lines: Sequence[Line]) -> bool:
    starts = entry_starts(lines)
    return bool(starts) and starts[0].base == min(line.base for line in lines)
