"""The Voyage stand-in behaves like the embeddings endpoint towards the real SDK."""

from collections.abc import AsyncIterator
from typing import Any

import numpy as np
import pytest
from voyageai.client_async import AsyncClient
from voyageai.error import (
    AuthenticationError,
    InvalidRequestError,
    RateLimitError,
    ServerError,
    ServiceUnavailableError,
)

from tests.voyage import VoyageServer

MODEL = "voyage-multilingual-2"


@pytest.fixture
async def voyage() -> AsyncIterator[VoyageServer]:
    async with VoyageServer() as server:
        yield server


@pytest.fixture
def client(voyage: VoyageServer) -> Any:
    return AsyncClient(api_key=voyage.api_key, base_url=voyage.base_url, max_retries=1)


async def test_shared_words_bring_texts_near_and_the_same_text_is_the_same(client: Any, voyage: VoyageServer) -> None:
    texts = ["Ich möchte einen Kaffee.", "einen Kaffee, bitte", "Der Zug fährt um acht ab.", "Ich möchte einen Kaffee."]
    result = await client.embed(texts, model=MODEL, input_type="document")
    order, near, far, again = (np.array(vector, dtype=np.float32) for vector in result.embeddings)
    assert order.shape == (1024,)
    assert np.linalg.norm(order) == pytest.approx(1)
    assert order @ near > order @ far + 0.3
    assert (order == again).all()
    assert voyage.embedded[0].input_type == "document"
    assert voyage.embedded[0].tokens == result.total_tokens > 10


async def test_newer_models_take_other_sizes(client: Any) -> None:
    result = await client.embed(["eins"], model="voyage-3.5", input_type="query", output_dimension=256)
    assert len(result.embeddings[0]) == 256
    with pytest.raises(InvalidRequestError, match="output_dimension"):
        await client.embed(["eins"], model=MODEL, output_dimension=256)


@pytest.mark.parametrize(
    ("texts", "more", "words"),
    [
        ([], {}, "empty list"),
        (["a", ""], {}, "empty strings"),
        (["a"] * 1001, {}, "batch size limit is 1000"),
        (["wort " * 20_000] * 7, {}, "max allowed tokens per submitted batch is 120000. Your batch has 140007"),
        (["a"], {"input_type": "passage"}, "input_type"),
        (["a"], {"model": "ada-2"}, "ada-2 is not supported"),
    ],
)
async def test_what_the_service_refuses_is_refused(
    client: Any, texts: list[str], more: dict[str, Any], words: str
) -> None:
    with pytest.raises(InvalidRequestError, match=words):
        await client.embed(texts, **{"model": MODEL} | more)


async def test_a_wrong_key_is_refused(voyage: VoyageServer) -> None:
    stranger = AsyncClient(api_key="pa-wrong", base_url=voyage.base_url, max_retries=1)
    with pytest.raises(AuthenticationError, match="API key is invalid"):
        await stranger.embed(["a"], model=MODEL)
    assert voyage.asked == 0


async def test_more_requests_than_the_plan_allows_are_refused_until_a_minute_has_passed() -> None:
    now = [0.0]
    async with VoyageServer(requests_per_minute=3, clock=lambda: now[0]) as voyage:
        client = AsyncClient(api_key=voyage.api_key, base_url=voyage.base_url, max_retries=1)
        for _ in range(3):
            await client.embed(["a"], model=MODEL)
        with pytest.raises(RateLimitError, match="3 RPM"):
            await client.embed(["a"], model=MODEL)
        now[0] = 61.0
        await client.embed(["a"], model=MODEL)


async def test_planned_faults_meet_the_next_requests_in_turn(client: Any, voyage: VoyageServer) -> None:
    voyage.fail(500)
    voyage.fail(503)
    voyage.fail(429, "slow down")
    for error in (ServerError, ServiceUnavailableError, RateLimitError):
        with pytest.raises(error):
            await client.embed(["a"], model=MODEL)
    voyage.lose_vectors()
    assert len((await client.embed(["a", "b"], model=MODEL)).embeddings) == 1
    voyage.shorten_vectors(8)
    assert len((await client.embed(["a"], model=MODEL)).embeddings[0]) == 8
    assert len((await client.embed(["a"], model=MODEL)).embeddings[0]) == 1024
