"""What the models in this process have in common: they work in threads, and hold nothing open."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from ingest.embedders import Vector


class LocalEmbedder(ABC):
    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        return [np.asarray(vector, np.float32) for vector in await asyncio.to_thread(self._passages, list(texts))]

    async def embed_query(self, text: str) -> Vector:
        return np.asarray(await asyncio.to_thread(self._query, text), np.float32)

    async def close(self) -> None:  # noqa: B027  # nothing is to be done, in none of them
        """Nothing is held open."""

    @abstractmethod
    def _passages(self, texts: list[str]) -> Sequence[ArrayLike]: ...

    @abstractmethod
    def _query(self, text: str) -> ArrayLike: ...
