"""A picture of text -> the same without leaders, at which Tesseract stumbles. Pure."""

import numpy as np
from PIL import Image

from ingest.pdf.photographs import isolated

DOT, DOT_INK = 2.2, 70  # of a leader: the widest, in points; how dark at least, of 255, when pale letters are darkened
BLANK = 2  # pixels around a dot
FEWEST_DOTS, WIDEST_PITCH = 6, 10  # points
EVENLY = 0.5  # of a pitch: by so much two of a leader differ at most in a scan


def without_leaders(picture: Image.Image, scale: float) -> Image.Image:
    """Rows of dots taken off: Tesseract makes letters of them, and other ones of the words beside. `scale`: the pixels
    a point. `picture` is `darkened`."""
    ink = np.asarray(picture) < DOT_INK
    dot, window = round(DOT * scale), round(DOT * scale) + 2 * BLANK
    alone, reach = isolated(ink, dot, window), window // 2
    cleaned = np.array(picture)
    for y in np.flatnonzero(alone.sum(1) >= FEWEST_DOTS):
        places = np.flatnonzero(alone[y])
        for run in np.split(places, np.flatnonzero(np.diff(places) > WIDEST_PITCH * scale) + 1):
            pitches = np.diff(run[np.diff(run, prepend=-2) > 1])
            if len(pitches) >= FEWEST_DOTS and np.ptp(pitches) <= np.median(pitches) * EVENLY:
                for x in run:
                    cleaned[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1] = 255
    return Image.fromarray(cleaned)
