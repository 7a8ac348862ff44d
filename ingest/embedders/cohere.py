"""Cohere's embeddings, over the network."""

from collections.abc import Sequence
from http import HTTPStatus

import cohere
import httpx
from cohere.core.api_error import ApiError
from pydantic import SecretStr

from ingest.embedders import COHERE, EmbeddingFailed
from ingest.embedders.remote import REQUEST_TIMEOUT, Kind, PassingFault, RemoteEmbedder

_MOST_TEXTS = 96  # what Cohere allows


class Cohere(RemoteEmbedder):
    """Embeds only the first 512 tokens of a passage; its snippets cover the rest."""

    provider = "Cohere"

    def __init__(self, key: SecretStr, *, base_url: str | None = None) -> None:
        super().__init__(COHERE, 1024, _MOST_TEXTS)
        self._http = httpx.AsyncClient(timeout=REQUEST_TIMEOUT)
        self._client = cohere.AsyncClientV2(
            key.get_secret_value(), base_url=base_url, httpx_client=self._http, log_warning_experimental_features=False
        )

    async def _request(self, texts: list[str], kind: Kind) -> Sequence[Sequence[float]]:
        try:
            answer = await self._client.embed(
                model=self.name,
                texts=texts,
                input_type="search_query" if kind == "query" else "search_document",
                embedding_types=["float"],
                truncate="END",
                request_options={"max_retries": 0},
            )
        except ApiError as error:
            status = error.status_code or 0
            limited = status == HTTPStatus.TOO_MANY_REQUESTS
            if limited or status // 100 != 4:
                raise PassingFault(f"status {status}", error.headers, limited=limited) from error
            raise EmbeddingFailed(f"Cohere refuses: status {status}, {_message(error)}") from error
        except httpx.TransportError as error:
            raise PassingFault(type(error).__name__) from error
        return answer.embeddings.float_ or []

    async def close(self) -> None:
        await self._http.aclose()


def _message(error: ApiError) -> str:
    return str(error.body.get("message", "")) if isinstance(error.body, dict) else ""
