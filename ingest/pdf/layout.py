"""Words on a sheet -> blocks in reading order. Pure.

A page is a stack of bands. A band without a gutter is running text; one with gutters is either columns,
read one after the other, or a table set without rules, read row by row. Boxes and ruled tables are laid out
on their own and take part as one piece.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.pdf.clean import join_lines
from ingest.pdf.document import Block, Box
from ingest.pdf.lines import GAP, NARROW_GAP, Line, around, lines_of, rows_of, rows_of_words
from ingest.pdf.paragraphs import continued, paragraphs
from ingest.pdf.words import Sheet, Word

DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Island:
    """A box or ruled table: already read, and placed as one piece."""

    x0: float
    top: float
    x1: float
    bottom: float
    blocks: tuple[Block, ...]


Piece = Line | Island


def lay_out(sheet: Sheet) -> tuple[Block, ...]:
    words, islands = list(sheet.words), []
    for grid in sheet.grids:
        island, words = _read_grid(grid, words, sheet.number)
        islands += island
    words, boxed = _read_boxes(sheet.boxes, words, islands, sheet.number)
    return tuple(_read([*lines_of(words), *boxed], sheet.number))


# --- ruled tables and boxes


def _inside(word: Word, box: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _read_grid(grid: list[list[Box | None]], words: list[Word], page: int) -> tuple[list[Island], list[Word]]:
    """The table's islands and the words that are left; a grid of long texts is no table but boxes."""
    cells = [cell for row in grid for cell in row if cell]
    frame = around(cells)
    inner = [word for word in words if _inside(word, frame)]
    if not inner:
        return [], words
    taken: dict[Box, list[Word]] = {cell: [] for cell in cells}
    for word in inner:
        home = next((cell for cell in cells if _inside(word, cell)), None)
        if home:
            taken[home].append(word)
    used = {id(word) for group in taken.values() for word in group}
    if not used:
        return [], words
    rest = [word for word in words if id(word) not in used]
    if max(sum(len(word.text) for word in group) for group in taken.values()) > 400:
        boxes = [(cell, group) for cell, group in taken.items() if group]
        return [Island(*cell, blocks=tuple(_read(lines_of(group), page))) for cell, group in boxes], rest
    rows = [[_cell_text(taken[cell]) if cell else "" for cell in row] for row in grid]
    block = _table(rows, _row_boxes(grid), [word.size for word in inner], page)
    return ([Island(*frame, blocks=(block,))] if block else []), rest


def _row_boxes(grid: list[list[Box | None]]) -> list[Box]:
    return [around([cell for cell in row if cell]) for row in grid if any(row)]


def _cell_text(words: list[Word]) -> str:
    return join_lines(" ".join(line.text for line in row) for row in rows_of(lines_of(words)))


def _table(rows: list[list[str]], boxes: Sequence[Box], sizes: Iterable[float], page: int) -> Block | None:
    """Rows and cells -> a block; empty cells in the middle of a row keep their place."""
    lines = [" | ".join(cell.replace("|", "/") for cell in row).rstrip(" |") for row in rows]
    text = "\n".join(line.removeprefix(" ") for line in lines if line.strip(" |"))
    return Block("table", text, page, tuple(boxes), median(sizes)) if text else None


def _read_boxes(
    boxes: Iterable[Box], words: list[Word], islands: list[Island], page: int
) -> tuple[list[Word], list[Island]]:
    """Reads each box on its own, the innermost first, so that an outer box holds its inner ones as pieces."""
    for box in sorted(set(boxes), key=lambda box: (box[2] - box[0]) * (box[3] - box[1])):
        inner = [word for word in words if _inside(word, box)]
        held = [island for island in islands if _within(island, box)]
        rows = len(list(rows_of_words(inner)))
        if rows + 2 * len(held) < 2 or any(word.x0 < box[0] - 2 or word.x1 > box[2] + 2 for word in inner):
            continue
        words = [word for word in words if not _inside(word, box)]
        islands = [island for island in islands if not _within(island, box)]
        islands.append(Island(*box, blocks=tuple(_read([*lines_of(inner), *held], page))))
    return words, islands


def _within(island: Island, box: Box) -> bool:
    return (
        box[0] - 2 <= island.x0 and island.x1 <= box[2] + 2 and box[1] - 2 <= island.top and island.bottom <= box[3] + 2
    )


# --- bands, columns, tables without rules


