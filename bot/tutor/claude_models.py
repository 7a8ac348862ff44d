"""Asks the API about the models: whether they exist, and how to keep them from thinking."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Any

import httpx2
from anthropic import APIError, APIStatusError, AsyncAnthropic

from bot.tutor.claude_errors import GARBLED, Unanswered, Unavailable, WrongSetting, api_message, may_pass, reason

logger = logging.getLogger(__name__)

MAX_TOKENS = 1500
THOUGHTS = 4000  # more tokens, for a model that thinks before it speaks
_LONGEST_CHECK = 10.0  # seconds


class ClaudeModels:
    """A model that could not be checked yet is asked all the same."""

    def __init__(self, client: AsyncAnthropic, settings: Mapping[str, str | None]) -> None:
        """`settings`: the names of the models, by the setting that holds each."""
        self._client = client
        self._settings = settings
        self._options: dict[str, dict[str, Any]] = {}
        self._unchecked: dict[str, str] = {}  # by model its setting: the service was away

    async def check(self) -> None:
        """Ask for each model, which costs nothing.

        Raises:
            WrongSetting: The key or a model does not exist.
            Unavailable: Something else that only the operator can solve.
            Unanswered: It is unknown, as the API cannot be reached or has no such request.
        """
        self._unchecked = {name: setting for setting, name in self._settings.items() if name}
        for setting, name in self._settings.items():
            if name:
                await self._check(name, setting)

    async def check_again(self, name: str) -> None:
        """Check a model that has answered by now, if its first check failed."""
        if setting := self._unchecked.get(name):
            with suppress(Unanswered, WrongSetting):
                await self._check(name, setting)

    def options(self, name: str) -> Mapping[str, Any]:
        """The parameters of a request to this model."""
        options = self._options.get(name, {})
        return {"max_tokens": MAX_TOKENS + THOUGHTS * ("output_config" in options), **options}

    async def _check(self, name: str, setting: str) -> None:
        try:
            model = await self._client.models.retrieve(name, timeout=_LONGEST_CHECK)
        except APIStatusError as error:
            if error.status_code == HTTPStatus.UNAUTHORIZED:
                raise WrongSetting(
                    "ANTHROPIC_API_KEY", f"Claude does not take this key: {api_message(error)}"
                ) from None
            if error.status_code == HTTPStatus.NOT_FOUND and error.type == "not_found_error":
                raise WrongSetting(setting, f"there is no such model: {api_message(error)}") from None
            if error.status_code == HTTPStatus.NOT_FOUND:  # a gateway that only passes messages on
                self._unchecked.pop(name, None)
                raise Unanswered(reason(error)) from None
            raise (Unanswered if may_pass(error) else Unavailable)(reason(error)) from None
        except (APIError, httpx2.RequestError, *GARBLED) as error:
            raise Unanswered(type(error).__name__) from None
        self._unchecked.pop(name, None)
        if model.lifecycle == "retired":
            raise WrongSetting(setting, f"{name} is retired")
        if model.retires_at:
            logger.warning("%s: %s retires on %s", setting, name, model.retires_at.date())
        self._options[name] = least_thinking(model.capabilities.to_dict() if model.capabilities else None)


def least_thinking(capabilities: Mapping[str, Any] | None) -> dict[str, Any]:
    """The parameters that keep a model from thinking before its first word: thinking off if it allows that (between
    tools counts as off, as there are no tools), else the lowest effort. None for a model that does not think, or is
    unknown."""
    if capabilities is None or not capabilities["thinking"]["supported"]:
        return {}
    for kind in ("disabled", "between_tools"):
        if capabilities["thinking"]["types"][kind]["supported"]:
            return {"thinking": {"type": kind}}
    effort = capabilities["effort"]
    return {"output_config": {"effort": "low"}} if effort["supported"] and effort["low"]["supported"] else {}
