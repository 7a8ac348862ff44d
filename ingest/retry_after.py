"""How long a service asks to be left alone."""

import math
from collections.abc import Mapping


def retry_after(headers: Mapping[str, str] | None) -> float | None:
    """The seconds in an answer's retry-after; None when it gives none, a date, or no number of seconds."""
    try:
        seconds = float((headers or {})["retry-after"])
    except (KeyError, ValueError):
        return None
    return None if math.isnan(seconds) else max(seconds, 0.0)
