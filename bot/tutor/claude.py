"""Claude: a prompt in, a growing answer out, over every fault that can be waited out.

The only place that imports anthropic. Its SDK retries nothing mid-stream, and takes a stream that stops without
its last event for a complete one; both are seen to here.
"""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar, cast

import httpx2
from anthropic import APIConnectionError, APIError, APIStatusError, AsyncAnthropic
from anthropic.types import RawMessageStreamEvent
from pydantic import SecretStr
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_chain, wait_fixed

from bot.tutor.answer import Answer, Citation, Usage
from bot.tutor.disclosure import discloses
from bot.tutor.prompt import Prompt
from bot.tutor.thinking import least_thinking
from bot.tutor.turns import TurnState
from ingest.library import Hit
from ingest.retry_after import retry_after

logger = logging.getLogger(__name__)

MAX_TOKENS = 1500
THOUGHTS = 4000  # more tokens, for a model that thinks before it speaks
PAUSES = (1.0, 2.0, 4.0)  # seconds before the second, third and fourth try
DEADLINE = 60.0  # seconds without a word after which the answer is given up
PATIENCE = 15.0  # seconds that all pauses may take; a busy service may ask for long ones
SILENCE = 20.0  # seconds without a word after which a stream counts as broken; pings are not words
WORTH_GOING_ON = 30  # characters of an answer: as many as a chat is shown first
_START = 10.0  # seconds for the check at the start
_MOST_TOKENS = 10_000_000  # that one request can have used
_LONGEST_REASON = 300  # characters of the API's message

# What another try may mend. 200: an error event inside the stream.
_PASSING = frozenset({200, 408, 409, 429})
_BUSY = frozenset({429, 529})
_GARBLED = (json.JSONDecodeError, UnicodeDecodeError, RecursionError)  # what nobody would send


Claim = Callable[[], Awaitable[object]]


class Unanswered(Exception):
    """Claude could not be made to answer, and the turn is in this `state`. The text is for the log: neither key nor
    prompt is in it."""

    state: ClassVar = TurnState.FAILED


class Busy(Unanswered):
    """Claude has too much to do, for longer than a learner should wait."""

    state = TurnState.BUSY


class Unavailable(Unanswered):
    """Only the operator can mend it: the key, the account, the model or what is asked of it. The text is the API's."""

    state = TurnState.UNAVAILABLE


class _TooLong(Exception):
    """The prompt does not fit the model."""


class WrongSetting(Exception):
    """The key or the model will never do; `setting` is the one to change."""

    def __init__(self, setting: str, reason: str) -> None:
        super().__init__(f"{setting}: {reason}")


