"""Korean particles that fit what is filled in before them: `‘{name}’을(를)` becomes `‘책’을` or `‘노트’를`."""

import re
from typing import Any

_PARTICLE = re.compile(r"(?P<last>[^\W_])(?P<between>[^\w\s(]*)(?:(?P<first>[은을])\((?P<second>[는를])\)|\(으\)로)")

# In what the names of digits and letters end: a vowel, ㄹ, or another consonant. The letters that are missing end words
# in one way and their own names in another.
_ENDINGS = {
    **dict.fromkeys("2459adefhijoqsuvwxyz", ""),
    **dict.fromkeys("178lr", "ㄹ"),
    **dict.fromkeys("036mn", "ㄴ"),
}


class Fitted(str):
    """A text that `format` fills in so. Where nobody can tell how a name is read, both particles stay."""

    __slots__ = ()

    def format(self, *args: Any, **values: Any) -> str:
        return _PARTICLE.sub(_chosen, super().format(*args, **values))


def _chosen(found: re.Match[str]) -> str:
    ending = _ending_of(found["last"].lower())
    if ending is None:
        return found.group()
    if not found["first"]:
        return f"{found['last']}{found['between']}{'으로' if ending == 'ㄴ' else '로'}"
    return f"{found['last']}{found['between']}{found['first'] if ending else found['second']}"


def _ending_of(letter: str) -> str | None:
    """None if it is not known."""
    if not "가" <= letter <= "힣":
        return _ENDINGS.get(letter)
    final = (ord(letter) - ord("가")) % 28
    return {0: "", 8: "ㄹ"}.get(final, "ㄴ")
