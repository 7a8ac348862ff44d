"""Claude: a prompt in, a growing answer out, over every fault that can be waited out.

The only place that imports anthropic. Its SDK retries nothing mid-stream, and takes a stream that stops without
its last event for a complete one; both are seen to here.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

import httpx2
from anthropic import APIConnectionError, APIStatusError, AsyncAnthropic
from anthropic.types import RawMessageStreamEvent
from pydantic import SecretStr

from bot.tutor.answer import Answer, Citation, Usage
from bot.tutor.prompt import Prompt
from ingest.library import Hit

logger = logging.getLogger(__name__)

MAX_TOKENS = 1500
PAUSES = (1.0, 2.0, 4.0)  # seconds before the second, third and fourth try
DEADLINE = 60.0  # seconds after which no new try begins
SILENCE = 20.0  # seconds without a word after which a stream counts as broken; pings are not words
LONGEST_RETRY_AFTER = 10.0


class Unanswered(Exception):
    """Claude could not be made to answer. The text is for the log: neither key nor prompt is in it."""


class _Broken(Exception):
    """A try failed in a way the next one may not; `pause` is the wait in seconds that the service asked for."""

    def __init__(self, reason: str, pause: float | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


class Claude:
    def __init__(
        self,
        api_key: SecretStr,
        model: str,
        base_url: str | None = None,
        *,
        pauses: Sequence[float] = PAUSES,
        silence: float = SILENCE,
    ) -> None:
        self._client = AsyncAnthropic(
            api_key=api_key.get_secret_value(), base_url=base_url, max_retries=0, timeout=DEADLINE
        )
        self._model = model
        self._pauses = pauses
        self._silence = silence

    async def close(self) -> None:
        await self._client.close()

    async def answer(self, prompt: Prompt, passages: Sequence[Hit], show: Callable[[Answer], None]) -> Answer:
        """Stream the answer to `prompt`, handing it to `show` whenever it has grown.

        After a fault a new Answer begins, empty but for what the broken one has cost. Raises Unanswered.
        """
        deadline = time.monotonic() + DEADLINE
        answer = Answer(passages, self._model)
        for pause in (*self._pauses, None):
            try:
                await self._try(prompt, answer, show)
                return answer
            except _Broken as fault:
                logger.warning("Claude: %s", fault)
                wait = pause if fault.pause is None else fault.pause
                if pause is None or wait is None or time.monotonic() + wait > deadline:
                    raise Unanswered(str(fault)) from None
                await asyncio.sleep(wait)
                answer = Answer(passages, self._model, answer.usage)
        raise AssertionError("the last try returns or raises")

    async def _try(self, prompt: Prompt, answer: Answer, show: Callable[[Answer], None]) -> None:
        """One request, read to its last event under a watchdog that only content resets."""
        complete = False
        now = asyncio.get_running_loop().time
        with _faults_named():
            async with asyncio.timeout(self._silence) as watchdog:
                stream = await self._client.messages.create(
                    model=self._model,
                    max_tokens=MAX_TOKENS,
                    system=cast(Any, prompt.system),
                    messages=cast(Any, prompt.messages),
                    stream=True,
                )
                async with stream:
                    async for event in stream:
                        if event.type == "content_block_delta":
                            watchdog.reschedule(now() + self._silence)
                        if _grow(answer, event):
                            show(answer)
                        complete = complete or event.type == "message_stop"
        if not complete:
            raise _Broken("the stream ended before its last event")


def _grow(answer: Answer, event: RawMessageStreamEvent) -> bool:
    """Apply one event; true when there is more to show."""
    match event.type:
        case "message_start":
            usage = event.message.usage
            cached = usage.cache_read_input_tokens or 0
            written = usage.cache_creation_input_tokens or 0
            answer.usage += Usage(usage.input_tokens + written + cached, 0, cached)
        case "content_block_delta" if event.delta.type == "text_delta":
            answer.add_text(event.delta.text)
            return True
        case "content_block_delta" if event.delta.type == "citations_delta":
            citation = event.delta.citation
            if citation.type == "search_result_location":
                answer.cite(
                    Citation(
                        citation.search_result_index,
                        citation.start_block_index,
                        citation.end_block_index,
                        citation.cited_text,
                    )
                )
        case "content_block_stop":
            answer.end_block()
            return True
        case "message_delta":
            answer.stop_reason = event.delta.stop_reason
            answer.usage += Usage(tokens_out=event.usage.output_tokens)
    return False


@contextmanager
def _faults_named() -> Iterator[None]:
    """Tell what another try may mend from what it may not, by what the SDK really raises."""
    try:
        yield
    except APIStatusError as error:
        reason = f"status {error.status_code}, {error.type or 'no type'}"
        # 200: an error event inside the stream
        if error.status_code in (200, 408, 409, 429) or error.status_code >= 500:
            raise _Broken(reason, _retry_after(error)) from None
        raise Unanswered(reason) from None
    except (APIConnectionError, httpx2.TransportError, json.JSONDecodeError, TimeoutError) as error:
        raise _Broken(type(error).__name__) from None


def _retry_after(error: APIStatusError) -> float | None:
    """The wait in seconds that the service asks for, within reason."""
    try:
        return min(max(float(error.response.headers["retry-after"]), 0.0), LONGEST_RETRY_AFTER)
    except (KeyError, ValueError):  # absent, or a date
        return None
