"""A unit as a learner writes it, perhaps with a question behind it: 'A1-13', '13과', 'Lektion 3 Was heißt …'. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from ingest.unit_words import AFTER, BEFORE, ORDINAL
from ingest.units.caption import DASHES, LONGEST_COURSE, course_id, plain


@dataclass(frozen=True, slots=True)
class WrittenUnit:
    """`course` in capitals, None where none is named; `question` is what stands behind, as it was written."""

    course: str | None
    number: int
    question: str = ""


_COURSE = re.compile(rf"([A-Z](?:\.?[A-Z0-9_]){{0,{LONGEST_COURSE - 1}}})\s*[-.\s]\s*", re.IGNORECASE | re.ASCII)
_UNIT = re.compile(
    rf"(?:(?:{BEFORE})\s*(?:(?:nr|no)\b\.?|#)?|{ORDINAL})?\s*"
    rf"0*(?P<number>[0-9]{{1,3}})(?:\s*(?P<after>{AFTER})|\.\s*(?:{BEFORE})\b|(?!\w))",
    re.IGNORECASE,
)
_PARTING = " \t\n\r:,.;·|-" + "".join(map(chr, DASHES))


def read_unit(text: str) -> WrittenUnit | None:
    """Any kind of digits and dashes, and the words by which books count units; None for what begins with no unit."""
    text = unicodedata.normalize("NFC", text).strip()
    typed, course = plain(text), None
    found = _UNIT.match(typed)
    if found is None and (named := _COURSE.match(typed)):
        course, found = course_id(named[1]), _UNIT.match(typed, named.end())
    if found is None:
        return None
    rest = text[found.end() :]
    if found["after"] and rest[:1].isalpha():  # '13과에서 …': the unit is part of the question
        rest = text
    if any(map(str.isalpha, rest)):
        return WrittenUnit(course, int(found["number"]), rest.lstrip(_PARTING))
    return None if any(map(str.isalnum, rest)) else WrittenUnit(course, int(found["number"]))
