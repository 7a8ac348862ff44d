"""A photograph of a page -> the page as it is seen from straight above, its lines level. Pure.

The camera was rolled, so that lines lean; swung to a side, so that they fan out; and tilted, so that what is upright
does. By how much is told by the ink: seen from above the rows of a page differ most, and so do its columns.
"""

from collections.abc import Iterable
from math import cos, radians, sin, tan
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageStat

from ingest.pdf.document import View
from ingest.pdf.photographs import SMALL, darkened, ink_of

STEEPEST = 12  # degrees
WIDEST = 5  # degrees: so much more may lines lean at a picture's edge than in its middle
SURE = 1.3  # times as level, for a page to lean by more than a degree
LEVEL = 0.1  # degrees: by less a line rises no more than a point
FANNED = 1.04  # times as level, for the camera to have been swung or tilted
STEPS = 0.5, 0.2, 0.05  # degrees, in which that is found
STRIPS = 64  # of a picture's width
FINE = 1500  # pixels of the longer edge
FEW = 0.005  # of its pixels

Homography = NDArray[np.float64]
"""3 x 3: where the points of a plane are seen, from elsewhere."""


class Lean(NamedTuple):
    """In degrees: against the clock; and by which lines at the foot, and what is upright at the left, lean more."""

    roll: float = 0.0
    swing: float = 0.0
    tilt: float = 0.0


def levelled(picture: Image.Image) -> tuple[Image.Image, Homography]:
    """What it shows, dark on white, seen from above; and the way back to where that is in the picture."""
    lean = _lean(picture)
    back = _way_back(lean, *picture.size)
    return (seen(picture, back) if any(lean) else picture), back


def seen(picture: Image.Image, back: Homography, scale: float = 1.0) -> Image.Image:
    """What it shows, seen from where this is the way back from, between pictures of which each has `scale` times as
    many pixels as this one."""
    way = [float(number) for number in _in_units(back, scale, scale).flat][:8]
    return picture.transform(picture.size, Image.Transform.PERSPECTIVE, way, Image.Resampling.BICUBIC, fillcolor=255)


def runs_down(picture: Image.Image) -> bool:
    """Whether lines seem to run from its top to its bottom, as on a page that lies on its side."""
    x, y = picture.width // 4, picture.height // 4
    page = _Page.of(picture.crop((x, y, picture.width - x, picture.height - y)))  # around it may be the desk
    level, down = (max(map(strips.differences, range(-2, 3))) for strips in page)
    return level < down


class _Strips:
    """A picture's ink in narrow upright strips, which are moved up and down as it is turned."""

    def __init__(self, ink: Image.Image, columns: int) -> None:
        self._columns = columns
        self._rows = np.asarray(ink.resize((STRIPS, ink.height), Image.Resampling.BOX), np.float32)
        self._across = (np.arange(STRIPS) + 0.5) / STRIPS * ink.width - ink.width / 2
        self._down = np.linspace(-1, 1, ink.height)

    def differences(self, angle: float, fan: float = 0.0) -> float:
        """Of its rows, in each of the columns, when it is turned by so many degrees against the clock, the lowest by
        `fan` more and the highest by as much less."""
        slopes = tan(radians(angle)) + tan(radians(fan)) * self._down
        rises = np.rint(slopes[:, None] * self._across).astype(int)
        height = len(self._rows)
        turned = self._rows[(np.arange(height)[:, None] + rises) % height, np.arange(STRIPS)]
        return float(turned.reshape(height, self._columns, -1).sum(2).var(axis=0).sum())


class _Page(NamedTuple):
    lines: _Strips
    uprights: _Strips

    @classmethod
    def of(cls, picture: Image.Image, longest: int = SMALL, columns: int = 1) -> Self:
        ink = ink_of(picture, longest)
        return cls(_Strips(ink, columns), _Strips(ink.transpose(Image.Transpose.ROTATE_90), 1))

    def levelness(self, lean: Lean) -> float:
        """Of its lines, and of what is upright, by which it is told of lines that stand at another height in each
        column of a page."""
        return self.lines.differences(lean.roll, lean.swing) * self.uprights.differences(lean.roll, lean.tilt)

    def levelest(self, leans: Iterable[Lean]) -> Lean:
        return max(leans, key=self.levelness)


