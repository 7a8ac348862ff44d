"""Classifies errors of requests to Claude: those that a retry may solve, and those that only the operator can."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import ClassVar

import httpx2
from anthropic import APIConnectionError, APIStatusError

from bot.tutor.turns import TurnState
from ingest.retry_after import retry_after

GARBLED = (json.JSONDecodeError, UnicodeDecodeError, RecursionError)
"""What the SDK raises over an event that it cannot read."""

_PASSING = frozenset({200, 408, 409, 429})  # with the 5xx. 200: an error event inside a stream
_BUSY = frozenset({429, 529})
_LONGEST_REASON = 300  # characters of the API's message


class Unanswered(Exception):
    """Claude did not answer. `state`: of the turn from now on. The text is for the log and has neither the key nor the
    prompt."""

    state: ClassVar = TurnState.FAILED


class Busy(Unanswered):
    """Claude is overloaded for longer than a learner should wait."""

    state = TurnState.BUSY


class Unavailable(Unanswered):
    """Only the operator can solve it: the key, the account, the model or the request is wrong. The text is the
    API's."""

    state = TurnState.UNAVAILABLE


class WrongSetting(Exception):
    """A setting (the key, the name of a model) with which Claude will never answer."""

    def __init__(self, setting: str, reason: str) -> None:
        super().__init__(f"{setting}: {reason}")


class PromptTooLong(Exception):
    """The prompt does not fit the model."""


class TryFailed(Exception):
    """A retry may succeed, after `pause` seconds if the API has named them. `kind`: what to raise if there is none."""

    def __init__(self, reason: str, pause: float | None = None, kind: type[Unanswered] = Unanswered) -> None:
        super().__init__(reason)
        self.pause = pause
        self.kind = kind


@contextmanager
def sdk_errors_named() -> Iterator[None]:
    """Turn the SDK's errors into PromptTooLong, Unavailable or TryFailed."""
    try:
        yield
    except APIStatusError as error:
        if "prompt is too long" in (error.api_message or ""):
            raise PromptTooLong(reason(error)) from None
        if not may_pass(error) and error.type is None:  # not the API's words: a proxy's, which may pass
            raise TryFailed(reason(error), kind=Unavailable) from None
        if not may_pass(error):
            raise Unavailable(reason(error)) from None
        is_busy = error.status_code in _BUSY or error.type == "overloaded_error"
        pause = retry_after(error.response.headers)
        raise TryFailed(reason(error), pause, Busy if is_busy else Unanswered) from None
    except (APIConnectionError, httpx2.RequestError, *GARBLED, TimeoutError) as error:
        raise TryFailed(type(error).__name__) from None


def may_pass(error: APIStatusError) -> bool:
    """Whether a retry may help. A reached spend limit is a 429 too, but lasts until the end of the month."""
    if (error.error_code or "").endswith("spend_limit_reached"):
        return False
    return error.status_code in _PASSING or error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR


def reason(error: APIStatusError) -> str:
    return f"status {error.status_code}, {error.type or 'no type'}: {api_message(error)}"


def api_message(error: APIStatusError) -> str:
    """The API's message in one line, shortened, without the key: admins read it."""
    message = error.api_message or "no message"
    for header in ("x-api-key", "authorization"):
        key = error.request.headers.get(header, "").removeprefix("Bearer ")
        message = message.replace(key, "•••") if key else message
    return " ".join(message.split())[:_LONGEST_REASON]
