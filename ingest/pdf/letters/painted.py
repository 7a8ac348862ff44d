"""A page's characters, in the order they were painted -> the letters that a reader sees. Pure.

A character is pdfplumber's dictionary, with `base`: its baseline, from the page's top.
"""

import itertools
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter, sub

from ingest.pdf.letters.chars import Char
from ingest.pdf.letters.clean import SOFT_HYPHEN, WORD_JOINER, is_korean
from ingest.pdf.runs import runs

# Accents that stand for themselves, and the combining ones that they are when they stand over another letter.
_COMBINING = {
    "´": "\u0301", "`": "\u0300", "¨": "\u0308", "ˆ": "\u0302", "^": "\u0302", "˜": "\u0303", "~": "\u0303",
    "¯": "\u0304", "ˉ": "\u0304", "˘": "\u0306", "˙": "\u0307", "˚": "\u030a", "°": "\u030a", "¸": "\u0327",
    "˝": "\u030b", "ˇ": "\u030c", "˛": "\u0328", ".": "\u0323",
}  # fmt: skip
_DOTLESS = {"ı": "i", "ȷ": "j"}
BELOW = 0.1  # of the size: so far below the line is the dot under a letter
SHADOW = 0.12  # of the size: so near a letter that is printed twice stands to itself
CELL = 2.0  # of the size: a wider gap parts two cells of a table
INDENT = 3.0  # of the size: so far at the left of a cell's first line its second one may begin
_WORD_ENDS = ".,:;!?…。，"  # a space follows, and only it can have been left out
_MARKS = f"{_WORD_ENDS})]»”’」』"  # begin no line

_NUMBER = re.compile(r"\d+(?:[.,:/~–-]\d+)*$")  # none behind the dots that lead to a page

_PARTS = re.compile("[\u1100-\u11ff]+")  # of syllables

_text, _x0, _size = itemgetter("text"), itemgetter("x0"), itemgetter("size")


def letters(chars: list[Char]) -> list[Char]:
    """The characters without what fake bold prints twice, accents over their letters, and lines of Korean that end
    in mid-word marked as such."""
    return _joined(_composed(_accented(_without_shadows(_in_line(_with_hyphens(chars))))))


def _with_hyphens(chars: list[Char]) -> list[Char]:
    """A font that gives a soft hyphen for what stands in mid-line has no other one: it says nothing of line ends."""
    if not any(SOFT_HYPHEN in text for text in set(map(_text, chars))):
        return chars
    pairs = [(left, right) for left, right in itertools.pairwise(chars) if left["text"] == SOFT_HYPHEN]
    level = (pair for pair in pairs if pair[0]["base"] == pair[1]["base"] and pair[1]["text"].strip())
    fonts = {left["fontname"] for left, right in level if right["x0"] - left["x1"] < left["size"]}
    hyphens = {id(char) for char in chars if char["text"] == SOFT_HYPHEN and char["fontname"] in fonts}
    return [{**char, "text": "-"} if id(char) in hyphens else char for char in chars]


def _in_line(chars: list[Char]) -> list[Char]:
    """Where the spaces of a line are painted before its words, in another font, each back in its place."""
    if "  " not in "".join(map(itemgetter("text"), chars)):
        return chars
    lines = (list(line) for _, line in itertools.groupby(chars, key=itemgetter("base")))
    return [char for line in lines for char in (sorted(line, key=itemgetter("x0")) if _has_strays(line) else line)]


def _has_strays(line: Sequence[Char]) -> bool:
    """Whether a word was painted after a space at its right, or none between two spaces between which one stands."""
    after_spaces = [pair for pair in itertools.pairwise(line) if pair[0]["text"] == " "]
    return any(
        right["x0"] < left["x0"] or (right["text"] == " " and right["x0"] - left["x1"] > right["size"])
        for left, right in after_spaces
    )


