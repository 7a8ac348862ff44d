"""A picture of a page -> the lines that are drawn on it, and the picture without them: Tesseract makes letters of them,
and other ones of the words beside. Pure."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from ingest.pdf.document import Box
from ingest.pdf.layout import Divider, Rule
from ingest.pdf.photographs import INK, Ink

MOST_LINES = 2_000  # more is a drawing
SHORTEST, THICKEST = 12, 2.5  # points
LONG = 30  # points: no stroke of a letter is as long
FREE = 5, 2  # points above it and below, where nothing stands
ROUND = 10  # points: no corner is wider
ALONE = 0.03  # of its length may be inked there
DASHED = 3  # points, between a line's dashes
BROKEN = 1  # points, where it is pale
TOUCHED = 0.2  # of its length at most: what touches more are the strokes of letters, of which it is the edge
LEANS = 0.01  # of its length: so much higher may it be than it is thick
ENDS = 2  # pixels: by so much more the ends of one lie above or below, where it leans


class Lines(NamedTuple):
    """In pixels."""

    level: list[Box]
    upright: list[Box]
    corners: list[Box]  # that are round, between two of them

    def in_points(self, scale: float) -> tuple[list[Rule], list[Divider]]:
        """Where they run; `scale`: the pixels a point."""
        rules = [(x0 / scale, x1 / scale, (top + bottom) / 2 / scale) for x0, top, x1, bottom in self.level]
        return rules, [(top / scale, bottom / scale, (x0 + x1) / 2 / scale) for x0, top, x1, bottom in self.upright]


def lines_on(picture: Image.Image, scale: float) -> Lines:
    """`picture` is dark on white; `scale`: the pixels a point."""
    ink = _thin(picture, scale)
    level = [line for line in _lines(ink, scale) if _stands_out(ink, line, scale)]
    turned = np.ascontiguousarray(ink.T)
    sides = list(_lines(turned, scale))
    if len(level) + len(sides) > MOST_LINES:
        return Lines([], [], [])
    upright = [
        (side[1], side[0], side[3], side[2])
        for side in sides
        if _meets(side, level, scale) or (side[2] - side[0] >= LONG * scale and _stands_out(turned, side, scale))
    ]
    return Lines(level, upright, list(_corners(level, upright, ROUND * scale)))


def _corners(level: Sequence[Box], upright: Sequence[Box], largest: float) -> Iterator[Box]:
    """Round ones, between the ends of two lines; at most so wide and high."""
    for left, top, right, bottom in level:
        for x0, above, x1, below in upright:
            x = _between((left, right), (x0, x1), largest)
            y = _between((above, below), (top, bottom), largest)
            if x and y:
                yield x[0] - ENDS, y[0] - ENDS, x[1] + ENDS, y[1] + ENDS


def _between(line: tuple[float, float], other: tuple[float, float], most: float) -> tuple[float, float] | None:
    """From the far edge of another line to where a line begins or ends before it; None if that is far."""
    if 0 < line[0] - other[1] <= most:
        return other[0], line[0]
    return (line[1], other[1]) if 0 < other[0] - line[1] <= most else None


def _thin(picture: Image.Image, scale: float) -> Ink:
    """What is not white, for lines may be pale, without areas that are thicker than a line: their edges are none."""
    square = ImageFilter.BoxBlur(THICKEST * scale / 2)
    dark = picture.point(lambda grey: 255 if grey < 255 else 0)
    solid = dark.filter(square).point(lambda share: 255 if share > 250 else 0).filter(square)
    thin: Ink = (np.asarray(dark) > 0) & (np.asarray(solid) == 0)
    return thin


def _stands_out(ink: Ink, line: Box, scale: float) -> bool:
    """Whether it is no row of strokes of letters: a part of it is long and hardly broken, or it is free."""
    x0, top, x1, bottom = map(int, line)
    starts, ends = _runs(np.flatnonzero(ink[top:bottom, x0:x1].any(0)), BROKEN * scale)
    return bool((ends - starts).max() >= LONG * scale) or _is_free(ink, line, scale)


def _is_free(ink: Ink, line: Box, scale: float) -> bool:
    """Whether nothing stands above it and below, as of a stroke of a letter."""
    above, below = (round(room * scale) for room in FREE)
    return all(part.size and part.any(0).mean() <= ALONE for part in _beside(ink, line, above, below))


def _beside(ink: Ink, line: Box, above: int, below: int) -> tuple[Ink, Ink]:
    """What stands next to a level line, as many pixels high."""
    x0, top, x1, bottom = map(int, line)
    return ink[max(0, top - above) : max(0, top - 1), x0:x1], ink[bottom + 1 : bottom + below, x0:x1]


def _meets(side: Box, level: Sequence[Box], scale: float) -> bool:
    """Whether both ends of an upright line do, as of a side of a cell."""
    top, x0, bottom, x1 = side
    near = [line for line in level if line[0] - DASHED * scale < x0 and x1 < line[2] + DASHED * scale]
    return all(any(abs(line[1] - end) < THICKEST * scale for line in near) for end in (top, bottom))


def without_lines(picture: Image.Image, lines: Lines) -> Image.Image:
    """What crosses a line, as letters do, stays."""
    cleaned = np.array(picture)
    for x0, top, x1, bottom in lines.level:
        _wipe(cleaned[_around(top, bottom), int(x0) : int(x1)])
    for x0, top, x1, bottom in lines.upright:
        _wipe(cleaned[int(top) : int(bottom), _around(x0, x1)].T)
    for x0, top, x1, bottom in lines.corners:
        cleaned[_around(top, bottom), _around(x0, x1)] = 255
    return Image.fromarray(cleaned)


def _around(start: float, end: float) -> slice:
    return slice(max(0, int(start) - ENDS), int(end) + ENDS)


def _wipe(strip: NDArray[np.uint8]) -> None:
    """Of a level line's strip, where nothing dark leaves it."""
    strip[:, (strip[0] >= INK) & (strip[-1] >= INK)] = 255


