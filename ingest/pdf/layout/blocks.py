"""Words on a sheet -> blocks in reading order. Pure.

A page is a stack of bands. A band without a gutter is running text; one with gutters is either columns,
read one after the other, or a table set without rules, read row by row. Boxes and ruled tables are laid out
on their own and take part as one piece.
"""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf
from operator import attrgetter
from statistics import median

from ingest.pdf.document import Block, Box, area, around
from ingest.pdf.layout.bands import bands
from ingest.pdf.layout.boxes import (
    Shelf,
    are_cards,
    are_shaded_heads,
    is_background,
    is_chip,
    shaded_columns,
    shaded_rows,
    stripes,
    without_shades,
)
from ingest.pdf.layout.columns import columns_of, count_down, parted_above_boxes, prose_cut
from ingest.pdf.layout.continuations import Blocks, continued
from ingest.pdf.layout.dividers import parted
from ingest.pdf.layout.grids import cell_text, head_above, row_texts, rows_within, with_names_beside
from ingest.pdf.layout.headwords import begins_with_entry
from ingest.pdf.layout.index_entries import is_index
from ingest.pdf.layout.lines import Line, lines_of, rows_of, usual_space
from ingest.pdf.layout.panels import panels
from ingest.pdf.layout.paragraphs import inner_edge, paragraphs, right_edge
from ingest.pdf.layout.pieces import SAME, Gutter, Island, Piece, Span, usual_size
from ingest.pdf.layout.rows import LABEL_GAP, rows_of_words
from ingest.pdf.layout.sheet import Grid, Sheet, cells_of
from ingest.pdf.layout.side_notes import with_notes_above
from ingest.pdf.layout.spans import with_spans, without_widest
from ingest.pdf.layout.tables import read_aligned, table, unruled_rows
from ingest.pdf.layout.task_columns import tasks_in_columns
from ingest.pdf.layout.wording import is_label
from ingest.pdf.letters.word import Word

DEEPEST = 12
WHOLE = 0.98  # of the page: a slide's ground is no box, whose lines would go to its edge
RUN_AROUND = 3.0  # sizes from a picture to the lines that are shorter beside it
FEWEST_IN_COLUMN = 4  # lines; a caption has fewer
LABEL_DROP = 3  # sizes from a box's upper edge to the base of its number
LONGEST_CELL = 400  # letters; a grid with longer ones is a page of boxes

_base = attrgetter("base")


def lay_out(sheet: Sheet) -> Blocks:
    parts = parted(sheet)
    if parts is None:
        return _laid_out(sheet)
    above, left, right, below = map(lay_out, parts)
    return (*above, *itertools.chain(*continued(left, right)), *below)


def _laid_out(sheet: Sheet) -> Blocks:
    words, islands = sheet.words, []
    boxes = [box for box in sheet.boxes if area(box) < WHOLE * sheet.width * sheet.height]
    for grid in sheet.grids:
        if are_cards(grid, words):
            boxes += cells_of(grid)
            continue
        if are_shaded_heads(grid, words):
            continue
        found, words = _read_grid(with_names_beside(grid, words), words, sheet.number)
        islands += found
    if boxes:
        space = usual_space(rows_of_words(sheet.words))
        words, islands = _read_boxes(boxes, words, islands, sheet, space)
    lines = lines_of(words)
    by_height = sorted(lines, key=_base)
    edges: dict[int, float] = {}
    pushed: set[int] = set()
    shelf = Shelf(sheet.words)
    cells = set(shaded_rows(set(sheet.boxes), shelf))  # some are empty, and no pictures
    for box in _pictures([*sheet.pictures, *(box for box in sheet.boxes if box not in cells)], shelf):
        left, right = _run_around(by_height, box)
        edges |= dict.fromkeys(left, box[0])
        pushed |= right
        if not left:
            islands.append(Island(*box, ()))
    if edges:
        lines = [line._replace(edge=edges.get(id(line), inf), pushed=id(line) in pushed) for line in lines]
    return tuple(_read(_with_ruled_tables(lines, islands, sheet), sheet.number))


def _pictures(boxes: Iterable[Box], shelf: Shelf) -> Iterator[Box]:
    """Where no text stands; it stands beside them."""
    return (box for box in boxes if not shelf.inside(box))


