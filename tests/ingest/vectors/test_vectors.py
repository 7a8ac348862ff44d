"""Vectors on a real Postgres: made once a text, by the active model, which changes in one step."""

import logging
from collections.abc import Sequence
from hashlib import sha256

import asyncpg
import pytest

from ingest.books.reading_state import VectorsMissing
from ingest.database import MIGRATIONS
from ingest.embedders import Embedder, EmbeddingFailed, EmbeddingUnavailable, UnknownModel, Vector
from ingest.library import Library
from ingest.search.snippets import snippets
from ingest.vectors import digest
from tests.ingest.textbooks import Letters, begin, found, passage, publish, report, store

OLD, NEW = "old model", "new model"


class Counting(Letters):
    """Breaks off after so many passages."""

    def __init__(self, name: str, dimensions: int = 26, until: int = 1_000_000) -> None:
        super().__init__(name, dimensions)
        self.until = until

    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        if len(self.embedded) >= self.until:
            raise EmbeddingUnavailable("the line is dead")
        return await super().embed_passages(texts)


def choose(name: str) -> Embedder:
    if name == OLD:
        return Letters(OLD, 5)
    raise UnknownModel(f"EMBEDDING_MODEL: {name} needs a key")


def text(number: int) -> str:
    return f"absatz {chr(97 + number) * 3}"


async def test_a_text_is_embedded_once_whatever_book_it_is_in(pool: asyncpg.Pool) -> None:
    embedder = Counting("letters")
    library = Library(pool, embedder)
    await publish(library, "A1", passage("eins"), passage("zwei"), passage("eins", page=9))
    await publish(library, "A1", passage("zwei"), passage("drei"), data=b"new edition")
    assert embedder.embedded == ["eins", "zwei", "drei"]
    assert sorted(await found(library, "zwei")) == ["drei", "zwei"]


async def test_an_interrupted_job_goes_on_where_it_was(pool: asyncpg.Pool) -> None:
    library = Library(pool, Counting("letters", until=4))
    book = await begin(library, "A1")
    passages = [passage(text(number)) for number in range(7)]
    with pytest.raises(EmbeddingUnavailable):
        await store(library, book, *passages)
    embedder = Counting("letters")
    again = Library(pool, embedder)
    noted: list[tuple[int, int]] = []
    await again.vectors.complete("A1", [each.text for each in passages], lambda *progress: noted.append(progress))
    assert embedder.embedded == [text(number) for number in range(4, 7)]
    assert noted == [(4, 7), (6, 7), (7, 7)]
    assert await store(again, book, *passages)


# The active model


