"""Voyage AI's embeddings, over the network."""

import asyncio
import logging
from collections.abc import Sequence
from time import monotonic
from typing import Literal

import aiohttp
import numpy as np
import voyageai
from pydantic import SecretStr
from voyageai import error as sdk
from voyageai.client_async import AsyncClient

from ingest.embedders import VOYAGE, EmbeddingFailed, EmbeddingUnavailable, Vector, checked

logger = logging.getLogger(__name__)

# Voyage allows 1,000 texts and 120,000 tokens a request. Its tokenizer would have to be downloaded, but no
# script costs much more than a token a character, so characters stand for tokens, on the safe side.
_MOST_TEXTS = 128
_MOST_CHARACTERS = 100_000
_FEWEST_CHARACTERS = 4_000  # about one passage
_USUAL_PASSAGE = 2_500  # characters; German's are longer, Korean's shorter

_REQUEST_TIMEOUT = 60.0
_LONGEST_PAUSE = 30.0
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
        patience = _Patience(_PATIENCE_FOR_A_BOOK)
        while len(vectors) < len(texts):
            try:
                vectors += await self._embed(first_batch(texts[len(vectors) :], self._characters), "document")
                patience = _Patience(_PATIENCE_FOR_A_BOOK)
            except _TRANSIENT as error:
                if isinstance(error, sdk.RateLimitError):  # one batch may be over the tokens a minute
                    self._characters = max(_FEWEST_CHARACTERS, self._characters // 2)
                await patience.pause(error)
        return vectors

    async def embed_query(self, text: str) -> Vector:
        patience = _Patience(_PATIENCE_FOR_A_LEARNER)
        try:
            async with asyncio.timeout(_PATIENCE_FOR_A_LEARNER):
                while True:
                    try:
                        [vector] = await self._embed([text], "query")
                        return vector
                    except _TRANSIENT as error:
                        await patience.pause(error)
        except TimeoutError as error:
            raise EmbeddingUnavailable("Voyage is too slow to answer") from error

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


class _Patience:
    """Pauses of 0.5, 1, 2 ... seconds, or as long as the server asks, until `seconds` are over."""

    def __init__(self, seconds: float) -> None:
        self._deadline = monotonic() + seconds
        self._next = 0.5

    async def pause(self, error: Exception) -> None:
        """Raises EmbeddingUnavailable when the pause would outlast the patience."""
        seconds = _retry_after(error) or self._next
        if monotonic() + seconds > self._deadline:
            raise EmbeddingUnavailable(f"Voyage cannot answer: {type(error).__name__}") from error
        logger.info("Voyage: %s, asking again in %.1f s", type(error).__name__, seconds)
        await asyncio.sleep(seconds)
        self._next = min(2 * self._next, _LONGEST_PAUSE)


def _retry_after(error: Exception) -> float | None:
    """The seconds that the server asks for; None when it gives none, or a date."""
    try:
        return float((getattr(error, "headers", None) or {})["retry-after"])
    except (KeyError, ValueError):
        return None


def first_batch(texts: Sequence[str], characters: int) -> list[str]:
    """The first texts that fit into one request; at least one, which Voyage cuts if it is too long."""
    room = characters
    for place, text in enumerate(texts[:_MOST_TEXTS]):
        room -= len(text)
        if room < 0 and place > 0:
            return list(texts[:place])
    return list(texts[:_MOST_TEXTS])