def _run_around(lines: Sequence[Line], box: Box) -> tuple[set[int], set[int]]:
    """Of lines by height those (by id) at the picture's left and at its right, if two columns run around it: it stands
    in no column of its own."""
    column = sum(abs(line.x0 - box[0]) < SAME and line.x1 < box[2] + SAME for line in lines)
    if column >= FEWEST_IN_COLUMN:
        return set(), set()
    high = box[3] - box[1]
    rows = lines[bisect_left(lines, box[1] - high, key=_base) : bisect_right(lines, box[3] + high, key=_base)]
    beside = [line for line in rows if box[1] - line.size < line.base < box[3] + 2 * line.size]
    left = {id(line) for line in beside if line.x1 <= box[0]}
    near = [line for line in beside if 0 <= box[0] - line.x1 < RUN_AROUND * line.size]
    right = {id(line) for line in beside if 0 <= line.x0 - box[2] < RUN_AROUND * line.size}
    return (left, right) if min(len(near), len(right)) > 1 else (set(), set())


# --- ruled tables and boxes


def _read_grid(grid: Grid, words: list[Word], page: int) -> tuple[list[Island], list[Word]]:
    """The table as an island, or its long texts as an island each, and the words that are left."""
    cells = cells_of(grid)
    edges = sorted({round(cell[0]) for cell in cells})
    shelf = Shelf(words)
    taken: dict[Box, list[Word]] = {}
    for cell in dict.fromkeys(cells):
        taken[cell] = shelf.inside(cell)
        shelf.take(taken[cell])
    rest = shelf.rest()
    lengths = [sum(len(word.text) for word in group) for group in taken.values() if group]
    if len(lengths) < 2 or max(lengths) > LONGEST_CELL:  # no table: a frame, or areas behind a page
        return [Island(*cell, tuple(_read(lines_of(group), page))) for cell, group in taken.items() if group], rest
    parts: list[tuple[Sequence[Box | None], Mapping[Box, list[Word]]]] = []
    for row in filter(any, grid):
        within = [{cell: line for cell in row if cell} for line in rows_within(row, taken, edges)]
        parts += [(row, part) for part in within or unruled_rows(row, taken)]
    rows = [list(row_texts(row, part, edges)) for row, part in parts]
    boxes = [around([cell for cell in row if cell]) for row, _ in parts]
    if head := head_above(cells, rest):
        rows.insert(0, [cell_text(words) for words in head.values()])
        boxes.insert(
            0, around([(word.x0, word.top, word.x1, word.bottom) for words in head.values() for word in words])
        )
        gone = {id(word) for words in head.values() for word in words}
        rest = [word for word in rest if id(word) not in gone]
    size = median([word.size for group in taken.values() for word in group] or [0.0])
    block = table(rows, boxes, size, page)
    return ([Island(*around([*cells, *boxes[:1]]), (block,))] if block else []), rest


def _read_boxes(
    boxes: Iterable[Box], words: list[Word], islands: list[Island], sheet: Sheet, space: float
) -> tuple[list[Word], list[Island]]:
    """Reads each box on its own, the innermost first, so that an outer box holds its inner ones as pieces.

    A box around a row of cells or around one of them, or across whose edge a text runs, is only a background.
    """
    shelf = Shelf(words)
    boxes = set(without_shades(set(boxes)))
    boxes -= {*stripes(boxes, shelf), *shaded_columns(boxes, shelf), *shaded_rows(boxes, shelf)}
    for box in sorted(boxes, key=area):
        inner = shelf.inside(box)
        held = [island for island in islands if _within(island, box)]
        lines = lines_of(inner, space)
        if not (held or len(rows_of(lines)) > 1 or len(lines) == 1):
            continue  # empty, or a row of a table
        if len(lines) == 1 and is_chip(box, inner, shelf):
            continue
        if is_background(box, inner, shelf):
            continue
        shelf.take(inner)
        islands = [island for island in islands if not _within(island, box)]
        pieces = _with_ruled_tables(lines, held, sheet)
        islands.append(Island(*box, tuple(_read(pieces, sheet.number, edge=inner_edge(box, lines)))))
    return shelf.rest(), islands


def _with_ruled_tables(lines: Sequence[Line], islands: Sequence[Island], sheet: Sheet) -> list[Piece]:
    """All of these, and tables that have rules across them alone as islands if other text stands beside them."""
    boxes = [(island.x0, island.top, island.x1, island.bottom) for island in islands]
    pieces, tables = with_spans(lines, sheet.rules, boxes)
    pieces += islands
    for inside in tables:
        pieces.append(Island(*around([line.box for line in inside]), tuple(_read(inside, sheet.number))))
    return pieces


def _within(island: Island, box: Box) -> bool:
    x0, top, x1, bottom = box
    return x0 - 2 <= island.x0 and island.x1 <= x1 + 2 and top - 2 <= island.top and island.bottom <= bottom + 2


# --- bands


