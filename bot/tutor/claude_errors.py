"""What can go wrong with a request to Claude, told apart by what may mend it: another try, or only the operator."""

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
    """Claude could not be made to answer. `state` is what becomes of the turn. The text is for the log: it holds
    neither the key nor the prompt."""

    state: ClassVar = TurnState.FAILED


class Busy(Unanswered):
    """Claude has too much to do, for longer than a learner should wait."""

    state = TurnState.BUSY


class Unavailable(Unanswered):
    """Only the operator can mend it: the key, the account, the model or what is asked of it. The text is the API's."""

    state = TurnState.UNAVAILABLE


class WrongSetting(Exception):
    """With this value of a setting, the key or the name of a model, Claude will never answer."""

    def __init__(self, setting: str, reason: str) -> None:
        super().__init__(f"{setting}: {reason}")


class PromptTooLong(Exception):
    """The prompt does not fit the model."""


class TryFailed(Exception):
    """The next try may succeed, after `pause` seconds if the service has said how long to wait. `kind` is what to
    raise if there is no next try."""

    def __init__(self, reason: str, pause: float | None = None, kind: type[Unanswered] = Unanswered) -> None:
        super().__init__(reason)
        self.pause = pause
        self.kind = kind


@contextmanager
def sdk_errors_named() -> Iterator[None]:
    """Raise PromptTooLong, Unavailable or TryFailed in place of what the SDK raises."""
    try:
        yield
    except APIStatusError as error:
        if "prompt is too long" in (error.api_message or ""):
            raise PromptTooLong(reason(error)) from None
        if not may_pass(error):
            raise Unavailable(reason(error)) from None
        is_busy = error.status_code in _BUSY or error.type == "overloaded_error"
        pause = retry_after(error.response.headers)
        raise TryFailed(reason(error), pause, Busy if is_busy else Unanswered) from None
    except (APIConnectionError, httpx2.RequestError, *GARBLED, TimeoutError) as error:
        raise TryFailed(type(error).__name__) from None


def may_pass(error: APIStatusError) -> bool:
    """Whether waiting may help. Not once a spend limit is reached: that comes as a 429 too, but lasts to the end of
    the month."""
    if (error.error_code or "").endswith("spend_limit_reached"):
        return False
    return error.status_code in _PASSING or error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR


def reason(error: APIStatusError) -> str:
    return f"status {error.status_code}, {error.type or 'no type'}: {api_message(error)}"


def api_message(error: APIStatusError) -> str:
    """In one line, shortened, and without the key that the request carried: admins read it."""
    message = error.api_message or "no message"
    for header in ("x-api-key", "authorization"):
        key = error.request.headers.get(header, "").removeprefix("Bearer ")
        message = message.replace(key, "•••") if key else message
    return " ".join(message.split())[:_LONGEST_REASON]
