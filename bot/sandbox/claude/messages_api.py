"""What Anthropic's Messages API asks of a request, and what it counts: blocks, tokens, the prompt cache."""

import base64
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

# What the bot asks with; the API knows more.
FIELDS = frozenset({"model", "max_tokens", "messages", "system", "stream", "thinking", "output_config"})
ERROR_KINDS = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    504: "timeout_error",
    529: "overloaded_error",
}
IMAGES = ("image/jpeg", "image/png", "image/gif", "image/webp")
LARGEST_IMAGE = 5 * 2**20  # characters of base64
PIXELS_A_TOKEN = 750
MOST_CACHE_MARKS = 4
SMALLEST_CACHED = 1024  # tokens
CACHE_SECONDS = 300.0
LOOKBACK = 20  # blocks before a mark that are looked up in the cache

# About what Claude's tokenizer does: a Hangul syllable each, four or five letters of a European language.
_TOKEN = re.compile(r"\s*(?:[\u1100-\uffff]|[^\s\u1100-\uffff]{1,5})|\s+")

Block = Mapping[str, Any]


class Invalid(Exception):
    """The API refuses the request."""

    def __init__(
        self, message: str, kind: str = "invalid_request_error", status: int = 400, code: str | None = None
    ) -> None:
        """`code`: the API's own name of the cause, if it has one."""
        super().__init__(message)
        self.kind, self.status, self.code = kind, status, code


@dataclass(frozen=True, slots=True)
class Usage:
    """How the input was counted; the three add up to all of it."""

    fresh: int
    written: int
    read: int

    def to_json(self, output: int) -> dict[str, int]:
        return {
            "input_tokens": self.fresh,
            "cache_creation_input_tokens": self.written,
            "cache_read_input_tokens": self.read,
            "output_tokens": output,
        }


@dataclass(slots=True)
class PromptCache:
    """Prefixes of requests that were marked with cache_control, for five minutes after their last use."""

    _until: dict[str, float] = field(default_factory=dict)

    def count(self, body: Mapping[str, Any], now: float) -> Usage:
        """Count a request's input and remember its marked prefixes."""
        prefixes, marks = _prefixes(body), []
        for number, (_, tokens, marked) in enumerate(prefixes):
            if marked and tokens >= SMALLEST_CACHED:
                marks.append(number)
        read = 0
        for mark in marks:
            for key, tokens, _ in prefixes[max(0, mark - LOOKBACK) : mark + 1]:
                if self._until.get(key, 0.0) > now:
                    self._until[key] = now + CACHE_SECONDS
                    read = max(read, tokens)
        for mark in marks:
            self._until[prefixes[mark][0]] = now + CACHE_SECONDS
        marked_tokens = prefixes[marks[-1]][1] if marks else 0
        total = prefixes[-1][1] if prefixes else 0
        return Usage(total - max(marked_tokens, read), max(0, marked_tokens - read), read)


def tokens(text: str) -> list[str]:
    """The text in pieces of about a token; joined they are the text."""
    return _TOKEN.findall(text)


def check(body: Mapping[str, Any]) -> None:
    """Refuse what the API refuses, in its words, as far as its SDK lets it be asked.

    Raises:
        Invalid: The request is not one the API would answer.
    """
    for name in body:
        if name not in FIELDS:
            raise Invalid(f"{name}: Extra inputs are not permitted")
    if not str(body["model"]).startswith("claude-"):
        raise Invalid(f"model: {body['model']}", "not_found_error", 404)
    _check_messages(body["messages"])
    _check_blocks(body)


def blocks_of(content: Any) -> list[Block]:
    """The content of a message or a system prompt; a string is one text block."""
    return [{"type": "text", "text": content}] if isinstance(content, str) else list(content or ())


def search_results(body: Mapping[str, Any]) -> list[Block]:
    """All search_result blocks in the order in which citations count them."""
    return [
        block
        for message in body["messages"]
        for block in blocks_of(message["content"])
        if block["type"] == "search_result"
    ]


