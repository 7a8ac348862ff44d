"""The base class of models that run in this process, in threads."""

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

    async def close(self) -> None:  # noqa: B027  # local models have nothing to close
        """Nothing to close."""

    @abstractmethod
    def _passages(self, texts: list[str]) -> Sequence[ArrayLike]: ...

    @abstractmethod
    def _query(self, text: str) -> ArrayLike: ...
