"""A photograph of a page -> a picture as a scanner makes it: white paper, black letters. Pure."""

from itertools import groupby
from operator import itemgetter
from statistics import median

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps, ImageStat
from scipy import ndimage  # type: ignore[import-untyped]  # it ships no types

SMALL = 500  # pixels: the longer edge of a picture in which angles and shadows are looked for
GRAIN = 4  # of 255, by which half of the pixels differ from those around them; the paper of scans has none
SPECKS = 0.0003  # of the pixels, that stand alone, in most of the bands
BAND = 10  # rows of pixels: lines of text are farther apart
DARK_PAPER = 215  # of 255: the paper of a scan is lighter
TINT = 14  # of 255, by which a coloured area is darker
DARK = 0.6  # of the paper's grey
LABEL = 9, 4  # points around each, of which it is a part
MOSTLY = 0.55  # of them dark
STROKES = 5  # points: no stroke of white letters is as broad
STRIP = 24  # points: no stroke of dark ones is as broad
HIGHEST = 40  # points from the strip above white letters to that below
LOWEST = 8  # points, of both and what is between them
DARKEST = 9  # points
AROUND = 13  # pixels, of which letters take less than half: what is seen in most of them is what these stand on
EDGE, PALE_EDGE = 3, 7  # pixels around each: so coarsely is an area's edge seen
INK = 140  # of 255, on white paper
WHITE = 230  # of 255: what is lighter is grain left on paper, and no letter
FOLD = 0.55  # of a picture's height; of letters below each other half is paper between them
BEYOND = 128  # of 255, neither white nor black
BROADER = 0.004  # of its height: no line that is drawn is as broad
BROADEST = 0.04  # of its height, with its shadow
BLANK = 0.02  # of its height: beside a fold and its shadow no more is dark
CONTRAST = 60  # of 255, between ink and paper of any colour
PAPER = 0.5  # of a picture of text has one colour
INKED = 3  # of 255, of a row of pixels on average: there stand letters
LINE_HEIGHTS = (4, 20)  # pixels
SPACES = 0.1  # of a line, and more, is paper between its letters
ALIKE = 0.75  # of the lines are as high as each other

Ink = NDArray[np.bool_]


def whitened(picture: Image.Image, scale: float) -> Image.Image:
    """Dark letters on white: shadows, coloured areas and grain taken off; of white letters the difference from what is
    around them is kept. `picture` is grey; `scale`: its pixels a point."""
    picture = _without_noise(picture)
    small = _small(picture, Image.Resampling.NEAREST)  # no greys of paper and letters mixed
    paper = ImageStat.Stat(small).median[0]
    dark, labels = (
        each.resize(small.size) for each in _labels(_small(picture, longest=round(max(picture.size) / scale)), paper)
    )
    small.paste(paper, mask=labels)
    ground = small.filter(ImageFilter.MedianFilter(AROUND))
    ground.paste(dark, mask=labels)
    if paper >= DARK_PAPER and not any(ground.histogram()[: int(paper) - TINT]):
        return picture.point([min(255, round(255 * grey / paper)) for grey in range(256)]) if paper < 255 else picture
    smooth = picture.filter(ImageFilter.MedianFilter(3))
    # Where an area of another colour begins is seen coarsely: what is as light as either of the two, or between, is no
    # letter. Where both are pale no letters are white, and more may be left out.
    pale = ground.filter(ImageFilter.MinFilter(PALE_EDGE)).point(lambda grey: 255 if grey > DARK * paper else 0)
    darkest, lightest = (
        Image.composite(ground.filter(of(PALE_EDGE)), ground.filter(of(EDGE)), pale).resize(picture.size)
        for of in (ImageFilter.MinFilter, ImageFilter.MaxFilter)
    )
    beyond = ImageChops.lighter(ImageChops.subtract(darkest, smooth), ImageChops.subtract(smooth, lightest))
    seen = ImageChops.invert(beyond)
    seen.paste(255, mask=_edge_of_paper(ground, paper).resize(picture.size))
    return seen


def _edge_of_paper(ground: Image.Image, paper: float) -> Image.Image:
    """White where something dark begins that goes on beyond the picture, such as the desk."""
    dark = ImageOps.expand(ground.point(lambda grey: 255 if grey < DARK * paper else 0), 1, fill=255)
    ImageDraw.floodfill(dark, (0, 0), BEYOND)
    beyond = ImageOps.crop(dark, 1).point(lambda grey: 255 if grey == BEYOND else 0)
    return ImageChops.difference(beyond.filter(ImageFilter.MaxFilter(5)), beyond.filter(ImageFilter.MinFilter(3)))