def _without_shadows(chars: list[Char]) -> list[Char]:
    """Fake bold prints a letter twice, a fraction of a point apart; a reader sees one."""
    crowded = _crowded(chars)
    if not crowded:
        return chars
    kept: list[Char] = []
    seen: dict[tuple[str, int, int], tuple[float, float]] = {}
    reach = SHADOW * max(map(_size, chars))
    for char in chars:
        text, x, y, near = char["text"], char["x0"], char["base"], SHADOW * char["size"]
        if y not in crowded:
            kept.append(char)
            continue
        column, row = int(x // reach), int(y // reach)
        around = ((text, column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        others = (seen[place] for place in around if place in seen)
        if not any(abs(x - other_x) < near and abs(y - other_y) < near for other_x, other_y in others):
            kept.append(char)
            seen[text, column, row] = (x, y)
    return kept


def _crowded(chars: list[Char]) -> set[float]:
    """The baselines of rows in which letters stand so near each other that one may be printed twice."""
    lines: defaultdict[float, list[Char]] = defaultdict(list)
    for char in chars:
        if char["text"] != " ":
            lines[char["base"]].append(char)
    near, row, crowded = SHADOW * max(map(_size, chars), default=0.0), list[Char](), set[float]()
    for base, below in itertools.pairwise([*sorted(lines), math.inf]):
        row += lines[base]
        if below - base >= near:
            xs, widest = sorted(map(_x0, row)), SHADOW * max(map(_size, row))
            if min(map(sub, xs[1:], xs), default=widest) < widest:
                row.sort(key=_x0)
                if any(right["x0"] - left["x0"] < SHADOW * right["size"] for left, right in itertools.pairwise(row)):
                    crowded |= {char["base"] for char in row}
            row = []
    return crowded


def _accented(chars: list[Char]) -> list[Char]:
    """An accent painted over the letter before or after it becomes one with it, as TeX sets them."""
    marks = {text: mark for text in set(map(_text, chars)) if (mark := _mark(text))}
    if not marks:
        return chars
    kept = list(chars)
    for place, char in [(place, char) for place, char in enumerate(chars) if char["text"] in marks]:
        mark = marks[char["text"]]
        near = [other for other in (place + 1, place - 1) if 0 <= other < len(chars)]
        under = next((other for other in near if _stands_over(char, chars[other])), None)
        if under is not None:
            text = kept[under]["text"]
            whole = unicodedata.normalize("NFC", f"{_DOTLESS.get(text, text)}{mark}")
            kept[under] = {**kept[under], "text": whole}
            kept[place] = {**char, "text": ""}
    return [char for before, char in zip(chars, kept, strict=True) if char["text"] or not before["text"]]


def _composed(chars: list[Char]) -> list[Char]:
    """Parts of one Korean syllable set over each other, as TeX does with fonts of them, are one letter."""
    if not any(map(_PARTS.fullmatch, set(map(_text, chars)))):
        return chars
    return [
        {
            **run[0],
            "x1": max(char["x1"] for char in run),
            "text": unicodedata.normalize("NFC", "".join(map(_text, run))),
        }
        for run in runs(chars, _are_one_syllable)
    ]


def _are_one_syllable(last: Char, char: Char) -> bool:
    together = _PARTS.fullmatch(last["text"] + char["text"]) and last["base"] == char["base"]
    return bool(together and abs(char["x0"] - last["x0"]) < SHADOW * char["size"])


def _mark(text: str) -> str:
    return _COMBINING.get(text, text if len(text) == 1 and unicodedata.combining(text) else "")


def _stands_over(mark: Char, letter: Char) -> bool:
    if not letter["text"][-1:].isalpha() or abs(mark["base"] - letter["base"]) > 0.6 * letter["size"]:
        return False
    if mark["text"] == "." and mark["base"] - letter["base"] < BELOW * letter["size"]:
        return False
    shared = min(mark["x1"], letter["x1"]) - max(mark["x0"], letter["x0"])
    return bool(
        shared > 0.5 * (mark["x1"] - mark["x0"]) and letter["x0"] < (mark["x0"] + mark["x1"]) / 2 < letter["x1"]
    )


# --- lines of Korean that end in mid-word


@dataclass(frozen=True, slots=True)
class _Painted:
    """One line as it was painted, from left to right."""

    seen: list[Char]  # without spaces
    before: bool  # a space stands at its begin
    after: bool  # and at its end
    beside: bool  # others stand in its line: it is a cell's

    @property
    def stretch(self) -> float:
        """What was added to the spaces between its words to fill the column."""
        gaps = [right["x0"] - left["x1"] for left, right in itertools.pairwise(self.seen)]
        spaces = [gap for gap in gaps if gap > 0.1 * self.seen[0]["size"]]
        return float(sum(spaces) - len(spaces) * min(spaces, default=0.0))


def _joined(chars: list[Char]) -> list[Char]:
    """Word processors break Korean between syllables. A space that stands at a line's end, or at the next one's begin,
    parts two words, and where any line has one its lack joins them. Where none has, and in a table's cells, which may
    be lists, lines that fill their column are in doubt: there was no room for one more syllable, or word."""
    if not any(map(is_korean, set(map(_text, chars)))):
        return chars
    lines = list(_painted(chars))
    texts = [run for run in runs(lines, _go_on) if len(run) > 1]
    pairs = [pair for run in texts if not run[0].beside for pair in itertools.pairwise(run)]
    open_ends = [above for above, below in pairs if not above.after and not below.before]
    told = len(open_ends) < len(pairs)
    columns = _columns(lines)
    doubtful = [line for run in texts if run[0].beside or not told for line in _full(run, columns)]
    for ends, mark in ((open_ends if told else [], WORD_JOINER), (doubtful, SOFT_HYPHEN)):
        for line in ends:
            if line.seen[-1]["text"][-1] not in _WORD_ENDS:
                line.seen[-1]["text"] += mark
    return chars


def _painted(chars: Iterable[Char]) -> Iterator[_Painted]:
    for _, group in itertools.groupby(chars, key=lambda char: round(char["base"])):
        cells = list(runs(group, _share_a_cell))
        beside = len(cells) > 1
        for cell in cells:
            blank = [not char["text"].strip() for char in cell]
            if not all(blank):
                seen = [char for char, empty in zip(cell, blank, strict=True) if not empty]
                yield _Painted(seen, blank[0], blank[-1], beside)


def _share_a_cell(left: Char, right: Char) -> bool:
    return bool(right["x0"] - left["x1"] <= CELL * left["size"])


def _go_on(above: _Painted, below: _Painted) -> bool:
    """Whether these are lines of one size, one below the other, that may be one paragraph."""
    last, first = above.seen[-1], below.seen[0]
    size = last["size"]
    step = (first["base"] - last["base"]) / size
    text = "".join(map(_text, above.seen))
    # A word of other letters may go on in Korean, and so may a number: '1990년', '5~10퍼센트'.
    ending = text if last["text"].isalpha() else _NUMBER.sub("", text)[-3:]
    korean = is_korean(first["text"]) and is_korean(ending)
    inside = first["x0"] > above.seen[0]["x0"] - INDENT * size or not above.beside
    alike = abs(first["size"] - size) < 0.1 * size and first["x0"] < last["x0"]
    return bool(korean and 0.8 < step < 3 and alike and inside)


def _columns(lines: Iterable[_Painted]) -> dict[int, float]:
    """Where the longest of the cells ends that begin at a place."""
    ends: dict[int, float] = {}
    for line in lines:
        if line.beside:
            place = round(line.seen[0]["x0"])
            ends[place] = max(ends.get(place, 0.0), line.seen[-1]["x1"])
    return ends


def _full(run: Sequence[_Painted], columns: Mapping[int, float]) -> Iterator[_Painted]:
    """The lines without room for one more syllable that another one follows, be it in the next column."""
    right = max(line.seen[-1]["x1"] for line in run)
    if run[0].beside:
        right = max(right, columns[round(run[0].seen[0]["x0"])])
    for line, below in itertools.zip_longest(run, run[1:]):
        spaced = line.after or (below.before if below else line.beside or not is_korean(line.seen[-1]["text"]))
        needed = 1.1 * line.seen[-1]["size"] + (_marks_behind(below.seen) if below else 0.0)
        if not spaced and right - line.seen[-1]["x1"] + line.stretch < needed:
            yield line


def _marks_behind(seen: Sequence[Char]) -> float:
    """How wide the marks are that stand behind the first letter and cannot begin a line."""
    marks = itertools.takewhile(lambda char: char["text"] in _MARKS, seen[1:])
    return float(sum(char["x1"] - char["x0"] for char in marks))
