"""Voyage AI's reranker, over the network."""

import asyncio
import logging
from collections.abc import Sequence

from pydantic import SecretStr
from voyageai import error as sdk

from ingest.embedders.remote import UNREADABLE
from ingest.embedders.voyage import TRANSIENT, VoyageClient
from ingest.search.search import Hit

logger = logging.getLogger(__name__)

PATIENCE = 0.4  # seconds: a learner waits for the first word


class VoyageReranker:
    def __init__(self, key: SecretStr, model: str, base_url: str | None = None, *, patience: float = PATIENCE) -> None:
        self._client = VoyageClient(key, base_url)
        self._model = model
        self._patience = patience

    async def order(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """Best first, with their scores unchanged; in the given order if Voyage does not answer in time."""
        if not hits:
            return []
        self._client.use_session()
        try:
            async with asyncio.timeout(self._patience):
                ranked = await self._client.rerank(question, [hit.passage.text for hit in hits], self._model)
            first = [hits[result.index] for result in ranked.results]
        except (TimeoutError, sdk.VoyageError, *TRANSIENT, *UNREADABLE) as error:
            logger.info("not reranked: %s", type(error).__name__)
            return list(hits)
        return [*first, *(hit for hit in hits if hit not in first)]

    async def close(self) -> None:
        await self._client.close()
