"""The reranker's order of what the search has found."""

from collections.abc import Sequence

import asyncpg
import pytest
from pydantic import SecretStr

from ingest.embedders.voyage_reranker import VoyageReranker
from ingest.library import Hit, Library
from ingest.passages import Paragraph, Passage
from tests.ingest.textbooks import Letters, passage, publish
from tests.voyage import API_KEY, VoyageServer

HITS = [
    Hit(Passage("A1-1", "", (Paragraph(text, 1),), 1, 1, 9), "", 3.0 - place, 0.5, 0.5)
    for place, text in enumerate(["Der Zug fährt um acht ab.", "Mein Bruder heißt Tim.", "Ich nehme einen Kaffee."])
]


async def ordered(server: VoyageServer, patience: float = 30.0, key: str = API_KEY) -> list[int]:
    reranker = VoyageReranker(SecretStr(key), "rerank-2.5-lite", server.base_url, patience=patience)
    hits = await reranker.order("Kaffee nehme ich", HITS)
    await reranker.close()
    assert sorted(hit.score for hit in hits) == [1.0, 2.0, 3.0]
    return [HITS.index(hit) for hit in hits]


async def test_what_answers_best_comes_first() -> None:
    async with VoyageServer() as server:
        assert (await ordered(server))[0] == 2
    assert server.reranked[0]["model"] == "rerank-2.5-lite"
    assert server.reranked[0]["documents"] == [hit.passage.text for hit in HITS]


@pytest.mark.parametrize("status", [400, 429, 500])
async def test_the_searchs_own_order_stays_when_voyage_refuses_or_its_answer_cannot_be_read(status: int) -> None:
    async with VoyageServer() as server:
        server.fail(status)
        assert await ordered(server) == [0, 1, 2]
        assert await ordered(server, key="pa-wrong") == [0, 1, 2]
        server.garble('{"data": [{"index": 9, "relevance_score": 1}], "usage": {"total_tokens": 9}}')
        assert await ordered(server) == [0, 1, 2]
        server.garble("{}")
        assert await ordered(server) == [0, 1, 2]
    assert await ordered(server) == [0, 1, 2]  # gone


async def test_the_searchs_own_order_stays_when_voyage_is_slow() -> None:
    async with VoyageServer() as server:
        server.rerank_seconds = 3600.0
        assert await ordered(server, patience=0.05) == [0, 1, 2]


class Backwards:
    """The worst first."""

    async def order(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        assert question
        return list(reversed(hits))

    async def close(self) -> None:
        """Nothing is open."""


async def test_it_chooses_among_more_passages_than_are_given_but_not_where_the_place_is_named(
    pool: asyncpg.Pool,
) -> None:
    texts = [passage(f"Kaffee {'Tee ' * n}", page=n, unit=f"A1-{unit}") for unit in (1, 2) for n in range(1, 9)]
    await publish(plain := Library(pool, Letters()), "A1", *texts)
    reranked = Library(pool, Letters(), reranker=Backwards())

    async def pages(library: Library, question: str) -> list[tuple[str | None, int]]:
        hits = await library.look(await library.embed_question(question), "A1-1")
        return [(hit.passage.unit, hit.passage.page_first) for hit in hits]

    first, last = await pages(plain, "Kaffee"), await pages(reranked, "Kaffee")
    assert [unit for unit, _ in last] == [unit for unit, _ in first] == ["A1-1"] * 3 + ["A1-2"] * 2
    assert not set(first) & set(last)
    assert await pages(reranked, "Kaffee, S. 5") == await pages(plain, "Kaffee, S. 5")
    [hit] = await reranked.search(await reranked.embed_question("Kaffee"), "A1-1", top=1)
    assert ("A1-1", hit.passage.page_first) == last[0]
