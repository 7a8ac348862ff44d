"""The index of passages: their snippets, and an inverted index of their terms (postings)."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence

from asyncpg.pool import PoolConnectionProxy as Connection

from ingest.concepts import GRAMMAR
from ingest.database import copy
from ingest.exercises import labels
from ingest.passages import Passage
from ingest.search.places import exercise_terms, page_terms
from ingest.search.snippets import snippets
from ingest.search.sounds import sounds
from ingest.search.terms import terms
from ingest.vectors import digest


def count_terms(passage: Passage, title: str) -> Counter[str]:
    """The terms of a passage, of its unit's and section's titles, and of its pages' and exercises' numbers."""
    pages = {paragraph.printed or str(paragraph.page) for paragraph in passage.paragraphs}
    exercises = labels(paragraph.text for paragraph in passage.paragraphs)
    places = (*page_terms(pages), *exercise_terms(exercises))
    return Counter((*terms(f"{title}\n{passage.section}\n{passage.text}"), *places))


async def index(
    connection: Connection,
    book: int,
    course: str,
    passages: Mapping[int, Passage],
    counts: Sequence[Counter[str]],
) -> None:
    """Index the passages of a book, by their keys, in the caller's transaction. `counts`: their terms, in the same
    order."""
    await _index_terms(connection, book, passages, counts)
    await copy(connection, "snippets", _snippets(course, passages))


async def reindex(connection: Connection, book: int) -> None:
    """Index a book's terms anew, as the rules for terms may have changed; in the caller's transaction."""
    await connection.execute("SELECT FROM books WHERE id = $1 FOR UPDATE", book)  # against a concurrent reading
    rows = await connection.fetch(
        "SELECT p.*, u.title FROM units u JOIN passages p ON p.unit = u.key WHERE u.book = $1 ORDER BY p.key", book
    )
    passages = {row["key"]: Passage.from_row(row) for row in rows}
    counts = [count_terms(passage, row["title"]) for row, passage in zip(rows, passages.values(), strict=True)]
    sizes = [(key, found.total()) for key, found in zip(passages, counts, strict=True)]
    await connection.executemany("UPDATE passages SET terms = $2 WHERE key = $1", sizes)
    await _index_terms(connection, book, passages, counts)


async def _index_terms(
    connection: Connection, book: int, passages: Mapping[int, Passage], counts: Sequence[Counter[str]]
) -> None:
    """Replace the book's postings. Terms of grammar that the book lacks get an empty posting, which tells them from
    those that were added to the list after the book was indexed."""
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list, {term: [] for term in GRAMMAR.terms})
    for (key, passage), found in zip(passages.items(), counts, strict=True):
        for term, count in found.items():
            places[term].append((key, count))
        for sound, count in Counter(sounds(passage.text)).items():
            places[sound].append((key, count))
    await connection.execute("DELETE FROM postings WHERE book = $1", book)
    await copy(connection, "postings", _postings(book, places))


async def _postings(
    book: int, places: Mapping[str, Sequence[tuple[int, int]]]
) -> AsyncIterator[tuple[int, str, list[int], list[int]]]:
    for term, found in places.items():
        yield book, term, [key for key, _ in found], [count for _, count in found]


async def _snippets(course: str, passages: Mapping[int, Passage]) -> AsyncIterator[tuple[int, int, bytes]]:
    for key, passage in passages.items():
        for place, snippet in enumerate(snippets(passage)):
            yield key, place, digest(course, snippet)
        await asyncio.sleep(0)  # encoding a book takes long, and must not block the event loop