def _read(pieces: Sequence[Piece], page: int, depth: int = 0) -> Iterator[Block]:
    """Bands from top to bottom; neighbouring bands of running text are one flow."""
    flow: list[Piece] = []
    right = max((piece.x1 for piece in pieces), default=0.0)
    for band, gutters in _bands(pieces):
        if not gutters or depth > DEEPEST:
            flow += band
            continue
        yield from _read_flow(flow, page, right)
        flow = []
        yield from _read_columns(band, gutters, page, depth)
    yield from _read_flow(flow, page, right)


Gutter = tuple[float, float]


def _bands(pieces: Sequence[Piece]) -> Iterator[tuple[list[Piece], list[Gutter]]]:
    """A band with gutters begins at the first row that has one and ends before the row that closes the last."""
    rows = _levels(pieces)
    size = _usual_size(pieces)
    narrowest = NARROW_GAP * size
    at = 0
    while at < len(rows):
        free = _gaps(rows[at], narrowest)
        if not free and not any(_is_title(row, size) for row in rows[at : at + 2]):
            # Columns whose lines stand at different heights show their gutter only over two rows.
            free = _gaps(itertools.chain(*rows[at : at + 2]), narrowest)
        end = at + 1
        while end < len(rows) and not _is_title(rows[end - 1], size):
            left = _narrowed(free, rows[end], narrowest)
            if not left:
                break
            free = left
            end += 1
        end = _given_back(rows, at, end, free, narrowest)
        if end == at + 1 and all(right - left < GAP * size for left, right in free):
            free = []  # one line with a wide space in it
        yield from _settled(list(itertools.chain(*rows[at:end])), free)
        at = end


def _is_title(row: list[Piece], size: float) -> bool:
    """A row in large bold letters, such as a section's tag and its name: nothing below shares its gaps."""
    lines = [piece for piece in row if isinstance(piece, Line) and piece.bold]
    return len(lines) == len(row) and max(line.size for line in lines) > 1.04 * size


def _given_back(rows: list[list[Piece]], at: int, end: int, free: list[Gutter], narrowest: float) -> int:
    """Where the band really ends: its last rows belong to the next one when they share more gaps with it."""
    if end == len(rows):
        return end
    new = end
    while new > at + 1 and len(_narrowed(_gaps(rows[new - 1], narrowest), rows[end], narrowest)) > len(free):
        new -= 1
    return new


