"""The base class of embedders over the network: batches that fit a request, and retries with backoff."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from time import monotonic
from typing import Literal

import numpy as np

from ingest.embedders import EmbeddingFailed, EmbeddingUnavailable, Vector
from ingest.retry_after import retry_after

logger = logging.getLogger(__name__)

Kind = Literal["document", "query"]

# Characters are counted instead of the provider's tokens: no script takes many more tokens than characters.
MOST_CHARACTERS = 100_000
_FEWEST_CHARACTERS = 4_000  # about one passage
_USUAL_PASSAGE = 2_500  # characters; German's are longer, Korean's shorter

REQUEST_TIMEOUT = 60.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_BOOK_TIMEOUT = 600.0  # without one successful request
_QUESTION_TIMEOUT = 5.0

UNREADABLE = (AttributeError, LookupError, TypeError, ValueError)
"""What the SDKs raise over a response that is not the API's, such as a proxy's page."""


class PassingFault(Exception):
    """A request failed, and a retry may succeed; `limited`: by a rate limit."""

    def __init__(self, reason: str, headers: Mapping[str, str] | None = None, *, limited: bool = False) -> None:
        super().__init__(reason)
        self.pause = retry_after(headers)
        self.limited = limited


class RemoteEmbedder(ABC):
    """A request has at most `most_texts` texts of `characters` in all."""

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
        """How many passages of the usual length fit into one request."""
        return min(self._most_texts, max(1, self._characters // _USUAL_PASSAGE))

    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """After a rate limit the batches are smaller."""
        vectors: list[Vector] = []
        while len(vectors) < len(texts):
            vectors += await self._with_retries(_BOOK_TIMEOUT, partial(self._embed_batch, texts[len(vectors) :]))
        return vectors

    async def embed_query(self, text: str) -> Vector:
        try:
            async with asyncio.timeout(_QUESTION_TIMEOUT):
                [vector] = await self._with_retries(_QUESTION_TIMEOUT, partial(self._embed, [text], "query"))
                return vector
        except TimeoutError as error:
            raise EmbeddingUnavailable(f"{self.provider} is too slow to answer") from error

    async def _embed_batch(self, texts: Sequence[str]) -> list[Vector]:
        """Embed the first texts, as many as fit into one request."""
        try:
            return await self._embed(first_batch(texts, self._most_texts, self._characters), "document")
        except PassingFault as fault:
            if fault.limited:  # a batch may exceed the tokens a minute
                self._characters = max(_FEWEST_CHARACTERS, self._characters // 2)
            raise

    async def _embed(self, texts: list[str], kind: Kind) -> list[Vector]:
        try:
            vectors = [np.asarray(numbers, np.float32) for numbers in await self._request(texts, kind)]
        except UNREADABLE as error:
            raise PassingFault(f"its response cannot be read ({type(error).__name__})") from error
        shapes = {vector.shape for vector in vectors}
        if len(vectors) != len(texts) or not shapes <= {(self.dimensions,)}:
            raise EmbeddingFailed(f"{self.name} gave {len(vectors)} vectors of {shapes} for {len(texts)} texts")
        return vectors

    async def _with_retries(self, seconds: float, embed: Callable[[], Awaitable[list[Vector]]]) -> list[Vector]:
        """Retry after 0.5, 1, 2 ... seconds, or as long as the server asks. Raises EmbeddingUnavailable when the next
        pause would end after the timeout."""
        end, next_pause = monotonic() + seconds, _FIRST_PAUSE
        while True:
            try:
                return await embed()
            except PassingFault as fault:
                pause = fault.pause or next_pause
                if monotonic() + pause > end:
                    raise EmbeddingUnavailable(f"{self.provider} cannot answer: {fault}") from fault
                logger.info("%s: %s, asking again in %.1f s", self.provider, fault, pause)
            await asyncio.sleep(pause)
            next_pause = min(2 * next_pause, _LONGEST_PAUSE)


def first_batch(texts: Sequence[str], most: int, characters: int) -> list[str]:
    """The first texts that fit into one request; at least one, which the provider truncates if it is too long."""
    room = characters
    for place, text in enumerate(texts[:most]):
        room -= len(text)
        if room < 0 and place > 0:
            return list(texts[:place])
    return list(texts[:most])