def _labels(picture: Image.Image, paper: float) -> tuple[Image.Image, Image.Image]:
    """What white letters stand on where that is hardly higher than they are; and where that is: most is dark, and all
    in strips above and below. `picture` has a pixel a point."""
    dark = picture.point(lambda grey: 255 if grey < DARK * paper else 0)
    most = dark.filter(ImageFilter.BoxBlur(LABEL)).point(lambda share: 255 if share > MOSTLY * 255 else 0)
    whole = dark.filter(ImageFilter.MaxFilter(STROKES)).filter(ImageFilter.MinFilter(STROKES))
    labels = ImageChops.darker(most.filter(ImageFilter.MaxFilter(2 * LABEL[1] + 1)), whole)
    return picture.filter(ImageFilter.MinFilter(DARKEST)), ImageChops.darker(labels, _between_strips(dark))


def _between_strips(dark: Image.Image) -> Image.Image:
    """White where there are some not far above and below, and it is as high as letters, with them: rtf in large bold
    type have a stroke in common."""
    strips = ndimage.grey_opening(np.asarray(dark), (1, STRIP), mode="constant")
    between = ndimage.grey_closing(np.pad(strips, HIGHEST), (HIGHEST, 1))
    between = ndimage.binary_opening(between, np.ones((LOWEST, 1)))
    return Image.fromarray(between[HIGHEST:-HIGHEST, HIGHEST:-HIGHEST]).convert("L")


def darkened(picture: Image.Image) -> Image.Image:
    """Grey letters made nearly black: Tesseract takes for paper what is nearer to it than to the darkest. Paper made
    white: of what is left of its grain Tesseract makes letters, and it takes twice as long."""
    return picture.point([round(255 * (grey / 255) ** 3) if grey <= WHITE else 255 for grey in range(256)])


def without_folds(picture: Image.Image) -> Image.Image:
    """White where it is dark nearly all the way down, and broader than a line: the fold between two pages, the edge of
    the paper. No letters stand there, but Tesseract sees some."""
    dark = np.asarray(picture) <= WHITE
    down = dark.mean(axis=0)
    clean = picture.copy()
    brush = ImageDraw.Draw(clean)
    for is_blank, run in groupby(range(picture.width), key=lambda x: down[x] < BLANK):
        xs = list(run)
        first, last = xs[0], xs[-1] + 1
        if is_blank or not BROADER < (last - first) / picture.height < BROADEST:
            continue
        broad = dark[:, first:last].sum(axis=1) > BROADER / 2 * picture.height
        if broad.mean() > FOLD:
            brush.rectangle((first, 0, last, picture.height), fill=255)
    return clean


def _without_noise(picture: Image.Image) -> Image.Image:
    """Without its grain, which is everywhere, or the specks that are left of it where all is black or white."""
    x, y = picture.width // 2, picture.height // 2
    middle = picture.crop((max(0, x - SMALL), max(0, y - SMALL), x + SMALL, y + SMALL))
    calm = middle.filter(ImageFilter.MedianFilter(3))
    if ImageStat.Stat(ImageChops.difference(middle, calm)).median[0] > GRAIN:
        return picture.filter(ImageFilter.MedianFilter(5))
    alone = isolated(np.asarray(middle) < INK, 3, 9)
    bands = np.array_split(alone, -(-len(alone) // BAND))
    if np.median([band.mean() for band in bands]) > SPECKS:  # not of the dots of leaders and of lines to write on
        return picture.filter(ImageFilter.MedianFilter(3))
    return picture


def coarse_ink(picture: Image.Image, pixels: float, darkest: int) -> Ink:
    """Where a picture is darker than that, of 255, on the mean of so many of its pixels up and across."""
    size = round(picture.width / pixels), round(picture.height / pixels)
    return np.asarray(picture.resize(size, Image.Resampling.BOX)) < darkest


def isolated(ink: Ink, size: int, room: int) -> Ink:
    """Those with ink, all of which in a square of `room` pixels around each stands in one of `size`."""
    within, around = (
        ndimage.uniform_filter(ink.astype(np.float32), side, mode="constant") * side**2 for side in (size, room)
    )
    alone: Ink = ink & (np.rint(within) == np.rint(around))
    return alone


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


def ink_of(picture: Image.Image, longest: int = SMALL) -> Image.Image:
    """White where it is dark, made small."""
    return _small(picture, longest=longest).point(lambda grey: 255 if grey < INK else 0)


def _small(
    picture: Image.Image, resampling: Image.Resampling = Image.Resampling.BOX, longest: int = SMALL
) -> Image.Image:
    scale = min(1.0, longest / max(picture.size))
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture.resize(size, resampling)