def _levels(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Rows of pieces beside each other. Of a line only the height of its small letters counts: the boxes of
    neighbouring lines overlap in many fonts."""
    rows: list[list[Piece]] = []
    end = float("-inf")
    for piece in sorted(pieces, key=lambda piece: _extent(piece)):
        top, bottom = _extent(piece)
        if top < end:
            rows[-1].append(piece)
        else:
            rows.append([piece])
        end = max(end, bottom)
    return rows


def _extent(piece: Piece) -> tuple[float, float]:
    if isinstance(piece, Line):
        return piece.base - 0.55 * piece.size, piece.base
    return piece.top, piece.bottom


def _gaps(pieces: Iterable[Piece], narrowest: float) -> list[Gutter]:
    """The gaps between pieces that nothing covers, from left to right."""
    gaps: list[Gutter] = []
    end: float | None = None
    for piece in sorted(pieces, key=lambda piece: piece.x0):
        if end is not None and piece.x0 - end >= narrowest:
            gaps.append((end, piece.x0))
        end = piece.x1 if end is None else max(end, piece.x1)
    return gaps


def _narrowed(gaps: Iterable[Gutter], row: Iterable[Piece], narrowest: float) -> list[Gutter]:
    """What is left of the gaps beside the pieces of another row."""
    left = list(gaps)
    for piece in row:
        left = [part for start, end in left for part in _parts(start, end, piece) if part[1] - part[0] >= narrowest]
    return left


def _parts(start: float, end: float, piece: Piece) -> list[Gutter]:
    if piece.x1 <= start or piece.x0 >= end:
        return [(start, end)]
    return [(start, piece.x0), (piece.x1, end)]


def _settled(band: list[Piece], gutters: list[Gutter]) -> Iterator[tuple[list[Piece], list[Gutter]]]:
    """The band, without lines that only happen to be short before its first row and after its last."""
    if not gutters:
        yield band, []
        return
    edge = gutters[0][0]
    left = [piece for piece in band if piece.x1 <= edge]
    beyond = [piece for piece in band if piece.x1 > edge]
    if not left or not beyond:
        yield band, []
        return
    first, last = min(piece.top for piece in beyond), max(piece.bottom for piece in beyond)
    before = [piece for piece in left if piece.bottom <= first]
    after = _loose_tail(left, last)
    apart = {id(piece) for piece in (*before, *after)}
    yield before, []
    yield [piece for piece in band if id(piece) not in apart], gutters if len(left) > len(apart) else []
    yield after, []


def _loose_tail(left: list[Piece], last: float) -> list[Piece]:
    """Pieces of the left column below all others that a wide gap parts from it."""
    for index in range(1, len(left)):
        above, piece = left[index - 1], left[index]
        if piece.top >= last and piece.top - above.bottom > 0.6 * _height(piece):
            return left[index:]
    return left if left[0].top >= last else []


def _height(piece: Piece) -> float:
    return piece.size if isinstance(piece, Line) else 12.0


def _usual_size(pieces: Iterable[Piece]) -> float:
    return median([piece.size for piece in pieces if isinstance(piece, Line)] or [10.0])


def _read_columns(band: list[Piece], gutters: list[Gutter], page: int, depth: int) -> Iterator[Block]:
    sections = _sections(band, gutters)
    if len(sections) > 1 and all(_is_table(section, gutters) for section in sections):
        for section in sections:
            yield from _read(section, page, depth + 1)
        return
    edges = [(start + end) / 2 for start, end in sorted(gutters)]
    columns: list[list[Piece]] = [[] for _ in range(len(edges) + 1)]
    for piece in band:
        columns[sum(piece.x0 > edge for edge in edges)].append(piece)
    cut = _prose_cut(columns)
    if cut is None:
        yield from _read_aligned([[line for line in column if isinstance(line, Line)] for column in columns], page)
        return
    left = list(_read(list(itertools.chain(*columns[:cut])), page, depth + 1))
    right = list(_read(list(itertools.chain(*columns[cut:])), page, depth + 1))
    yield from continued(left, right)


def _sections(band: list[Piece], gutters: list[Gutter]) -> list[list[Piece]]:
    """The band cut before each line in larger or bolder letters that has nothing beside it."""
    usual, edge = _usual_size(band), gutters[0][0]
    plain = sum(not piece.bold for piece in band if isinstance(piece, Line)) * 2 > len(band)
    sections: list[list[Piece]] = [[]]
    for row in _levels(band):
        alone = row[0] if len(row) == 1 else None
        if isinstance(alone, Line) and alone.x1 <= edge and (alone.size > 1.12 * usual or (alone.bold and plain)):
            sections.append([])
        sections[-1] += row
    return [section for section in sections if section]


def _is_table(section: list[Piece], gutters: list[Gutter]) -> bool:
    """Whether a section, its heading left out, is rows of cells rather than columns of text."""
    edge = gutters[0][0]
    left = [piece for piece in section if piece.x1 <= edge]
    right = [piece for piece in section if piece.x1 > edge]
    return not right or _aligned(left[1:] if len(left) > len(right) else left, right)


def _prose_cut(columns: list[list[Piece]]) -> int | None:
    """Before which column the band falls into parts that are read one after the other; None for a table."""
    cuts = range(1, len(columns))
    for cut in cuts:
        left, right = list(itertools.chain(*columns[:cut])), list(itertools.chain(*columns[cut:]))
        if not _aligned(left, right):
            return cut
    return None


def _aligned(left: list[Piece], right: list[Piece]) -> bool:
    """Whether left and right are cells of the same rows rather than columns of text."""
    if any(isinstance(piece, Island) for piece in (*left, *right)):
        return False
    rows_left, rows_right = (rows_of(piece for piece in side if isinstance(piece, Line)) for side in (left, right))
    bases = [row[0].base for row in rows_left]
    size = _usual_size(left + right)
    shared = sum(any(abs(row[0].base - base) <= 0.3 * size for base in bases) for row in rows_right)
    fewer, more = sorted((rows_left, rows_right), key=len)
    if shared < 0.75 * len(fewer) or (len(fewer) < 0.3 * len(more) and _is_prose(more)):
        return False  # the second: notes in the margin
    if _continues_numbering(rows_left, rows_right) or _has_headings(rows_left) or _has_headings(rows_right):
        return False
    return not (_is_prose(rows_left) and _is_prose(rows_right))


_NUMBER = re.compile(r"\(?(\d{1,3}|[a-z])[.)]\s")


def _continues_numbering(left: list[list[Line]], right: list[list[Line]]) -> bool:
    """Exercises 1-4 on the left and 5-8 on the right."""
    ends = [found[1] for row in left if (found := _NUMBER.match(row[0].text))]
    starts = [found[1] for row in right if (found := _NUMBER.match(row[0].text))]
    if len(ends) < 2 or len(starts) < 2:
        return False
    if ends[-1].isdigit() != starts[0].isdigit():
        return False
    if starts[0].isdigit():
        return int(starts[0]) == int(ends[-1]) + 1
    return ord(starts[0]) == ord(ends[-1]) + 1


def _has_headings(rows: list[list[Line]]) -> bool:
    """Larger lines below the first: the side is a text of its own."""
    usual = median(row[0].size for row in rows)
    return any(row[0].size > 1.12 * usual for row in rows[1:])


def _is_prose(rows: list[list[Line]]) -> bool:
    """Mostly full lines of several words."""
    if len(rows) < 3:
        return False
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    full = sum(len(row) == 1 and row[0].x1 > left + 0.8 * (right - left) for row in rows)
    words = median(sum(len(line.text.split()) for line in row) for row in rows)
    return full >= 0.55 * len(rows) and words >= 3.5


def _read_aligned(columns: list[list[Line]], page: int) -> Iterator[Block]:
    rows = rows_of(line for column in columns for line in column)
    places = {id(line): index for index, column in enumerate(columns) for line in column}
    merged = _with_continuations(rows, places)
    cells = _with_translations([_cells(row, places, len(columns)) for row in merged])
    if len(cells) == 1:
        yield _row_block(rows[0], cells[0], page)
        return
    boxes = [around([line.box for line in row]) for row in rows]
    sizes = [line.size for row in rows for line in row]
    for table in _pairs(cells):
        block = _table(table, boxes, sizes, page)
        if block:
            yield block


def _with_continuations(rows: list[list[Line]], places: dict[int, int]) -> list[list[Line]]:
    """A row without a first cell, close under another, goes on with it: its cell was too long for a line."""
    merged: list[list[Line]] = []
    for row in rows:
        above = merged[-1][-1] if merged else None
        close = above and row[0].base - above.base < 1.5 * above.size and row[0].size > 0.9 * above.size
        if close and places[id(row[0])] > 0 and len(row) == 1:
            merged[-1] = [*merged[-1], *row]
        else:
            merged.append(row)
    return merged


def _cells(row: list[Line], places: dict[int, int], width: int) -> list[str]:
    return [join_lines(line.text for line in row if places[id(line)] == index) for index in range(width)]


def _with_translations(cells: list[list[str]]) -> list[list[str]]:
    """A row without a first cell, in the other script than the last cell above: its translation, set below it."""
    if len(cells[0]) != 2:
        return cells
    rows: list[list[str]] = []
    for row in cells:
        if rows and not row[0] and len(rows[-1]) == 2 and rows[-1][1] and _is_korean(row[1]) != _is_korean(rows[-1][1]):
            rows[-1] = [*rows[-1], row[1]]
        else:
            rows.append(row)
    width = max(len(row) for row in rows)
    return [row + [""] * (width - len(row)) for row in rows]


def _row_block(row: list[Line], cells: list[str], page: int) -> Block:
    box = around([line.box for line in row])
    text = (" · " if all(line.bold for line in row) else " | ").join(cell for cell in cells if cell)
    bold = all(line.bold for line in row)
    return Block("paragraph", text, page, (box,), max(line.size for line in row), bold)


def _is_korean(text: str) -> bool:
    return re.search("[\uac00-\ud7a3]", text) is not None


def _pairs(cells: list[list[str]]) -> list[list[list[str]]]:
    """A word list set in several columns of pairs (de, ko, de, ko) -> one table of pairs after the other."""
    width = len(cells[0])
    korean = [sum(_is_korean(row[place]) for row in cells) * 2 > len(cells) for place in range(width)]
    if width < 4 or width % 2 or korean != korean[:2] * (width // 2) or korean[0] == korean[1]:
        return [cells]
    return [[row[place : place + 2] for row in cells] for place in range(0, width, 2)]


# --- running text


def _read_flow(flow: list[Piece], page: int, right: float) -> Iterator[Block]:
    ordered = sorted(flow, key=lambda piece: piece.top)
    for islands, run in itertools.groupby(ordered, key=lambda piece: isinstance(piece, Island)):
        if islands:
            yield from (block for piece in run if isinstance(piece, Island) for block in piece.blocks)
        else:
            yield from paragraphs(rows_of(piece for piece in run if isinstance(piece, Line)), page, right)
