"""Voyage AI's embeddings, over the network."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Literal, NoReturn

import aiohttp
import numpy as np
import voyageai
from pydantic import SecretStr
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_before_delay, wait_exponential
from voyageai import error as sdk
from voyageai.client_async import AsyncClient

from ingest.embedders import VOYAGE, EmbeddingFailed, EmbeddingUnavailable, Vector, checked
from ingest.retry_after import retry_after

logger = logging.getLogger(__name__)

# Voyage allows 1,000 texts and 120,000 tokens a request. Its tokenizer would have to be downloaded, but no
# script costs much more than a token a character, so characters stand for tokens, on the safe side.
_MOST_TEXTS = 128
_MOST_CHARACTERS = 100_000
_FEWEST_CHARACTERS = 4_000  # about one passage
_USUAL_PASSAGE = 2_500  # characters; German's are longer, Korean's shorter

_REQUEST_TIMEOUT = 60.0
_BACKOFF = wait_exponential(multiplier=0.5, max=30)
_PATIENCE_FOR_A_BOOK = 600.0  # without one answer
_PATIENCE_FOR_A_LEARNER = 5.0

_DIMENSIONS = {"voyage-3-lite": 512, "voyage-code-2": 1536, "voyage-large-2": 1536}  # all others: 1024

_TRANSIENT = (
    sdk.RateLimitError,
    sdk.ServiceUnavailableError,
    sdk.ServerError,
    sdk.Timeout,
    sdk.APIConnectionError,
    aiohttp.ClientError,  # what the SDK lets through when an answer breaks off
)


class Voyage:
    def __init__(self, key: SecretStr, *, model: str = VOYAGE, base_url: str | None = None) -> None:
        self.name = model
        self.dimensions = _DIMENSIONS.get(model, 1024)
        # No retries of its own: they ignore retry-after, and a learner's patience differs from a job's.
        self._client = AsyncClient(key.get_secret_value(), max_retries=0, timeout=_REQUEST_TIMEOUT, base_url=base_url)
        self._characters = _MOST_CHARACTERS
        self._session: aiohttp.ClientSession | None = None

    @property
    def batch(self) -> int:
        """What fits into one request, by the rate that Voyage has allowed so far."""
        return max(1, self._characters // _USUAL_PASSAGE)

    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """A rate limit makes the batches smaller and the job slower; it does not fail it."""
        vectors: list[Vector] = []
        while len(vectors) < len(texts):
            vectors += await _patient(_PATIENCE_FOR_A_BOOK)(self._embed_first, texts[len(vectors) :])
        return vectors

    async def embed_query(self, text: str) -> Vector:
        try:
            async with asyncio.timeout(_PATIENCE_FOR_A_LEARNER):
                vectors: list[Vector] = await _patient(_PATIENCE_FOR_A_LEARNER)(self._embed, [text], "query")
                return vectors[0]
        except TimeoutError as error:
            raise EmbeddingUnavailable("Voyage is too slow to answer") from error

    async def _embed_first(self, texts: Sequence[str]) -> list[Vector]:
        """As many of the texts as fit into one request."""
        try:
            return await self._embed(first_batch(texts, self._characters), "document")
        except sdk.RateLimitError:  # one batch may be over the tokens a minute
            self._characters = max(_FEWEST_CHARACTERS, self._characters // 2)
            raise

    async def _embed(self, texts: list[str], kind: Literal["document", "query"]) -> list[Vector]:
        # One session for all requests: the SDK would shake hands anew for each, ~0.3 s from Korea.
        self._session = self._session or aiohttp.ClientSession()
        voyageai.aiosession.set(self._session)
        try:
            answer = await self._client.embed(texts, model=self.name, input_type=kind)
        except _TRANSIENT:
            raise
        except sdk.VoyageError as error:
            raise EmbeddingFailed(f"Voyage refuses: {error.user_message}") from error
        return checked([np.asarray(numbers, np.float32) for numbers in answer.embeddings], len(texts), self)

    async def close(self) -> None:
        if self._session:
            await self._session.close()


def _patient(seconds: float) -> AsyncRetrying:
    """Tries again after 0.5, 1, 2 ... seconds, or as long as the server asks. Raises EmbeddingUnavailable as soon as a
    pause would outlast the patience."""
    return AsyncRetrying(
        retry=retry_if_exception_type(_TRANSIENT),
        wait=_pause,
        stop=stop_before_delay(seconds),
        before_sleep=_tell,
        retry_error_callback=_give_up,
    )


def _pause(state: RetryCallState) -> float:
    return retry_after(getattr(_fault(state), "headers", None)) or _BACKOFF(state)


def _tell(state: RetryCallState) -> None:
    logger.info("Voyage: %s, asking again in %.1f s", type(_fault(state)).__name__, state.upcoming_sleep)


def _give_up(state: RetryCallState) -> NoReturn:
    raise EmbeddingUnavailable(f"Voyage cannot answer: {type(_fault(state)).__name__}") from _fault(state)


def _fault(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None


def first_batch(texts: Sequence[str], characters: int) -> list[str]:
    """The first texts that fit into one request; at least one, which Voyage cuts if it is too long."""
    room = characters
    for place, text in enumerate(texts[:_MOST_TEXTS]):
        room -= len(text)
        if room < 0 and place > 0:
            return list(texts[:place])
    return list(texts[:_MOST_TEXTS])
