"""Requests to Telegram, and what comes back that is no answer of its Bot API's: a proxy's page, or half an answer."""

import json
import re
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from telegram.error import TelegramError
from telegram.request import HTTPXRequest
from tenacity import retry, retry_if_exception, stop_after_attempt, wait_exponential

from bot.sending.refusals import meaning

_TRIES = 4
_LONGEST_PAUSE = 10.0  # seconds
_NUMBER = re.compile(rb'\{\s*"ok":\s*true,\s*"result":\s*\{\s*"message_id":\s*(\d{1,18})\s*[,}]')


class Unreadable(TelegramError):
    """Told that all is well, in words that cannot be read. Whether the request was carried out is not known, unless
    `message_id` could be read of a message that was sent."""

    def __init__(self, message_id: int | None) -> None:
        super().__init__("Invalid server response")
        self.message_id = message_id


@retry(
    retry=retry_if_exception(lambda error: isinstance(error, TelegramError) and meaning(error).passes),
    wait=wait_exponential(max=_LONGEST_PAUSE),
    stop=stop_after_attempt(_TRIES),
    reraise=True,
)
async def persistently(request: Callable[[], Awaitable[object]]) -> None:
    """Repeat what Telegram may do a moment later. For what draws on the pace, the pace sees to that."""
    await request()


class Connection(HTTPXRequest):
    """python-telegram-bot expects an object with a result whenever the status is 200, and an object else."""

    async def do_request(self, url: str, method: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        code, payload = await super().do_request(url, method, *args, **kwargs)
        try:
            answer = json.loads(payload)
        except ValueError:
            answer = None
        is_well = HTTPStatus.OK <= code < HTTPStatus.MULTIPLE_CHOICES
        if is_well and not (isinstance(answer, dict) and "result" in answer):
            number = _NUMBER.match(payload)
            raise Unreadable(int(number[1]) if number else None)
        return code, payload if isinstance(answer, dict) else b"{}"
