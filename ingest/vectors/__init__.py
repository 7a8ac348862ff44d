"""Vectors of texts, made once for each text and model, and the model that is searched with."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

import asyncpg

from ingest.embedders import Embedder, EmbeddingFailed, UnknownModel, Vector

logger = logging.getLogger(__name__)

Note = Callable[[int, int], None]

_LOOK_AGAIN = 30.0  # seconds; after a change, questions are asked with the old model that long, which finds the same


@dataclass(frozen=True, slots=True)
class QuestionVector:
    """A question as a model understands it: comparable with that model's vectors only."""

    text: str
    model: str
    numbers: Vector


def digest(course: str, text: str) -> bytes:
    """The key of a text's vectors, 32 bytes. Those of a course begin alike: a search reads them all, and in the index
    they lie side by side."""
    return _sha256(course)[:4] + _sha256(text)[:28]


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


class Vectors:
    """`wanted` is the setting's embedder. Until every passage has a vector of it, another may be active:
    `choose` finds that one by its name, and raises UnknownModel."""

    def __init__(self, pool: asyncpg.Pool, wanted: Embedder, choose: Callable[[str], Embedder]) -> None:
        self._pool = pool
        self.wanted = wanted
        self._choose = choose
        self._embedders = {wanted.name: wanted}
        self._active = wanted.name
        self._looked = float("-inf")

    async def embed_question(self, text: str) -> QuestionVector:
        """Raises EmbeddingFailed."""
        if monotonic() > self._looked + _LOOK_AGAIN:
            await self._look()
        embedder = self._embedder(self._active)
        return QuestionVector(text, embedder.name, await embedder.embed_query(text))

    async def complete(self, course: str, texts: Sequence[str], note: Note) -> str:
        """Embed the texts of a course that the active model has not embedded yet; returns the model's name.

        Raises EmbeddingFailed.
        `note` is told (texts done, texts in all).
        """
        await self._look()
        embedder = self._embedder(self._active)
        await self.embed(embedder, course, texts, note)
        return embedder.name

    async def embed(self, embedder: Embedder, course: str, texts: Sequence[str], note: Note = lambda *_: None) -> None:
        """Keep each batch as it comes: work that is interrupted goes on where it was."""
        missing = {digest(course, text): text for text in texts}
        rows = await self._pool.fetch(
            "SELECT digest FROM vectors WHERE model = $1 AND digest = ANY ($2)", embedder.name, list(missing)
        )
        for row in rows:
            del missing[row["digest"]]
        keys = list(missing)
        while keys:
            note(len(texts) - len(keys), len(texts))
            batch, keys = keys[: embedder.batch], keys[embedder.batch :]
            vectors = await embedder.embed_passages([missing[key] for key in batch])
            await self._pool.executemany(
                "INSERT INTO vectors (digest, model, embedding) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                [(key, embedder.name, vector) for key, vector in zip(batch, vectors, strict=True)],
            )
        note(len(texts), len(texts))

    async def close(self) -> None:
        """Give back the embedders that were chosen here."""
        for name, embedder in self._embedders.items():
            if name != self.wanted.name:
                await embedder.close()

    async def _look(self) -> None:
        """Learn which model is active; the wanted one when no book has decided it yet."""
        name = await self._pool.fetchval("SELECT name FROM active_model") or self.wanted.name
        if name not in (self._active, self.wanted.name):
            logger.warning(
                "Questions and new books use %s, the books' model, not %s: `python -m ingest reembed` changes over",
                name,
                self.wanted.name,
            )
        self._active, self._looked = name, monotonic()

    def _embedder(self, name: str) -> Embedder:
        if name not in self._embedders:
            try:
                self._embedders[name] = self._choose(name)
            except UnknownModel as error:
                logger.error("The books' model %s cannot be had: %s", name, error)
                raise EmbeddingFailed(f"the books are embedded with {name}; {error}") from error
        return self._embedders[name]