def _read(pieces: Sequence[Piece], page: int, depth: int = 0, edge: float = 0.0) -> Iterator[Block]:
    """Bands from top to bottom; neighbouring bands of running text are one flow. `edge`: how far its lines may go."""
    if depth <= DEEPEST and (parts := tasks_in_columns(pieces)):
        above, first, second, below = (tuple(_read(part, page, depth + 1, edge)) for part in parts)
        yield from (*above, *itertools.chain(*continued(first, second)), *below)
        return
    flow: list[Piece] = []
    columns: list[Blocks] = []
    pieces = with_notes_above(_with_labelled_boxes(without_widest(pieces), page), page)
    left = min((piece.x0 for piece in pieces), default=0.0)
    right = max(edge, right_edge((piece.x1 for piece in pieces), usual_size(pieces), left))
    for band, gutters in bands(pieces):
        if not gutters or depth > DEEPEST:
            flow += band
            continue
        yield from _with_below(columns, flow, page, right)
        flow = []
        columns = _read_band(band, gutters, page, depth + 1)
    yield from _with_below(columns, flow, page, right)


def _with_labelled_boxes(pieces: Sequence[Piece], page: int) -> list[Piece]:
    """The pieces, those boxes that have a number at their left together with it: '40.' beside what task 40 is about."""
    labels = [piece for piece in pieces if isinstance(piece, Line) and is_label(piece.text)]
    found: list[Piece] = []
    for box in (piece for piece in pieces if isinstance(piece, Island) and piece.blocks):
        beside = [line for line in labels if 0 < box.x0 - line.x1 < LABEL_GAP * line.size / 2]
        label = next((line for line in beside if box.top < line.base < box.top + LABEL_DROP * line.size), None)
        if label:
            labels.remove(label)
            blocks = (*paragraphs([[label]], page, label.x1), *box.blocks)
            box = Island(label.x0, min(label.top, box.top), box.x1, box.bottom, blocks)
            pieces = [piece for piece in pieces if piece is not label]
        found.append(box)
    kept = (piece for piece in pieces if not (isinstance(piece, Island) and piece.blocks))
    return [*kept, *found]


def _with_below(columns: Sequence[Blocks], flow: Sequence[Piece], page: int, right: float) -> Iterator[Block]:
    """The columns of a band and the text below it, where one of them may go on: beside a note the lines are short. It
    goes on in no box."""
    columns, text = list(columns), tuple(_read_flow(flow, page, right))
    boxed = bool(flow) and isinstance(min(flow, key=lambda piece: piece.top), Island)
    for at, column in enumerate(columns if not boxed else ()):
        goes_on = text and len(text[0].boxes) > 1 and text[0].text[:1].islower()
        if column and (len(column[-1].boxes) > 1 or goes_on):
            columns[at], text = continued(column, text)
    yield from itertools.chain(*columns, text)


def _read_band(band: Sequence[Piece], gutters: Sequence[Gutter], page: int, depth: int) -> list[Blocks]:
    """The blocks of each column, or of all."""
    columns = columns_of(band, gutters)
    if not count_down(columns) and (parts := panels(columns)):
        return [tuple(_read(part, page, depth)) for part in parts]
    if is_index(columns):
        return [tuple(_read(column, page, depth)) for column in columns]
    cut = prose_cut(columns)
    if cut is not None and (parts := parted_above_boxes(band, gutters)):
        return [tuple(_read(part, page, depth)) for part in parts]
    if cut is None:
        lines = ([piece for piece in column if isinstance(piece, Line)] for column in columns)
        return [tuple(read_aligned([column for column in lines if column], page))]
    left = tuple(_read(list(itertools.chain(*columns[:cut])), page, depth))
    right = tuple(_read(list(itertools.chain(*columns[cut:])), page, depth))
    if begins_with_entry([piece for piece in columns[cut] if isinstance(piece, Line)]):
        return [left, right]
    return [*continued(left, right)]


def _read_flow(flow: Iterable[Piece], page: int, right: float) -> Iterator[Block]:
    """A sentence that a box or a table parts is whole before it."""
    ordered = sorted((piece for piece in flow if not isinstance(piece, Span)), key=lambda piece: piece.top)
    before: Blocks = ()
    between: Blocks = ()
    for islands, run in itertools.groupby(ordered, key=lambda piece: isinstance(piece, Island)):
        if islands:
            between = tuple(block for piece in run if isinstance(piece, Island) for block in piece.blocks)
            continue
        rows = rows_of(piece for piece in run if isinstance(piece, Line))
        before, after = continued(before, tuple(paragraphs(rows, page, right)))
        yield from (*before, *between)
        before, between = after, ()
    yield from (*before, *between)
