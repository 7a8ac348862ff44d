"""What else is painted on a page: lines, rectangles, curves and pictures, as pdfplumber has them and in a fifth of its
time, without what neither its search for tables nor `rules` asks for."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from pdfminer.utils import Matrix, Point, Rect, get_bound

Shape = dict[str, Any]

_SUBPATH = re.compile("m[^m]+")
_LINES = {"ml", "mlh"}
_RECTANGLES = {"mlllh", "mllll"}
_EDGES = "x0", "y0", "x1", "y1"
_SAME = 0.01  # points


class Shapes:
    """Those of a page, by their kind; `height` is the page's."""

    def __init__(self, height: float) -> None:
        self.kinds: defaultdict[str, list[Shape]] = defaultdict(list)
        self._height = height

    def add_path(self, path: Sequence[Any], matrix: Matrix, fill: bool, stroke: bool, even_odd: bool) -> None:
        """`path`: its steps ('m', 'l', 'c', ..., 'h'), each with the points that lead there. `even_odd`: where two
        areas of the path overlap, nothing is painted."""
        steps = "".join([step[0] for step in path])
        if steps.count("m") > 1:
            parts = [
                self._add_subpath(found[0], path[found.start() : found.end()], matrix, fill, stroke)
                for found in _SUBPATH.finditer(steps)
            ]
            if even_odd and fill and len(parts) == 2:
                self._keep_border(*sorted(parts, key=lambda part: part["width"] * part["height"]))
        elif steps.startswith("m"):
            self._add_subpath(steps, path, matrix, fill, stroke)

    def _keep_border(self, inner: Shape, outer: Shape) -> None:
        """Of two rectangles that share some of their sides, only what the outer one has alone stays: the sides of a box
        that have a border, as some programs paint it."""
        if inner["object_type"] != "rect" or outer["object_type"] != "rect":
            return
        (x0, y0, x1, y1), (in_x0, in_y0, in_x1, in_y1) = ([shape[edge] for edge in _EDGES] for shape in (outer, inner))
        sides = (x0, y0, in_x0, y1), (x0, y0, x1, in_y0), (in_x1, y0, x1, y1), (x0, in_y1, x1, y1)
        borders = [side for side in sides if min(side[2] - side[0], side[3] - side[1]) > _SAME]
        if len(borders) < len(sides):
            del self.kinds["rect"][-2:]
            for border in borders:
                self.add("rect", border).update(fill=True, stroke=False)

    def _add_subpath(self, steps: str, path: Sequence[Any], matrix: Matrix, fill: bool, stroke: bool) -> Shape:
        a, b, c, d, e, f = matrix
        ends = [step[-2:] if step[0] != "h" else path[0][-2:] for step in path]
        points: list[Point] = [(a * x + c * y + e, b * x + d * y + f) for x, y in ends]
        if len(points) > 3 and steps.endswith("lh") and points[-2] == points[0]:
            steps = steps[:-2] + "h"
            points.pop()
        kind = "curve"
        if steps in _LINES:
            kind, points = "line", points[:2]
        elif steps in _RECTANGLES and _is_upright(points):
            (x0, y0), (x1, y1) = points[0], points[2]
            kind, points = "rect", [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        shape = self.add(kind, get_bound(points))
        shape |= {"fill": fill, "stroke": stroke, "pts": [(x, self._height - y) for x, y in points]}
        return shape

    def add(self, kind: str, box: Rect) -> Shape:
        """`box`: as in a PDF, from the lower left corner."""
        (x0, y0, x1, y1), height = box, self._height
        top = height - y1
        shape = {
            "object_type": kind, "x0": x0, "y0": y0, "x1": x1, "y1": y1, "width": x1 - x0, "height": y1 - y0,
            "top": top, "bottom": height - y0, "doctop": top,
        }  # fmt: skip
        self.kinds[kind].append(shape)
        return shape


def _is_upright(points: Sequence[Point]) -> bool:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), last = points
    level = x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0
    return last == points[0] and (level or (y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0))
