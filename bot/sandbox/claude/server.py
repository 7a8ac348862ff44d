"""A stand-in for Claude: POST /v1/messages over real HTTP on the loopback interface, streamed or whole, and
GET /v1/models/MODEL.

    async with ClaudeServer() as claude:
        client = AsyncAnthropic(api_key=claude.api_key, base_url=claude.url)

It quotes the passages it is given, says in the learner's language that it is a stand-in, and imitates no model.
"""

import asyncio
import socket
import struct
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, Literal

from aiohttp import web

from bot.sandbox import patience
from bot.sandbox.claude.faults import ClaudeFaults, Fault
from bot.sandbox.claude.message_stream import (
    Reply,
    at_most,
    behind,
    body_of,
    event,
    first_of,
    opening,
    text_delta,
    whole,
)
from bot.sandbox.claude.messages_api import ERROR_KINDS, Invalid, PromptCache, asked, check, tokens
from bot.sandbox.claude.thinking import capabilities, check_thinking, thinks, thought
from bot.sandbox.loopback import LoopbackServer, cut, for_ever

API_KEY = "sk-ant-local-stand-in"
TOKENS_PER_DELTA = 3  # at most; a slow model's come one by one

Outcome = Literal["open", "complete", "refused", "broken", "disconnected"]

# The event that breaks a stream, and those that come again and again.
_LAST: Mapping[str | None, bytes] = {
    "overloaded": event("error", {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}),
    "bad_json": b'event: content_block_delta\ndata: {"type": "content_block_de\n\n',
    "bad_text": b'event: content_block_delta\ndata: "\xff"\n\n',
    "bad_shape": event("content_block_delta", {"type": "content_block_delta", "delta": None}),
}
_ENDLESS: Mapping[str | None, bytes] = {
    "pings": event("ping", {"type": "ping"}),
    "words": text_delta(0, "noch einmal und " * 20),
    "blanks": text_delta(0, ""),
}

_SECRET = frozenset({"x-api-key", "authorization"})


@dataclass(slots=True)
class Request:
    """A request as it came, and what became of it. The key is not in the headers."""

    body: dict[str, Any]
    headers: Mapping[str, str]
    at: float
    outcome: Outcome = "open"
    said: str = ""  # what has been streamed of the answer
    ended: float | None = None

    @property
    def question(self) -> str:
        """The last text block, also where an answer to it is to go on."""
        content = asked(self.body)[0]["messages"][-1]["content"]
        return content if isinstance(content, str) else str(content[-1].get("text", ""))


