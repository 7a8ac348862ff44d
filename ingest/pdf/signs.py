"""Signs on a picture of a page, of which Tesseract makes letters: numbers in circles and squares and on discs, boxes
to tick, bullets. Pure."""

import re
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps
from scipy import ndimage  # type: ignore[import-untyped]  # it ships no types

from ingest.pdf.document import Box, around
from ingest.pdf.hocr import Line, Sign, Token
from ingest.pdf.photographs import Ink, coarse_ink

FINE = 3  # pixels a point: in finer pictures rings are broken
DARK_GREY = 190  # of 255: what white numbers stand on is darker
NUMBER = 0.02, 0.15  # of its square is white
STROKES = 0.1  # of its height: half as broad are those of a number at most
CONTRAST = 60, 1  # of 100 parts of a disc, how many are black in any case, and how many white
INK = 150  # of 255: thin ones are grey then
SIZES = 2.5, 60.0  # points
SMALLEST_FRAME = 6.0  # points
LARGEST_BULLET = 12.0  # points
ROOM = 3.0, 8.0, 2.0  # points, above and below a bullet, before it and after it
BEHIND, HIGHER = 15, 4  # times its size: where its line begins at the latest, and the highest letters of that
IN_LINE = 1.5  # points, between the edges of bullets below each other
SIGN = 14.0  # points: a larger circle is no letter, but drawn around a number
LARGEST_SQUARE = 18.0  # points
EVEN = 0.15  # of its width: as high as broad
RIM = 0.7  # of the way from the middle to the edge: farther out is a frame
NEARLY_ALL = 0.97
RIM_OF_DISC = 0.9  # farther out a disc may have no ink
CORNER = 1.15  # of its radius: no circle reaches there
SECTORS = 24  # around the middle; a frame is seen in all
INSIDE = 0.55  # of its radius: there stands the number
ALONE = 0.3  # of its width around a box to tick, where nothing stands; beside a Korean ㅁ there is more of its syllable
REACH = 2  # heights of the line: so far from it may one stand
EDGE = 2  # pixels, by which a circle is broader than it was seen
CIRCLED = dict(zip(map(str, range(1, 21)), map(chr, range(0x2460, 0x2474)), strict=True))
STROKE = re.compile("[Iıil|!ㅣ]")  # as which Tesseract reads a 1 that stands alone
TICK_BOX, NUMBERED = "☐", "①"


class Shape(NamedTuple):
    box: Box  # in pixels
    sign: str  # as which it is read; "①" for a circle around any number, "" for a frame around what is read as it is
    ink: Ink  # in the box, coarser


class _Part(NamedTuple):
    """What is connected, about as high as it is broad; `box`: where it is in the picture, in pixels."""

    ink: Ink
    others: Ink  # in the same place, of other parts
    box: Box
    size: float  # points
    alone: bool
    leads: bool  # a line, apart from it


def shapes_on(picture: Image.Image, scale: float) -> list[Shape]:
    """`picture` is dark on white; `scale`: the pixels a point."""
    found = [
        Shape(part.box, sign, part.ink) for part in _parts_of(picture, scale, INK) if (sign := _sign(part)) is not None
    ]
    return [shape for shape in found if shape.sign in {NUMBERED, ""} or _has_twins(shape, found, picture, scale)]


def _sign(part: _Part) -> str | None:
    is_full = _is_inside(part.others)
    if is_full and part.size >= SMALLEST_FRAME and _is_circle(part.ink):
        return NUMBERED if part.size <= SIGN else ""
    if SMALLEST_FRAME <= part.size <= LARGEST_SQUARE and part.alone and _is_square(part.ink):
        return "" if is_full else TICK_BOX
    if not part.leads or part.size > LARGEST_BULLET:
        return None
    if _is_circle(part.ink):
        return "○"
    if _is_disc(part.ink):
        return "■" if np.hypot(*_from_middle(part.ink)).max() > CORNER else "•"
    return None


def _has_twins(shape: Shape, others: Iterable[Shape], picture: Image.Image, scale: float) -> bool:
    """Whether there is another one; of bullets below it or above."""
    twins = [other for other in others if other.sign == shape.sign and other is not shape]
    if shape.sign != TICK_BOX:
        twins = [other for other in twins if abs(other.box[0] - shape.box[0]) < IN_LINE * scale]
    if shape.sign == "○":  # but lines begin with an O as well, and others between them with other letters
        twins = [other for other in twins if _is_blank_between(picture, shape.box, other.box)]
    return bool(twins)


def _is_blank_between(picture: Image.Image, one: Box, other: Box) -> bool:
    """Below the upper of the two, and above the lower."""
    upper, lower = sorted((one, other), key=itemgetter(1))
    between = picture.crop((one[0], upper[3] + EDGE, one[2], lower[1] - EDGE))
    return not (np.asarray(between) < INK).any()


