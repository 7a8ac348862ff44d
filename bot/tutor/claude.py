"""Claude's API: a prompt in, a streamed answer out, with retries after errors that may pass.

The SDK does not retry once a stream has begun, and takes a stream without its final event for complete; both are
handled here.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from anthropic import AsyncAnthropic
from anthropic.types import RawMessageStreamEvent
from pydantic import SecretStr
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_chain, wait_fixed

from bot.tutor.answer import Answer
from bot.tutor.claude_errors import Busy, PromptTooLong, TryFailed, Unanswered, sdk_errors_named
from bot.tutor.claude_models import ClaudeModels
from bot.tutor.cost import Usage
from bot.tutor.disclosure import discloses
from bot.tutor.prompt import Prompt
from bot.tutor.sources import Citation
from ingest.library import Hit

logger = logging.getLogger(__name__)

PAUSES = (1.0, 2.0, 4.0)  # seconds before the second, third and fourth try
DEADLINE = 60.0  # seconds after which no more try begins, and the first word is not waited for
PATIENCE = 15.0  # seconds that all pauses may take; a busy service may ask for long ones
SILENCE = 20.0  # seconds without text after which a stream counts as broken; pings do not count
WORTH_GOING_ON = 30  # characters from which an answer is continued, not restarted: as many as a chat is shown first
_LONGEST_TOKEN = 8  # characters, on an average
_MOST_TOKENS = 10_000_000  # the most that one request can plausibly use

Claim = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class _Asker:
    """The caller of a request. `show` is called whenever the answer has grown, `claim` before each request; after the
    `deadline`, by the monotonic clock, there are no more tries."""

    show: Callable[[Answer], None]
    claim: Claim | None
    deadline: float


class Claude:
    def __init__(
        self,
        api_key: SecretStr,
        model: str,
        base_url: str | None = None,
        *,
        fallback: str | None = None,
        pauses: Sequence[float] = PAUSES,
        silence: float = SILENCE,
        patience: float = PATIENCE,
        deadline: float = DEADLINE,
    ) -> None:
        """`fallback`: the model that is asked once if the first refuses or is overloaded."""
        self._client = AsyncAnthropic(
            api_key=api_key.get_secret_value(), base_url=base_url, max_retries=0, timeout=deadline
        )
        self._models = ClaudeModels(self._client, {"CLAUDE_MODEL": model, "CLAUDE_FALLBACK_MODEL": fallback})
        self._model, self._fallback, self._pauses, self._silence = model, fallback, pauses, silence
        self._patience, self._deadline = patience, deadline

    async def close(self) -> None:
        await self._client.close()

    @property
    def most_tokens(self) -> int:
        """The output tokens that one answer may have, including thinking."""
        most: int = self._models.options(self._model)["max_tokens"]
        return most

    async def check(self) -> None:
        """Check the key and the models. Raises WrongSetting, Unavailable, Unanswered."""
        await self._models.check()

    async def answer(
        self,
        prompt: Prompt,
        passages: Sequence[Hit],
        show: Callable[[Answer], None],
        begun: Answer | None = None,
        claim: Claim | None = None,
    ) -> Answer:
        """Stream the answer to `prompt`, and call `show` whenever it has grown.

        The answer of an earlier run (`begun`) is continued if it is long enough. After a failed try `show` gets a new,
        empty Answer with the usage so far. `claim` is called before each request; what it raises is passed on. Raises
        Unanswered, Busy, Unavailable.
        """
        asker = _Asker(show, claim, time.monotonic() + self._deadline)
        usage = begun.usage if begun else Usage()
        first, asked = Answer(passages, self._model, usage), prompt
        if begun and len(begun.plain) >= WORTH_GOING_ON:
            first = begun.gone_on_with(passages, self._model)
            asked = prompt.going_on(first.plain) if first.plain else prompt
        try:
            answer = await self._ask(self._model, asked, first, asker)
            if self._fallback is None or answer.stop_reason != "refusal":
                return answer
            usage = answer.usage
        except Busy:
            if self._fallback is None:
                raise
        logger.warning("Claude: %s is asked instead", self._fallback)
        return await self._ask(self._fallback, prompt, Answer(passages, self._fallback, usage), asker)

    async def _ask(self, model: str, prompt: Prompt, answer: Answer, asker: _Asker) -> Answer:
        """Ask one model, with retries; each fills an answer of its own."""
        try:
            async for attempt in self._tries(asker.deadline):
                with attempt:
                    if asker.claim:
                        await asker.claim()
                    await self._try(model, prompt, answer, asker)
                    return answer
                answer = answer.anew()
        except TryFailed as fault:
            raise fault.kind(str(fault)) from None
        raise AssertionError("the last try returns or raises")

    def _tries(self, deadline: float) -> AsyncRetrying:
        """Tries until their number, the deadline, or the patience with a busy service is used up."""
        usual = wait_chain(*map(wait_fixed, self._pauses))

        def pause(state: RetryCallState) -> float:
            asked = _fault(state).pause
            return usual(state) if asked is None else asked

        def is_over(state: RetryCallState) -> bool:
            is_late = time.monotonic() + state.upcoming_sleep > deadline
            is_long = state.idle_for + state.upcoming_sleep > self._patience
            return state.attempt_number > len(self._pauses) or is_late or is_long

        return AsyncRetrying(
            retry=retry_if_exception_type(TryFailed),
            wait=pause,
            stop=is_over,
            before_sleep=lambda state: logger.warning("Claude: %s", _fault(state)),
            reraise=True,
        )

    async def _try(self, model: str, prompt: Prompt, answer: Answer, asker: _Asker) -> None:
        """One try; if the prompt is too long, once more without its history."""
        try:
            await self._stream(model, prompt, answer, asker)
        except PromptTooLong:
            try:
                await self._stream(model, prompt.without_history, answer, asker)
            except PromptTooLong as fault:
                raise Unanswered(str(fault)) from None
        await self._models.check_again(model)

    async def _stream(self, model: str, prompt: Prompt, answer: Answer, asker: _Asker) -> None:
        """One request, read to its final event. A watchdog ends a stream that has no text for too long, or that is
        still thinking at the deadline."""
        options = self._models.options(model)
        longest = options["max_tokens"] * _LONGEST_TOKEN
        complete = False
        with sdk_errors_named():
            async with asyncio.timeout(min(self._silence, asker.deadline - time.monotonic())) as watchdog:
                stream = await self._client.messages.create(
                    model=model,
                    system=cast(Any, prompt.system),
                    messages=cast(Any, prompt.messages),
                    stream=True,
                    **options,
                )
                async with stream:
                    async for event in stream:
                        seen = len(answer.plain)
                        with _shape_checked():
                            self._bear_with(event, watchdog, asker)
                            has_grown = _grow(answer, event)
                        if has_grown and discloses(answer.plain, seen):
                            answer.withdraw()
                            return
                        if has_grown:
                            asker.show(answer)
                        if len(answer.plain) > longest:  # the service does not keep to max_tokens
                            answer.end_early("max_tokens")
                            return
                        complete = complete or event.type == "message_stop"
        if not complete:
            raise TryFailed("the stream ended before its last event")

    def _bear_with(self, event: RawMessageStreamEvent, watchdog: asyncio.Timeout, asker: _Asker) -> None:
        """Give the stream more time after a word, and until the deadline for a thought."""
        now = asyncio.get_running_loop().time()
        if event.type == "content_block_start" and "thinking" in event.content_block.type:
            watchdog.reschedule(now + asker.deadline - time.monotonic())
        elif event.type == "content_block_stop" or _is_word(event):
            watchdog.reschedule(now + self._silence)


def _fault(state: RetryCallState) -> TryFailed:
    fault = state.outcome.exception() if state.outcome else None
    assert isinstance(fault, TryFailed), "nothing else is tried again"
    return fault


def _is_word(event: RawMessageStreamEvent) -> bool:
    """Whether the event has text of the answer, not of thinking, nor spaces alone."""
    if event.type != "content_block_delta":
        return False
    return event.delta.type == "citations_delta" or (
        event.delta.type == "text_delta" and bool(event.delta.text.strip())
    )


def _grow(answer: Answer, event: RawMessageStreamEvent) -> bool:
    """Apply one event; True if there is more to show."""
    match event.type:
        case "message_start":
            usage = event.message.usage
            cached, written = _count(usage.cache_read_input_tokens), _count(usage.cache_creation_input_tokens)
            answer.usage += Usage(_count(usage.input_tokens) + written + cached, 0, cached, written)
        case "content_block_delta" if event.delta.type == "text_delta":
            answer.add_text(event.delta.text)
            return True
        case "content_block_delta" if event.delta.type == "citations_delta":
            citation = event.delta.citation
            if citation.type == "search_result_location":
                paragraphs = citation.start_block_index, citation.end_block_index
                answer.cite(Citation(citation.search_result_index, *paragraphs, citation.cited_text))
        case "content_block_stop":
            answer.end_block()
            return bool(answer.plain)  # the end of a thought shows nothing
        case "message_delta":
            answer.stop_reason = event.delta.stop_reason
            answer.count_written(_count(event.usage.output_tokens))
    return False


def _count(tokens: object) -> int:
    """The number of tokens in an event; 0 if it is not plausible, as the SDK does not check it."""
    return tokens if isinstance(tokens, int) and 0 <= tokens < _MOST_TOKENS else 0


@contextmanager
def _shape_checked() -> Iterator[None]:
    """Raise TryFailed if an event has missing or wrong fields, which the SDK does not check."""
    try:
        yield
    except (AttributeError, TypeError) as error:
        raise TryFailed(f"an event of another shape: {type(error).__name__}") from error