class ClaudeServer(ClaudeFaults, LoopbackServer):
    """Answers come at `tokens_per_second` (0: at once).

    Attributes:
        requests: All requests that carried a valid key, with their outcome.
        active: Requests being answered now.
        refused: How many requests `refusing` has refused.
        retired: Models that no longer answer.
        thinks: Models that think before they speak, each with the kinds of `thinking` that it accepts.
        thought_pings: How many pings come while a model thinks.
    """

    def __init__(self, *, tokens_per_second: float = 0.0) -> None:
        super().__init__()
        self.api_key = API_KEY
        self.tokens_per_second = tokens_per_second
        self.requests: list[Request] = []
        self.active = 0
        self.refused = 0
        self.retired: set[str] = set()
        self.thinks: dict[str, frozenset[str]] = {}
        self.thought_pings = 0
        self._cache = PromptCache()
        self._numbers = count(1)
        self._changed = asyncio.Event()
        self._listeners: list[Callable[[Request], None]] = []

    def listen(self, listener: Callable[[Request], None]) -> Callable[[], None]:
        """Calls `listener` with each request that comes, grows or ends; call the result to end that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self, request: Request) -> None:
        self._changed.set()
        for listener in list(self._listeners):
            listener(request)

    async def wait_for(self, predicate: Callable[["ClaudeServer"], bool]) -> None:
        """Waits until `predicate(claude)` holds. Raises TimeoutError."""
        async with asyncio.timeout(patience.seconds):
            while not predicate(self):
                self._changed.clear()
                await self._changed.wait()

    def _routes(self) -> Iterable[web.RouteDef]:
        return (web.post("/v1/messages", self._messages), web.get("/v1/models/{model}", self._model))

    async def _model(self, http: web.Request) -> web.Response:
        name = http.match_info["model"]
        try:
            self._admit(http)
            if not name.startswith("claude-"):
                raise _unknown(name)
        except Invalid as refusal:
            return self._refuse(refusal)
        model: dict[str, Any] = {
            "type": "model",
            "id": name,
            "display_name": name,
            "created_at": "2026-01-01T00:00:00Z",
            "lifecycle": "retired" if name in self.retired else "active",
        }
        if name in self.thinks:
            model["capabilities"] = capabilities(self.thinks[name])
        return self._json(200, model)

    async def _messages(self, http: web.Request) -> web.StreamResponse:
        try:
            body = await self._accept(http)
        except Invalid as refusal:
            return self._refuse(refusal)
        headers = {name: value for name, value in http.headers.items() if name.lower() not in _SECRET}
        request = Request(body, headers, time.monotonic())
        self.requests.append(request)
        with self._counted(request):
            fault = self._fault(body)
            if fault is not None and fault.status != 200:
                request.outcome = "refused"
                kind = ERROR_KINDS.get(fault.status, "api_error")
                return self._refuse(Invalid(fault.message or kind, kind, fault.status), fault.retry_after)
            if fault is not None and fault.after is None:
                await self._break(request, http, None, fault)
            reply = self._reply(request)
            if not body.get("stream"):
                request.outcome, request.said = "complete", reply.text
                return self._json(200, whole(reply))
            return await self._stream(http, request, reply, fault)

    def _admit(self, http: web.Request) -> None:
        """Refuse a request that may not be made, whatever it asks."""
        # The SDK sends the key as a bearer token; plain HTTP clients use x-api-key.
        key = http.headers.get("x-api-key") or http.headers.get("Authorization", "").removeprefix("Bearer ")
        if key != self.api_key:
            words = "invalid x-api-key" if key else "x-api-key header is required"
            raise Invalid(words, "authentication_error", 401)
        if self._refusal:
            self.refused += 1
            raise self._refusal

    async def _accept(self, http: web.Request) -> dict[str, Any]:
        self._admit(http)
        body: dict[str, Any] = await http.json()
        check(body)
        check_thinking(body, self.thinks.get(body["model"]))
        if body["model"] in self.retired:
            raise _unknown(body["model"])
        return body

    def _reply(self, request: Request) -> Reply:
        script = self._script(request.body)
        pieces, cut_short = at_most(behind(script.pieces, asked(request.body)[1]), request.body["max_tokens"])
        usage = self._cache.count(request.body, request.at)
        message = {
            "id": f"msg_local_{next(self._numbers):06d}",
            "type": "message",
            "role": "assistant",
            "model": request.body["model"],
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": usage.to_json(1),
        }
        return Reply(request.body, pieces, "max_tokens" if cut_short else script.stop_reason, message)

    async def _stream(
        self, http: web.Request, request: Request, reply: Reply, fault: Fault | None
    ) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream; charset=utf-8", "request-id": self._request_id()}
        )
        await response.prepare(http)
        limit = None
        if fault is not None and fault.after is not None:
            limit, reply.pieces = fault.after, first_of(reply.pieces, fault.after)
        async for name, data in self._paced(request, reply, limit):
            await response.write(event(name, data))
        if fault is not None:
            await self._break(request, http, response, fault)
        request.outcome = "complete" if fault is None else "broken"
        await response.write_eof()
        return response

    async def _paced(
        self, request: Request, reply: Reply, limit: int | None
    ) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        """The events, each at its time; up to `limit` characters of text."""
        for name, data in opening(reply):
            yield name, data
        is_thinking = thinks(request.body, self.thinks.get(request.body["model"]))
        for name, data in thought(self.thought_pings) if is_thinking else ():
            yield name, data
            await asyncio.sleep(0.01 if name == "ping" else 0)
        start, spent = time.monotonic(), 0
        for name, data in body_of(reply, self._tokens_per_delta(), first=int(is_thinking)):
            start += await self._think(request)
            if limit is not None and (len(request.said) >= limit or name == "message_delta"):
                return
            text = data.get("delta", {}).get("text", "")
            if text and self.tokens_per_second:
                spent += len(tokens(text))
                await asyncio.sleep(start + spent / self.tokens_per_second - time.monotonic())
            request.said += text
            self._tell(request)
            yield name, data

    async def _think(self, request: Request) -> float:
        """Stand still while a test says so. Returns for how many seconds."""
        begun = time.monotonic()
        for each in list(self._thoughts):
            if len(request.said) >= each.after and each.where(request.body):
                await each.over.wait()
        return time.monotonic() - begun

    async def _break(
        self, request: Request, http: web.Request, response: web.StreamResponse | None, fault: Fault
    ) -> None:
        """Break the answer as the fault says. Silence and what is endless last until the client leaves."""
        how = fault.how
        if how in ("reset", "cut"):
            if how == "reset":
                _reset_on_close(http)
            request.outcome = "broken"
            cut(http)
            raise ConnectionResetError
        if how == "silence":
            await for_ever()
        while response is not None and how in _ENDLESS:
            await response.write(_ENDLESS[how])
            await asyncio.sleep(0.02)
        if response is not None and how in _LAST:
            await response.write(_LAST[how])

    @contextmanager
    def _counted(self, request: Request) -> Iterator[None]:
        self.active += 1
        self._tell(request)
        try:
            yield
        except (asyncio.CancelledError, ConnectionResetError):
            if request.outcome == "open":
                request.outcome = "disconnected"
            raise
        finally:
            self.active -= 1
            request.ended = time.monotonic()
            self._tell(request)

    def _tokens_per_delta(self) -> int:
        if not self.tokens_per_second:
            return TOKENS_PER_DELTA
        return max(1, min(TOKENS_PER_DELTA, round(self.tokens_per_second / 20)))

    def _request_id(self) -> str:
        return f"req_local_{next(self._numbers):06d}"

    def _refuse(self, refusal: Invalid, retry_after: float | None = None) -> web.Response:
        error: dict[str, Any] = {"type": refusal.kind, "message": str(refusal)}
        if refusal.code:
            error["details"] = {"error_code": refusal.code}
        response = self._json(refusal.status, {"type": "error", "error": error})
        if retry_after is not None:
            response.headers["retry-after"] = str(retry_after)
        return response

    def _json(self, status: int, data: dict[str, Any]) -> web.Response:
        request_id = self._request_id()
        if data["type"] == "error":
            data["request_id"] = request_id
        return web.json_response(data, status=status, headers={"request-id": request_id})


def _unknown(model: str) -> Invalid:
    return Invalid(f"model: {model}", "not_found_error", 404)


def _reset_on_close(http: web.BaseRequest) -> None:
    """Makes the close that follows a reset (RST) instead of an orderly end."""
    if http.transport is not None and (connection := http.transport.get_extra_info("socket")):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