def asked(body: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    """If the request asks to go on with an answer that was cut off: the request for that answer, and the answer as far
    as it has come. Otherwise the request itself and ''.

    It asks to go on if, after a message with passages and an answer, it ends with one block of text: the next question
    would come with passages of its own.
    """
    messages = body["messages"]
    is_going_on = len(messages) >= 3 and len(blocks_of(messages[-1]["content"])) == 1
    if not is_going_on or all(block["type"] != "search_result" for block in blocks_of(messages[-3]["content"])):
        return body, ""
    return {**body, "messages": messages[:-2]}, "".join(block["text"] for block in blocks_of(messages[-2]["content"]))


def _check_messages(messages: Sequence[Mapping[str, Any]]) -> None:
    for number, message in enumerate(messages):
        if not message["content"]:
            raise Invalid(f"messages.{number}: {message['role']} messages must have non-empty content")
    if messages[-1]["role"] != "user":
        raise Invalid(
            "This model does not support assistant message prefill. The conversation must end with a user message."
        )


def _check_blocks(body: Mapping[str, Any]) -> None:
    marks = 0
    citing = set()
    for place, role, block in _places(body):
        marks += "cache_control" in block
        match block.get("type"):
            case "text":
                _check_text(place, block)
            case "search_result" if role == "user":
                _check_search_result(place, block)
                citing.add(bool(block.get("citations", {}).get("enabled")))
            case "image" if role == "user":
                _check_image(place, block)
            case kind:
                raise Invalid(f"{place}.type: Input tag '{kind}' is not one this stand-in knows here")
    if marks > MOST_CACHE_MARKS:
        raise Invalid(f"A maximum of 4 blocks with cache_control may be provided. Found {marks}.")
    if len(citing) > 1:
        raise Invalid("messages: citations must be enabled on all search results or on none")


def _check_text(place: str, block: Block) -> None:
    if not block["text"].strip():
        raise Invalid(f"{place.partition('.')[0]}: text content blocks must contain non-whitespace text")


def _check_search_result(place: str, block: Block) -> None:
    for name in ("source", "title", "content"):
        if not block.get(name):
            raise Invalid(f"{place}.search_result.{name}: Field required")
    for number, part in enumerate(block["content"]):
        _check_text(f"{place}.search_result.content.{number}", part)


def _check_image(place: str, block: Block) -> None:
    source = block.get("source", {})
    if source.get("type") != "base64" or source.get("media_type") not in IMAGES:
        raise Invalid(f"{place}.image.source: Input should be a picture in base64")
    if len(source["data"]) > LARGEST_IMAGE:
        raise Invalid(f"{place}.image.source.base64: image exceeds 5 MB maximum")
    try:
        _pixels(block)
    except (ValueError, OSError):
        raise Invalid("Could not process image") from None


def _pixels(image: Block) -> int:
    width, height = Image.open(io.BytesIO(base64.b64decode(image["source"]["data"], validate=True))).size
    return int(width * height)


def _places(body: Mapping[str, Any]) -> Iterator[tuple[str, str, Block]]:
    """Every block in the order of the prompt, with its place in the request and its role."""
    for number, block in enumerate(blocks_of(body.get("system"))):
        yield f"system.{number}", "system", block
    for number, message in enumerate(body["messages"]):
        for index, block in enumerate(blocks_of(message["content"])):
            yield f"messages.{number}.content.{index}", message["role"], block


def _prefixes(body: Mapping[str, Any]) -> Sequence[tuple[str, int, bool]]:
    """For each block: the key of the prompt up to its end, the tokens in it, whether it is marked."""
    digest, total, prefixes = hashlib.sha256(str(body["model"]).encode()), 0, []
    for _, role, block in _places(body):
        bare = {key: value for key, value in block.items() if key != "cache_control"}
        digest.update(json.dumps([role, bare], sort_keys=True).encode())
        total += _size(block)
        prefixes.append((digest.hexdigest(), total, "cache_control" in block))
    return prefixes


def _size(block: Block) -> int:
    """In tokens."""
    if block["type"] == "image":
        return _pixels(block) // PIXELS_A_TOKEN
    parts = [block["text"]] if block["type"] == "text" else [part["text"] for part in block["content"]]
    return sum(len(tokens(part)) for part in parts)
