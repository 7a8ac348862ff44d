"""The Voyage stand-in behaves like the embeddings endpoint towards the real SDK."""

from collections.abc import AsyncIterator
from typing import Any

import numpy as np
import pytest
from voyageai.client_async import AsyncClient
from voyageai.error import InvalidRequestError

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
