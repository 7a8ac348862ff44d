"""An answer as the Messages API sends it, as the events of a stream or as one message; and parts of answers. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.sandbox.claude.messages_api import search_results, tokens
from bot.sandbox.claude.quotes import Piece, citation

Event = tuple[str, dict[str, Any]]
"""name and data"""


@dataclass(slots=True)
class Reply:
    """One answer on its way to the request `body`; `message` is what message_start says of it."""

    body: Mapping[str, Any]
    pieces: Sequence[Piece]
    stop_reason: str
    message: dict[str, Any]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def event(name: str, data: Mapping[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def text_delta(index: int, text: str) -> bytes:
    delta = {"type": "text_delta", "text": text}
    return event("content_block_delta", {"type": "content_block_delta", "index": index, "delta": delta})


def opening(reply: Reply) -> Iterator[Event]:
    yield "message_start", {"type": "message_start", "message": reply.message}
    yield "ping", {"type": "ping"}


def body_of(reply: Reply, tokens_per_delta: int, first: int) -> Iterator[Event]:
    """Every content block, then the end. A cited piece is a block of its own, its citations after its text."""
    output = 0
    for index, piece in enumerate(reply.pieces, first):
        citations = _citations(piece, reply.body)
        empty: dict[str, Any] = {"type": "text", "text": ""}
        if citations:
            empty["citations"] = []
        yield "content_block_start", {"type": "content_block_start", "index": index, "content_block": empty}
        parts = tokens(piece.text)
        output += len(parts)
        deltas: list[dict[str, Any]] = [
            {"type": "text_delta", "text": "".join(parts[i : i + tokens_per_delta])}
            for i in range(0, len(parts), tokens_per_delta)
        ]
        deltas += ({"type": "citations_delta", "citation": each} for each in citations)
        for delta in deltas:
            yield "content_block_delta", {"type": "content_block_delta", "index": index, "delta": delta}
        yield "content_block_stop", {"type": "content_block_stop", "index": index}
    end = {"stop_reason": reply.stop_reason, "stop_sequence": None}
    usage = {**reply.message["usage"], "output_tokens": output}
    for delta in ({**end, "stop_reason": None}, end):  # one or more, each with all tokens so far
        yield "message_delta", {"type": "message_delta", "delta": delta, "usage": usage}
    yield "message_stop", {"type": "message_stop"}


def whole(reply: Reply) -> dict[str, Any]:
    """The message of a request without `stream`."""
    content: list[dict[str, Any]] = []
    output = 0
    for piece in reply.pieces:
        output += len(tokens(piece.text))
        content.append({"type": "text", "text": piece.text, "citations": _citations(piece, reply.body) or None})
    usage = {**reply.message["usage"], "output_tokens": output}
    return {**reply.message, "content": content, "stop_reason": reply.stop_reason, "usage": usage}


def _citations(piece: Piece, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    results = search_results(body)
    return [citation(place, results) for place in piece.places]


def at_most(pieces: Sequence[Piece], max_tokens: int) -> tuple[list[Piece], bool]:
    """The pieces up to the limit, and whether something was left out."""
    kept: list[Piece] = []
    for piece in pieces:
        parts = tokens(piece.text)
        if len(parts) > max_tokens:
            return [*kept, replace(piece, text="".join(parts[:max_tokens]))], True
        kept.append(piece)
        max_tokens -= len(parts)
    return kept, False


def behind(pieces: Sequence[Piece], said: str) -> list[Piece]:
    """What comes after the words `said`, or all of it if it does not begin with them."""
    left = len(said) if "".join(piece.text for piece in pieces).startswith(said) else 0
    rest: list[Piece] = []
    for piece in pieces:
        if piece.text[left:]:
            rest.append(replace(piece, text=piece.text[left:]))
        left = max(0, left - len(piece.text))
    return rest


def first_of(pieces: Sequence[Piece], characters: int) -> list[Piece]:
    """The pieces cut after so many characters."""
    kept: list[Piece] = []
    for piece in pieces:
        kept.append(replace(piece, text=piece.text[:characters]))
        characters = max(0, characters - len(piece.text))
    return kept
