"""What embedders over the network share: batches that fit a request, and patience with a provider that is busy."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Literal, NoReturn

import numpy as np
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_before_delay, wait_exponential

from ingest.embedders import EmbeddingUnavailable, Vector, checked
from ingest.retry_after import retry_after

logger = logging.getLogger(__name__)

Kind = Literal["document", "query"]

# No provider's tokenizer is needed: no script costs much more than a token a character, so characters stand for tokens,
# on the safe side.
MOST_CHARACTERS = 100_000
_FEWEST_CHARACTERS = 4_000  # about one passage
_USUAL_PASSAGE = 2_500  # characters; German's are longer, Korean's shorter

REQUEST_TIMEOUT = 60.0
_BACKOFF = wait_exponential(multiplier=0.5, max=30)
_PATIENCE_FOR_A_BOOK = 600.0  # without one answer
_PATIENCE_FOR_A_LEARNER = 5.0


class PassingFault(Exception):
    """A request failed in a way that the next may not; `limited`: by a rate limit."""

    def __init__(self, reason: str, headers: Mapping[str, str] | None = None, *, limited: bool = False) -> None:
        super().__init__(reason)
        self.pause = retry_after(headers)
        self.limited = limited


class RemoteEmbedder(ABC):
    """`most_texts` go into a request at once, of `characters` in all."""

    provider = ""

    def __init__(self, name: str, dimensions: int, most_texts: int, characters: int = MOST_CHARACTERS) -> None:
        self.name = name
        self.dimensions = dimensions
        self._most_texts = most_texts
        self._characters = characters

    @abstractmethod
    async def _request(self, texts: list[str], kind: Kind) -> Sequence[Sequence[float]]:
        """One request, without retries. Raises PassingFault, EmbeddingFailed."""

    @abstractmethod
    async def close(self) -> None: ...

    @property
    def batch(self) -> int:
        """What fits into one request, by the rate that the provider has allowed so far."""
        return min(self._most_texts, max(1, self._characters // _USUAL_PASSAGE))

    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """A rate limit makes the batches smaller and the job slower; it does not fail it."""
        vectors: list[Vector] = []
        while len(vectors) < len(texts):
            vectors += await self._patient(_PATIENCE_FOR_A_BOOK)(self._embed_first, texts[len(vectors) :])
        return vectors

    async def embed_query(self, text: str) -> Vector:
        try:
            async with asyncio.timeout(_PATIENCE_FOR_A_LEARNER):
                vectors: list[Vector] = await self._patient(_PATIENCE_FOR_A_LEARNER)(self._embed, [text], "query")
                return vectors[0]
        except TimeoutError as error:
            raise EmbeddingUnavailable(f"{self.provider} is too slow to answer") from error

    async def _embed_first(self, texts: Sequence[str]) -> list[Vector]:
        """As many of the texts as fit into one request."""
        try:
            return await self._embed(first_batch(texts, self._most_texts, self._characters), "document")
        except PassingFault as fault:
            if fault.limited:  # one batch may be over the tokens a minute
                self._characters = max(_FEWEST_CHARACTERS, self._characters // 2)
            raise

    async def _embed(self, texts: list[str], kind: Kind) -> list[Vector]:
        numbers = await self._request(texts, kind)
        return checked([np.asarray(each, np.float32) for each in numbers], len(texts), self)

    def _patient(self, seconds: float) -> AsyncRetrying:
        """Tries again after 0.5, 1, 2 ... seconds, or as long as the server asks. Raises EmbeddingUnavailable as soon
        as a pause would outlast the patience."""
        return AsyncRetrying(
            retry=retry_if_exception_type(PassingFault),
            wait=_pause,
            stop=stop_before_delay(seconds),
            before_sleep=self._tell,
            retry_error_callback=self._give_up,
        )

    def _tell(self, state: RetryCallState) -> None:
        logger.info("%s: %s, asking again in %.1f s", self.provider, _fault(state), state.upcoming_sleep)

    def _give_up(self, state: RetryCallState) -> NoReturn:
        raise EmbeddingUnavailable(f"{self.provider} cannot answer: {_fault(state)}") from _fault(state)


def _pause(state: RetryCallState) -> float:
    fault = _fault(state)
    return (fault.pause if isinstance(fault, PassingFault) else None) or _BACKOFF(state)


def _fault(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None


def first_batch(texts: Sequence[str], most: int, characters: int) -> list[str]:
    """The first texts that fit into one request; at least one, which the provider cuts if it is too long."""
    room = characters
    for place, text in enumerate(texts[:most]):
        room -= len(text)
        if room < 0 and place > 0:
            return list(texts[:place])
    return list(texts[:most])
