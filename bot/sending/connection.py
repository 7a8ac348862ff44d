"""HTTP requests to Telegram. Responses that are not the Bot API's (a proxy's page, a cut body) become clear errors."""

import asyncio
import json
import re
import ssl
from collections.abc import Awaitable, Callable
from functools import cache
from http import HTTPStatus
from typing import Any

import httpx
import telegram
from telegram.error import TelegramError, TimedOut
from telegram.request import HTTPXRequest, RequestData

from bot.sending.refusals import meaning

_PAUSES = (1.0, 2.0, 4.0)  # seconds

_READ_TIMEOUT = 10.0  # seconds without a byte of the response, unless the request names others
_TOTAL_TIMEOUT = 30.0  # seconds more for the whole response, which may arrive byte by byte
_UPLOAD_TIMEOUT = 90.0  # the same for a request with files

_NUMBER = re.compile(rb'\{\s*"ok":\s*true,\s*"result":\s*\{\s*"message_id":\s*(\d{1,15})\s*[,}]')
_ANSWERED_BY_TRUE = ("sendChatAction", "sendMessageDraft")


class Unreadable(TelegramError):
    """A success status with an unreadable body: whether the request took effect is unknown."""

    def __init__(self) -> None:
        super().__init__("Invalid server response")


async def persistently(request: Callable[[], Awaitable[object]]) -> None:
    """Retry a request after errors that may pass, and once after a refusal. Not for messages and edits: Pace retries
    those."""
    is_refused = False
    for pause in (*_PAUSES, None):
        try:
            await request()
            return
        except TelegramError as error:
            may_pass = meaning(error).passes
            if pause is None or (is_refused and not may_pass):
                raise
            is_refused = is_refused or not may_pass
            await asyncio.sleep(pause if may_pass else 0)


@cache
def authorities() -> ssl.SSLContext:
    """The trusted certificates, which take 30 ms to load, for all clients."""
    return httpx.create_ssl_context()


class Connection(HTTPXRequest):
    """Gives python-telegram-bot only responses of the Bot API's shape, as others make it raise errors of any kind."""

    def __init__(self, connection_pool_size: int = 1) -> None:
        super().__init__(connection_pool_size, read_timeout=_READ_TIMEOUT, httpx_kwargs={"verify": authorities()})

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **further: Any
    ) -> tuple[int, bytes]:
        is_upload = request_data is not None and request_data.contains_files
        read_timeout = further.get("read_timeout")
        timeout = (_UPLOAD_TIMEOUT if is_upload else _TOTAL_TIMEOUT) + (
            read_timeout if isinstance(read_timeout, float) else _READ_TIMEOUT
        )
        try:
            async with asyncio.timeout(timeout):
                code, payload = await super().do_request(url, method, request_data, *timeouts, **further)
        except TimeoutError as error:
            raise TimedOut from httpx.ReadTimeout(str(error))
        answer = _parsed(payload)
        if HTTPStatus.OK <= code < HTTPStatus.MULTIPLE_CHOICES:
            endpoint = url.rpartition("/")[2]
            if "result" in answer and _is_parsable(endpoint, answer["result"]):
                return code, payload
            return code, _minimal_response(endpoint, answer, payload, request_data)
        if code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:  # Telegram's or a proxy's: a retry will not help
            return HTTPStatus.BAD_REQUEST, b'{"description": "Request Entity Too Large"}'
        if not isinstance(answer.get("description"), str):  # not from the Bot API
            return HTTPStatus.BAD_GATEWAY, b"{}"
        return code, json.dumps({"description": answer["description"], "parameters": _parameters(answer)}).encode()


def _parsed(payload: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _is_parsable(endpoint: str, result: Any) -> bool:
    """Whether python-telegram-bot can parse the result of a request."""
    if not _is_about_message(endpoint):
        return result is True or endpoint.startswith("get")
    try:
        return isinstance(telegram.Message.de_json(result, None).message_id, int)
    except Exception:  # of any kind: a field is missing, or of a type that the library does not know
        return False


def _minimal_response(endpoint: str, answer: dict[str, Any], payload: bytes, request: RequestData | None) -> bytes:
    """A response with the message's id alone, which is all that most callers need. Raises Unreadable."""
    result, found = answer.get("result"), _NUMBER.match(payload)
    number = result.get("message_id") if isinstance(result, dict) else int(found[1]) if found else None
    if not (_is_about_message(endpoint) and isinstance(number, int) and request):
        raise Unreadable
    chat = {"id": request.parameters.get("chat_id"), "type": "private"}
    return json.dumps({"ok": True, "result": {"message_id": number, "date": 0, "chat": chat}}).encode()


def _is_about_message(endpoint: str) -> bool:
    return endpoint.startswith(("send", "edit")) and endpoint not in _ANSWERED_BY_TRUE


def _parameters(answer: dict[str, Any]) -> dict[str, int]:
    """The valid ones of `migrate_to_chat_id` and `retry_after`."""
    told = answer.get("parameters")
    known = told if isinstance(told, dict) else {}
    return {name: known[name] for name in ("migrate_to_chat_id", "retry_after") if isinstance(known.get(name), int)}