async def test_the_first_books_model_stays_whatever_the_setting_says(
    pool: asyncpg.Pool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    await publish(Library(pool, Letters(OLD, 5)), "A1", passage("anna"))
    library = Library(pool, Letters(NEW), choose)
    await publish(library, "B1", passage("anne", unit="B1-1"))
    assert (await library.embed_question("anna")).model == OLD
    assert await found(library, "anna") == ["anna", "anne"]
    assert await pool.fetchval("SELECT array_agg(DISTINCT model) FROM vectors") == [OLD]
    assert f"use {OLD}, the books' model, not {NEW}: `python -m ingest reembed` changes over" in caplog.text


async def test_a_model_that_cannot_be_had_is_named(pool: asyncpg.Pool, caplog: pytest.LogCaptureFixture) -> None:
    await publish(Library(pool, Letters("costly model")), "A1", passage("anna"))
    library = Library(pool, Letters(NEW), choose)
    with pytest.raises(EmbeddingFailed, match="costly model"):
        await library.embed_question("anna")
    assert "costly model cannot be had: EMBEDDING_MODEL: costly model needs a key" in caplog.text


async def test_learners_keep_the_old_model_until_every_passage_has_a_vector_of_the_new(pool: asyncpg.Pool) -> None:
    await publish(Library(pool, Letters(OLD, 5)), "A1", *(passage(text(number)) for number in range(5)))
    unfinished = Library(pool, Counting(NEW, until=2), choose)
    with pytest.raises(EmbeddingUnavailable):
        await unfinished.reembedding.embed_missing(60)
    assert not await unfinished.reembedding._activate()  # as when a book comes in at the last moment
    assert (await Library(pool, Letters(NEW), choose).embed_question("c")).model == OLD
    embedder = Counting(NEW)
    library = Library(pool, embedder, choose)
    progress = await library.reembedding.progress()
    assert (progress.done, progress.total, progress.active) == (2, 5, False)
    assert await library.reembedding.embed_missing(60)
    assert len(embedder.embedded) == 3
    assert (await library.reembedding.progress()).active
    assert (await library.embed_question("c")).model == NEW
    assert (await found(library, text(2)))[0] == text(2)


async def test_a_question_asked_with_the_old_model_finds_the_same_after_the_change(pool: asyncpg.Pool) -> None:
    old = Library(pool, Letters(OLD, 5))
    await publish(old, "A1", passage("anna"), passage("zzz"))
    question = await old.embed_question("anna")
    assert await Library(pool, Letters(NEW), choose).reembedding.embed_missing(60)
    assert [hit.passage.text for hit in await old.search(question)] == ["anna", "zzz"]
    await old.tidy_up()
    assert len(await old.search(question)) == 2


async def test_a_book_that_is_read_during_the_change_needs_vectors_of_the_new_model(pool: asyncpg.Pool) -> None:
    old, new = Library(pool, Letters(OLD, 5)), Library(pool, Letters(NEW), choose)
    await publish(old, "A1", passage("anna"))
    book, late = await begin(old, "B1"), passage("berta", unit="B1-1")
    model = await old.vectors.complete("B1", [late.text], lambda *_: None)
    assert await new.reembedding.embed_missing(60)
    with pytest.raises(VectorsMissing, match=f"1 texts have no vector of {NEW}"):
        await old.reading_state.store(book, [late], report([late]), model)
    assert await store(new, book, late)
    assert await new.publish(book)
    assert await found(new, "berta") == ["berta", "anna"]


async def test_vectors_of_the_old_model_are_deleted_a_day_after_the_change(pool: asyncpg.Pool) -> None:
    await publish(Library(pool, Letters(OLD, 5)), "A1", passage("anna"))
    library = Library(pool, Letters(NEW), choose)
    assert await library.reembedding.embed_missing(60)
    await pool.execute("UPDATE vectors SET created = created - interval '2 days'")
    await library.tidy_up()
    assert await pool.fetchval("SELECT count(*) FROM vectors") == 2
    await pool.execute("UPDATE active_model SET since = since - interval '2 days'")
    await library.tidy_up()
    assert await pool.fetchval("SELECT array_agg(model) FROM vectors") == [NEW]


async def test_an_empty_library_changes_its_model_at_once(pool: asyncpg.Pool) -> None:
    assert await Library(pool, Letters(OLD, 5)).reembedding.embed_missing(60)
    assert await Library(pool, Letters(NEW), choose).reembedding.embed_missing(60)
    assert (await Library(pool, Letters(NEW), choose).embed_question("x")).model == NEW


async def test_books_that_were_kept_under_the_digests_of_their_texts_alone_are_found_as_before(
    pool: asyncpg.Pool,
) -> None:
    library, long = Library(pool, Letters()), passage("Hanna singt gern und sehr laut. " * 20)
    await publish(library, "A1", passage("anna"), long)
    await publish(library, "B1", passage("anna", unit="B1-1"))
    question = await library.embed_question("Hanna")
    before = {hit.passage: hit.score for hit in await library.search(question)}
    await pool.execute("DELETE FROM vectors WHERE digest = $1", digest("B1", "anna"))  # the two had one
    texts = ["anna", long.text, *snippets(long)]
    keys = [(digest(course, text), sha256(text.encode()).digest()) for course in ("A1", "B1") for text in texts]
    for table in ("passages", "snippets", "vectors"):
        await pool.executemany(f"UPDATE {table} SET digest = $2 WHERE digest = $1", keys)
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute((MIGRATIONS / "0009_vectors_of_a_course.sql").read_text("utf-8"))
    assert {hit.passage: hit.score for hit in await library.search(question)} == pytest.approx(before)
    stored = {row["digest"] for row in await pool.fetch("SELECT digest FROM vectors")}
    assert stored == {digest("B1", "anna"), *(digest("A1", text) for text in texts)}
