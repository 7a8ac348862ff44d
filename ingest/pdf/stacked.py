"""A picture of text in columns -> its columns below each other, and the way back. Pure.

Tesseract makes lines that run over several columns, and of those that stand at other heights there nothing to be read.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage  # type: ignore[import-untyped]  # it ships no types

from ingest.pdf.document import Box
from ingest.pdf.photographs import Ink, coarse_ink

INK = 200  # of 255, of a point on average
GUTTER = 7  # points
SHORTEST = 60  # points: where it is white for longer, there is more beside each other than some words
NARROWEST = 40  # points, of a column: the numbers of tasks stay with these
FEWEST_LINES = 2
REACH = 15  # points: the lines above and below, of which the end reaches into a gutter, are no higher
MARGIN = 4  # points: of ink on average what is pale is seen as white
ROOM = 12  # points between two columns, besides
EDGE = 2  # points around what was read
TOGETHER = 3, 15  # points: what stands so near, below and beside, may be of one line
WORDS = 5, 60  # points: so high are they
LEAST_INK = 12  # square points
MOST = 3  # heights of the page, of all that was not read, one below the other


class Area(NamedTuple):
    """Of a page."""

    x0: int
    top: int
    x1: int
    bottom: int


class Stack(NamedTuple):
    """`areas`: of the page, in pixels; `tops`: where they begin in the picture."""

    picture: Image.Image
    areas: list[Area]
    tops: list[int]

    def way_back(self, box: Box) -> tuple[int, int]:
        """How far to the right and down on the page that stands which is here in the picture."""
        at = max(0, int(np.searchsorted(self.tops, (box[1] + box[3]) / 2, "right")) - 1)
        return self.areas[at].x0, self.areas[at].top - self.tops[at]

    def on_page(self, box: Box) -> Iterator[Box]:
        """Where that is, in each area over which it goes."""
        for area, top in zip(self.areas, self.tops, strict=True):
            above, below = max(box[1], top), min(box[3], top + area.bottom - area.top)
            if above < below:
                yield box[0] + area.x0, above + area.top - top, box[2] + area.x0, below + area.top - top


def stacked(picture: Image.Image, scale: float) -> Stack:
    """`picture` is dark on white; `scale`: the pixels a point."""
    ink = coarse_ink(picture, scale, INK)
    whole = Area(0, 0, ink.shape[1], ink.shape[0])
    return _stack(picture, scale, list(_columns(ink, whole)) or [whole])


def left_over(picture: Image.Image, scale: float, read: Iterable[Box]) -> Stack | None:
    """What is as high as words outside of what was `read`, in pixels; None if nothing is, or so much that it is a
    drawing."""
    rest = picture.copy()
    brush = ImageDraw.Draw(rest)
    for x0, top, x1, bottom in read:
        brush.rectangle((x0 - EDGE * scale, top - EDGE * scale, x1 + EDGE * scale, bottom + EDGE * scale), fill=255)
    ink = coarse_ink(rest, scale, INK)
    groups, _ = ndimage.label(ndimage.maximum_filter(ink, TOGETHER))
    whole = Area(0, 0, ink.shape[1], ink.shape[0])
    parts = []
    for number, (rows, columns) in enumerate(ndimage.find_objects(groups), 1):
        part = ink[rows, columns] & (groups[rows, columns] == number)
        if part.sum() >= LEAST_INK and WORDS[0] <= np.count_nonzero(part.any(1)) <= WORDS[1]:
            parts.append(_around(part, columns.start, rows.start, whole))
    high = sum(part.bottom - part.top + ROOM for part in parts)
    return _stack(rest, scale, parts) if 0 < high <= MOST * whole.bottom else None


def _stack(picture: Image.Image, scale: float, parts: Sequence[Area]) -> Stack:
    """`parts`: in points."""
    areas = [Area(*(round(edge * scale) for edge in part)) for part in parts]
    *tops, whole = accumulate((area.bottom - area.top + round(ROOM * scale) for area in areas), initial=0)
    stack = Image.new("L", (max(area.x1 - area.x0 for area in areas), whole), 255)
    for area, top in zip(areas, tops, strict=True):
        stack.paste(picture.crop(area), (0, top))
    return Stack(stack, areas, tops)


def _around(part: Ink, x0: int, top: int, within: Area) -> Area:
    """Where it has ink, and some paper around; its corner lies at `x0` and `top`."""
    places, rows = np.flatnonzero(part.any(0)), np.flatnonzero(part.any(1))
    return Area(
        max(within.x0, x0 + int(places[0]) - MARGIN),
        max(within.top, top + int(rows[0]) - MARGIN),
        min(within.x1, x0 + int(places[-1]) + 1 + MARGIN),
        min(within.bottom, top + int(rows[-1]) + 1 + MARGIN),
    )


def _columns(ink: Ink, area: Area) -> Iterator[Area]:
    """The parts of the area with ink, in the order in which they are read: the tallest gutter parts it first."""
    x0, top, x1, bottom = area
    part = ink[top:bottom, x0:x1]
    if not part.any():
        return
    if not (gutter := _gutter(part)):
        yield _around(part, x0, top, area)
        return
    x, y0, y1 = x0 + gutter[0], top + gutter[1], top + gutter[2]
    yield from _columns(ink, Area(x0, top, x1, y0))
    yield from _columns(ink, Area(x0, y0, x, y1))
    yield from _columns(ink, Area(x, y0, x1, y1))
    yield from _columns(ink, Area(x0, y1, x1, bottom))


def _gutter(ink: Ink) -> tuple[int, int, int] | None:
    """Where the tallest is, and from where to where."""
    inked = ink.sum(1)
    for top, bottom, x in sorted(_channels(ink), key=lambda channel: channel[0] - channel[1]):
        # Where it ends a line reaches into it, whose feet or tops may stand within.
        first = top + int(inked[top : top + REACH].argmin())
        last = bottom - int(inked[bottom - REACH : bottom][::-1].argmin())
        if _is_column(ink[first:last, :x]) and _is_column(ink[first:last, x:]):
            return x, first, last
    return None


def _channels(ink: Ink) -> Iterator[tuple[int, int, int]]:
    """Where it is white for a `GUTTER`'s width and more: from where to where, and the middle of it."""
    since = np.zeros(max(0, ink.shape[1] - GUTTER + 1), np.int32)
    sums = np.pad(ink.cumsum(1, dtype=np.int32), ((0, 1), (1, 0)))
    white = sums[:, GUTTER:] == sums[:, :-GUTTER]
    white[-1] = False
    for y, row in enumerate(white):
        ends = np.flatnonzero(~row & (y - since >= SHORTEST))
        others = (np.diff(ends) > 1) | (np.diff(since[ends]) != 0)
        for places in np.split(ends, np.flatnonzero(others) + 1):
            if places.size:
                yield int(since[places[0]]), y, int(places[len(places) // 2]) + GUTTER // 2
        since[~row] = y + 1


def _is_column(side: Ink) -> bool:
    places, rows = np.flatnonzero(side.any(0)), side.any(1)
    lines = np.count_nonzero(np.diff(rows, prepend=False) & rows)
    return bool(places.size and places[-1] - places[0] >= NARROWEST and lines >= FEWEST_LINES)
