"""A picture of a page -> the coloured areas on it, in which a text of its own may stand. Pure.

An area has two upright sides of one height, between which it is darker; and it is lighter above it and below.
"""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage  # type: ignore[import-untyped]  # it ships no types

from ingest.pdf.document import Box
from ingest.pdf.photographs import Ink
from ingest.pdf.ruling import long_runs

LINE = 11  # points: no line of letters is higher
ACROSS, ALONG = 2, 4  # points at both sides of one, of which the mean is taken
STEP = 3  # points at each side of it
TINT = 4  # of 255, by which an area is darker than what is around it
THICKEST = 12  # points: a side that leans more is none
LEVEL = 6  # points between the ends of the sides of one area
LEAST = 40, 18  # points, broad and high
SAME = 2  # points between edges that are in line
AROUND = 3, 7  # points from and to which it is compared with what is outside its edges; the first is left inside, too
LIGHT = 100  # of 255, around it
SOME = 0.2  # of a column of an area: white letters leave as much
MOST_SIDES = 300  # more is a drawing, or what a page lies on

Greys = NDArray[np.float64]


def areas(picture: Image.Image) -> list[Box]:
    """`picture` is grey, a pixel a point, its lines level."""
    even = ndimage.uniform_filter(np.asarray(picture, float), 3)  # without the light that JPEG leaves around letters
    greys = ndimage.grey_closing(even, LINE)
    steps = _steps(ndimage.uniform_filter(greys, (2 * ALONG + 1, 2 * ACROSS + 1)))
    left, right = (sorted(_sides(towards)) for towards in (-steps, steps))
    found: list[Box] = []
    if len(left) + len(right) <= MOST_SIDES:
        for side in left:
            if not any(_is_on(side, box) for box in found):
                found += _widest(greys, side, right)
    return list(zip(*map(_in_line, zip(*found, strict=True)), strict=True))


def _in_line(edges: Sequence[float]) -> Iterator[float]:
    """The same, those that nearly are: in line with the first of them, or many would shift each other far."""
    lines: dict[float, float] = {}
    line = -math.inf
    for edge in sorted(edges):
        line = line if edge - line <= SAME else edge
        lines[edge] = line
    return (lines[edge] for edge in edges)


def _steps(greys: Greys) -> Greys:
    """By how much it is lighter to the right of each place than to its left, of 255 on white paper."""
    steps = np.zeros_like(greys)
    left, right = greys[:, : -2 * STEP], greys[:, 2 * STEP :]
    steps[:, STEP:-STEP] = 255 * (right - left) / np.maximum(np.maximum(left, right), 1)
    return steps


def _sides(steps: Greys) -> Iterator[Box]:
    """Where it grows lighter, more than right beside, along an upright line."""
    ridge: Ink = (steps > TINT) & (steps == ndimage.maximum_filter1d(steps, 2 * STEP + 1, axis=1))
    wide = ridge | np.roll(ridge, 1, axis=1) | np.roll(ridge, -1, axis=1)
    for top, x0, bottom, x1 in long_runs(np.ascontiguousarray(wide.T), LEAST[1] - LEVEL, STEP):
        if x1 - x0 < THICKEST:
            yield x0, top, x1, bottom


def _is_on(side: Box, box: Box) -> bool:
    return box[0] < side[2] and side[0] < box[2] and box[1] < (side[1] + side[3]) / 2 < box[3]


def _widest(greys: Greys, left: Box, sides: Sequence[Box]) -> Iterator[Box]:
    """The widest area from this side to another one, if there is any: its white letters have sides too."""
    for right in reversed(sides):
        if right[0] - left[2] < LEAST[0]:
            return
        if abs(left[1] - right[1]) < LEVEL and abs(left[3] - right[3]) < LEVEL:
            top, bottom = (left[1] + right[1]) / 2, (left[3] + right[3]) / 2
            box = (left[0] + left[2]) / 2, top, (right[0] + right[2]) / 2, bottom
            if _is_darker(greys, box) and (fitted := _fitted(greys, box)):
                yield fitted
                return


def _fitted(greys: Greys, box: Box) -> Box | None:
    """The box, no higher than it is dark: a side that stands out begins in the mean with what is above it. None if that
    is as high as a line of letters with a rule."""
    x0, top, x1, bottom = map(round, box)
    first = max(0, top - LEVEL)
    rows = np.median(greys[first : bottom + LEVEL, x0:x1], axis=1)
    dark = np.flatnonzero(rows <= (rows.max() + rows.min()) / 2)
    above, below = first + float(dark[0]), first + float(dark[-1]) + 1
    return (box[0], above, box[2], below) if below - above >= LEAST[1] else None


def _is_darker(greys: Greys, box: Box) -> bool:
    """Than right beside each of its sides, in each of its columns."""
    x0, top, x1, bottom = map(round, box)
    near, far = AROUND
    around = [
        greys[max(0, top - far) : max(0, top - near), x0 + near : x1 - near],
        greys[bottom + near : bottom + far, x0 + near : x1 - near],
        greys[top + near : bottom - near, max(0, x0 - far) : max(0, x0 - near)],
        greys[top + near : bottom - near, x1 + near : x1 + far],
    ]
    if not all(part.size for part in around):
        return False
    paper = min(float(np.median(part)) for part in around)
    columns = np.quantile(greys[top + near : bottom - near, x0 + near : x1 - near], SOME, axis=0)
    return paper > LIGHT and 255 * (paper - columns.max()) / paper > TINT