def with_dark_numbers(picture: Image.Image, scale: float) -> Image.Image:
    """White ones on dark discs and squares made dark on white. `picture` is grey, dark on light."""
    seen = picture
    for part in _parts_of(picture, scale, DARK_GREY):
        whole = ndimage.binary_fill_holes(part.ink)
        if part.size < SMALLEST_FRAME or not _is_disc(whole) or not _is_number(whole & ~part.ink & ~part.others):
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
    dark = coarse_ink(picture, coarse, ink)
    parts, _ = ndimage.label(dark, np.ones((3, 3)))
    point = scale / coarse
    places = ndimage.find_objects(parts)
    heights = np.array([0, *(rows.stop - rows.start for rows, _ in places)])
    heights[heights > SIZES[1] * point] = 0  # of drawings, and of the rules of tables
    for number, (rows, columns) in enumerate(places, 1):
        height, width = rows.stop - rows.start, columns.stop - columns.start
        if not SIZES[0] * point <= width <= SIZES[1] * point or abs(height - width) > EVEN * width + 1:
            continue
        part = parts[rows, columns] == number
        box = columns.start * coarse, rows.start * coarse, columns.stop * coarse, rows.stop * coarse
        alone = _is_apart(dark, rows, columns, *(round(ALONE * width) for _ in ROOM))
        behind = heights[parts[rows, columns.stop : columns.stop + BEHIND * width]].max(initial=0)
        leads = 0 < behind < HIGHER * height and _is_apart(dark, rows, columns, *(round(room * point) for room in ROOM))
        yield _Part(part, dark[rows, columns] & ~part, box, width / point, alone, leads)


def _is_apart(ink: Ink, rows: slice, columns: slice, over: int, before: int, after: int) -> bool:
    """Whether there is no other ink above and below, before and behind, on so many pixels."""
    x0, x1 = max(0, columns.start - before), columns.stop + after
    around = ink[max(0, rows.start - over) : rows.stop + over, x0:x1]
    return bool(np.count_nonzero(around) == np.count_nonzero(ink[rows, columns]))


def _is_circle(frame: Ink) -> bool:
    radius = np.hypot(*_from_middle(frame))
    return bool(_goes_around(frame) and (radius > RIM).mean() > NEARLY_ALL and radius.max() < CORNER)


def _is_inside(others: Ink) -> bool:
    return bool((np.hypot(*_from_middle(others)) < INSIDE).any())


def _is_square(frame: Ink) -> bool:
    """Whether it is one, with four corners."""
    x, y = _from_middle(frame)
    corners = {(right, below) for right, below, far in zip(x > 0, y > 0, np.hypot(x, y) > CORNER, strict=True) if far}
    edges = np.maximum(abs(x), abs(y))
    return bool(_goes_around(frame) and (edges > RIM).mean() > NEARLY_ALL and len(corners) == 4)


def _is_disc(part: Ink) -> bool:
    """Whether it is one, or more."""
    return bool((np.hypot(*_from_middle(~part)) > RIM_OF_DISC).all())


def _is_number(white: Ink) -> bool:
    """Whether it has strokes, as an O has none within, and little of the square, of which the gaps in 貝 have more."""
    strokes = not ndimage.binary_erosion(white, iterations=round(STROKES * len(white))).any()
    return bool(NUMBER[0] < white.mean() < NUMBER[1] and strokes)


def _goes_around(frame: Ink) -> bool:
    angles = np.arctan2(*_from_middle(frame))
    return bool(np.unique(((angles + np.pi) / (2 * np.pi) * SECTORS).astype(int) % SECTORS).size == SECTORS)


def _from_middle(part: Ink) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far the dark pixels are to the right and below, from -1 to 1."""
    y, x = np.nonzero(part)
    return (2 * x + 1) / part.shape[1] - 1, (2 * y + 1) / part.shape[0] - 1


def without_shapes(picture: Image.Image, shapes: Iterable[Shape]) -> Image.Image:
    """What stands in frames is left."""
    clean = picture.copy()
    for (x0, top, x1, bottom), _, ink in shapes:
        x0, top, x1, bottom = round(x0) - EDGE, round(top) - EDGE, round(x1) + EDGE, round(bottom) + EDGE
        mask = Image.fromarray(ndimage.binary_dilation(np.pad(ink, 1), np.ones((3, 3)))).convert("L")
        clean.paste(255, (x0, top), mask.resize((x1 - x0, bottom - top)))
    return clean


def with_signs(lines: Iterable[Line], shapes: Iterable[Shape]) -> list[Line]:
    """With the signs in their places, whatever was read there."""
    lines = list(lines)
    for shape in shapes:
        box = shape.box
        if shape.sign and (near := [at for at, line in enumerate(lines) if _is_beside(line, box)]):
            at = min(near, key=lambda at: max(lines[at].box[0] - box[0], box[2] - lines[at].box[2], 0))
            lines[at] = _with_sign(lines[at], shape)
    return lines


def _is_beside(line: Line, box: Box) -> bool:
    room = REACH * (line.box[3] - line.box[1])
    level = line.box[1] < (box[1] + box[3]) / 2 < line.box[3]
    return level and line.box[0] - room < box[2] and box[0] < line.box[2] + room


def _with_sign(line: Line, shape: Shape) -> Line:
    """In place of what was read there."""
    box = shape.box
    before, inside, after = ([*_parts(line.tokens, box, side)] for side in (-1, 0, 1))
    number = "".join(filter(str.isdecimal, STROKE.sub("1", "".join(token.text for token in inside))))
    if not (text := CIRCLED.get(number) if shape.sign == NUMBERED else shape.sign):
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
