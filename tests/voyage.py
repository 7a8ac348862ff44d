"""A stand-in for Voyage's endpoints for embeddings and reranking, over real HTTP on the loopback interface.

    async with VoyageServer() as voyage:
        client = AsyncClient(api_key=voyage.api_key, base_url=voyage.base_url)

Its vectors come from the letters of the text: texts that share words lie near each other, equal texts are equal.
"""

import asyncio
import base64
import hashlib
import re
from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from numpy.typing import NDArray

from bot.sandbox.claude.messages_api import tokens
from bot.sandbox.loopback import LoopbackServer

API_KEY = "pa-local-stand-in"
MOST_TEXTS = 1000
CONTEXT = 32_000  # tokens of one text

# Tokens in one request, by model.
_MOST_TOKENS = {
    "voyage-4-large": 120_000,
    "voyage-4": 320_000,
    "voyage-4-lite": 1_000_000,
    "voyage-3.5": 320_000,
    "voyage-3.5-lite": 1_000_000,
    "voyage-3-large": 120_000,
    "voyage-multilingual-2": 120_000,
}

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Embedding:
    """A request that was answered with vectors."""

    texts: tuple[str, ...]
    model: str
    input_type: str | None
    tokens: int


class Refused(Exception):
    def __init__(self, status: int, detail: str, retry_after: int | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.headers = {"retry-after": str(retry_after)} if retry_after else {}


class _Garbled(Refused):
    """The detail is the whole body."""


class EmbeddingServer(LoopbackServer):
    """What stand-ins of embedding services share.

    Attributes:
        embedded: The requests that got vectors.
        asked: The number of requests with a valid key, refused ones included.
    """

    def __init__(self, api_key: str = API_KEY) -> None:
        super().__init__()
        self.api_key = api_key
        self.embedded: list[Embedding] = []
        self.asked = 0
        self._refusals: list[Refused] = []
        self._spoilers: list[Callable[[list[Vector]], list[Vector]]] = []

    def fail(self, status: int, detail: str = "", *, times: int = 1, retry_after: int | None = None) -> None:
        """Refuses the next requests: 401, 429, 500, 503, ..."""
        self._refusals += [Refused(status, detail or f"refused with {status}", retry_after)] * times

    def garble(self, body: str) -> None:
        """Something between the client and the service, such as a proxy, answers the next request with this."""
        self._refusals.append(_Garbled(200, body))

    def lose_vectors(self, count: int = 1, *, times: int = 1) -> None:
        """Answers the next requests with that many vectors too few."""
        self._spoilers += [lambda vectors: vectors[:-count]] * times

    def shorten_vectors(self, dimensions: int, *, times: int = 1) -> None:
        """Answers the next requests with vectors of another size."""
        self._spoilers += [lambda vectors: [vector[:dimensions] for vector in vectors]] * times

    @abstractmethod
    def _error(self, refusal: Refused) -> dict[str, Any]:
        """A refusal as the service words it."""

    def _middlewares(self) -> Iterable[Middleware]:
        return (self._refusing,)

    @web.middleware
    async def _refusing(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except _Garbled as garbled:
            return web.Response(text=garbled.detail, status=garbled.status, content_type="application/json")
        except Refused as refusal:
            return web.json_response(self._error(refusal), status=refusal.status, headers=refusal.headers)

    async def _admit(self, http: web.Request) -> Any:
        """The body of a request that may be answered. Raises Refused."""
        if http.headers.get("Authorization") != f"Bearer {self.api_key}":
            raise Refused(401, "Provided API key is invalid.")
        self.asked += 1
        if self._refusals:
            raise self._refusals.pop(0)
        return await http.json()

    def _vectors(self, body: Mapping[str, Any], texts: Sequence[str], dimensions: int, tokens: int) -> list[Vector]:
        vectors = [embed(text, dimensions) for text in texts]
        if self._spoilers:
            vectors = self._spoilers.pop(0)(vectors)
        self.embedded.append(Embedding(tuple(texts), body["model"], body.get("input_type"), tokens))
        return vectors


class VoyageServer(EmbeddingServer):
    """Reranks after `rerank_seconds`: what shares most with the question comes first."""

    def __init__(self, api_key: str = API_KEY) -> None:
        super().__init__(api_key)
        self.rerank_seconds = 0.0
        self.reranked: list[Mapping[str, Any]] = []

    @property
    def base_url(self) -> str:
        return f"{self.url}/v1"

    def _routes(self) -> Iterable[web.RouteDef]:
        return (
            web.post("/v1/embeddings", self._embeddings),
            web.post("/v1/contextualizedembeddings", self._in_context),
            web.post("/v1/rerank", self._rerank),
        )

    def _error(self, refusal: Refused) -> dict[str, Any]:
        return {"detail": refusal.detail}

    async def _embeddings(self, http: web.Request) -> web.Response:
        body = await self._admit(http)
        return web.json_response(self._embed(body))

    async def _in_context(self, http: web.Request) -> web.Response:
        """A vector leans to what stands beside its text."""
        body = await self._admit(http)
        documents = body["inputs"]
        counts = [len(tokens(text)) for texts in documents for text in texts]
        if body["model"] not in ("voyage-context-3", "voyage-context-4"):
            raise Refused(400, f"Model {body['model']} is not supported.")
        if sum(counts) > CONTEXT or len(documents) > MOST_TEXTS or not all(map(all, documents)):
            raise Refused(400, f"The inputs have {sum(counts)} tokens in {len(documents)} documents.")
        vectors = iter(self._vectors(body, [text for texts in documents for text in texts], 1024, sum(counts)))
        data = [
            {"object": "list", "index": place, "data": [_embedding(body, *each) for each in enumerate(own)]}
            for place, texts in enumerate(documents)
            for whole in [embed(" ".join(texts))]
            for own in [[vector + whole[: len(vector)] / np.float32(2) for vector in islice(vectors, len(texts))]]
        ]
        usage = {"total_tokens": sum(counts)}
        return web.json_response({"object": "list", "data": data, "model": body["model"], "usage": usage})

    async def _rerank(self, http: web.Request) -> web.Response:
        body = await self._admit(http)
        await asyncio.sleep(self.rerank_seconds)
        if body["model"] not in ("rerank-2.5", "rerank-2.5-lite") or len(body["documents"]) > 1000:
            raise Refused(400, f"Model {body['model']} is not supported.")
        self.reranked.append(body)
        question = embed(body["query"])
        scores = [float(question @ embed(text)) for text in body["documents"]]
        order = sorted(range(len(scores)), key=lambda place: -scores[place])
        data = [{"index": place, "relevance_score": scores[place]} for place in order]
        return web.json_response({"object": "list", "data": data, "usage": {"total_tokens": 9}})

    def _embed(self, body: Mapping[str, Any]) -> dict[str, Any]:
        texts = _texts(body)
        counts = [min(len(tokens(text)), CONTEXT) for text in texts]
        most = _MOST_TOKENS[body["model"]]
        if sum(counts) > most:
            raise Refused(
                400,
                f"Request to model '{body['model']}' failed. The max allowed tokens per submitted batch is {most}. "
                f"Your batch has {sum(counts)} tokens after truncation. Please lower the number of tokens in the "
                "batch.",
            )
        vectors = self._vectors(body, texts, 1024, sum(counts))
        data = [_embedding(body, *each) for each in enumerate(vectors)]
        return {"object": "list", "data": data, "model": body["model"], "usage": {"total_tokens": sum(counts)}}


def _embedding(body: Mapping[str, Any], index: int, vector: Vector) -> dict[str, Any]:
    coded = body.get("encoding_format") == "base64"
    numbers = base64.b64encode(vector.tobytes()).decode() if coded else vector.tolist()
    return {"object": "embedding", "embedding": numbers, "index": index}


def embed(text: str, dimensions: int = 1024) -> Vector:
    """A unit vector from the text's words and their triples of letters."""
    vector = np.zeros(dimensions, dtype=np.float32)
    for feature in _features(text):
        number = int.from_bytes(hashlib.blake2b(feature.encode(), digest_size=8).digest(), "little")
        vector[number % dimensions] += 1.0 if number >> 63 else -1.0
    return vector / np.float32(max(float(np.linalg.norm(vector)), 1e-6))


def _features(text: str) -> Iterable[str]:
    for word in re.findall(r"\w+", text.lower()):
        yield word
        marked = f"<{word}>"
        yield from (marked[i : i + 3] for i in range(len(marked) - 2))


def _texts(body: Mapping[str, Any]) -> Sequence[str]:
    given = body.get("input")
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, list) or not texts:
        raise Refused(400, "Input cannot be an empty list.")
    if not all(isinstance(text, str) and text for text in texts):
        raise Refused(400, "Input cannot contain empty strings or empty lists")
    if len(texts) > MOST_TEXTS:
        raise Refused(400, f"The batch size limit is {MOST_TEXTS}. Your batch size is {len(texts)}.")
    if body.get("input_type") not in ("query", "document", None):
        raise Refused(400, f"Value '{body['input_type']}' provided for the parameter 'input_type' is invalid.")
    if body.get("model") not in _MOST_TOKENS:
        raise Refused(400, f"Model {body.get('model')} is not supported. Supported models are {list(_MOST_TOKENS)}.")
    return texts
