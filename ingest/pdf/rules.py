"""What is drawn on a pdfplumber page -> tables, boxes, pictures, bullets, and the lines themselves."""

import itertools
import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter, itemgetter
from typing import Any

from pdfplumber.page import Page as PlumberPage
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges
from pdfplumber.utils.geometry import filter_edges

from ingest.pdf.document import Box, Matrix, area, around
from ingest.pdf.layout import Divider, Grid, Rule, cells_of
from ingest.pdf.letters.word import Word

MOST_RULES = 3_000  # more is a drawing, not tables
MOST_EDGES = 400
NEAR = 3.0  # points: edges that are no farther apart are one, and meet; as long is an edge
MOST_PICTURES = 200
FEWEST_RULES = 3  # across a table without outer sides
THICK = 2.0  # points: no rule is as thick
LARGEST_BULLET = 12.0  # points
FEWEST_BULLETS = 2  # below each other
MOST_BESIDE = 3  # in columns; more are the dots of a line
BULLET_GAP = 1.5  # sizes to the text
DOT = 3.0  # points, and so far from the next one
TOUCH = 1.0  # points: rules that are no farther apart go on in each other
LARGEST_CORNER = 30.0  # points
AT_EDGE = 1.0  # points from it
BROADEST_TAB = 0.12  # of the page
TALLEST_TAB = 0.3
LEVEL = 0.8  # points: by no more may a line rise that was drawn level, when the page is turned by as much as it leans

Edge = dict[str, Any]


def ruled(page: PlumberPage) -> tuple[list[Grid], list[Box]]:
    """Tables that are drawn with lines, and boxes: single frames and coloured areas."""
    grids, boxes = _framed(page.edges)
    filled = (shape for shape in (*page.rects, *page.curves) if shape.get("fill") or shape.get("stroke"))
    return grids, [*boxes, *_places(page, filled)]


def framed(rules: Iterable[Rule], dividers: Iterable[Divider]) -> tuple[list[Grid], list[Box]]:
    """The same of lines alone."""
    level = [_edge(x0, y, x1, y) for x0, x1, y in rules]
    return _framed(level + [_edge(x, top, x, bottom) for top, bottom, x in dividers])


def _framed(edges: Sequence[Edge]) -> tuple[list[Grid], list[Box]]:
    """Tables of these lines, and frames."""
    grids, boxes = [], []
    all_of_them = [*edges, *_open_corners(edges[:MOST_EDGES])]
    straight = [side for way in ("v", "h") for side in filter_edges(all_of_them, way)]
    found = merge_edges(straight, *[NEAR] * 4)
    cells = intersections_to_cells(edges_to_intersections(filter_edges(found, min_length=NEAR), NEAR, NEAR))
    frames = set(cells)  # of four lines each
    for table in cells_to_tables(cells):
        frames -= set(table)
        grid = _grid(table)
        if len(grid) > 1 and len(grid[0]) > 1:
            grids.append(grid)
        else:
            boxes.append(around(table))
    level = Counter((round(top), round(bottom)) for _, top, _, bottom in frames)  # several in a row are words in boxes
    boxes += [box for box in frames if _is_large(box) and level[round(box[1]), round(box[3])] == 1]
    return grids, boxes


def _grid(cells: Sequence[Box]) -> Grid:
    columns = sorted({cell[0] for cell in cells})
    rows = itertools.groupby(sorted(cells, key=itemgetter(1, 0)), itemgetter(1))
    starting = ({cell[0]: cell for cell in row} for _, row in rows)
    grid: Grid = [[row.get(x) for x in columns] for row in starting]
    if len(columns) > 1:
        _close(grid)
    return grid


def _close(grid: Grid) -> None:
    """A cell of the first column has no edge where the page's end cuts it, above or below: it is as high as those
    beside it."""
    tops = [min(cell[1] for cell in row if cell) for row in grid]
    cells = [cell for row in grid if (cell := row[0])]
    first, last = cells[0], cells[-1]
    below = bisect_left(tops, last[3] - NEAR)
    if below < len(grid) and (right := grid[below][1]):
        grid[below][0] = (last[0], tops[below], right[0], max(cell[3] for cell in cells_of(grid)))
    if grid[0][0] is None and (right := grid[0][1]):
        grid[0][0] = (first[0], tops[0], right[0], first[1])


