"""Text to vectors: one small protocol, one file per provider."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import SecretStr

Vector = NDArray[np.float32]

USE = "use-multilingual-v3"
E5 = "multilingual-e5-small"
VOYAGE = "voyage-multilingual-2"


class Embedder(Protocol):
    """Makes vectors whose cosine distance says how near two texts are in meaning, across languages.

    Both methods raise EmbeddingFailed. The first call loads the model or opens the connection and so takes
    up to a second; whoever serves learners makes it before the first of them asks.
    """

    @property
    def name(self) -> str:
        """The model's, kept with every vector: vectors of different models cannot be compared."""

    @property
    def dimensions(self) -> int: ...

    @property
    def batch(self) -> int:
        """So many passages make good use of the next call, and are no great loss when it fails."""

    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """One vector of `dimensions` numbers for each text, in their order."""

    async def embed_query(self, text: str) -> Vector: ...

    async def close(self) -> None:
        """Give back connections; the embedder is not used afterwards."""


class EmbeddingFailed(Exception):
    """The model gave no usable vectors, and asking again would not help."""


class EmbeddingUnavailable(EmbeddingFailed):
    """The provider cannot answer now; later it may."""


def checked(vectors: list[Vector], count: int, embedder: Embedder) -> list[Vector]:
    """The vectors, if they are what was asked for. Raises EmbeddingFailed."""
    shapes = {vector.shape for vector in vectors}
    if len(vectors) != count or not shapes <= {(embedder.dimensions,)}:
        raise EmbeddingFailed(f"{embedder.name} gave {len(vectors)} vectors of {shapes} for {count} texts")
    return vectors


class UnknownModel(ValueError):
    """A setting names a model that cannot be used as things are; the message is one line for its owner."""


def choose_embedder(model: str = "", voyage_key: SecretStr | None = None, voyage_url: str | None = None) -> Embedder:
    """The embedder of that name; without a name Voyage's when there is a key, else the local one.

    Nothing is loaded or connected yet. Raises UnknownModel.
    """
    # Imported when chosen: voyageai alone takes most of a second.
    model = model or (VOYAGE if voyage_key else USE)
    if model == USE:
        from ingest.embedders.use import UniversalSentenceEncoder

        return UniversalSentenceEncoder()
    if model == E5:
        from ingest.embedders.e5 import MultilingualE5

        return MultilingualE5()
    if not model.startswith("voyage-"):
        raise UnknownModel(f"EMBEDDING_MODEL: {model} is none of {USE}, {E5}, {VOYAGE}")
    if not voyage_key:
        raise UnknownModel(f"EMBEDDING_MODEL: {model} needs VOYAGE_API_KEY")
    from ingest.embedders.voyage import Voyage

    return Voyage(voyage_key, model=model, base_url=voyage_url)