class _Broken(Exception):
    """A try failed in a way the next one may not; `pause` is the wait in seconds that the service asked for."""

    def __init__(self, reason: str, pause: float | None = None, *, busy: bool = False) -> None:
        super().__init__(reason)
        self.pause = pause
        self.kind = Busy if busy else Unanswered


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who wants an answer: `show` is handed it, `claim` is asked before each request, and nobody waits beyond the
    deadline, by the monotonic clock."""

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
        """`fallback`: the model that is asked once when the first refuses or is overloaded."""
        self._client = AsyncAnthropic(
            api_key=api_key.get_secret_value(), base_url=base_url, max_retries=0, timeout=deadline
        )
        self._model = model
        self._fallback = fallback
        self._thinking: dict[str, dict[str, Any]] = {}  # by model, once it is known
        self._unknown: set[str] = set()  # models that are to be asked for once they answer
        self._pauses = pauses
        self._silence = silence
        self._patience = patience
        self._deadline = deadline

    async def close(self) -> None:
        await self._client.close()

    @property
    def most_tokens(self) -> int:
        """That one answer may have; thoughts, where the model cannot be kept from thinking, are paid like words."""
        return _most_tokens(self._thinking.get(self._model, {}))

    async def check(self) -> None:
        """Ask for the models, which costs nothing, and learn how they can be kept from thinking.

        Raises:
            WrongSetting: The key or the model will not do.
            Unavailable: Something else that only the operator can mend.
            Unanswered: Whether they will do is not known: the service cannot be reached, or has no such request.
        """
        self._unknown = {self._model, self._fallback or self._model}
        await self._check(self._model, "CLAUDE_MODEL")
        if self._fallback:
            await self._check(self._fallback, "CLAUDE_FALLBACK_MODEL")

    async def _check(self, name: str, setting: str) -> None:
        try:
            model = await self._client.models.retrieve(name, timeout=_START)
        except APIStatusError as error:
            if error.status_code == HTTPStatus.UNAUTHORIZED:
                raise WrongSetting("ANTHROPIC_API_KEY", f"Claude does not take this key: {_words(error)}") from None
            if error.status_code == HTTPStatus.NOT_FOUND and error.type == "not_found_error":
                raise WrongSetting(setting, f"there is no such model: {_words(error)}") from None
            if error.status_code == HTTPStatus.NOT_FOUND:  # a gateway that only passes messages on
                self._unknown.discard(name)
                raise Unanswered(_reason(error)) from None
            raise (Unanswered if _may_pass(error) else Unavailable)(_reason(error)) from None
        except (APIError, httpx2.RequestError, *_GARBLED) as error:
            raise Unanswered(type(error).__name__) from None
        self._unknown.discard(name)
        if model.lifecycle == "retired":
            raise WrongSetting(setting, f"{name} is retired")
        if model.retires_at:
            logger.warning("%s: %s retires on %s", setting, name, model.retires_at.date())
        self._thinking[name] = least_thinking(model.capabilities.to_dict() if model.capabilities else None)

    async def answer(
        self,
        prompt: Prompt,
        passages: Sequence[Hit],
        show: Callable[[Answer], None],
        begun: Answer | None = None,
        claim: Claim | None = None,
    ) -> Answer:
        """Stream the answer to `prompt`, handing it to `show` whenever it has grown. Before each request `claim` is
        asked; what it raises is raised instead.

        An answer that was `begun` goes on, if it is long enough to be worth it. After a fault a new Answer begins, as
        empty, that has cost what the broken one has. What is too long is asked without its history. Raises Unanswered,
        or what is known better: Busy, Unavailable.
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
        """One model, over every fault that can be waited out; `answer` is the first to be tried. The last one is taken
        without its end, where it seems whole."""
        tried = answer
        try:
            async for attempt in self._tries(asker.deadline):
                with attempt:
                    if asker.claim:
                        await asker.claim()
                    return await self._try(model, prompt, answer, asker)
                tried, answer = answer, answer.anew()
        except _Broken as fault:
            if tried.seems_whole:
                logger.warning("Claude: %s, and the answer seems whole", fault)
                return tried
            raise fault.kind(str(fault)) from None
        raise AssertionError("the last try returns or raises")

    def _tries(self, deadline: float) -> AsyncRetrying:
        """Until the tries, the time or the patience with a busy service is spent."""
        usual = wait_chain(*map(wait_fixed, self._pauses))

        def pause(state: RetryCallState) -> float:
            asked = _fault(state).pause
            return usual(state) if asked is None else asked

        def is_over(state: RetryCallState) -> bool:
            is_late = time.monotonic() + state.upcoming_sleep > deadline
            is_long = state.idle_for + state.upcoming_sleep > self._patience
            return state.attempt_number > len(self._pauses) or is_late or is_long

        return AsyncRetrying(
            retry=retry_if_exception_type(_Broken),
            wait=pause,
            stop=is_over,
            before_sleep=lambda state: logger.warning("Claude: %s", _fault(state)),
            reraise=True,
        )

    async def _try(self, model: str, prompt: Prompt, answer: Answer, asker: _Asker) -> Answer:
        """What is too long is asked without its history."""
        try:
            await self._stream(model, prompt, answer, asker)
        except _TooLong:
            try:
                await self._stream(model, prompt.without_history, answer, asker)
            except _TooLong as fault:
                raise Unanswered(str(fault)) from None
        if model in self._unknown:  # it could not be asked for at the start, as the service was away
            with suppress(Unanswered, WrongSetting):
                await self._check(model, "CLAUDE_MODEL")
        return answer

    async def _stream(self, model: str, prompt: Prompt, answer: Answer, asker: _Asker) -> None:
        """One request, read to its last event under a watchdog that only content resets; while the model thinks, it
        waits until the deadline."""
        complete = False
        options = self._thinking.get(model, {})
        now = asyncio.get_running_loop().time
        with _faults_named():
            async with asyncio.timeout(min(self._silence, asker.deadline - time.monotonic())) as watchdog:
                stream = await self._client.messages.create(
                    model=model,
                    max_tokens=_most_tokens(options),
                    system=cast(Any, prompt.system),
                    messages=cast(Any, prompt.messages),
                    stream=True,
                    **options,
                )
                async with stream:
                    async for event in stream:
                        seen = len(answer.plain)
                        with _shape_checked():
                            if event.type == "content_block_start" and "thinking" in event.content_block.type:
                                watchdog.reschedule(now() + asker.deadline - time.monotonic())
                            elif event.type == "content_block_stop" or _is_word(event):
                                watchdog.reschedule(now() + self._silence)
                            has_grown = _grow(answer, event)
                        if has_grown:
                            if discloses(answer.plain, seen):
                                answer.withdraw()
                                return
                            asker.show(answer)
                        complete = complete or event.type == "message_stop"
        if not complete:
            raise _Broken("the stream ended before its last event")


