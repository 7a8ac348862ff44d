"""Rows and cells -> table blocks. Pure."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median

from ingest.pdf.document import Block, Box, around
from ingest.pdf.layout.cells import Table, level_share
from ingest.pdf.layout.index_entries import are_sorted
from ingest.pdf.layout.lines import Line, rows_of
from ingest.pdf.layout.rows import rows_of_words
from ingest.pdf.layout.wording import ends_sentence
from ingest.pdf.letters.clean import is_korean, join_lines
from ingest.pdf.letters.word import Word

Columns = Sequence[Sequence[Line]]

FEWEST_SORTED = 5  # words in the alphabet's order
FEWEST_UNRULED = 3  # lines in a cell; two are often one entry


def table(rows: Iterable[Iterable[str]], boxes: Iterable[Box], size: float, page: int) -> Block | None:
    lines = [(text, box) for row, box in zip(rows, boxes, strict=True) if (text := table_text([row]))]
    text = "\n".join(text for text, _ in lines)
    return Block("table", text, page, tuple(box for _, box in lines), size) if lines else None


def table_text(rows: Iterable[Iterable[str]]) -> str:
    """A row a line; empty cells in the middle of a row keep their place."""
    lines = (" | ".join(row).rstrip(" |").removeprefix(" ") for row in rows)
    return "\n".join(line for line in lines if line)


def unruled_rows(row: Iterable[Box | None], taken: Mapping[Box, list[Word]]) -> list[Mapping[Box, list[Word]]]:
    """The rows in one ruled row, as what each has of the words in its cells: one for each line, if all cells have as
    many. Mostly one, with all of them."""
    cells = [cell for cell in row if cell]
    lines = {cell: list(rows_of_words(taken[cell])) for cell in cells if taken[cell]}
    count = len(next(iter(lines.values()), []))
    alike = len(lines) > 1 and count >= FEWEST_UNRULED and all(len(each) == count for each in lines.values())
    if not alike:
        return [taken]
    return [{cell: lines[cell][at] if cell in lines else [] for cell in cells} for at in range(count)]


def read_aligned(columns: Columns, page: int) -> Iterator[Block]:
    """A table set without rules; a single row of one is a line with wide spaces."""
    words = any(map(_name_words, columns)) and all(map(_are_words, columns))
    if words and len(columns) > 2:  # two may be pairs: 'der Arzt, ¨-e | die Ärztin, -nen'
        yield from _lists(columns, page)
        return
    for part in _pairs(columns):
        translated = _translated(part)
        rows = translated or Table(part).rows()
        places = {id(line): place for place, column in enumerate(part) for line in column}
        placed = [_placed(row, places, len(part)) for row in rows]
        if len(part) == 2 and not translated:
            placed = list(map(_with_translations, placed))
        cells = [[join_lines(line.text for line in cell) for cell in row] for row in placed]
        if len(rows) == 1 and len(rows_of(rows[0])) == 1:
            yield _row(rows[0], cells[0], page)
            continue
        block = _table(rows, cells, page)
        if block:
            yield block


def _translated(columns: Columns) -> list[list[Line]]:
    """The rows, if below each row of words stands one with what they mean in Korean, such as below pictures; else
    none."""
    levels = rows_of(itertools.chain(*columns))
    pairs = list(zip(levels[::2], levels[1::2], strict=False))
    if len(pairs) < 2 or len(levels) % 2 or not all(itertools.starmap(_is_translation, pairs)):
        return []
    return [[*words, *meanings] for words, meanings in pairs]


def _is_translation(words: Sequence[Line], meanings: Sequence[Line]) -> bool:
    korean = [[is_korean(line.text) for line in level] for level in (words, meanings)]
    return len(words) == len(meanings) > 1 and not any(korean[0]) and all(korean[1])


def _lists(columns: Columns, page: int) -> Iterator[Block]:
    """Each column on its own: what stands beside a word says nothing about it."""
    rows = Table(columns).rows()
    for column in columns:
        mine = set(map(id, column))
        entries = [entry for row in rows if (entry := [line for line in row if id(line) in mine])]
        if block := _table(entries, [[join_lines(line.text for line in entry)] for entry in entries], page):
            yield block


def _table(rows: Sequence[Sequence[Line]], cells: Sequence[Sequence[str]], page: int) -> Block | None:
    size = median(line.size for row in rows for line in row)
    return table(cells, (around([line.box for line in row]) for row in rows), size, page)


def _row(row: Sequence[Line], cells: Iterable[str], page: int) -> Block:
    bold = all(line.bold for line in row)  # a section's tag and its title
    text = (" · " if bold else " | ").join(cell for cell in cells if cell)
    return Block("paragraph", text, page, (around([line.box for line in row]),), max(line.size for line in row), bold)


def _pairs(columns: Columns) -> list[Columns]:
    """A word list set in several columns of pairs (de, ko, de, ko) is one table of pairs after the other."""
    width = len(columns)
    if width < 4 or width % 2 or _count_across(columns[0], columns[2]):
        return [columns]
    korean = [sum(is_korean(line.text) for line in column) * 2 > len(column) for column in columns]
    bold = [sum(line.bold for line in column) * 2 > len(column) for column in columns]
    numbers = [not any(map(str.isalpha, itertools.chain(*(line.text for line in column)))) for column in columns]
    again = [[line.text for line in column[1:]] for column in columns[::2]]  # below the heads
    alternate = all(words == again[0] != [] for words in again) or any(
        kind == kind[:2] * (width // 2) and kind[0] != kind[1] for kind in (korean, bold)
    )
    if numbers != numbers[:2] * (width // 2):
        return [columns]  # the pages of a table of contents
    if _ends_sentences(columns[2]) > _ends_sentences(columns[0]):
        return [columns]  # words, what they mean, and examples
    level = (
        level_share(columns[2], columns[0]),
        level_share(columns[0], columns[2]),
        level_share(columns[2], columns[1]),
    )
    apart = max(level) < 0.8
    if alternate or (apart and level_share(columns[2], columns[3]) > 0.8):
        return [columns[place : place + 2] for place in range(0, width, 2)]
    return [columns]


def _count_across(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether single letters or figures count on from one column to the other, and not within them: A beside B."""
    marks = list(zip(left, right, strict=False))
    return len(marks) > 1 and all(
        len(one.text) == len(other.text) == 1 and ord(other.text) == ord(one.text) + 1 for one, other in marks
    )


