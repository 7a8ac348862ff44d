"""What an admin says about a PDF: `A1`, `A1-13` or `A1 1:8-11 2:12-15`; later `13: 52-55 Familie`. Pure."""

import re
from dataclasses import dataclass
from typing import Literal

Range = tuple[int, int, int]
"""unit's number, first page, last page (the PDF's own count, from 1)"""

# Unit ids travel in Telegram's deep links and buttons: ASCII, short, and the hyphen parts course and number.
_COURSE = re.compile(r"[A-Z][A-Z0-9_]{0,15}")
_WHOLE = re.compile(r"(?P<course>[^\s\-]+)(?:\s*-\s*(?P<unit>[^\s\-]+))?(?:\s+(?P<ranges>.+))?", re.DOTALL)
_RANGE = re.compile(r"(\d{1,3}) ?: ?(\d{1,4})(?: ?- ?(\d{1,4}))?")
_ALIKE = str.maketrans({"–": "-", "—": "-", "−": "-", "~": "-", "〜": "-", "～": "-", "：": ":", ",": " ", ";": " "})


class BadCaption(ValueError):
    """The caption cannot be understood; `part` is what stood in the way, as it was written."""

    def __init__(self, code: Literal["empty", "course", "unit", "ranges", "twice"], part: str) -> None:
        super().__init__(f"{code}: {part}")
        self.code = code
        self.part = part


@dataclass(frozen=True, slots=True)
class Caption:
    """A whole course, or (with `unit`) one unit of it, or (with `ranges`) the pages of each unit."""

    course: str
    unit: int | None = None
    ranges: tuple[Range, ...] = ()

    def __str__(self) -> str:
        name = self.course if self.unit is None else f"{self.course}-{self.unit}"
        return " ".join([name, *(f"{number}:{first}-{last}" for number, first, last in self.ranges)])


def parse_caption(text: str) -> Caption:
    """Case, spaces and the kind of dash do not matter: ids are in capitals. Raises BadCaption."""
    found = _WHOLE.fullmatch(" ".join(text.translate(_ALIKE).split()))
    if found is None:
        raise BadCaption("empty" if not text.strip() else "course", text.strip())
    course = found["course"].upper()
    if not _COURSE.fullmatch(course):
        raise BadCaption("course", found["course"])
    ranges = _ranges(found["ranges"]) if found["ranges"] else ()
    if found["unit"] is None:
        return Caption(course, ranges=ranges)
    if not re.fullmatch(r"[0-9]{1,3}", found["unit"]) or int(found["unit"]) == 0 or ranges:
        raise BadCaption("unit", f"{found['unit']} {found['ranges'] or ''}".strip())
    return Caption(course, int(found["unit"]))


def _ranges(text: str) -> tuple[Range, ...]:
    rest = _RANGE.sub("", text).strip()
    if rest:
        raise BadCaption("ranges", rest)
    ranges = [(int(number), int(first), int(last or first)) for number, first, last in _RANGE.findall(text)]
    for number, first, last in ranges:
        if number == 0 or not 1 <= first <= last:
            raise BadCaption("ranges", f"{number}:{first}-{last}")
        if sum(other[0] == number for other in ranges) > 1:
            raise BadCaption("twice", str(number))
    return tuple(sorted(ranges))


@dataclass(frozen=True, slots=True)
class Correction:
    """Where a unit really is; without a title it keeps the one that was found."""

    number: int
    page_first: int
    page_last: int
    title: str = ""


_ONE = re.compile(rf"{_RANGE.pattern}(?:\s+(?P<title>\S.*))?")
_LONGEST_TITLE = 120


def parse_corrections(text: str, course: str) -> tuple[Correction, ...]:
    """Units' pages, one with its title a line (`13: 52-55 약속하기`) or several (`13:52-55 14:56-59`), by number.

    The course's name may stand before them. Raises BadCaption.
    """
    found: list[Correction] = []
    for line in text.splitlines():
        line = re.sub(rf"^\s*{re.escape(course)}(?=[\s:：]|$)", "", line, flags=re.IGNORECASE).strip()
        if line:
            found += _corrections(line)
    if not found:
        raise BadCaption("empty", text.strip())
    for correction in found:
        if sum(other.number == correction.number for other in found) > 1:
            raise BadCaption("twice", str(correction.number))
    return tuple(sorted(found, key=lambda correction: correction.number))


def _corrections(line: str) -> list[Correction]:
    plain = line.translate(_ALIKE)  # a character for a character, so that places in the two lines agree
    one = _ONE.fullmatch(plain)
    if one and one["title"] and _RANGE.sub("", one["title"]).strip():
        title = line[one.start("title") :][:_LONGEST_TITLE]
        [(number, first, last)] = _ranges(plain[: one.start("title")])
        return [Correction(number, first, last, " ".join(title.split()))]
    return [Correction(*each) for each in _ranges(" ".join(plain.split()))]
