"""How long a service asks to be left alone."""

from collections.abc import Mapping


def retry_after(headers: Mapping[str, str] | None) -> float | None:
    """The seconds in an answer's retry-after; None when it gives none, or a date."""
    try:
        return max(float((headers or {})["retry-after"]), 0.0)
    except (KeyError, ValueError):
        return None