_LATIN = re.compile(r"[A-Za-zÄÖÜäöüß]{2}")
_PLURAL = re.compile(r", [¨⸚\"]?[-–]\w*$|, (?:Sg|Pl)\.$|\((?:Sg|Pl)\.\)$")


def _name_words(column: Sequence[Line]) -> bool:
    """Whether these are words as dictionaries have them, some with their plural: 'der Apfel, ¨-'."""
    return sum(_PLURAL.search(line.text) is not None for line in column) >= max(2, 0.3 * len(column))


def _are_words(column: Sequence[Line]) -> bool:
    return _name_words(column) or (len(column) >= FEWEST_SORTED and are_sorted([line.text for line in column]))


def _ends_sentences(column: Sequence[Line]) -> bool:
    return FEWEST_UNRULED <= sum(ends_sentence(line.text) for line in column) >= 0.3 * len(column)


def _placed(row: Iterable[Line], places: Mapping[int, int], count: int) -> list[list[Line]]:
    """The lines of each of a row's cells."""
    cells: list[list[Line]] = [[] for _ in range(count)]
    for line in row:
        cells[places[id(line)]].append(line)
    return cells


def _with_translations(cells: list[list[Line]]) -> list[list[Line]]:
    """In a table of pairs, a translation set below its text is a cell of its own."""
    first, second = cells
    if any(is_korean(line.text) and _LATIN.search(line.text) for line in second):
        return cells
    return [first, *(list(lines) for _, lines in itertools.groupby(second, key=lambda line: is_korean(line.text)))]
