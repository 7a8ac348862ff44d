"""Areas filled with a picture of their own (tiling patterns), which may hold text: what to paint, and where."""

import math
from collections.abc import Iterator, Sequence
from typing import Any, cast

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import MATRIX_IDENTITY, Matrix, apply_matrix_pt, mult_matrix

from ingest.pdf.letters.fields import numbers

MOST = 4  # tiles in one area; more are its ground

EDGE = 0.01  # of a tile: what reaches no farther into the area is not seen

_TILING = 1


def tiles(
    pattern: object, path: Sequence[Sequence[Any]], ctm: Matrix, page: Matrix
) -> Iterator[tuple[PDFStream, Matrix]]:
    """The picture that fills `path`, with the matrix that leads from each of the few tiles that cover it to the device.
    `ctm`: from the path's places to the device; `page`: the same for what the pattern is laid on."""
    form = resolve1(pattern)
    if not isinstance(form, PDFStream) or resolve1(form.get("PatternType")) != _TILING:
        return
    box, step = numbers(form.get("BBox"), 4), numbers([form.get("XStep"), form.get("YStep")], 2)
    own, points = numbers(form.get("Matrix"), 6), [point for part in path for point in _points(part)]
    if not box or not step or not all(step) or not points:
        return
    matrix = mult_matrix(cast(Matrix, tuple(own or MATRIX_IDENTITY)), page)
    if (back := _inverse(matrix)) is None:
        return
    xs, ys = zip(*(apply_matrix_pt(back, apply_matrix_pt(ctm, point)) for point in points), strict=True)
    across, up = _covering(xs, box[0], box[2], abs(step[0])), _covering(ys, box[1], box[3], abs(step[1]))
    if 0 < len(across) * len(up) <= MOST:
        for x in across:
            for y in up:
                yield form, mult_matrix((1, 0, 0, 1, x * abs(step[0]), y * abs(step[1])), matrix)


def _points(part: Sequence[Any]) -> Iterator[tuple[float, float]]:
    """Those of a piece of a path: its operator, and two numbers for each."""
    return zip(part[1::2], part[2::2], strict=False)


def _covering(places: Sequence[float], start: float, end: float, step: float) -> range:
    """The tiles that reach into an area, in one direction."""
    return range(math.ceil((min(places) - end) / step + EDGE), math.floor((max(places) - start) / step - EDGE) + 1)


def _inverse(matrix: Matrix) -> Matrix | None:
    a, b, c, d, e, f = matrix
    area = a * d - b * c
    if not area:
        return None
    return d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area
