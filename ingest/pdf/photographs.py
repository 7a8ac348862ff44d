"""A photograph of a page -> a picture as a scanner makes it: white paper, level lines. Pure."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from statistics import median

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat

SMALL = 500  # pixels: the longer edge of a picture in which angles and shadows are looked for
GRAIN = 4  # of 255; the paper of scans has none
DARK_PAPER = 215  # of 255: the paper of a scan is lighter
TINT = 14  # of 255, by which a coloured area is darker
AROUND = 13  # pixels, of which letters take less than half: what is seen in most of them is what these stand on
STEEPEST = 12  # degrees
STRIPS = 64  # of its width
FEW = 0.005  # of its pixels
FINE = 1500  # pixels of the longer edge
LEVEL = 0.1  # degrees: by less a line rises no more than a point
INK = 140  # of 255, on white paper
WHITE = 230  # of 255: what is lighter is grain left on paper, and no letter
FOLD = 0.5  # of a picture's height; letters below each other fill a third of it
BROADER = 0.004  # of its height: no line that is drawn is as broad
FOLD_EDGE = 3  # pixels at each side of a fold
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
    paper = ImageStat.Stat(ground).median[0]
    if paper >= DARK_PAPER and not any(ground.histogram()[: int(paper) - TINT]):
        return picture.point([min(255, round(255 * grey / paper)) for grey in range(256)]) if paper < 255 else picture
    smooth = picture.filter(ImageFilter.MedianFilter(3))
    # Where an area of another colour begins is seen coarsely: what is on either of the two is no letter.
    grounds = [ground.filter(of_those_around(3)) for of_those_around in (ImageFilter.MinFilter, ImageFilter.MaxFilter)]
    apart = [ImageChops.difference(smooth, each.resize(picture.size)) for each in grounds]
    return ImageChops.invert(ImageChops.darker(*apart))


def darkened(picture: Image.Image) -> Image.Image:
    """Grey letters made nearly black: Tesseract takes for paper what is nearer to it than to the darkest. Paper made
    white: of what is left of its grain Tesseract makes letters, and it takes twice as long."""
    return picture.point([round(255 * (grey / 255) ** 3) if grey <= WHITE else 255 for grey in range(256)])


def without_folds(picture: Image.Image) -> Image.Image:
    """White where it is dark nearly all the way down, and broader than a line: the fold between two pages, the edge of
    the paper. No letters stand there, but Tesseract sees some."""
    dark = picture.point(lambda grey: 255 if grey <= WHITE else 0)
    columns = dark.resize((dark.width, 1), Image.Resampling.BOX).tobytes()
    clean = picture.copy()
    brush = ImageDraw.Draw(clean)
    for is_dark, run in groupby(range(picture.width), key=lambda x: columns[x] > FOLD * 255):
        xs = list(run)
        if is_dark and len(xs) > BROADER * picture.height:
            brush.rectangle((xs[0] - FOLD_EDGE, 0, xs[-1] + FOLD_EDGE, picture.height), fill=255)
    return clean


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
    middle = _ink(picture.crop((x, y, 3 * x, 3 * y)))  # around it may be the desk
    ways = middle, middle.transpose(Image.Transpose.ROTATE_90)
    level, down = (max(map(_Strips(way).differences, range(-2, 3))) for way in ways)
    return level < down


def _askew(picture: Image.Image) -> float:
    """By which it has to be turned: then the rows of its pixels differ most, and so do their columns, by which it is
    told of lines that stand at another height in each column of a page."""
    if ImageStat.Stat(_ink(picture)).mean[0] < FEW * 255:  # pale letters, which a small picture hardly shows
        picture = darkened(picture)
    coarse, fine = _Strips(_ink(picture)), _ink(picture, FINE)
    angle = max(range(-STEEPEST, STEEPEST + 1), key=coarse.differences)
    if coarse.differences(angle) < 1.3 * coarse.differences(0):
        angle = 0
    level, upright = _Strips(fine, columns=2), _Strips(fine.transpose(Image.Transpose.ROTATE_90))
    steps = (angle + step / 20 for step in range(-20, 21))
    exact = max(steps, key=lambda angle: level.differences(angle) * upright.differences(angle))
    return exact if abs(exact) >= LEVEL else 0.0


class _Strips:
    """A picture's ink in narrow upright strips, which are moved up and down as it is turned."""

    def __init__(self, ink: Image.Image, columns: int = 1) -> None:
        self._columns = columns
        self._rows = np.asarray(ink.resize((STRIPS, ink.height), Image.Resampling.BOX), np.float32)
        self._places = (np.arange(STRIPS) + 0.5) / STRIPS * ink.width - ink.width / 2

    def differences(self, angle: float) -> float:
        """Of its rows, in each of the columns, when it is turned by so many degrees against the clock."""
        rises = np.rint(np.tan(np.radians(angle)) * self._places).astype(int)
        height = len(self._rows)
        turned = self._rows[(np.arange(height)[:, None] + rises) % height, np.arange(STRIPS)]
        return float(turned.reshape(height, self._columns, -1).sum(2).var(axis=0).sum())


def ink_outside(picture: Image.Image, boxes: Iterable[Sequence[float]]) -> float:
    """The share of its dark pixels that stand in none of the boxes."""
    ink = _ink(picture)
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


def _ink(picture: Image.Image, longest: int = SMALL) -> Image.Image:
    return _small(picture, longest=longest).point(lambda grey: 255 if grey < INK else 0)


def _small(
    picture: Image.Image, resampling: Image.Resampling = Image.Resampling.BOX, longest: int = SMALL
) -> Image.Image:
    scale = min(1.0, longest / max(picture.size))
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture.resize(size, resampling)
