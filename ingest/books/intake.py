"""Receives, corrects and removes books. Each function runs in the caller's transaction."""

import hashlib
from dataclasses import astuple, dataclass
from typing import Any

import asyncpg
from asyncpg.pool import PoolConnectionProxy as Connection

from ingest.jobs.queue import queue_book
from ingest.units.caption import BadCaption, Caption
from ingest.units.corrections import Correction, merged, parse_corrections

_READ_IT = """
    UPDATE books SET state = 'waiting', stage = NULL, done = 0, total = 0, attempts = 0, failure = NULL,
                     corrections = coalesce($2, corrections)
    WHERE id = $1
"""

_LACKED_OCR = """EXISTS (
    SELECT FROM jsonb_array_elements(report->'remarks') AS remark
    WHERE remark->>'code' IN ('needs_ocr', 'ocr_failed'))"""

_READ_IT_ANEW = """
    INSERT INTO books (file, file_name, caption, course, unit, corrections, shows_pages)
    SELECT file, file_name, caption, course, unit, coalesce($2, corrections), shows_pages FROM books WHERE id = $1
    RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Receipt:
    book: int
    already: bool  # the same file with the same caption is known; nothing was changed


async def receive(connection: Connection, data: bytes, file_name: str, caption: Caption) -> Receipt:
    file = await _keep(connection, data)
    known = await connection.fetchrow(
        f"""
        SELECT id, state,
               state IN ('waiting', 'reading') OR state IN ('draft', 'published') AND NOT {_LACKED_OCR} AS stays
        FROM books WHERE file = $1 AND caption = $2 ORDER BY id DESC LIMIT 1
        """,
        file,
        str(caption),
    )
    if known and known["stays"]:
        return Receipt(known["id"], already=True)
    # Read failed or incomplete files anew: Tesseract may be installed by now, or have more time.
    await connection.execute(
        f"""
        UPDATE files SET document = NULL
        WHERE sha256 = $1 AND EXISTS (SELECT FROM books WHERE file = $1 AND (state = 'failed' OR {_LACKED_OCR}))
        """,
        file,
    )
    if known:
        book = await _draft_of(connection, known["id"], known["state"], None)
    else:
        book = await _new_book(connection, file, file_name, caption)
    await queue_book(connection, book, caption.course)
    return Receipt(book, already=False)


async def _keep(connection: Connection, data: bytes) -> bytes:
    """Store the file, once; returns its digest."""
    file = hashlib.sha256(data).digest()
    # The update changes nothing, but locks the row, so that the same file sent twice at once becomes one book.
    await connection.execute(
        """
        INSERT INTO files (sha256, data) VALUES ($1, $2)
        ON CONFLICT (sha256) DO UPDATE SET sha256 = excluded.sha256
        """,
        file,
        data,
    )
    return file


async def _new_book(connection: Connection, file: bytes, file_name: str, caption: Caption) -> int:
    """Insert a book. Its pages may be shown as pictures if those of the course's latest book may."""
    book: int = await connection.fetchval(
        """
        INSERT INTO books (file, file_name, caption, course, unit, shows_pages)
        VALUES ($1, $2, $3, $4, $5, coalesce(
            (SELECT shows_pages FROM books WHERE course = $4 ORDER BY id DESC LIMIT 1), true))
        RETURNING id
        """,
        file,
        file_name,
        str(caption),
        caption.course,
        caption.unit,
    )
    return book


async def correct(connection: Connection, book: int, line: str) -> int | None:
    row = await connection.fetchrow("SELECT * FROM books WHERE id = $1 FOR UPDATE", book)
    if row is None:
        return None
    corrections = parse_corrections(line, row["course"])
    only = row["unit"]
    if only is not None and any(each.removes or each.number != only for each in corrections):
        raise BadCaption("unit", line)
    if row["state"] in ("published", "replaced"):
        row = await _newer_draft(connection, row) or row
    both = merged([Correction(*each) for each in row["corrections"]], corrections)
    known = {unit["number"] for unit in (row["report"] or {"units": ()})["units"]}
    if row["report"] and any(each.title and not each.page_first and each.number not in known for each in both):
        raise BadCaption("unit", line)  # a title of a unit that nobody has found
    draft = await _draft_of(connection, row["id"], row["state"], [astuple(each) for each in both])
    await queue_book(connection, draft, row["course"])
    return draft


async def _draft_of(connection: Connection, book: int, state: str, corrections: list[Any] | None) -> int:
    """Queue a new reading: of the book itself, or of a copy if learners see the book or might see it again."""
    if state in ("published", "replaced"):
        draft: int = await connection.fetchval(_READ_IT_ANEW, book, corrections)
        return draft
    await connection.execute(_READ_IT, book, corrections)
    return book


async def _newer_draft(connection: Connection, row: asyncpg.Record) -> asyncpg.Record | None:
    """The draft that an earlier correction of a published book has made."""
    return await connection.fetchrow(
        """
        SELECT * FROM books WHERE file = $1 AND caption = $2 AND id > $3
        AND state NOT IN ('published', 'replaced') ORDER BY id DESC LIMIT 1 FOR UPDATE
        """,
        row["file"],
        row["caption"],
        row["id"],
    )


async def remove(connection: Connection, book: int) -> bool:
    file = await connection.fetchval("SELECT file FROM books WHERE id = $1", book)
    # Lock the file first, as it may be received again at this moment.
    await connection.execute("SELECT FROM files WHERE sha256 = $1 FOR UPDATE", file)
    removed = await connection.fetchval("DELETE FROM books WHERE id = $1 RETURNING true", book)
    await connection.execute(
        "DELETE FROM files WHERE sha256 = $1 AND NOT EXISTS (SELECT FROM books WHERE file = sha256)", file
    )
    return bool(removed)
