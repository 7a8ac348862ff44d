"""A photograph of a page -> a picture as a scanner makes it: white paper, level lines. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from statistics import median

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat

from ingest.pdf.document import Box

SMALL = 500  # pixels: the longer edge of a picture in which angles and shadows are looked for
GRAIN = 4  # of 255; the paper of scans has none
DARK_PAPER = 215  # of 255: the paper of a scan is lighter everywhere
AROUND = 13  # pixels, of which letters take less than half: what is seen in most of them is what these stand on
DOT, DOT_INK = 2.2, 70  # of a leader: the widest, in points; how dark at least, of 255, when pale letters are darkened
BLANK = 2  # pixels around it
SHORTEST, THICKEST = 12, 2  # points, of a line to write on
DASHED = 1  # points, between its dashes
FREE = 5, 2  # points above it and below, where nothing stands
ENDS = 2  # pixels: by so much more the ends of one lie above or below, where it leans
ALONE = 0.03  # of its length may be inked there
FEWEST_DOTS, WIDEST_PITCH = 6, 10  # points
EVENLY = 0.5  # of a pitch: by so much two of a leader differ at most in a scan
STEEPEST = 12  # degrees
LEVEL = 0.6  # degrees: Tesseract reads what leans less
INK = 140  # of 255, on white paper
WHITE = 230  # of 255: what is lighter is grain left on paper, and no letter
CONTRAST = 60  # of 255, between ink and paper of any colour
PAPER = 0.5  # of a picture of text has one colour
INKED = 3  # of 255, of a row of pixels on average: there stand letters
LINE_HEIGHTS = (4, 20)  # pixels
SPACES = 0.1  # of a line, and more, is paper between its letters
ALIKE = 0.75  # of the lines are as high as each other


def whitened(picture: Image.Image) -> Image.Image:
    """Dark letters on white: shadows, coloured areas and grain taken off; of white letters the difference from what is
    around them is kept. `picture` is grey."""
    if _grain(picture) > GRAIN:
        picture = picture.filter(ImageFilter.MedianFilter(5))
    small = _small(picture, Image.Resampling.NEAREST)  # no greys of paper and letters mixed
    ground = small.filter(ImageFilter.MedianFilter(AROUND))
    if not any(ground.histogram()[:DARK_PAPER]):
        return picture
    smooth = picture.filter(ImageFilter.MedianFilter(3))
    return ImageChops.invert(ImageChops.difference(smooth, ground.resize(picture.size)))


def darkened(picture: Image.Image) -> Image.Image:
    """Grey letters made nearly black: Tesseract takes for paper what is nearer to it than to the darkest. Paper made
    white: of what is left of its grain Tesseract makes letters, and it takes twice as long."""
    return picture.point([round(255 * (grey / 255) ** 3) if grey <= WHITE else 255 for grey in range(256)])


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


def _grain(picture: Image.Image) -> float:
    """By how much half of the pixels in its middle differ from those around them, of 255."""
    x, y = picture.width // 2, picture.height // 2
    middle = picture.crop((max(0, x - SMALL), max(0, y - SMALL), x + SMALL, y + SMALL))
    return ImageStat.Stat(ImageChops.difference(middle, middle.filter(ImageFilter.MedianFilter(3)))).median[0]


def levelled(picture: Image.Image) -> tuple[Image.Image, float]:
    """Turned around its middle so that lines run level; and the angle, in degrees against the clock."""
    angle = _askew(picture)
    return (picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255) if angle else picture), angle


def runs_down(picture: Image.Image) -> bool:
    """Whether lines seem to run from its top to its bottom, as on a page that lies on its side."""
    x, y = picture.width // 4, picture.height // 4
    middle = _small(picture.crop((x, y, 3 * x, 3 * y)))  # around it may be the desk
    ink = middle.point(lambda grey: 255 if grey < INK else 0)
    ways = ink, ink.transpose(Image.Transpose.ROTATE_90)
    level, down = (max(_stripes(way, angle) for angle in range(-2, 3)) for way in ways)
    return level < down


def _askew(picture: Image.Image) -> float:
    """By which it has to be turned: then the rows of its pixels differ most."""
    ink = _small(picture).point(lambda grey: 255 if grey < INK else 0)
    if ink.getbbox() is None:
        return 0.0
    coarse = max(range(-STEEPEST, STEEPEST + 1), key=lambda angle: _stripes(ink, angle))
    angle = max((coarse + step / 4 for step in range(-3, 4)), key=lambda angle: _stripes(ink, angle))
    if abs(angle) < LEVEL or _stripes(ink, angle) < 1.3 * _stripes(ink, 0):
        return 0.0
    return angle


def _stripes(ink: Image.Image, angle: float) -> float:
    """How much the rows differ."""
    rows = ink.rotate(angle, Image.Resampling.BILINEAR).resize((1, ink.height), Image.Resampling.BOX)
    return ImageStat.Stat(rows).var[0]


def ink_outside(picture: Image.Image, boxes: Iterable[Sequence[float]]) -> float:
    """The share of its dark pixels that stand in none of the boxes."""
    ink = _small(picture).point(lambda grey: 255 if grey < INK else 0)
    scale = ink.width / picture.width
    whole = ImageStat.Stat(ink).sum[0]
    brush = ImageDraw.Draw(ink)
    for box in boxes:
        brush.rectangle([edge * scale for edge in box], fill=0)
    return ImageStat.Stat(ink).sum[0] / whole if whole else 0.0


def lines_of_text(picture: Image.Image) -> int:
    """How many lines a small picture has that look like a text's: on paper, as high as each other, with paper between
    them. `picture` is grey, a pixel a point; 0 if it shows anything else."""
    paper, there = max(enumerate(picture.histogram()), key=itemgetter(1))
    if there < PAPER * picture.width * picture.height:
        return 0
    ink = picture.point(lambda grey: 255 if abs(grey - paper) > CONTRAST else 0)
    inked = [row > INKED for row in ink.resize((1, ink.height), Image.Resampling.BOX).tobytes()]
    whole = [
        there or (above and below)
        for above, there, below in zip([False, *inked[:-1]], inked, [*inked[1:], False], strict=True)
    ]
    runs = [list(run) for inked, run in groupby(enumerate(whole), key=itemgetter(1)) if inked]
    usual = median([len(run) for run in runs] or [0])
    alike = [run for run in runs if abs(len(run) - usual) <= max(2, usual / 3)]
    if not LINE_HEIGHTS[0] <= usual <= LINE_HEIGHTS[1] or len(alike) < ALIKE * len(runs):
        return 0
    return sum(_has_words(ink.crop((0, run[0][0], ink.width, run[-1][0] + 1))) for run in alike)


def _has_words(line: Image.Image) -> bool:
    """Whether paper is seen between its letters, as in no staff of notes, and no frame."""
    columns = line.crop(line.getbbox()).resize((line.width, 1), Image.Resampling.BOX).tobytes()
    blank = [column for column in columns if column < INKED]
    return len(blank) > SPACES * line.width


def _small(picture: Image.Image, resampling: Image.Resampling = Image.Resampling.BOX) -> Image.Image:
    scale = min(1.0, SMALL / max(picture.size))
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture.resize(size, resampling)