def turn_with_letters(page: PlumberPage, view: Matrix) -> None:
    """Moves what is drawn on the page to where it stands on the page turned as its letters were. `view`: the way back
    (`PageWords.view`)."""
    a, b, c, d, e, f = view
    for shape in (*page.rects, *page.lines, *page.curves, *page.images):
        corners = [(x, y) for x in (shape["x0"], shape["x1"]) for y in (shape["top"], shape["bottom"])]
        points: list[tuple[float, float]] = []
        for x, y in shape.get("pts") or corners:
            to_x, to_y = a * (x - e) + b * (y - f), c * (x - e) + d * (y - f)
            last_x, last_y = points[-1] if points else (to_x, to_y)
            points.append(
                (last_x if abs(to_x - last_x) < LEVEL else to_x, last_y if abs(to_y - last_y) < LEVEL else to_y)
            )
        xs, ys = zip(*points, strict=True)
        shape |= {"x0": min(xs), "x1": max(xs), "top": min(ys), "bottom": max(ys), "pts": points}
        shape |= {"width": shape["x1"] - shape["x0"], "height": shape["bottom"] - shape["top"]}


def _open_corners(edges: Sequence[Edge]) -> Iterator[Edge]:
    """Where a frame has round corners its sides end before they meet, and its cells stay open: the sides go on. A table
    whose outer sides are not drawn has them where its rules end."""
    long = [edge for edge in edges if edge["width"] > LARGEST_CORNER or edge["height"] > LARGEST_CORNER]
    across = [edge for edge in long if edge["orientation"] == "h"]
    down = [edge for edge in long if edge["orientation"] == "v"]
    yield from (line for side in down for other in across for line in _corner(side, other))
    yield from _open_sides(edges)


def _corner(down: Edge, across: Edge) -> Iterator[Edge]:
    """The two lines to the corner that is missing between these, if it was a round one: as wide as high."""
    x, y = down["x0"], across["top"]
    for end_x in (across["x0"], across["x1"]):
        for end_y in (down["top"], down["bottom"]):
            wide, high = abs(end_x - x), abs(end_y - y)
            outside = not across["x0"] <= x <= across["x1"] and not down["top"] <= y <= down["bottom"]
            if outside and 1 < wide < LARGEST_CORNER and abs(wide - high) < 1:
                yield _edge(x, min(y, end_y), x, max(y, end_y))
                yield _edge(min(x, end_x), y, max(x, end_x), y)


def _open_sides(edges: Sequence[Edge]) -> Iterator[Edge]:
    """The sides that are missing of a table with rules across and between its columns."""
    ends: dict[int, tuple[float, float]] = {}
    for edge in (edge for edge in edges if edge["orientation"] == "h"):
        x0, x1 = ends.get(round(edge["top"]), (edge["x0"], edge["x1"]))
        ends[round(edge["top"])] = min(x0, edge["x0"]), max(x1, edge["x1"])
    tables: dict[tuple[int, int], list[int]] = defaultdict(list)
    for y, (x0, x1) in ends.items():
        tables[round(x0), round(x1)].append(y)
    sides = [edge for edge in edges if edge["orientation"] == "v"]
    for (x0, x1), rules in tables.items():
        within = [side for side in sides if x0 - 2 < side["x0"] < x1 + 2]
        rows = [
            (above, below, {side["x0"] for side in within if side["top"] < above + 1 and below - 1 < side["bottom"]})
            for above, below in itertools.pairwise(sorted(rules))
        ]
        parted = [(above, below) for above, below, at in rows if at and x0 + 2 < min(at) and max(at) < x1 - 2]
        if len(parted) + 1 >= FEWEST_RULES:
            yield from (_edge(x, above, x, below) for above, below in parted for x in (x0, x1))


def _edge(x0: float, top: float, x1: float, bottom: float) -> Edge:
    """As pdfplumber has those of a page."""
    size = {"width": x1 - x0, "height": bottom - top}
    return {"x0": x0, "top": top, "x1": x1, "bottom": bottom, "orientation": "v" if x0 == x1 else "h", **size}


def pictures(page: PlumberPage) -> list[Box]:
    """The places of pictures that text stands beside."""
    return [*_places(page, page.images[:MOST_PICTURES])]


def _places(page: PlumberPage, shapes: Iterable[Edge]) -> Iterator[Box]:
    """Of those that are large, and not the page's ground."""
    whole = float(page.width * page.height)
    for box in map(_box, shapes):
        if _is_large(box) and area(box) <= 0.8 * whole and all(map(math.isfinite, box)):
            yield box


