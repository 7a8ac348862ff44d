"""A picture of text -> the same without leaders, at which Tesseract stumbles. Pure."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

DOT, DOT_INK = 2.2, 70  # of a leader: the widest, in points; how dark at least, of 255, when pale letters are darkened
BLANK = 2  # pixels around a dot
FEWEST_DOTS, WIDEST_PITCH = 6, 10  # points
EVENLY = 0.5  # of a pitch: by so much two of a leader differ at most in a scan


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


def _in_squares(sums: NDArray[np.int32], size: int) -> NDArray[np.int32]:
    """How many dark pixels the square has that begins at each place. `sums`: of all those above and to the left."""
    return sums[size:, size:] - sums[:-size, size:] - sums[size:, :-size] + sums[:-size, :-size]
