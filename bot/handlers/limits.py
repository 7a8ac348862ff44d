"""The messages about the limits on questions and cents."""

import math

from bot.texts import Texts
from bot.tutor.allowance import LimitReached


def limit_line(texts: Texts, limit: LimitReached) -> str:
    return texts.limits[limit.kind].format(wait=wait(texts, limit.minutes))


def wait(texts: Texts, minutes: int) -> str:
    """In minutes, or in hours if it is two or more."""
    if minutes < 120:
        return texts.minutes.format(count=minutes)
    return texts.hours.format(count=math.ceil(minutes / 60))
