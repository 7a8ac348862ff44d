"""Stand-ins for the embeddings endpoints of OpenAI and Cohere, over real HTTP on the loopback interface.

Their vectors are those of the stand-in for Voyage.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from aiohttp import web

from ingest.tokens import count_tokens
from tests.voyage import EmbeddingServer, Refused


class OpenAIServer(EmbeddingServer):
    """2,048 texts of up to 8,192 tokens, 300,000 in all; what is more is refused."""

    @property
    def base_url(self) -> str:
        return f"{self.url}/v1"

    def _routes(self) -> Iterable[web.RouteDef]:
        return (web.post("/v1/embeddings", self._embeddings),)

    def _error(self, refusal: Refused) -> dict[str, Any]:
        kind = {401: "invalid_request_error", 429: "rate_limit_error"}.get(refusal.status, "server_error")
        code = "invalid_api_key" if refusal.status == 401 else refusal.detail
        words = f"{refusal.detail} ({self.api_key[:4]}...)"
        return {"error": {"message": words, "type": kind, "code": code, "param": None}}

    async def _embeddings(self, http: web.Request) -> web.Response:
        body = await self._admit(http)
        vectors = self._vectors(body, body["input"], 1536, _admitted(body))
        data = [
            {"object": "embedding", "index": place, "embedding": vector.tolist()}
            for place, vector in enumerate(vectors)
        ]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        return web.json_response(
            {"object": "list", "data": data[::-1], "model": body["model"], "usage": usage}  # in any order
        )


class CohereServer(EmbeddingServer):
    """96 texts, of each of which the first 512 tokens are read."""

    def _routes(self) -> Iterable[web.RouteDef]:
        return (web.post("/v2/embed", self._embed),)

    def _error(self, refusal: Refused) -> dict[str, Any]:
        return {"id": "1", "message": refusal.detail}

    async def _embed(self, http: web.Request) -> web.Response:
        body = await self._admit(http)
        if len(body["texts"]) > 96:
            raise Refused(400, "invalid request: total number of texts must be at most 96")
        if body["input_type"] not in ("search_document", "search_query"):
            raise Refused(400, "invalid request: input_type")
        if body["model"] != "embed-multilingual-v3.0" or body["embedding_types"] != ["float"]:
            raise Refused(404, f"model '{body['model']}' not found")
        vectors = self._vectors(body, body["texts"], 1024, 0)
        answer = {
            "id": "1",
            "response_type": "embeddings_by_type",
            "texts": body["texts"],
            "embeddings": {"float": [vector.tolist() for vector in vectors]},
            "meta": {"api_version": {"version": "2"}, "billed_units": {"input_tokens": 1}},
        }
        return web.json_response(answer)


def _admitted(body: Mapping[str, Any]) -> int:
    """The tokens of a request that is within the limits."""
    if body["model"] != "text-embedding-3-small" or len(body["input"]) > 2048 or not all(body["input"]):
        raise Refused(400, "invalid input")
    counts = [count_tokens(text) for text in body["input"]]
    if max(counts) > 8192 or sum(counts) > 300_000:
        raise Refused(400, "maximum context length is 8192 tokens")
    return sum(counts)
