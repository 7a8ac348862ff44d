"""A photograph of a page -> a picture as a scanner makes it: white paper, level lines. Pure."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from statistics import median

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat

SMALL = 500  # pixels: the longer edge of a picture in which angles and shadows are looked for
GRAIN = 4  # of 255; the paper of scans has none
DARK_PAPER = 215  # of 255: the paper of a scan is lighter everywhere
AROUND = 13  # pixels, of which letters take less than half: what is seen in most of them is what these stand on
STEEPEST = 12  # degrees
LEVEL = 0.6  # degrees: Tesseract reads what leans less
INK = 140  # of 255, on white paper
WHITE = 230  # of 255: what is lighter is grain left on paper, and no letter
FOLD = 0.5  # of a picture's height; letters below each other fill a third of it
FOLD_EDGE = 3  # pixels at each side of a fold
LANDSCAPE = 1.15  # of the height: two pages side by side are broader
MIDDLE = 0.1  # of the width, where they meet
GUTTER = 0.015  # of the width, at least
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
        paper = ImageStat.Stat(ground).median[0]
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
    """White where it is dark nearly all the way down: the fold between two pages, the edge of the paper. No letters
    stand there, but Tesseract sees some."""
    dark = picture.point(lambda grey: 255 if grey <= WHITE else 0)
    columns = _columns(dark)
    clean = picture.copy()
    brush = ImageDraw.Draw(clean)
    for x, share in enumerate(columns):
        if share > FOLD * 255:
            brush.rectangle((x - FOLD_EDGE, 0, x + FOLD_EDGE, picture.height), fill=255)
    return clean


def side_by_side(picture: Image.Image) -> list[tuple[int, Image.Image]]:
    """The pages that it shows, each with the place where it begins: two where it is broad and nothing stands in its
    middle. Tesseract makes lines that run over both. `picture` is dark on white."""
    wide, high = picture.size
    if wide > LANDSCAPE * high:
        left = round(wide * (1 - MIDDLE) / 2)
        middle = picture.crop((left, 0, wide - left, high)).point(lambda grey: 255 if grey < INK else 0)
        columns = enumerate(_columns(middle), left)
        runs = ([x for x, _ in run] for share, run in groupby(columns, key=itemgetter(1)) if not share)
        widest = max(runs, key=len, default=[])
        if len(widest) > GUTTER * wide:
            cut = (widest[0] + widest[-1]) // 2
            return [(0, picture.crop((0, 0, cut, high))), (cut, picture.crop((cut, 0, wide, high)))]
    return [(0, picture)]


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


def _columns(picture: Image.Image) -> bytes:
    """The grey of each column of pixels, on average."""
    return picture.resize((picture.width, 1), Image.Resampling.BOX).tobytes()


def _small(picture: Image.Image, resampling: Image.Resampling = Image.Resampling.BOX) -> Image.Image:
    scale = min(1.0, SMALL / max(picture.size))
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture.resize(size, resampling)