def _most_tokens(options: Mapping[str, Any]) -> int:
    return MAX_TOKENS + THOUGHTS * ("output_config" in options)


def _fault(state: RetryCallState) -> _Broken:
    fault = state.outcome.exception() if state.outcome else None
    assert isinstance(fault, _Broken), "nothing else is tried again"
    return fault


def _is_word(event: RawMessageStreamEvent) -> bool:
    """What is thought is not said."""
    return event.type == "content_block_delta" and event.delta.type in ("text_delta", "citations_delta")


def _grow(answer: Answer, event: RawMessageStreamEvent) -> bool:
    """Apply one event; true when there is more to show."""
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
            return bool(answer.plain)  # what was only thought shows nothing
        case "message_delta":
            answer.stop_reason = event.delta.stop_reason
            answer.count_written(_count(event.usage.output_tokens))
    return False


def _count(tokens: object) -> int:
    """None where it is not told, or cannot be."""
    return tokens if isinstance(tokens, int) and 0 <= tokens < _MOST_TOKENS else 0


@contextmanager
def _shape_checked() -> Iterator[None]:
    """The SDK builds events of whatever it is sent."""
    try:
        yield
    except (AttributeError, TypeError) as error:
        raise _Broken(f"an event of another shape: {type(error).__name__}") from error


@contextmanager
def _faults_named() -> Iterator[None]:
    """Tell what another try may mend from what it may not, by what the SDK really raises."""
    try:
        yield
    except APIStatusError as error:
        if "prompt is too long" in (error.api_message or ""):
            raise _TooLong(_reason(error)) from None
        if not _may_pass(error):
            raise Unavailable(_reason(error)) from None
        busy = error.status_code in _BUSY or error.type == "overloaded_error"
        raise _Broken(_reason(error), retry_after(error.response.headers), busy=busy) from None
    except (APIConnectionError, httpx2.RequestError, *_GARBLED, TimeoutError) as error:
        raise _Broken(type(error).__name__) from None


def _may_pass(error: APIStatusError) -> bool:
    """Whether waiting may help. A spend limit that is reached comes as a 429, and lasts to the end of the month."""
    if (error.error_code or "").endswith("spend_limit_reached"):
        return False
    return error.status_code in _PASSING or error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR


def _reason(error: APIStatusError) -> str:
    return f"status {error.status_code}, {error.type or 'no type'}: {_words(error)}"


def _words(error: APIStatusError) -> str:
    """The API's message, in one line, not too long, and without the key that the request was signed with: admins
    read it."""
    message = error.api_message or "no message"
    for signed in ("x-api-key", "authorization"):
        key = error.request.headers.get(signed, "").removeprefix("Bearer ")
        message = message.replace(key, "•••") if key else message
    return " ".join(message.split())[:_LONGEST_REASON]
