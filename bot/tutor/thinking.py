"""How to have a model think as little as it can before its first word, by what the API says of it. Pure."""

from collections.abc import Mapping
from typing import Any


def least_thinking(capabilities: Mapping[str, Any] | None) -> dict[str, Any]:
    """The parameters of a request: thinking off where the model allows it (there are no tools to think between),
    else at the lowest effort. Nothing for a model that does not think, or of which nothing is known."""
    if capabilities is None or not capabilities["thinking"]["supported"]:
        return {}
    for kind in ("disabled", "between_tools"):
        if capabilities["thinking"]["types"][kind]["supported"]:
            return {"thinking": {"type": kind}}
    effort = capabilities["effort"]
    return {"output_config": {"effort": "low"}} if effort["supported"] and effort["low"]["supported"] else {}
