"""Lines from top to bottom, as Chinese and Japanese are set, among a page's letters. Pure."""

import unicodedata
from operator import itemgetter

from ingest.pdf.letters.chars import Char, right_angle

VERTICAL = 4  # letters below each other at least
CLOSE = (-0.15, 0.45)  # of the size: from one to the next in a vertical line
IDEOGRAPHIC = 0.12  # of the size: where the baseline of Latin letters lies in it


def in_vertical_lines(chars: list[Char]) -> list[Char]:
    """Those that stand upright in lines from top to bottom; spaces, and letters that lie on their side, may stand
    between them."""
    found: list[Char] = []
    if not any(map(_is_wide, set(map(itemgetter("text"), chars)))):
        return found
    upright: list[Char] = []
    last, spaced = chars[0], False
    for char in chars:
        if not char["text"].strip():
            spaced = True
            continue
        if char["top"] <= last["top"] or not _is_below(last, char, CLOSE[1] + spaced):
            found += upright if len(upright) >= VERTICAL else ()
            upright = []
        if right_angle(char["angle"]) == 0:
            upright.append(char)
        last, spaced = char, False
    return found + (upright if len(upright) >= VERTICAL else [])


def lay_down(char: Char) -> None:
    """Turns one of a vertical line on its side, as long as the way to the next one: no space lies between them."""
    wide, high = char["x1"] - char["x0"], char["bottom"] - char["top"]
    char["angle"], char["size"], char["long"] = -90, wide, max(high, (1 + CLOSE[1]) * wide)
    char["origin"] = (char["x0"] + IDEOGRAPHIC * wide, char["origin"][1])
    char["bottom"] = char["top"] + char["long"]


def _is_below(above: Char, char: Char, most: float) -> bool:
    if not (_may_be_vertical(above) and _may_be_vertical(char)):
        return False
    size = above["x1"] - above["x0"]
    shift = (char["x0"] + char["x1"] - above["x0"] - above["x1"]) / 2
    return bool(CLOSE[0] * size < char["top"] - above["bottom"] < most * size and abs(shift) < 0.3 * size)


def _may_be_vertical(char: Char) -> bool:
    angle = right_angle(char["angle"])
    return angle == -90 or (angle == 0 and _is_wide(char["text"]))


def _is_wide(text: str) -> bool:
    return unicodedata.east_asian_width(text[:1] or "a") in "WF"
