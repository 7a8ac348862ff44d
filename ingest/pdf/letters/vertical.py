"""Lines from top to bottom, as Chinese, Japanese and old Korean are set, among a page's letters. Pure."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, pairwise
from operator import itemgetter, lt

from ingest.pdf.letters.chars import Char, right_angle

VERTICAL = 4  # letters below each other at least
FAR = 3.5  # sizes from a line to the next one, and its paragraph's end
CLOSE = (-0.15, 0.45)  # of the size: from one to the next in a vertical line; a space is 1 more
MARKS = frozenset(".,:;!?…")  # narrow, and upright all the same
IDEOGRAPHIC = 0.12  # of the size: where the baseline of Latin letters lies in it


def in_vertical_lines(chars: list[Char]) -> list[Char]:
    """Those that stand upright in lines from top to bottom, with the spaces between them; letters that lie on their
    side may stand there too."""
    if not any(map(_is_wide, set(map(itemgetter("text"), chars)))) or not _any_below(chars):
        return []
    runs = [run for run in _runs(chars) if run]
    lines = [run for run in runs if len(run) >= VERTICAL]
    pairs = zip(runs, [*runs[1:], []], strict=False)
    found = (run for run, after in pairs if len(run) >= VERTICAL or _is_last_line(run, after, lines))
    return [char for run in found for char in _line(run)]


def _runs(chars: Iterable[Char]) -> Iterator[list[Char]]:
    """Upright letters that follow each other downwards."""
    upright: list[Char] = []
    last, spaces = None, list[Char]()
    for char in chars:
        if not char["text"].strip():
            spaces.append(char)
            continue
        most = CLOSE[1] + bool(spaces or len(upright) > 1)
        if last and (char["top"] <= last["top"] or not _is_below(last, char, most)):
            yield upright
            upright, spaces = [], []
        if right_angle(char["angle"]) == 0:
            upright += [*(spaces if upright else ()), char]
        last, spaces = char, []
    yield upright


def _is_last_line(run: Sequence[Char], after: Sequence[Char], lines: Iterable[Sequence[Char]]) -> bool:
    """Whether these few letters are a line too, the end of a text: beside longer ones, and as high up as one."""
    first, wide = run[0], _width(run[0])
    if not _is_wide(first["text"]) or (after and abs(after[0]["top"] - first["top"]) < after[0]["x0"] - first["x0"]):
        return False
    beside = [line for line in lines if abs(_width(line[0]) - wide) < 0.1 * wide]
    return any(0 < line[0]["x0"] - first["x0"] < FAR * wide for line in beside) and any(
        abs(line[0]["top"] - first["top"]) < 0.2 * wide for line in beside
    )


def _any_below(chars: list[Char]) -> bool:
    """Whether any letter stands right below the one before it; on most pages none does."""
    letters = [char for char in chars if char["text"].strip()]
    tops = list(map(itemgetter("top"), letters))
    lower = compress(pairwise(letters), map(lt, tops, tops[1:]))
    return any(_is_below(above, char, CLOSE[1] + 1) for above, char in lower)


def _line(upright: list[Char]) -> list[Char]:
    """All of one size."""
    for char in upright:
        if not _is_wide(char["text"]):
            char["size"] = _width(upright[0])
    return upright


def lay_down(char: Char) -> None:
    """Turns one of a vertical line on its side, as long as the way to the next one: no space lies between them."""
    wide, high = _width(char), char["bottom"] - char["top"]
    char["angle"], char["size"], char["long"] = -90, wide, max(high, (1 + CLOSE[1]) * wide)
    char["origin"] = ((char["x0"] + char["x1"] - wide) / 2 + IDEOGRAPHIC * wide, char["top"])
    char["bottom"] = char["top"] + char["long"]


def _is_below(above: Char, char: Char, most: float) -> bool:
    if not (_may_be_vertical(above) and _may_be_vertical(char)):
        return False
    size = _width(above)
    shift = (char["x0"] + char["x1"] - above["x0"] - above["x1"]) / 2
    return bool(
        CLOSE[0] * size < char["top"] - above["bottom"] < most * size
        and abs(shift) < (0.3 if _is_wide(char["text"]) else 0.5) * size
    )


def _may_be_vertical(char: Char) -> bool:
    angle = right_angle(char["angle"])
    return angle == -90 or (angle == 0 and (char["text"] in MARKS or _is_wide(char["text"])))


def _width(char: Char) -> float:
    """Of a line of letters like this one; those that are narrow stand in its middle."""
    return float(char["x1"] - char["x0"] if _is_wide(char["text"]) else char["size"])


def _is_wide(text: str) -> bool:
    return unicodedata.east_asian_width(text[:1] or "a") in "WF"