def _lines(ink: Ink, scale: float) -> Iterator[Box]:
    for line in long_runs(ink, SHORTEST * scale, DASHED * scale):
        x0, top, x1, bottom = line
        thick = np.median(ink[top:bottom, x0:x1].sum(0))
        thin = thick <= THICKEST * scale and bottom - top <= THICKEST * scale + LEANS * (x1 - x0)
        if thin and all(part.any(0).mean() <= TOUCHED for part in _beside(ink, line, ENDS, ENDS)):
            left, right = _whole(ink[_around(top, bottom)], x0, x1, DASHED * scale)
            yield left, top, right, bottom


def _whole(strip: Ink, x0: int, x1: int, dashed: float) -> tuple[int, int]:
    """From where to where a line goes on of which a part is known: where it leans, its ends lie in other rows."""
    starts, ends = _runs(np.flatnonzero(strip.any(0)), dashed)
    return int(starts[starts <= x0].max()), int(ends[ends >= x1].min())


def _runs(places: NDArray[np.intp], dashed: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where the runs of these pixels of a row, with no wider gaps in them, start and end."""
    breaks = np.flatnonzero(np.diff(places) > dashed + 1)
    return places[[0, *(breaks + 1)]], places[[*breaks, -1]] + 1


def long_runs(ink: Ink, shortest: float, dashed: float) -> Iterator[tuple[int, int, int, int]]:
    """Where runs of dark pixels in rows that follow each other lie, one below the other."""
    last: list[tuple[int, int, int, int]] = []
    for y in np.flatnonzero(ink.sum(1) >= shortest / 2).tolist():
        starts, ends = _runs(np.flatnonzero(ink[y]), dashed)
        long = ends - starts >= shortest
        runs = []
        for x0, x1 in zip(starts[long].tolist(), ends[long].tolist(), strict=True):
            touching = [run for run in last if run[3] == y and run[0] < x1 and x0 < run[2]]
            last = [run for run in last if run not in touching]
            lefts, rights = [x0, *(run[0] for run in touching)], [x1, *(run[2] for run in touching)]
            runs.append((min(lefts), min([y, *(run[1] for run in touching)]), max(rights), y + 1))
        yield from last
        last = runs
    yield from last
