"""The retry-after header."""

import math
from collections.abc import Mapping


def retry_after(headers: Mapping[str, str] | None) -> float | None:
    """The seconds to wait; None if the header is missing or not a number of seconds."""
    try:
        seconds = float((headers or {})["retry-after"])
    except (KeyError, ValueError):
        return None
    return None if math.isnan(seconds) else max(seconds, 0.0)
