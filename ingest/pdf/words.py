"""A pdfplumber page -> its visible words, rules and boxes, in the page's own coordinates."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pdfplumber.page import Page as PlumberPage
from pdfplumber.utils.exceptions import PdfminerException

from ingest.pdf.document import Box
from ingest.pdf.letters import Char, letters
from ingest.pdf.rules import MOST_RULES, Grid, blanks, pictures, ruled
from ingest.pdf.spacing import close_spaced
from ingest.pdf.word import Word

SMALLEST = 4.0  # points; smaller text is not meant to be read
MOST_CHARS = 30_000  # a dense dictionary page has 10,000
SPACE = 0.17  # of the font's size: a gap that parts two words where the PDF has no space characters
SPACE_BESIDE_SPACES = 0.3  # the same where it has them, so that s p a c e d letters hold together
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is on one page, before anybody has read it."""

    number: int
    width: float
    height: float
    words: list[Word]
    grids: list[Grid]
    boxes: list[Box]
    drawn: bool = False  # there is more on it than these words: pictures, lines, areas
    covered: float = 0.0  # the share of it that its largest picture covers
    pictures: tuple[Box, ...] = ()


def read_sheet(page: PlumberPage) -> Sheet:
    """Raises PdfminerException, or nearly anything else, on a page that is broken."""
    chars = page.objects.get("char", [])
    if len(chars) > MOST_CHARS:
        raise PdfminerException(f"{len(chars)} characters on one page")
    upright, width, height = _upright(_visible(page, chars), float(page.width), float(page.height))
    words = close_spaced(list(_words(letters(upright))))
    grids: list[Grid] = []
    boxes: list[Box] = []
    turned = (width, height) != (float(page.width), float(page.height))
    rules = len(page.rects) + len(page.lines) + len(page.curves)
    if words and not turned and 0 < rules <= MOST_RULES:
        grids, boxes = ruled(page)
        words += list(blanks(page, words, grids))
    drawn = bool(chars or rules or page.images)
    return Sheet(
        page.page_number,
        width,
        height,
        words,
        grids,
        boxes,
        drawn,
        _covered(page),
        () if turned else tuple(pictures(page)),
    )


def _covered(page: PlumberPage) -> float:
    whole = float(page.width * page.height)
    areas = [(image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) for image in page.images]
    return min(1.0, max(areas, default=0.0) / whole) if whole else 0.0


def _visible(page: PlumberPage, chars: list[Char]) -> list[Char]:
    x0, top, x1, bottom = page.bbox
    painted: list[Char] | None = None
    seen = []
    for char in chars:
        if not char["upright"]:
            char["size"] = char["x1"] - char["x0"]  # pdfminer takes the height, here the letter's breadth
        if (
            char["size"] < SMALLEST
            or _is_slanted(char)
            or not (x0 <= (char["x0"] + char["x1"]) / 2 <= x1 and top <= (char["top"] + char["bottom"]) / 2 <= bottom)
        ):
            continue
        if _is_white(char.get("non_stroking_color")):
            if painted is None:
                painted = list(_painted(page))
            if not any(_holds(paint, char) for paint in painted):
                continue
        seen.append(char)
    return seen


def _is_slanted(char: Char) -> bool:
    """Set at an angle, as watermarks are: neither upright nor sideways. (Italics lean in `c` alone.)"""
    a, b = char["matrix"][:2]
    return bool(min(abs(a), abs(b)) > 0.05 * max(abs(a), abs(b)))


def _is_white(colour: Any) -> bool:
    if not isinstance(colour, tuple) or not all(isinstance(part, int | float) for part in colour):
        return False
    if len(colour) == 4:
        return all(part < 0.02 for part in colour)
    return len(colour) in (1, 3) and all(part > 0.98 for part in colour)


def _painted(page: PlumberPage) -> Iterator[Char]:
    """What white text can stand on: coloured areas and pictures."""
    yield from page.images
    for shape in (*page.rects, *page.curves):
        if shape.get("fill") and not _is_white(shape.get("non_stroking_color")):
            yield shape


def _holds(outer: Char, char: Char) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(outer["x0"] <= x <= outer["x1"] and outer["top"] <= y <= outer["bottom"])


def _upright(chars: list[Char], width: float, height: float) -> tuple[list[Char], float, float]:
    """The characters that stand upright; a page set sideways is turned first."""
    sideways = [char for char in chars if not char["upright"]]
    if len(sideways) * 2 <= len(chars):
        return [_with_base(char) for char in chars if char["upright"]], width, height
    upwards = sum(char["matrix"][1] > 0 for char in sideways) * 2 >= len(sideways)
    return [_turned(char, width, height, upwards) for char in sideways], height, width


def _with_base(char: Char) -> Char:
    # The box of a character depends on its font's metrics; in a line that mixes Hangul and Latin faces only
    # the baseline is level.
    char["base"] = char["bottom"] - (char["matrix"][5] - char["y0"])
    return char


def _turned(char: Char, width: float, height: float, upwards: bool) -> Char:
    x0, top, x1, bottom = char["x0"], char["top"], char["x1"], char["bottom"]
    base = char["matrix"][4]
    if upwards:
        box = {"x0": height - bottom, "x1": height - top, "top": x0, "bottom": x1, "base": base}
    else:
        box = {"x0": top, "x1": bottom, "top": width - x1, "bottom": width - x0, "base": width - base}
    return {**char, **box}


def _words(chars: list[Char]) -> Iterator[Word]:
    """Characters in the order they were painted -> words, split at spaces, gaps and new lines."""
    spaces = sum(char["text"].isspace() for char in chars)
    space = SPACE_BESIDE_SPACES if spaces > len(chars) * 0.04 else SPACE
    word: list[Char] = []
    for char in chars:
        blank = not char["text"] or char["text"].isspace()
        if word and (blank or not _continues(word[0], word[-1], char, space)):
            yield _word(word)
            word = []
        if not blank:
            word.append(char)
    if word:
        yield _word(word)


def _continues(first: Char, last: Char, char: Char, space: float) -> bool:
    size = max(last["size"], char["size"])
    gap = (char["x0"] - last["x1"]) / size
    shift = abs(char["base"] - first["base"]) / size
    if last["fontname"] != char["fontname"]:
        space = SPACE  # a bold word beside plain ones: its space may be only a gap
    raised: bool = char["size"] < first["size"] * 0.85 or last["size"] < first["size"] * 0.85
    level: bool = shift < (0.45 if raised else 0.12)
    return level and bool(-0.4 < gap < space)


def _word(chars: list[Char]) -> Word:
    main = max(chars, key=lambda char: char["size"])
    text = "".join(
        char["text"].translate(_RAISED)
        if char["size"] < main["size"] * 0.85 and char["base"] < main["base"] - main["size"] * 0.15
        else char["text"]
        for char in chars
    )
    return Word(
        text,
        min(char["x0"] for char in chars),
        min(char["top"] for char in chars),
        max(char["x1"] for char in chars),
        max(char["bottom"] for char in chars),
        main["base"],
        main["size"],
        all(_is_bold(char["fontname"]) for char in chars),
    )


def _is_bold(font: str) -> bool:
    font = font.lower()
    return any(weight in font for weight in ("bold", "black", "heavy", "semib", "cmbx", "extrab"))
