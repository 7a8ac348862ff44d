"""Finds the pages, exercises and units that a text names: `52쪽`, `S. 52–54`, `Ü. 3`, `연습 (3)`, `10과`. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from ingest.exercises import TASKS

_MOST = 20  # numbers of a range
_TO = r"\s*(?:[-‐–—~〜]|bis|to|에서)\s*"
_AND = r"\s*(?:[,/&+]|und|and|하고|와|랑)\s*"  # not 과, which also means lesson
_NUMBERS = rf"(?<!\d)(\d{{1,4}}(?!\d)(?:(?:{_TO}|{_AND})\d{{1,4}}(?!\d)){{0,5}})"
_BEFORE = r"\s*[.:(#]?\s*(?:(?:nr|no)\.?\s*)?"

_PAGE = re.compile(
    rf"{_NUMBERS}\s*(?:쪽|페이지|p\b(?!\.?m\b))|\b(\d+)(?:\.|st|nd|rd|th)\s*(?:seite|page)\b"
    rf"|(?:\bseiten?|\bpages?|페이지|\b(?-i:S)(?=[.:\s])|\bs(?=\.)|\bpp?|\bpg){_BEFORE}{_NUMBERS}",
    re.IGNORECASE,
)
_TASK = rf"(?:{TASKS}|ue?bung(?:en)?|tasks?|문제|\büb?|\bue?b|\bex)"
_EXERCISE = re.compile(
    rf"{_TASK}{_BEFORE}{_NUMBERS}|{_NUMBERS}\s*번\s*(?:연습|문제)|\b(\d+)\.\s*(?:(?:ü|ue?)bung|aufgabe)",
    re.IGNORECASE,
)
_LABELLED = re.compile(  # 'Übung A2', 'B3번', 'A2 연습'
    rf"{_TASK}{_BEFORE}([A-H]\d{{1,2}})(?!\w)|\b([A-H]\d{{1,2}})(?:\s?번|\s(?:연습|문제))", re.IGNORECASE
)
_NUMBER_ON_A_PAGE = re.compile(rf"{_NUMBERS}\s*번(?!\s*(?:째|만|더|씩))")  # of 52쪽 3번

_UNIT = re.compile(
    r"(?<![\w-])(?P<course>[A-Z][A-Z0-9_]*)-(?P<id>\d{1,3})(?!\d)"
    r"|(?<![\d.,])(?P<after>\d{1,3})\s?(?:단원|과(?!\s*\d))"  # '3과 4' are two numbers
    r"|\b(?:lektion|einheit|kapitel|unit|lesson|chapter)\s*(?:(?:nr|no)\.?\s*)?(?P<before>\d{1,3})\b",
    re.IGNORECASE | re.ASCII,
)
_THIS_UNIT = re.compile(
    r"(?<![가-힣])(?:이|이번|지금)\s?(?:단원|과(?=\W|$|에|의|를|는|가|까지|도|만|부터))"
    r"|\bdiese[rms]?\s(?:lektion|einheit|kapitel)\b|\bthis\s(?:unit|lesson|chapter)\b",
    re.IGNORECASE,
)


def named_pages(text: str) -> Iterator[str]:
    """The terms of the pages that a text names."""
    return page_terms(_numbers(_PAGE, text))


def named_exercises(text: str) -> Iterator[str]:
    numbers = [*_numbers(_EXERCISE, text)]
    if not numbers and any(named_pages(text)):
        numbers = [*_numbers(_NUMBER_ON_A_PAGE, text)]
    labels = (found[found.lastindex or 0].upper() for found in _LABELLED.finditer(plain(text)))
    return exercise_terms((*numbers, *labels))


def named_units(text: str, unit: str | None, course: str | None) -> Iterator[int]:
    """The numbers of the course's units that a text names; `unit` is what "this unit" means."""
    for found in _UNIT.finditer(plain(text)):
        if course is None or (found["course"] or course).upper() == course:
            yield int(found["id"] or found["after"] or found["before"])
    own = (unit or "").rpartition("-")[2]
    if own.isdigit() and _THIS_UNIT.search(text):
        yield int(own)


def names_this_unit(text: str) -> bool:
    return bool(_THIS_UNIT.search(text))


def without_units(text: str) -> str:
    """The text without the names of units."""
    return _UNIT.sub(" ", plain(text))


def page_terms(pages: Iterable[str]) -> Iterator[str]:
    """The terms by which passages on these pages are found."""
    return (f"#page {page}" for page in pages)


def exercise_terms(labels: Iterable[str]) -> Iterator[str]:
    """The terms by which passages with these exercises are found."""
    return (f"#exercise {label}" for label in labels)


def plain(text: str) -> str:
    """Unicode normal form NFKC: full-width characters become normal ones, combining marks are composed."""
    return unicodedata.normalize("NFKC", text)


def _numbers(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """The numbers that a pattern finds; of a range, all from the first to the last."""
    for found in pattern.finditer(plain(text)):
        for part in re.split(_AND, found[found.lastindex or 0], flags=re.IGNORECASE):
            first, last = (int(re.findall(r"\d+", part)[end]) for end in (0, -1))
            yield from map(str, range(first, max(first, min(last, first + _MOST)) + 1))
