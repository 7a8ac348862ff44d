"""Letters at all angles -> letters that stand level, as for a reader who turns the page. Pure.

The page is turned so that most of them are upright. What stands otherwise there (a label at a table's side, an answer
upside down, a note at a slant) is levelled around its own middle.
"""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from statistics import median

from ingest.pdf.document import AS_IT_IS, Box, Matrix
from ingest.pdf.letters.chars import Char

SMALLEST = 4.0  # points; smaller text is not meant to be read
SLANTED = 30  # degrees: text at less of a slant reads on in its place
WATERMARK = 2.5  # of the usual size: what is larger and slanted is one
VERTICAL = 4  # letters below each other at least
CLOSE = (-0.15, 0.45)  # of the size: from one to the next in a vertical line
IDEOGRAPHIC = 0.12  # of the size: where the baseline of Latin letters lies in it


@dataclass(frozen=True, slots=True)
class Turned:
    """A page's letters, turned; `width` and `height` are the turned page's."""

    level: list[list[Char]]  # each in the order it was painted: most of the page, then notes at a slant or upside down
    sideways: list[list[Char]]  # levelled around their middle: where they stand there is no room for them
    width: float
    height: float
    angle: int  # by which the page was turned: 0, 90, 180 or -90

    @property
    def back(self) -> Matrix:
        """Leads to where things were before the page was turned."""
        match self.angle:
            case 90:
                return 0.0, -1.0, 1.0, 0.0, 0.0, self.width
            case -90:
                return 0.0, 1.0, -1.0, 0.0, self.height, 0.0
            case 180:
                return -1.0, 0.0, 0.0, -1.0, self.width, self.height
        return AS_IT_IS


def turned(chars: list[Char], width: float, height: float) -> Turned:
    vertical = _in_vertical_lines(chars)
    if vertical or any(map(_angle, chars)):
        for char in chars:
            _measure(char)
    for char in vertical:
        _lay_down(char)
    chars = [char for char in chars if char["size"] >= SMALLEST]
    angle = _main_angle(chars)
    if angle:
        chars = [_with_the_page(char, width, height, angle) for char in chars]
    if angle in {90, -90}:
        width, height = height, width
    usual = median([char["size"] for char in chars] or [0.0])
    found = Turned([[]], [], width, height, angle)
    for group in _groups(chars):
        lean = group[0]["angle"]
        if lean == 0:
            found.level[0].extend(group)
        elif lean % 90 and group[0]["size"] > WATERMARK * usual:
            continue
        elif abs(lean) < SLANTED or lean == 180:
            found.level.append(_levelled(group))
        else:
            found.sideways.append(_levelled(group))
    for run in (*found.level, *found.sideways):
        for char in run:
            char["base"] = char["origin"][1]
    return found


_angle = itemgetter("angle")


def _lay_down(char: Char) -> None:
    """One of a vertical line, as long as the way to the next one: no space lies between them."""
    wide, high = char["x1"] - char["x0"], char["bottom"] - char["top"]
    char["angle"], char["size"], char["long"] = -90, wide, max(high, (1 + CLOSE[1]) * wide)
    char["origin"] = (char["x0"] + IDEOGRAPHIC * wide, char["origin"][1])
    char["bottom"] = char["top"] + char["long"]


def _measure(char: Char) -> None:
    """The size of a letter that is not upright: pdfminer takes the height of its box."""
    lean = abs(math.radians(char["angle"]))
    across, down = abs(math.sin(lean)), abs(math.cos(lean))
    wide, high = char["x1"] - char["x0"], char["bottom"] - char["top"]
    if across < 0.05:
        char["long"] = wide
        return
    if down < 0.05:
        char["size"], char["long"] = wide, high
        return
    # wide = long * down + size * across, high = long * across + size * down
    square = down * down - across * across
    if abs(square) > 0.1:
        char["long"] = max(0.0, (wide * down - high * across) / square)
        char["size"] = max(0.0, (high * down - wide * across) / square)
    else:  # at half a right angle both are the same sum
        char["long"] = char["size"] = wide / (across + down)


