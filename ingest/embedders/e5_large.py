"""multilingual-e5-large: local, through ONNX; 2.2 GB that are downloaded at the first use."""

import asyncio
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from ingest.embedders import E5_LARGE, EmbeddingUnavailable, UnknownModel, Vector

try:
    from fastembed import TextEmbedding
except ImportError:
    raise UnknownModel(
        f"EMBEDDING_MODEL: {E5_LARGE} needs an extra package: pip install 'linguarag[e5-large]'"
    ) from None


class MultilingualE5Large:
    """Reads the first 512 tokens of a passage. `folder`: where its files are, if they are not to be downloaded."""

    name = E5_LARGE
    dimensions = 1024
    batch = 4  # some seconds of work: a cancelled job lets go of its thread soon

    def __init__(self, folder: str | None = None) -> None:
        self._folder = folder

    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        return await asyncio.to_thread(self._encode, [f"passage: {text}" for text in texts])

    async def embed_query(self, text: str) -> Vector:
        [vector] = await asyncio.to_thread(self._encode, [f"query: {text}"])
        return vector

    def _encode(self, texts: Iterable[str]) -> list[Vector]:
        return [np.asarray(vector, np.float32) for vector in self._model.embed(texts, batch_size=self.batch)]

    @cached_property
    def _model(self) -> TextEmbedding:
        try:
            return TextEmbedding(f"intfloat/{self.name}", specific_model_path=self._folder)
        except (ValueError, OSError) as error:  # so it says that it could not be downloaded
            raise EmbeddingUnavailable(f"{self.name} cannot be loaded: {error}") from error

    async def close(self) -> None:
        """Nothing is held open."""