def at_edges(page: PlumberPage) -> list[Box]:
    """Small coloured areas at the page's left and right edges, as a thumb index has."""
    width, height = float(page.width), float(page.height)
    boxes = (_box(shape) for shape in (*page.rects, *page.curves) if shape.get("fill"))
    boxes = (box for box in boxes if box[0] < AT_EDGE or box[2] > width - AT_EDGE)
    return [box for box in boxes if box[2] - box[0] < BROADEST_TAB * width and box[3] - box[1] < TALLEST_TAB * height]


def _is_large(box: Box) -> bool:
    return box[2] - box[0] > 40 and box[3] - box[1] > 20


def _box(shape: Edge) -> Box:
    return shape["x0"], shape["top"], shape["x1"], shape["bottom"]


def _joined(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Those that are one: drawn cell by cell, or dots in a row, as which browsers draw dotted lines."""
    last: Rule | None = None
    for x0, x1, y in sorted(rules, key=lambda rule: (round(rule[2]), rule[0])):
        if last and round(y) == round(last[2]) and x0 - last[1] < (DOT if x1 - x0 < DOT else TOUCH):
            last = (last[0], max(last[1], x1), last[2])
            continue
        if last:
            yield last
        last = (x0, x1, y)
    if last:
        yield last


def rules(page: PlumberPage) -> list[Rule]:
    """The level lines that are drawn on a page."""
    return [(x0, x1, bottom) for x0, top, x1, bottom in _thin(page) if bottom - top < THICK]


def dividers(page: PlumberPage) -> list[Divider]:
    """The upright ones."""
    return [(top, bottom, x0) for x0, top, x1, bottom in _thin(page) if x1 - x0 < THICK]


def _thin(page: PlumberPage) -> Iterator[Box]:
    """Lines, and areas that are drawn as thin as lines."""
    boxes = map(_box, (*page.lines, *page.rects, *page.curves))
    return (box for box in boxes if min(box[2] - box[0], box[3] - box[1]) < THICK and all(map(math.isfinite, box)))


def apart(rules: Iterable[Rule], dividers: Iterable[Divider], cells: Sequence[Box]) -> tuple[list[Rule], list[Divider]]:
    """The lines that are no edges of these cells and boxes, each whole."""
    turned = [(top, x0, bottom, x1) for x0, top, x1, bottom in cells]
    return _without_edges(_joined(rules), cells), _without_edges(_joined(dividers), turned)


def bullets(page: PlumberPage, words: Sequence[Word]) -> Iterator[Word]:
    """The bullets of a list that are drawn, as browsers do: small marks as broad as high below each other, each alone
    before the middle of a line."""
    marks = [
        (shape["x0"], (shape["top"] + shape["bottom"]) / 2, shape["width"])
        for shape in (*page.curves, *page.rects)
        if 0 < shape["width"] < LARGEST_BULLET and abs(shape["width"] - shape["height"]) < 0.1 * shape["width"]
    ]
    below = Counter((round(x), round(width)) for x, _, width in marks)
    beside = Counter(round(y) for _, y, _ in marks)
    by_base = sorted(words, key=attrgetter("base"))
    bases = [word.base for word in by_base]
    for x, y, width in marks:
        if below[round(x), round(width)] < FEWEST_BULLETS or beside[round(y)] > MOST_BESIDE:
            continue
        level = by_base[bisect_left(bases, y) : bisect_right(bases, y + 2 * LARGEST_BULLET)]
        line = [word for word in level if 0.1 < (word.base - y) / word.size < 0.6 and word.x1 > x - 2 * word.size]
        first = min(line, key=attrgetter("x0"), default=None)
        if first and 0 < (first.x0 - x - width) / first.size < BULLET_GAP and 0.15 < width / first.size < 0.6:
            yield first._replace(text="•", x0=x, x1=x + width, bold=False)


def _without_edges(rules: Iterable[Rule], cells: Iterable[Box]) -> list[Rule]:
    """The rules that are no edges of these cells and boxes."""
    edges = _edges(cells)
    return [
        (x0, x1, y)
        for x0, x1, y in rules
        if not any(
            start - 2 < x1 and x0 < end + 2
            for start, end in edges[round(y) - 1] + edges[round(y)] + edges[round(y) + 1]
        )
    ]


def _edges(cells: Iterable[Box]) -> dict[int, list[tuple[float, float]]]:
    """From where to where cells have an edge, by its height in whole points."""
    edges: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for start, top, end, bottom in cells:
        edges[round(top)].append((start, end))
        edges[round(bottom)].append((start, end))
    return edges
