"""How models think before they speak, as the Messages API shows it: what they accept, and the block in the stream."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from bot.sandbox.claude.messages_api import Invalid

_KINDS = ("adaptive", "between_tools", "disabled", "enabled")


def capabilities(accepted: Collection[str]) -> dict[str, Any]:
    """What GET /v1/models says of a model that accepts these kinds of `thinking`."""

    def support(is_supported: bool) -> dict[str, bool]:
        return {"supported": is_supported}

    types = {kind: support(kind in accepted) for kind in _KINDS}
    levels = {level: support(True) for level in ("low", "medium", "high", "max")}
    return {"thinking": {"supported": True, "types": types}, "effort": {"supported": True, **levels}}


def check_thinking(body: Mapping[str, Any], accepted: Collection[str] | None) -> None:
    """Refuse what the model does not accept. Raises Invalid."""
    kind = body.get("thinking", {}).get("type")
    if kind and accepted is not None and kind not in accepted:
        raise Invalid(f'"thinking.type.{kind}" is not supported for this model.')


def thinks(body: Mapping[str, Any], accepted: Collection[str] | None) -> bool:
    """Whether a model that thinks by default does so here."""
    return accepted is not None and body.get("thinking", {}).get("type") not in ("disabled", "between_tools")


def thought(pings: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The events of a thinking block, whose text is left out; so many pings while it lasts."""
    empty = {"type": "thinking", "thinking": "", "signature": ""}
    yield "content_block_start", {"type": "content_block_start", "index": 0, "content_block": empty}
    for _ in range(pings):
        yield "ping", {"type": "ping"}
    for delta in ({"type": "thinking_delta", "thinking": "Secret."}, {"type": "signature_delta", "signature": "c2ln"}):
        yield "content_block_delta", {"type": "content_block_delta", "index": 0, "delta": delta}
    yield "content_block_stop", {"type": "content_block_stop", "index": 0}
