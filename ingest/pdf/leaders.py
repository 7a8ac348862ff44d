"""A picture of text -> the same without leaders and lines to write on, at which Tesseract stumbles. Pure."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.pdf.document import Box
from ingest.pdf.photographs import INK

DOT, DOT_INK = 2.2, 70  # of a leader: the widest, in points; how dark at least, of 255, when pale letters are darkened
BLANK = 2  # pixels around a dot
FEWEST_DOTS, WIDEST_PITCH = 6, 10  # points
EVENLY = 0.5  # of a pitch: by so much two of a leader differ at most in a scan
SHORTEST, THICKEST = 12, 2  # points, of a line to write on
DASHED = 1  # points, between its dashes
FREE = 5, 2  # points above it and below, where nothing stands
ENDS = 2  # pixels: by so much more the ends of one lie above or below, where it leans
ALONE = 0.03  # of its length may be inked there


def without_leaders(picture: Image.Image, scale: float) -> Image.Image:
    """Rows of dots taken off: Tesseract makes letters of them, and other ones of the words beside. `scale`: the pixels
    a point. `picture` is `darkened`."""
    ink = np.asarray(picture) < DOT_INK
    sums = np.pad(ink.cumsum(0, dtype=np.int32).cumsum(1, dtype=np.int32), ((1, 0), (1, 0)))
    dot, window = round(DOT * scale), round(DOT * scale) + 2 * BLANK
    if min(ink.shape) < window:
        return picture
    within = _in_squares(sums, dot)[BLANK:-BLANK, BLANK:-BLANK]
    alone = (within > 0) & (within == _in_squares(sums, window))
    cleaned = np.array(picture)
    for y in np.flatnonzero(alone.sum(1) >= FEWEST_DOTS):
        places = np.flatnonzero(alone[y])
        for run in np.split(places, np.flatnonzero(np.diff(places) > WIDEST_PITCH * scale) + 1):
            pitches = np.diff(run[np.diff(run, prepend=-2) > 1])
            if len(pitches) >= FEWEST_DOTS and np.ptp(pitches) <= np.median(pitches) * EVENLY:
                for x in run:
                    cleaned[y : y + window, x : x + window] = 255
    return Image.fromarray(cleaned)


def without_blanks(picture: Image.Image, scale: float) -> tuple[Image.Image, list[Box]]:
    """Lines to write on taken off, and where they were, in pixels: Tesseract reads the words beside them badly, or not
    at all. `scale`: the pixels a point. `picture` is `darkened`."""
    ink = np.asarray(picture) < INK
    cleaned, found = np.array(picture), list[Box]()
    above, below = (round(room * scale) for room in FREE)
    for x0, top, x1, bottom in _long_runs(ink, SHORTEST * scale, DASHED * scale):
        around = ink[max(0, top - above) : max(0, top - 1), x0:x1], ink[bottom + 1 : bottom + below, x0:x1]
        if bottom - top <= THICKEST * scale and all(part.size and part.any(0).mean() <= ALONE for part in around):
            strip = slice(max(0, top - ENDS), bottom + ENDS)
            left, right = _whole(ink[strip], x0, x1, DASHED * scale)
            cleaned[strip, max(left, x0 - above) : min(right, x1 + above)] = 255
            found.append((x0, top, x1, bottom))
    return Image.fromarray(cleaned), found


def _whole(strip: NDArray[np.bool_], x0: int, x1: int, dashed: float) -> tuple[int, int]:
    """From where to where a line goes on of which a part is known: where it leans, its ends lie in other rows."""
    starts, ends = _runs(np.flatnonzero(strip.any(0)), dashed)
    return int(starts[starts <= x0].max()), int(ends[ends >= x1].min())


def _runs(places: NDArray[np.intp], dashed: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where the runs of these pixels of a row, with no wider gaps in them, start and end."""
    breaks = np.flatnonzero(np.diff(places) > dashed + 1)
    return places[[0, *(breaks + 1)]], places[[*breaks, -1]] + 1


def _long_runs(ink: NDArray[np.bool_], shortest: float, dashed: float) -> Iterator[tuple[int, int, int, int]]:
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


def _in_squares(sums: NDArray[np.int32], size: int) -> NDArray[np.int32]:
    """How many dark pixels the square has that begins at each place. `sums`: of all those above and to the left."""
    return sums[size:, size:] - sums[:-size, size:] - sums[size:, :-size] + sums[:-size, :-size]
