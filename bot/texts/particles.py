"""Korean particles that fit what is filled in before them: `‘{name}’을(를)` becomes `‘책’을` or `‘노트’를`."""

import re
from typing import Any

_PARTICLE = re.compile(r"(?P<last>[^\W_])(?P<between>[^\w\s(]*)(?:(?P<first>[은을])\((?P<second>[는를])\)|\(으\)로)")

# How the names of letters and digits end; unlike the other letters, b, c, g, k, p and t end words in either way.
_WITH_CONSONANT = "013678lmnr"
_WITH_L = "178lr"
_UNKNOWN = "bcgkpt"


class Fitted(str):
    """A text that `format` fills in so. Where nobody can tell how a name is read, both particles stay."""

    __slots__ = ()

    def format(self, *args: Any, **values: Any) -> str:
        return _PARTICLE.sub(_chosen, super().format(*args, **values))


def _chosen(found: re.Match[str]) -> str:
    last = found["last"].lower()
    final = (ord(last) - ord("가")) % 28 if "가" <= last <= "힣" else None  # 0: a vowel; 8: ㄹ
    if final is None and (not last.isascii() or last in _UNKNOWN):
        return found.group()
    has_consonant = final != 0 if final is not None else last in _WITH_CONSONANT
    if found["first"]:
        particle = found["first"] if has_consonant else found["second"]
    else:
        is_l = final == 8 if final is not None else last in _WITH_L
        particle = "으로" if has_consonant and not is_l else "로"
    return f"{found['last']}{found['between']}{particle}"
