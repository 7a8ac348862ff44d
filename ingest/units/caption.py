"""What an admin says about a PDF: `A1`, `A1-13` or `A1 1:8-11 2:12-15`. Pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.unit_words import AFTER, BEFORE, ORDINAL

Range = tuple[int, int, int]
"""unit's number, first page, last page (the PDF's own count, from 1)"""

# Unit ids travel in Telegram's deep links and buttons: ASCII, short, and the hyphen parts course and number.
LONGEST_COURSE = 16  # characters
_COURSE = re.compile(rf"[A-Z][A-Z0-9_]{{0,{LONGEST_COURSE - 1}}}")
_WHOLE = re.compile(r"(?P<course>[^\s\-]+)(?:\s*-\s*(?P<unit>[^\s\-]+))?(?:\s+(?P<ranges>.+))?", re.DOTALL)
# A unit as one says it, 'A1 13과' or 'A1 Lektion 13', behind its course.
_SAID = re.compile(
    rf"((?!(?:{BEFORE})\b)[^\s\-:]+)[ -]+"
    rf"(?:(?:(?:{BEFORE}) ?|{ORDINAL})([0-9]{{1,3}})(?: ?(?:{AFTER}))?|([0-9]{{1,3}}) ?(?:{AFTER}))",
    re.IGNORECASE,
)
_SUBLEVEL = re.compile(r"(?<=\w)\.(?=\w)")
PRINTED = "쪽"  # behind pages: they are meant as they are printed, not as the PDF counts
PAGE_RANGE = re.compile(rf"(\d{{1,3}}) ?: ?(\d{{1,4}})(?: ?- ?(\d{{1,4}}))?({PRINTED})?")
_DASHES = "‐‑‒–—―−﹘﹣－~〜～"
_BEHIND = r"(\d{1,4})(?:\s?(쪽|페이지))?"
_MARKED = re.compile(
    r"(?<!\d)(\d{1,3} ?[:：] ?)(?:(Seiten?|S\.|pages?|pp?\.)\s?)?" + _BEHIND
    + rf"(?:\s?[-{_DASHES}]\s?{_BEHIND})?(?!\d)",
    re.IGNORECASE,
)  # fmt: skip
DASHES = str.maketrans(_DASHES + "：", "-" * len(_DASHES) + ":")
SEPARATORS = ",;，； "
SPELLINGS = DASHES | str.maketrans(SEPARATORS, " " * len(SEPARATORS))


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
    printed: bool = False  # the ranges are in the page numbers that are printed, not the PDF's own

    def __str__(self) -> str:
        name = self.course if self.unit is None else f"{self.course}-{self.unit}"
        sign = PRINTED if self.printed else ""
        return " ".join([name, *(f"{number}:{first}-{last}{sign}" for number, first, last in self.ranges)])


def course_id(text: str) -> str:
    """Of a course as it is written: 'a1.1' is A1_1."""
    return _SUBLEVEL.sub("_", plain(text).strip()).upper()


def parse_caption(text: str) -> Caption:
    """Case, spaces and the kinds of dashes and digits do not matter: ids are in capitals, and course A1.1 is A1_1.
    Raises BadCaption."""
    typed = " ".join(plain(printed_pages_marked(_visible(text))).translate(SPELLINGS).split())
    found = _WHOLE.fullmatch(said.expand(r"\1-\2\3") if (said := _SAID.fullmatch(typed)) else typed)
    if found is None:
        raise BadCaption("empty" if not text.strip() else "course", text.strip())
    course = course_id(found["course"])
    if not _COURSE.fullmatch(course):
        raise BadCaption("course", found["course"])
    ranges = parse_ranges(found["ranges"]) if found["ranges"] else ()
    if found["unit"] is None:
        return Caption(course, ranges=ranges, printed=PRINTED in (found["ranges"] or ""))
    if not re.fullmatch(r"[0-9]{1,3}", found["unit"]) or ranges:
        raise BadCaption("unit", f"{found['unit']} {found['ranges'] or ''}".strip())
    return Caption(course, int(found["unit"]))


def _visible(text: str) -> str:
    """Without what a text brings along that is copied from elsewhere: marks of direction, joiners, controls."""
    return "".join(letter for letter in text if letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cf"))


def plain(text: str) -> str:
    """With the letters, digits and dashes of an ASCII keyboard; as long as before."""
    return "".join(map(_compatible, text)).translate(DASHES)


def _compatible(letter: str) -> str:
    same = unicodedata.normalize("NFKC", letter)
    return same if len(same) == 1 else letter


def printed_pages_marked(text: str) -> str:
    """'13: S. 52-55' and '13: 52쪽-55쪽' as '13: 52-55쪽'."""
    return _MARKED.sub(_with_sign, text)


def _with_sign(found: re.Match[str]) -> str:
    unit, before, first, behind, last, at_end = found.groups()
    if not (before or behind or at_end):
        return found[0]
    return f"{unit}{first}-{last or first}{PRINTED}"


def parse_ranges(text: str) -> tuple[Range, ...]:
    """Raises BadCaption, also where some pages are the printed ones and some the PDF's own."""
    found = PAGE_RANGE.findall(text)
    rest = PAGE_RANGE.sub("", text).strip()
    if rest or len({printed for *_, printed in found}) > 1:
        raise BadCaption("ranges", rest or text)
    ranges = [(int(number), int(first), int(last or first)) for number, first, last, _ in found]
    for number, first, last in ranges:
        if not 1 <= first <= last:
            raise BadCaption("ranges", f"{number}:{first}-{last}")
    refuse_twice([number for number, _, _ in ranges])
    return tuple(sorted(ranges))


def refuse_twice(numbers: Sequence[int]) -> None:
    twice = next((number for number, times in Counter(numbers).items() if times > 1), None)
    if twice is not None:
        raise BadCaption("twice", str(twice))
