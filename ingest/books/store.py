"""Storing what a book was cut into: its units and their passages."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from typing import Any

from asyncpg.pool import PoolConnectionProxy as Connection

from ingest.books.cards import UnitCard
from ingest.passages import Passage
from ingest.vectors import digest


async def store(
    connection: Connection, book: int, course: str, units: Sequence[UnitCard], passages: Sequence[Passage]
) -> None:
    """Keep a book's units and passages, in the caller's transaction, instead of those of an earlier reading."""
    await connection.execute("DELETE FROM units WHERE book = $1", book)
    keys = await _insert_units(connection, book, course, units, passages)
    places = [(keys[passage.unit], position) for position, passage in enumerate(passages)]
    await connection.copy_records_to_table("passages", records=_rows(places, passages))


async def _insert_units(
    connection: Connection, book: int, course: str, units: Sequence[UnitCard], passages: Sequence[Passage]
) -> dict[str | None, int]:
    """The key of each unit's row; that of None is for the passages that belong to no unit."""
    rows: list[dict[str, Any]] = [asdict(unit) for unit in units]
    outside = [passage for passage in passages if passage.unit is None]
    if outside:
        pages = {"page_first": outside[0].page_first, "page_last": outside[-1].page_last}
        rows.append({"id": course, "number": None, "title": "", **pages})
    inserted = await connection.fetch(
        """
        INSERT INTO units (book, id, course, number, title, page_first, page_last)
        SELECT $1, id, $2, number, title, page_first, page_last FROM jsonb_to_recordset($3)
        AS unit (id text, number integer, title text, page_first integer, page_last integer)
        RETURNING CASE WHEN number IS NOT NULL THEN id END AS id, key
        """,
        book,
        course,
        rows,
    )
    return {row["id"]: row["key"] for row in inserted}


async def _rows(places: Sequence[tuple[int, int]], passages: Sequence[Passage]) -> AsyncIterator[tuple[object, ...]]:
    for place, p in zip(places, passages, strict=True):
        paragraphs = [asdict(paragraph) for paragraph in p.paragraphs]
        yield (*place, p.section, p.page_first, p.page_last, p.tokens, digest(p.text), paragraphs)
        await asyncio.sleep(0)  # a book takes long to encode, and the same event loop answers learners