def _main_angle(chars: Iterable[Char]) -> int:
    quarters = Counter({angle: times for angle, times in Counter(map(_angle, chars)).items() if angle % 90 == 0})
    (angle, most), *_ = quarters.most_common(1) or [(0, 0)]
    return angle if most > quarters[0] else 0


def _with_the_page(char: Char, width: float, height: float, angle: int) -> Char:
    x0, x1, top, bottom, (x, y) = char["x0"], char["x1"], char["top"], char["bottom"], char["origin"]
    match angle:
        case 90:
            box = {"x0": height - bottom, "x1": height - top, "top": x0, "bottom": x1, "origin": (height - y, x)}
        case -90:
            box = {"x0": top, "x1": bottom, "top": width - x1, "bottom": width - x0, "origin": (y, width - x)}
        case _:
            box = {"x0": width - x1, "x1": width - x0, "top": height - bottom, "bottom": height - top}
            box["origin"] = (width - x, height - y)
    return {**char, **box, "angle": 180 - (180 - char["angle"] + angle) % 360}


def _groups(chars: list[Char]) -> Iterator[list[Char]]:
    """Letters painted one after the other at one angle; of those that are not level only near ones."""
    if chars and not any(map(_angle, chars)):
        yield chars
        return
    group: list[Char] = []
    around: Box = (0.0, 0.0, 0.0, 0.0)
    for char in chars:
        if group and not (char["angle"] == group[0]["angle"] and (char["angle"] == 0 or _is_near(char, around))):
            yield group
            group = []
        box = char["x0"], char["top"], char["x1"], char["bottom"]
        around = (*map(min, around[:2], box[:2]), *map(max, around[2:], box[2:])) if group else box
        group.append(char)
    if group:
        yield group


def _is_near(char: Char, around: Box) -> bool:
    room = 2.5 * char["size"]
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(around[0] - room < x < around[2] + room and around[1] - room < y < around[3] + room)


def _levelled(group: list[Char]) -> list[Char]:
    """Turned around the middle of them all; each keeps the place where it really stands as `stands`."""
    middle_x = (min(char["x0"] for char in group) + max(char["x1"] for char in group)) / 2
    middle_y = (min(char["top"] for char in group) + max(char["bottom"] for char in group)) / 2
    level = []
    for char in group:
        lean = math.radians(char["angle"])
        dx, dy = char["origin"][0] - middle_x, char["origin"][1] - middle_y
        x = middle_x + dx * math.cos(lean) - dy * math.sin(lean)
        y = middle_y + dx * math.sin(lean) + dy * math.cos(lean)
        stands = (char["x0"], char["top"], char["x1"], char["bottom"])
        box = {"x0": x, "x1": x + char["long"], "top": y - 0.8 * char["size"], "bottom": y + 0.2 * char["size"]}
        level.append({**char, **box, "origin": (x, y), "stands": stands})
    return level


def _in_vertical_lines(chars: list[Char]) -> list[Char]:
    """Those that stand upright in lines from top to bottom, as Chinese and Japanese are set; spaces, and letters that
    lie on their side, may stand between them."""
    found: list[Char] = []
    if max({char["text"] for char in chars}, default="") <= "\u2e80":
        return found
    upright: list[Char] = []
    last, spaced = chars[0], False
    for char in chars:
        if not char["text"].strip():
            spaced = True
            continue
        if not _is_below(last, char, CLOSE[1] + spaced):
            found += upright if len(upright) >= VERTICAL else ()
            upright = []
        if char["angle"] == 0:
            upright.append(char)
        last, spaced = char, False
    return found + (upright if len(upright) >= VERTICAL else [])


def _is_below(above: Char, char: Char, most: float) -> bool:
    if char["top"] <= above["top"] or not (_may_be_vertical(above) and _may_be_vertical(char)):
        return False
    size = above["x1"] - above["x0"]
    shift = (char["x0"] + char["x1"] - above["x0"] - above["x1"]) / 2
    return bool(CLOSE[0] * size < char["top"] - above["bottom"] < most * size and abs(shift) < 0.3 * size)


def _may_be_vertical(char: Char) -> bool:
    angle: int = char["angle"]
    return angle == -90 or (angle == 0 and unicodedata.east_asian_width(char["text"][:1] or "a") in "WF")
