"""What a task, an answer or a part of one is counted by: '3', '3.', '(b)', '3a', 'B', 'A4' or '①' before it. Pure."""

import re
from functools import lru_cache
from typing import NamedTuple

_ENUMERATOR = re.compile(
    r"(?=[\w(①-⑳㉠-㉭])(?:\((?=\w+\)))?"
    r"(?:([A-ZÄÖÜ]|(?:\d{1,2}\.){1,3})?(\d{1,3}))?([a-zA-Z가-하ㄱ-ㅎ①-⑳㉠-㉭])?([.)])?(?:\s+|$|(?<=[①-⑳㉠-㉭]))"
)


class Enumerator(NamedTuple):
    series: str  # what numbers belong to: 'A' of 'A4', '2.' of '2.4'
    number: int  # 0 if it has none
    letter: str  # of a part, or all of it
    end: str  # a dot or a bracket
    text: str  # behind it

    @property
    def is_number(self) -> bool:
        return self.number > 0 and not self.series and not self.letter

    @property
    def is_letter(self) -> bool:
        return not self.number and self.letter.islower()

    def precedes(self, other: "Enumerator | None") -> bool:
        """Whether it counts on by one to the other: '3' to '4' or '4a', '3a' to '3b' or '4', 'b' to 'c'."""
        if other is None or self.series != other.series:
            return False
        if self.number == other.number:
            return self.letter != "" and other.letter == chr(ord(self.letter) + 1)
        return 0 < self.number == other.number - 1 and other.letter in ("", "a")


@lru_cache(maxsize=4096)
def enumerator(text: str) -> Enumerator | None:
    found = _ENUMERATOR.match(text)
    if found is None:
        return None
    series, number, letter, end = (group or "" for group in found.groups())
    return Enumerator(series, int(number or 0), letter, end, text[found.end() :])
