"""Whether an answer gives the instructions away. Pure."""

from bot.tutor.instructions import INSTRUCTIONS

_LONGEST = 60  # characters in a row, not counting spaces, that an answer may have in common with them
_STEP = 10  # characters from one place that is compared to the next: each new word of an answer is looked at


def _folded(text: str) -> str:
    return "".join(text.lower().split())


# Not the sample answers, nor what is said of the bot: both may be a right answer.
_SECRET = (
    _folded(INSTRUCTIONS.partition("# Four answers")[0]) + "\n" + _folded(INSTRUCTIONS.partition("# What the text")[2])
)


def discloses(text: str, before: int = 0) -> bool:
    """Whether it has a part of the instructions word for word; its first `before` characters have been checked."""
    new = _folded(text[max(0, before - 2 * _LONGEST) :])
    return any(new[at : at + _LONGEST] in _SECRET for at in range(0, len(new) - _LONGEST + 1, _STEP))
