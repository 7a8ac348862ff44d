"""What embedders over the network share: batches that fit a request, and patience with a provider that is busy."""

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

# No provider's tokenizer is needed: no script costs much more than a token a character, so characters stand for tokens,
# on the safe side.
MOST_CHARACTERS = 100_000
_FEWEST_CHARACTERS = 4_000  # about one passage
_USUAL_PASSAGE = 2_500  # characters; German's are longer, Korean's shorter

REQUEST_TIMEOUT = 60.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
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
            vectors += await self._patiently(_PATIENCE_FOR_A_BOOK, partial(self._embed_first, texts[len(vectors) :]))
        return vectors

    async def embed_query(self, text: str) -> Vector:
        try:
            async with asyncio.timeout(_PATIENCE_FOR_A_LEARNER):
                [vector] = await self._patiently(_PATIENCE_FOR_A_LEARNER, partial(self._embed, [text], "query"))
                return vector
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
        vectors = [np.asarray(numbers, np.float32) for numbers in await self._request(texts, kind)]
        shapes = {vector.shape for vector in vectors}
        if len(vectors) != len(texts) or not shapes <= {(self.dimensions,)}:
            raise EmbeddingFailed(f"{self.name} gave {len(vectors)} vectors of {shapes} for {len(texts)} texts")
        return vectors

    async def _patiently(self, seconds: float, embed: Callable[[], Awaitable[list[Vector]]]) -> list[Vector]:
        """Tries again after 0.5, 1, 2 ... seconds, or as long as the server asks. Raises EmbeddingUnavailable as soon
        as a pause would outlast the patience."""
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
    """The first texts that fit into one request; at least one, which the provider cuts if it is too long."""
    room = characters
    for place, text in enumerate(texts[:most]):
        room -= len(text)
        if room < 0 and place > 0:
            return list(texts[:place])
    return list(texts[:most])
