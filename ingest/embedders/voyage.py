"""Voyage AI's embeddings, over the network."""

from collections.abc import Sequence

import aiohttp
import voyageai
from pydantic import SecretStr
from voyageai import error as sdk
from voyageai.client_async import AsyncClient

from ingest.embedders import VOYAGE, EmbeddingFailed
from ingest.embedders.remote import MOST_CHARACTERS, REQUEST_TIMEOUT, Kind, PassingFault, RemoteEmbedder

_MOST_TEXTS = 128  # Voyage allows 1,000, and 120,000 tokens, which the base class keeps to
_MOST_IN_CONTEXT = 30_000  # characters; 32,000 tokens are allowed

_DIMENSIONS = {"voyage-3-lite": 512, "voyage-code-2": 1536, "voyage-large-2": 1536}  # all others: 1024

# These models share one vector space: passages are embedded with the better one, questions with the faster one.
_OF_QUESTIONS = {"voyage-4-large": "voyage-4-lite"}

TRANSIENT = (
    sdk.RateLimitError,
    sdk.ServiceUnavailableError,
    sdk.ServerError,
    sdk.Timeout,
    sdk.APIConnectionError,
    aiohttp.ClientError,  # raised by the SDK when a response is cut off
)


class VoyageClient(AsyncClient):
    """The SDK's client with one HTTP session for all requests, as a TLS handshake takes ~0.3 s from Korea; and without
    its retries, which ignore retry-after and make no difference between questions and books."""

    def __init__(self, key: SecretStr, base_url: str | None) -> None:
        super().__init__(key.get_secret_value(), max_retries=0, timeout=REQUEST_TIMEOUT, base_url=base_url)
        self._session: aiohttp.ClientSession | None = None

    def use_session(self) -> None:
        self._session = self._session or aiohttp.ClientSession()
        voyageai.aiosession.set(self._session)

    async def close(self) -> None:
        if self._session:
            await self._session.close()


class Voyage(RemoteEmbedder):
    provider = "Voyage"

    def __init__(
        self, key: SecretStr, *, model: str = VOYAGE, base_url: str | None = None, characters: int = MOST_CHARACTERS
    ) -> None:
        super().__init__(model, _DIMENSIONS.get(model, 1024), _MOST_TEXTS, characters)
        self._client = VoyageClient(key, base_url)

    async def _request(self, texts: list[str], kind: Kind) -> Sequence[Sequence[float]]:
        self._client.use_session()
        try:
            return await self._numbers(texts, kind)
        except TRANSIENT as error:
            headers, limited = getattr(error, "headers", None), isinstance(error, sdk.RateLimitError)
            raise PassingFault(type(error).__name__, headers, limited=limited) from error
        except sdk.VoyageError as error:
            if error.http_status and error.http_status // 100 != 4:  # not the API's response
                raise PassingFault(f"status {error.http_status}") from error
            raise EmbeddingFailed(f"Voyage refuses: {error.user_message}") from error

    async def _numbers(self, texts: list[str], kind: Kind) -> Sequence[Sequence[float]]:
        model = _OF_QUESTIONS.get(self.name, self.name) if kind == "query" else self.name
        found: Sequence[Sequence[float]] = (await self._client.embed(texts, model=model, input_type=kind)).embeddings
        return found

    async def close(self) -> None:
        await self._client.close()


class VoyageInContext(Voyage):
    """The voyage-context family: the texts of one request are embedded as one document, so each vector includes the
    context. A text that occurs again elsewhere keeps its first vector."""

    def __init__(self, key: SecretStr, *, model: str, base_url: str | None = None) -> None:
        super().__init__(key, model=model, base_url=base_url, characters=_MOST_IN_CONTEXT)

    async def _numbers(self, texts: list[str], kind: Kind) -> Sequence[Sequence[float]]:
        answer = await self._client.contextualized_embed([texts], model=self.name, input_type=kind)
        return [numbers for document in answer.results for numbers in document.embeddings]
