"""Numbers in circles, white ones on discs, and boxes to tick, on a picture of a page; Tesseract knows none. Pure."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageOps
from scipy import ndimage  # type: ignore[import-untyped]  # it ships no types

from ingest.pdf.document import Box, around
from ingest.pdf.hocr import Line, Sign, Token

FINE = 3  # pixels a point: in finer pictures rings are broken
DARK_GREY = 190  # of 255: what white numbers stand on is darker
NUMBER = 0.02  # of its square, and more, is white
STROKES = 0.1  # of its height: half as broad are those of a number at most
CONTRAST = 60, 1  # of 100 parts of a disc, how many are black in any case, and how many white
INK = 150  # of 255: thin ones are grey then
SIZES = 6.0, 60.0  # points
SIGN = 14.0  # points: a larger circle is no letter, but drawn around a number
LARGEST_SQUARE = 18.0  # points
EVEN = 0.15  # of its width: as high as broad
RIM = 0.7  # of the way from the middle to the edge: farther out is a frame
NEARLY_ALL = 0.97
RIM_OF_DISC = 0.9  # farther out a disc may have no ink
CORNER = 1.15  # of its radius: no circle reaches there
SECTORS = 24  # around the middle; a frame is seen in all
INSIDE = 0.55  # of its radius: there stands the number
FEWEST = 2  # boxes to tick on a page
ALONE = 0.3  # of its width around a box to tick, where nothing stands; beside a Korean ㅁ there is more of its syllable
REACH = 3  # boxes: so far from the text may one stand
EDGE = 2  # pixels, by which a circle is broader than it was seen
CIRCLED = dict(zip(map(str, range(1, 21)), map(chr, range(0x2460, 0x2474)), strict=True))
STROKE = re.compile("[Iıil|!ㅣ]")  # as which Tesseract reads a 1 that stands alone
TICK_BOX = "☐"

Ink = NDArray[np.bool_]


class Enclosed(NamedTuple):
    """Where they are, in pixels."""

    signs: list[Box]  # circles as large as letters, with a number
    rings: list[Box]  # larger ones around a number
    squares: list[Box]  # empty ones


class _Part(NamedTuple):
    """What is connected, about as high as it is broad; `box`: where it is in the picture, in pixels."""

    ink: Ink
    others: Ink  # in the same place, of other parts
    box: Box
    alone: bool


def enclosed_on(picture: Image.Image, scale: float) -> Enclosed:
    """`picture` is dark on white; `scale`: the pixels a point."""
    found = Enclosed([], [], [])
    for part in _parts_of(picture, scale, INK):
        size = (part.box[2] - part.box[0]) / scale
        if _is_circle(part):
            (found.signs if size <= SIGN else found.rings).append(part.box)
        elif size <= LARGEST_SQUARE and _is_square(part.ink) and part.alone:
            found.squares.append(part.box)
    return found if len(found.squares) >= FEWEST else found._replace(squares=[])


def with_dark_numbers(picture: Image.Image, scale: float) -> Image.Image:
    """White ones on dark discs and squares made dark on white. `picture` is grey, dark on light."""
    seen = picture
    for part in _parts_of(picture, scale, DARK_GREY):
        whole = ndimage.binary_fill_holes(part.ink)
        if not _is_disc(whole) or not _is_number(whole & ~part.ink):
            continue
        seen = seen.copy() if seen is picture else seen
        x0, top, x1, bottom = (round(edge) for edge in part.box)
        size = x1 - x0, bottom - top
        inside = Image.fromarray(ndimage.binary_erosion(whole, iterations=FINE)).convert("L").resize(size)
        around = Image.fromarray(ndimage.binary_dilation(whole)).convert("L").resize(size)
        crop = ImageOps.autocontrast(seen.crop((x0, top, x1, bottom)), CONTRAST, mask=inside)
        seen.paste(255, (x0, top, x1, bottom), around)
        seen.paste(ImageOps.invert(crop), (x0, top, x1, bottom), inside)
    return seen


def _parts_of(picture: Image.Image, scale: float, ink: int) -> Iterator[_Part]:
    coarse = max(1.0, scale / FINE)
    small = picture.resize((round(picture.width / coarse), round(picture.height / coarse)), Image.Resampling.BOX)
    dark = np.asarray(small) < ink
    parts, _ = ndimage.label(dark, np.ones((3, 3)))
    least, most = (size * scale / coarse for size in SIZES)
    for number, (rows, columns) in enumerate(ndimage.find_objects(parts), 1):
        height, width = rows.stop - rows.start, columns.stop - columns.start
        if min(height, width) >= least and max(height, width) <= most and abs(height - width) <= EVEN * width + 1:
            part = parts[rows, columns] == number
            box = columns.start * coarse, rows.start * coarse, columns.stop * coarse, rows.stop * coarse
            yield _Part(part, dark[rows, columns] & ~part, box, _is_alone(dark, rows, columns))


def _is_circle(part: _Part) -> bool:
    """Whether it is one with something in it."""
    radius = np.hypot(*_from_middle(part.ink))
    inside = np.hypot(*_from_middle(part.others)) < INSIDE
    return bool(
        _goes_around(part.ink) and (radius > RIM).mean() > NEARLY_ALL and radius.max() < CORNER and inside.any()
    )


def _is_square(frame: Ink) -> bool:
    """Whether it is one with nothing in it but the paper."""
    x, y = _from_middle(frame)
    corners = {(right, below) for right, below, far in zip(x > 0, y > 0, np.hypot(x, y) > CORNER, strict=True) if far}
    edges = np.maximum(abs(x), abs(y))
    return bool(_goes_around(frame) and (edges > RIM).mean() > NEARLY_ALL and len(corners) == 4)


def _is_alone(ink: Ink, rows: slice, columns: slice) -> bool:
    room = round(ALONE * (columns.stop - columns.start))
    around = ink[max(0, rows.start - room) : rows.stop + room, max(0, columns.start - room) : columns.stop + room]
    return bool(np.count_nonzero(around) == np.count_nonzero(ink[rows, columns]))


def _is_disc(part: Ink) -> bool:
    """Whether it is one, or more."""
    return bool((np.hypot(*_from_middle(~part)) > RIM_OF_DISC).all())


def _is_number(white: Ink) -> bool:
    """Whether it has strokes, as an O has none within."""
    return bool(
        white.mean() > NUMBER and not ndimage.binary_erosion(white, iterations=round(STROKES * len(white))).any()
    )


def _goes_around(frame: Ink) -> bool:
    angles = np.arctan2(*_from_middle(frame))
    return bool(np.unique(((angles + np.pi) / (2 * np.pi) * SECTORS).astype(int) % SECTORS).size == SECTORS)


def _from_middle(part: Ink) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far the dark pixels are to the right and below, from -1 to 1."""
    y, x = np.nonzero(part)
    return (2 * x + 1) / part.shape[1] - 1, (2 * y + 1) / part.shape[0] - 1