def _lean(picture: Image.Image) -> Lean:
    if ImageStat.Stat(ink_of(picture)).mean[0] < FEW * 255:  # pale letters, which a small picture hardly shows
        picture = darkened(picture)
    coarse, fine = _Page.of(picture), _Page.of(picture, FINE, columns=2)
    roll = max(sorted(range(-STEEPEST, STEEPEST + 1), key=abs), key=coarse.lines.differences)  # a blank page is level
    if coarse.lines.differences(roll) < SURE * coarse.lines.differences(0):
        roll = 0
    rolled = fine.levelest(Lean(roll + step / 20) for step in sorted(range(-20, 21), key=abs))
    leaning = _leaning(coarse, fine, roll)
    if fine.levelness(leaning) > FANNED * fine.levelness(rolled):
        return leaning
    return rolled if abs(rolled.roll) >= LEVEL else Lean()


def _leaning(coarse: _Page, fine: _Page, roll: float) -> Lean:
    """With all three, of which the swing is seen best."""
    fans = range(-WIDEST, WIDEST + 1)
    rolls = [roll + step / 2 for step in range(-4, 5)]
    likely = sorted(
        (Lean(roll, swing) for roll in rolls for swing in fans), key=lambda lean: coarse.lines.differences(*lean[:2])
    )
    lean = fine.levelest(max((one._replace(tilt=tilt) for tilt in fans), key=coarse.levelness) for one in likely[-6:])
    for step in STEPS:
        steps = [step * count for count in range(-3, 4)]
        for _ in range(2):
            lean = fine.levelest(lean._replace(roll=lean.roll + more) for more in steps)
            lean = fine.levelest(lean._replace(swing=lean.swing + more) for more in steps)
            lean = fine.levelest(lean._replace(tilt=lean.tilt + more) for more in steps)
    return lean


def _way_back(lean: Lean, width: int, height: int) -> Homography:
    """From the corners of what is seen from above to those that lie where its lines and its uprights cross."""
    x, y = width / 2, height / 2
    seen, lay = [], []
    for right, below in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        rise = tan(radians(lean.roll)) + below * tan(radians(lean.swing))
        shift = tan(radians(lean.roll)) - right * tan(radians(lean.tilt))
        larger = 1 / cos(radians(lean.roll))
        across = (right * x - shift * below * y) * larger / (1 + rise * shift)
        seen.append((x + right * x, y + below * y))
        lay.append((x + across, y + below * y * larger + rise * across))
    return _homography(seen, lay)


def turned_back(turn: int, width: int, height: int) -> Homography:
    """From a picture of this size to the one that it was, before it was turned by so many degrees with the clock."""
    sine, cosine = round(sin(radians(turn))), round(cos(radians(turn)))
    x, y = width / 2, height / 2
    before_x, before_y = (y, x) if turn % 180 else (x, y)
    return np.array(
        [
            [cosine, sine, before_x - x * cosine - y * sine],
            [-sine, cosine, before_y + x * sine - y * cosine],
            [0.0, 0.0, 1.0],
        ]
    )


def in_points(homography: Homography, here: float, there: float) -> View:
    """The same way between points, of which each has so many pixels."""
    (a, c, e), (b, d, f), (g, h, _) = _in_units(homography, here, there).tolist()
    return a, b, c, d, e, f, g, h


def _in_units(homography: Homography, here: float, there: float) -> Homography:
    """The same way in units of so many pixels."""
    way: Homography = np.diag([1 / there, 1 / there, 1.0]) @ homography @ np.diag([here, here, 1.0])
    way /= way[2, 2]
    return way


def _homography(points: Iterable[tuple[float, float]], images: Iterable[tuple[float, float]]) -> Homography:
    """The one that leads from four points to four others."""
    rows, places = [], []
    for (x, y), (u, v) in zip(points, images, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        places += [u, v]
    return np.append(np.linalg.solve(np.array(rows, float), np.array(places, float)), 1).reshape(3, 3)
