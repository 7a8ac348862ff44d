"""Reranking: a cross-encoder reads each passage that the search has found together with the question."""

from collections.abc import Sequence
from typing import Protocol

from ingest.search.search import Hit

WIDTH = 20  # passages that are reranked


class Reranker(Protocol):
    async def order(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """Best first, with the search's scores; in the given order if the service does not answer in time."""

    async def close(self) -> None: ...