def without_frames(picture: Image.Image, enclosed: Enclosed) -> Image.Image:
    """What stands in them is left."""
    clean = picture.copy()
    brush = ImageDraw.Draw(clean)
    circles = [*enclosed.signs, *enclosed.rings]
    for boxes, draw in ((circles, brush.ellipse), (enclosed.squares, brush.rectangle)):
        for x0, top, x1, bottom in boxes:
            frame = x0 - EDGE, top - EDGE, x1 + EDGE, bottom + EDGE
            draw(frame, outline=255, width=round((1 - RIM) * (x1 - x0) / 2) + EDGE)
    return clean


def with_enclosed(lines: Iterable[Line], enclosed: Enclosed) -> list[Line]:
    """With the numbers in circles as signs of their own, and with boxes to tick, whatever was read there."""
    lines = list(lines)
    frames = [*((box, True) for box in enclosed.signs), *((box, False) for box in enclosed.squares)]
    for box, is_circle in frames:
        if near := [at for at, line in enumerate(lines) if _is_beside(line, box)]:
            at = min(near, key=lambda at: max(lines[at].box[0] - box[0], box[2] - lines[at].box[2], 0))
            lines[at] = _with_sign(lines[at], box, is_circle)
    return lines


def _is_beside(line: Line, box: Box) -> bool:
    room = REACH * (box[2] - box[0])
    level = line.box[1] < (box[1] + box[3]) / 2 < line.box[3]
    return level and line.box[0] - room < box[0] and box[2] < line.box[2] + room


def _with_sign(line: Line, box: Box, is_circle: bool) -> Line:
    """In place of the signs that were read in the box."""
    before, inside, after = ([*_parts(line.tokens, box, side)] for side in (-1, 0, 1))
    number = "".join(filter(str.isdecimal, STROKE.sub("1", "".join(token.text for token in inside))))
    if not (text := CIRCLED.get(number) if is_circle else TICK_BOX):
        return line
    sign = Token((Sign(text, box[0], box[2], 100),), box, 100)
    return line._replace(tokens=[*before, sign, *after], box=around([line.box, box]))


def _parts(tokens: Iterable[Token], box: Box, side: int) -> Iterator[Token]:
    """What of them stands on this side of the box: -1 before it, 0 within, 1 after."""
    for token in tokens:
        signs = tuple(sign for sign in token.signs if _side((sign.x0 + sign.x1) / 2, box) == side)
        if signs:
            _, top, _, bottom = token.box
            yield Token(signs, (signs[0].x0, top, signs[-1].x1, bottom), token.confidence)


def _side(x: float, box: Box) -> int:
    return (x > box[2]) - (x < box[0])
