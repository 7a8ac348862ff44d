"""What an admin says about a PDF: `A1`, `A1-13` or `A1 1:8-11 2:12-15`; later `13: 52-55 Familie`. Pure."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Range = tuple[int, int, int]
"""unit's number, first page, last page (the PDF's own count, from 1)"""

# Unit ids travel in Telegram's deep links and buttons: ASCII, short, and the hyphen parts course and number.
_COURSE = re.compile(r"[A-Z][A-Z0-9_]{0,15}")
_WHOLE = re.compile(r"(?P<course>[^\s\-]+)(?:\s*-\s*(?P<unit>[^\s\-]+))?(?:\s+(?P<ranges>.+))?", re.DOTALL)
_RANGE = re.compile(r"(\d{1,3}) ?: ?(\d{1,4})(?: ?- ?(\d{1,4}))?")
_DASHES = str.maketrans("–—−‐‑－~〜～：", "---------:")
_BETWEEN = ",;，； "
_ALIKE = _DASHES | str.maketrans(_BETWEEN, " " * len(_BETWEEN))


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
    _refuse_twice([number for number, _, _ in ranges])
    return tuple(sorted(ranges))


def _refuse_twice(numbers: Sequence[int]) -> None:
    twice = next((number for number, times in Counter(numbers).items() if times > 1), None)
    if twice is not None:
        raise BadCaption("twice", str(twice))


@dataclass(frozen=True, slots=True)
class Correction:
    """Where a unit really is; without a title it keeps the one that was found."""

    number: int
    page_first: int
    page_last: int
    title: str = ""


_LONGEST_TITLE = 120
_BEGIN = re.compile(rf"(?<![\w:.]){_RANGE.pattern}(?![^\s{_BETWEEN}])")
_TIME = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d")
_TELLS_TIME = re.compile(r"\s*(?:uhr|h\b|am\b|pm\b|a\.m|p\.m|o['’]clock|시)", re.IGNORECASE)
_MORE_PAGES = re.compile(r"\d ?: ?\d{1,4} ?- ?\d{1,4}(?![\d:])|^[,;，；] ?\d")  # but '8:30-9:15'


def parse_corrections(text: str, course: str) -> tuple[Correction, ...]:
    """Units' pages, one with its title a line (`13: 52-55 약속하기`) or several, by number.

    The course's name may stand before them. A title may have a time of day in it; where that could as well be
    another unit, the line is refused. Raises BadCaption.
    """
    found: list[Correction] = []
    for line in text.splitlines():
        line = re.sub(rf"^\s*{re.escape(course)}(?=[\s:：]|$)\s*[:：]?", "", line, flags=re.IGNORECASE).strip()
        if line:
            found += _corrections(line)
    if not found:
        raise BadCaption("empty", text.strip())
    _refuse_twice([correction.number for correction in found])
    return tuple(sorted(found, key=lambda correction: correction.number))


def _corrections(line: str) -> Iterator[Correction]:
    ranges = " ".join(line.translate(_ALIKE).split())
    if not _RANGE.sub("", ranges).strip():
        yield from (Correction(*each) for each in _ranges(ranges))
        return
    begins = _begins(line, line.translate(_DASHES))  # places in the two lines agree
    for begin, after in itertools.zip_longest(begins, begins[1:]):
        title = line[begin.end() : after.start()].rstrip(_BETWEEN) if after else line[begin.end() :]
        yield Correction(*_pages(begin), _title(title))


def _begins(line: str, plain: str) -> list[re.Match[str]]:
    """Where the line's units begin: at its start, and where numbers and pages rise."""
    first = _BEGIN.match(plain)
    if first is None:
        raise BadCaption("ranges", line)
    begins = [first]
    for found in _BEGIN.finditer(plain, first.end()):
        if _begins_unit(found, begins[-1]):
            begins.append(found)
    return begins


def _begins_unit(found: re.Match[str], before: re.Match[str]) -> bool:
    """Whether this is another unit and no time in the title of the one before. Raises BadCaption where it may be
    either, and where a unit is out of order."""
    is_time = _TIME.fullmatch(found[0]) is not None
    if is_time and _TELLS_TIME.match(found.string, found.end()):
        return False
    rises = int(found[1]) > int(before[1]) and int(found[2]) >= _pages(before)[2]
    if rises and not is_time:
        return True
    if rises or found[3] or " " in found[0]:
        raise BadCaption("ranges", found[0])
    return False


def _pages(found: re.Match[str]) -> Range:
    number, first, last = int(found[1]), int(found[2]), int(found[3] or found[2])
    if number == 0 or not 1 <= first <= last:
        raise BadCaption("ranges", found[0])
    return number, first, last


def _title(written: str) -> str:
    """What stands after the pages. More pages are no title: they would be lost in silence."""
    title = " ".join(written.split())
    if _MORE_PAGES.search(title.translate(_DASHES)) or (title and not re.search(r"[^\W\d_]", title)):
        raise BadCaption("ranges", title)
    return title.lstrip(_BETWEEN)[:_LONGEST_TITLE].rstrip()
