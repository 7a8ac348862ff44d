"""The vectors of texts, made once for each text and model, and the active model: the one that questions use."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

import asyncpg

from ingest.embedders import Embedder, EmbeddingFailed, UnknownModel, Vector

logger = logging.getLogger(__name__)

Note = Callable[[int, int], None]

_LOOK_AGAIN = 30.0  # seconds that the active model is cached; after a change the old model's vectors are still there


@dataclass(frozen=True, slots=True)
class QuestionVector:
    """A question's vector, comparable with vectors of the same model only. Without `numbers` its words alone are
    searched."""

    text: str
    model: str
    numbers: Vector | None


def digest(course: str, text: str) -> bytes:
    """The key of a text's vectors, 32 bytes. Those of a course have a common prefix, so they are side by side in the
    index, as a search reads them all."""
    return _sha256(course)[:4] + _sha256(text)[:28]


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


class Vectors:
    """`wanted`: the embedder of the settings. Until every passage has a vector of it, another model may be active:
    `choose` makes its embedder by its name, and raises UnknownModel."""

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

    def unembedded(self, text: str) -> QuestionVector:
        return QuestionVector(text, self._active, None)

    async def complete(self, course: str, texts: Sequence[str], note: Note) -> str:
        """Embed the texts of a course that have no vector of the active model yet; returns the model's name.

        `note` is called with the number of texts done and of all. Raises EmbeddingFailed.
        """
        await self._look()
        embedder = self._embedder(self._active)
        await self.embed(embedder, course, texts, note)
        return embedder.name

    async def embed(self, embedder: Embedder, course: str, texts: Sequence[str], note: Note = lambda *_: None) -> None:
        """Store each batch at once, so that interrupted work continues where it was."""
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
        """Close the embedders that were made here."""
        for name, embedder in self._embedders.items():
            if name != self.wanted.name:
                await embedder.close()

    async def _look(self) -> None:
        """Read which model is active; the wanted one if there is no book yet."""
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
