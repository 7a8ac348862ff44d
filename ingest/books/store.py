"""Stores a book's units and their passages."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from asyncpg.pool import PoolConnectionProxy as Connection

from ingest.books.cards import UnitCard
from ingest.database import copy
from ingest.passages import Passage
from ingest.search.index import count_terms, index
from ingest.vectors import digest


async def store(
    connection: Connection, book: int, course: str, units: Sequence[UnitCard], passages: Sequence[Passage]
) -> None:
    """Replace a book's units and passages by these, in the caller's transaction."""
    await connection.execute("DELETE FROM units WHERE book = $1", book)
    keys = await _insert_units(connection, book, course, units, passages)
    titles = {unit.id: unit.title for unit in units}
    counts = await asyncio.to_thread(lambda: [count_terms(each, titles.get(each.unit or "", "")) for each in passages])
    numbers = await connection.fetch(
        "SELECT nextval(pg_get_serial_sequence('passages', 'key')) AS key FROM generate_series(1, $1)", len(passages)
    )
    by_key = {row["key"]: passage for row, passage in zip(numbers, passages, strict=True)}
    columns = "unit", "position", "section", "page_first", "page_last", "tokens", "digest", "paragraphs", "key", "terms"
    await copy(connection, "passages", _rows(course, keys, by_key, counts), columns)
    await index(connection, book, course, by_key, counts)


async def _insert_units(
    connection: Connection, book: int, course: str, units: Sequence[UnitCard], passages: Sequence[Passage]
) -> dict[str | None, int]:
    """The key of each unit's row; None stands for the row of passages that belong to no unit."""
    rows: list[dict[str, Any]] = [asdict(unit) for unit in units]
    outside = [passage for passage in passages if passage.unit is None]
    if outside:
        pages = {"page_first": outside[0].page_first, "page_last": outside[-1].page_last}
        rows.append({"id": course, "number": None, "title": "", **pages})
    inserted = await connection.fetch(
        """
        INSERT INTO units (
            book, id, course, number, title, page_first, page_last, printed_first, printed_last, headings
        )
        SELECT $1, id, $2, number, title, page_first, page_last, printed_first, printed_last, coalesce(headings, '{}')
        FROM jsonb_to_recordset($3) AS unit (
            id text, number integer, title text, page_first integer, page_last integer,
            printed_first text, printed_last text, headings text[]
        )
        RETURNING CASE WHEN number IS NOT NULL THEN id END AS id, key
        """,
        book,
        course,
        rows,
    )
    return {row["id"]: row["key"] for row in inserted}


async def _rows(
    course: str, units: Mapping[str | None, int], passages: Mapping[int, Passage], counts: Sequence[Counter[str]]
) -> AsyncIterator[tuple[object, ...]]:
    for position, ((key, p), terms) in enumerate(zip(passages.items(), counts, strict=True)):
        paragraphs = [asdict(paragraph) for paragraph in p.paragraphs]
        place = units[p.unit], position, p.section, p.page_first, p.page_last
        yield *place, p.tokens, digest(course, p.text), paragraphs, key, terms.total()
        await asyncio.sleep(0)  # encoding a book takes long, and must not block the event loop
