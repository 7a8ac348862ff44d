"""Embedding models: one protocol, one file per provider."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import SecretStr

Vector = NDArray[np.float32]

USE = "use-multilingual-v3"
E5 = "multilingual-e5-small"
E5_LARGE = "multilingual-e5-large"
VOYAGE = "voyage-multilingual-2"
VOYAGE_CONTEXT = "voyage-context-4"
OPENAI = "text-embedding-3-small"
COHERE = "embed-multilingual-v3.0"

_EXTRAS = {E5: "e5", E5_LARGE: "e5-large", OPENAI: "openai", COHERE: "cohere"}


class Embedder(Protocol):
    """Makes vectors whose cosine tells how near two texts are in meaning, across languages.

    Both methods raise EmbeddingFailed. The first call loads the model or opens the connection, which takes up to a
    second, so a bot makes it before the first learner asks.
    """

    @property
    def name(self) -> str:
        """The model's name, stored with every vector: vectors of different models cannot be compared."""

    @property
    def dimensions(self) -> int: ...

    @property
    def batch(self) -> int:
        """How many passages to embed in one call: a full request, but not too much lost if it fails."""

    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """One vector of `dimensions` numbers for each text, in their order."""

    async def embed_query(self, text: str) -> Vector: ...

    async def close(self) -> None:
        """Close connections."""


class EmbeddingFailed(Exception):
    """The model gave no usable vectors, and a retry would not help."""


class EmbeddingUnavailable(EmbeddingFailed):
    """The provider cannot answer now; a later retry may succeed."""


class UnknownModel(ValueError):
    """A setting names a model that cannot be used; the message is one line for the operator."""


@dataclass(frozen=True, slots=True)
class Access:
    """The key to a provider, and its address if it is not the usual one."""

    key: SecretStr | None = None
    url: str | None = None


def choose_embedder(
    model: str = "", voyage: Access = Access(), openai: Access = Access(), cohere: Access = Access()
) -> Embedder:
    """The embedder of that name; without a name Voyage's if there is a key, else the small local one.

    Nothing is loaded or connected yet. Raises UnknownModel.
    """
    model = model or (VOYAGE if voyage.key else USE)
    try:
        return _embedder(model, voyage, openai, cohere)
    except ImportError:
        if model not in _EXTRAS:
            raise
        extra = f"pip install 'linguarag[{_EXTRAS[model]}]'"
        raise UnknownModel(f"EMBEDDING_MODEL: {model} needs an extra package: {extra}") from None


def _embedder(model: str, voyage: Access, openai: Access, cohere: Access) -> Embedder:
    """Imports only the chosen one, as voyageai alone takes most of a second."""
    if model == USE:
        from ingest.embedders.use import UniversalSentenceEncoder

        return UniversalSentenceEncoder()
    if model == E5:
        from ingest.embedders.e5 import MultilingualE5

        return MultilingualE5()
    if model == E5_LARGE:
        from ingest.embedders.e5_large import MultilingualE5Large

        return MultilingualE5Large()
    if model == OPENAI:
        from ingest.embedders.openai import OpenAI

        return OpenAI(_key(model, "OPENAI_API_KEY", openai), base_url=openai.url)
    if model == COHERE:
        from ingest.embedders.cohere import Cohere

        return Cohere(_key(model, "COHERE_API_KEY", cohere), base_url=cohere.url)
    if model.startswith("voyage-"):
        key = _key(model, "VOYAGE_API_KEY", voyage)
        from ingest.embedders.voyage import Voyage, VoyageInContext

        family = VoyageInContext if model.startswith("voyage-context-") else Voyage
        return family(key, model=model, base_url=voyage.url)
    known = ", ".join((USE, E5, E5_LARGE, VOYAGE, OPENAI, COHERE))
    raise UnknownModel(f"EMBEDDING_MODEL: {model} is none of {known}")


def _key(model: str, setting: str, access: Access) -> SecretStr:
    if not access.key:
        raise UnknownModel(f"EMBEDDING_MODEL: {model} needs {setting}")
    return access.key
