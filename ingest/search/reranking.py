"""A closer look at the passages that the search has found, each read together with the question."""

from collections.abc import Sequence
from typing import Protocol

from ingest.search.search import Hit

WIDTH = 20  # passages that are looked at


class Reranker(Protocol):
    async def order(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """Best first, with the search's scores; in the order they came in when that cannot be told in time."""

    async def close(self) -> None: ...
