"""Putting a book where learners find it, in place of what it replaces."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from asyncpg.pool import PoolConnectionProxy as Connection

from ingest.embedders import Vector
from ingest.passages import Passage


@dataclass(frozen=True, slots=True)
class UnitCard:
    """What the catalogue says of a unit."""

    id: str  # "A1-13"
    course: str
    number: int
    title: str
    page_first: int
    page_last: int
    passages: int


async def shelve(
    connection: Connection,
    book: int,
    units: Sequence[UnitCard],
    passages: Sequence[Passage],
    vectors: Sequence[Vector],
    model: str,
) -> bool:
    """Make the book live within the caller's transaction; False when nobody waits for it any more.

    A whole course replaces the course, a single unit that unit. `vectors` are those of `passages`, in order.
    """
    # The course's other books are locked too: two of them at once would both end up live.
    course_books = await connection.fetch(
        """
        SELECT id, course, unit, state FROM books
        WHERE course = (SELECT course FROM books WHERE id = $1) ORDER BY id FOR UPDATE
        """,
        book,
    )
    mine = next((row for row in course_books if row["id"] == book), None)
    if mine is None or mine["state"] != "reading":
        return False
    await _make_room(connection, book, mine["course"], mine["unit"])
    keys = await _insert_units(connection, book, mine["course"], units, passages)
    await _copy_passages(connection, keys, passages, vectors, model)
    return True


async def _make_room(connection: Connection, book: int, course: str, unit: int | None) -> None:
    await connection.execute("DELETE FROM units WHERE book = $1", book)  # an earlier reading of the same file
    await connection.execute(
        "UPDATE units SET live = false WHERE live AND course = $1 AND ($2::int IS NULL OR number = $2)",
        course,
        unit,
    )
    await connection.execute(
        """
        UPDATE books SET state = 'replaced' WHERE course = $1 AND state = 'published'
        AND NOT EXISTS (SELECT FROM units WHERE units.book = books.id AND live)
        """,
        course,
    )


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
        INSERT INTO units (book, id, course, number, title, page_first, page_last, live)
        SELECT $1, id, $2, number, title, page_first, page_last, true FROM jsonb_to_recordset($3)
        AS unit (id text, number integer, title text, page_first integer, page_last integer)
        RETURNING CASE WHEN number IS NOT NULL THEN id END AS id, key
        """,
        book,
        course,
        rows,
    )
    return {row["id"]: row["key"] for row in inserted}


async def _copy_passages(
    connection: Connection,
    keys: dict[str | None, int],
    passages: Sequence[Passage],
    vectors: Sequence[Vector],
    model: str,
) -> None:
    places = [(keys[passage.unit], position) for position, passage in enumerate(passages)]
    await connection.copy_records_to_table("passages", records=_rows(places, passages))
    await connection.copy_records_to_table(
        "vectors",
        records=[(*place, model, vector) for place, vector in zip(places, vectors, strict=True)],
    )


async def _rows(places: Sequence[tuple[int, int]], passages: Sequence[Passage]) -> AsyncIterator[tuple[object, ...]]:
    for place, p in zip(places, passages, strict=True):
        paragraphs = [asdict(paragraph) for paragraph in p.paragraphs]
        yield (*place, p.section, p.page_first, p.page_last, p.tokens, paragraphs)
        await asyncio.sleep(0)  # a book takes long to encode, and the same event loop answers learners
