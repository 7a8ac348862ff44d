"""Letters at all angles -> letters that stand level, as for a reader who turns the page. Pure.

The page is turned so that most of them are upright, and by as little as a scanned page leans if all its lines do. What
stands otherwise there (a label at a table's side, an answer upside down, a note at a slant) is levelled around its own
middle.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from statistics import median

from ingest.pdf.document import Box, Matrix
from ingest.pdf.letters.chars import LEANING, Char, beyond, right_angle
from ingest.pdf.letters.vertical import in_vertical_lines, lay_down

SMALLEST = 4.0  # points, on paper of A5 and more; smaller text is not meant to be read
A5 = 595.0  # points: its longer side
LEVEL = 0.2  # degrees: no line is long enough for less of a lean to matter
ALIKE = 0.5  # degrees: so much do the lines of a page differ that leans
STEEP = 0.8  # degrees: words in a line that leans by less are level enough
MOST_LEVEL = 12  # letters of one height on a page on which each word has another one
FEWEST = 3  # lines that tell how a page leans
MOST = 0.75  # of a page's letters lean alike, or the page does not
DRIFT = 0.12  # of the size: from a line's begin to its end it may rise or fall
SLANTED = 30  # degrees: text at less of a slant reads on in its place
WATERMARK = 2.5  # of the usual size: what is larger and slanted is one


Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Turned:
    """A page's letters, turned; `width` and `height` are the turned page's."""

    level: list[list[Char]]  # each in the order it was painted: most of the page, then notes at a slant or upside down
    sideways: list[list[Char]]  # levelled around their middle: where they stand there is no room for them
    width: float
    height: float
    angle: int  # by which the page was turned: 0, 90, 180 or -90
    lean: float  # by which it was turned after that, around its middle

    @property
    def back(self) -> Matrix:
        """Leads to where things were before the page was turned."""
        turn = math.radians(self.angle + self.lean)
        cos, sin = round(math.cos(turn), 9), round(math.sin(turn), 9)
        x, y = self.width / 2, self.height / 2
        before_x, before_y = (y, x) if self.angle % 180 else (x, y)
        return cos, 0.0 - sin, sin, cos, before_x - cos * x - sin * y, before_y + sin * x - cos * y


def turned(chars: list[Char], width: float, height: float) -> Turned:
    vertical = in_vertical_lines(chars)
    if vertical or any(map(_angle, chars)):
        for char in chars:
            _measure(char)
    for char in vertical:
        lay_down(char)
    smallest = SMALLEST * min(1.0, max(width, height) / A5)  # some programs measure paper in millimetres
    chars = [char for char in chars if char["size"] >= smallest]
    askew = any(map(_angle, chars))
    angle = _main_angle(chars) if askew else 0
    if angle:
        chars = [_with_the_page(char, width, height, angle) for char in chars]
    if angle in {90, -90}:
        width, height = height, width
    lean = _main_lean(chars) if askew else 0.0
    if not lean and (lean := _main_rise(chars)):
        for char in chars:
            char["angle"], char["long"] = lean, char["x1"] - char["x0"]
    if lean:
        chars = [_leant_back(char, (width / 2, height / 2), lean) for char in chars]
    if any(map(_angle, chars)):
        for char in chars:
            _settle(char)
    return Turned(*_parted(chars), width, height, angle, lean)


def _parted(chars: list[Char]) -> tuple[list[list[Char]], list[list[Char]]]:
    """Level letters, on their baselines, and those that lie sideways."""
    level: list[list[Char]] = [[]]
    sideways: list[list[Char]] = []
    usual = median([char["size"] for char in chars]) if any(map(_angle, chars)) else 0.0
    for group in _groups(chars):
        lean = group[0]["angle"]
        if lean == 0 or not _matters(lean, group):
            level[0].extend(group)
        elif lean % 90 and group[0]["size"] > WATERMARK * usual:
            continue
        elif abs(lean) < SLANTED or lean == 180:
            level.append(_levelled(group))
        else:
            sideways.append(_levelled(group))
    for run in (*level, *sideways):
        for char in run:
            char["base"] = char["origin"][1]
    return level, sideways


_angle = itemgetter("angle")


def _measure(char: Char) -> None:
    """The size of a letter that is not upright: pdfminer takes the height of its box."""
    lean = abs(math.radians(char["angle"]))
    across, down = abs(math.sin(lean)), abs(math.cos(lean))
    wide, high = char["x1"] - char["x0"], char["bottom"] - char["top"]
    if char["angle"] % 180 == 0:
        char["long"] = wide
        return
    if char["angle"] % 90 == 0:
        char["size"], char["long"] = wide, high
        return
    # wide = long * down + size * across, high = long * across + size * down
    square = down * down - across * across
    if abs(square) > 0.1:
        char["long"] = max(0.0, (wide * down - high * across) / square)
        char["size"] = max(0.0, round((high * down - wide * across) / square, 3))
    else:  # at half a right angle both are the same sum
        char["long"] = char["size"] = wide / (across + down)


def _main_angle(chars: Iterable[Char]) -> int:
    quarters = Counter[int]()
    for angle, times in Counter(map(_angle, chars)).items():
        if (right := right_angle(angle)) is not None:
            quarters[right] += times
    (angle, most), *_ = quarters.most_common(1) or [(0, 0)]
    return angle if most > quarters[0] else 0


def _main_lean(chars: Iterable[Char]) -> float:
    """By how much nearly all letters lean that stand upright; their letters too may be slanted, as italics are, but
    their baselines are not."""
    leans = [angle for angle in map(_angle, chars) if abs(angle) <= LEANING]
    if not any(leans):
        return 0.0
    lean = float(median(leans))
    alike = sum(abs(angle - lean) <= ALIKE for angle in leans)
    return lean if abs(lean) >= LEVEL and alike >= MOST * len(leans) else 0.0


def _main_rise(chars: Sequence[Char]) -> float:
    """The same where letters stand upright in lines that lean, each word higher or lower than the one before."""
    if len(chars) > MOST_LEVEL * len({char["origin"][1] for char in chars}) or any(map(_angle, chars)):
        return 0.0
    rises = list(_rises(char for char in chars if char["text"].strip()))
    lean = median(rises or [0.0])
    alike = sum(abs(rise - lean) <= ALIKE for rise in rises)
    return lean if len(rises) >= FEWEST and STEEP <= abs(lean) <= LEANING and alike >= MOST * len(rises) else 0.0


def _rises(chars: Iterable[Char]) -> Iterator[float]:
    """By how much each line leans, in degrees, from its first word to its last one."""
    first = word = last = None
    for char in chars:
        (x, y), size = char["origin"], char["size"]
        if last is None or not (0 < x - last[0] < 4 * size and abs(y - last[1]) < 0.3 * size):
            if first and word and word[0] - first[0] > 10 * size:
                yield math.degrees(math.atan2(first[1] - word[1], word[0] - first[0]))
            first = word = (x, y)
        elif y != last[1]:
            word = (x, y)
        last = (x, y)


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
        x, y = _around(char["origin"], (middle_x, middle_y), char["angle"])
        stands = (char["x0"], char["top"], char["x1"], char["bottom"])
        level.append({**char, **_standing(char, x, y), "stands": stands})
    return level


def _leant_back(char: Char, middle: Point, lean: float) -> Char:
    """A letter of a page that leans: one that leans like it stands upright then, another one only moves."""
    angle, (x, y) = beyond(char["angle"], lean), _around(char["origin"], middle, lean)
    if abs(angle) <= ALIKE:
        return {**char, **_standing(char, x, y), "angle": 0}
    at = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    dx, dy = (to - at_first for to, at_first in zip(_around(at, middle, lean), at, strict=True))
    box = {"x0": char["x0"] + dx, "x1": char["x1"] + dx, "top": char["top"] + dy, "bottom": char["bottom"] + dy}
    return {**char, **box, "origin": (x, y), "angle": angle}


def _around(place: Point, middle: Point, lean: float) -> Point:
    """Where a place is when all that leans so is turned level around the middle."""
    turn, dx, dy = math.radians(lean), place[0] - middle[0], place[1] - middle[1]
    cos, sin = math.cos(turn), math.sin(turn)
    return middle[0] + dx * cos - dy * sin, middle[1] + dx * sin + dy * cos


def _standing(char: Char, x: float, y: float) -> Char:
    """The box of a level letter whose baseline begins there."""
    top, bottom = y - 0.8 * char["size"], y + 0.2 * char["size"]
    return {"x0": x, "x1": x + char["long"], "top": top, "bottom": bottom, "origin": (x, y)}


def _settle(char: Char) -> None:
    """Text that lies on its side, or leans by too little for any line to show it, is taken as exactly so."""
    right = right_angle(char["angle"])
    if right or abs(char["angle"]) < LEVEL:
        char["angle"] = right


def _matters(lean: float, group: list[Char]) -> bool:
    """Whether lines of these letters rise or fall by more than words in one line do."""
    wide = max(char["x1"] for char in group) - min(char["x0"] for char in group)
    return bool(abs(lean) > LEANING or wide * math.sin(math.radians(abs(lean))) > DRIFT * group[0]["size"])
