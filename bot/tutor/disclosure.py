"""Whether an answer gives the instructions away. Pure."""

from bot.tutor.instructions import INSTRUCTIONS

_LONGEST = 60  # characters in a row that an answer may have of them, without the spaces
_STEP = 10  # every so many it is looked whether they are from there: it is asked for each new word


def _folded(text: str) -> str:
    return "".join(text.lower().split())


# The sample answers may be an answer.
_KEPT = (
    _folded(INSTRUCTIONS.partition("# Four answers")[0]) + "\n" + _folded(INSTRUCTIONS.partition("# What the text")[2])
)


def discloses(text: str, before: int = 0) -> bool:
    """Whether it says a part of the instructions, word for word; its first `before` characters were looked at."""
    new = _folded(text[max(0, before - 2 * _LONGEST) :])
    return any(new[at : at + _LONGEST] in _KEPT for at in range(0, len(new) - _LONGEST + 1, _STEP))
