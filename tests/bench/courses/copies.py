"""A course once more, as often as a bench wants it: in the database, where a million passages take minutes."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import asyncpg
import numpy as np
from pgvector.asyncpg import register_vector

from ingest.embedders import Vector


async def multiply(url: str, numbers: Iterable[int]) -> None:
    """Add a copy of the course A1, which is one book, for each number, as the course `C<number>`. The vectors have 512
    numbers. No number may come twice."""
    connection = await asyncpg.connect(url)
    try:
        await register_vector(connection)
        async with _bare_tables(connection):
            await connection.execute(_BASE)
            for number in numbers:
                for statement in _COPY:
                    await connection.execute(statement.format(copy=number, key=_KEY.format(copy=number)))
                await connection.execute(_VECTORS.format(key=_KEY.format(copy=number)), _topic(number))
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


def _topic(number: int) -> Vector:
    """What all vectors of a copy lean to, as a book's do."""
    found: Vector = np.random.default_rng(number).normal(scale=5, size=512).astype(np.float32)
    return found


@asynccontextmanager
async def _bare_tables(connection: asyncpg.Connection) -> AsyncIterator[None]:
    """Without what makes each row dear: the log, foreign keys (they do not come back), and indexes whose keys come in
    no order, which are made anew in the end."""
    await connection.execute("SET session_replication_role = replica; SET maintenance_work_mem = '1GB'")
    indexes = await connection.fetch(
        """
        SELECT indexrelid::regclass::text AS name, indrelid::regclass::text AS place,
               pg_get_indexdef(indexrelid) AS made
        FROM pg_index WHERE indrelid IN ('passages'::regclass, 'snippets'::regclass, 'vectors'::regclass)
        """
    )
    for index in indexes:
        await connection.execute(f"ALTER TABLE {index['place']} DROP CONSTRAINT IF EXISTS {index['name']} CASCADE")
        await connection.execute(f"DROP INDEX IF EXISTS {index['name']}")
    for table in ("postings", "snippets", "vectors", "passages"):
        await connection.execute(f"ALTER TABLE {table} SET UNLOGGED")
    yield
    for index in indexes:
        await connection.execute(index["made"])


# Keys of a copy are those of the course and so many millions; vectors and postings come in the order in which they are
# kept of a book that is read.
_BASE = """
    CREATE TEMP TABLE base_units AS SELECT * FROM units WHERE course = 'A1';
    CREATE TEMP TABLE base_passages AS SELECT * FROM passages WHERE unit IN (SELECT key FROM base_units);
    CREATE TEMP TABLE base_snippets AS SELECT * FROM snippets WHERE passage IN (SELECT key FROM base_passages);
    CREATE TEMP TABLE base_vectors AS SELECT * FROM vectors
        WHERE digest IN (SELECT digest FROM base_passages UNION ALL SELECT digest FROM base_snippets) ORDER BY ctid;
    CREATE TEMP TABLE base_postings AS SELECT * FROM postings
        WHERE book IN (SELECT book FROM base_units) ORDER BY term;
"""

_KEY = "substr(sha256('C{copy}'::bytea), 1, 4) || substr(digest, 5)"  # as `ingest.vectors.digest` makes it

_COPY = (
    """
    INSERT INTO books (id, file, file_name, caption, course, state) OVERRIDING SYSTEM VALUE
    SELECT id + {copy} * 1000000, file, file_name, 'C{copy}', 'C{copy}', state
    FROM books WHERE id IN (SELECT book FROM base_units)
    """,
    """
    INSERT INTO units (key, book, id, course, number, title, page_first, page_last) OVERRIDING SYSTEM VALUE
    SELECT key + {copy} * 1000000, book + {copy} * 1000000, 'C{copy}-' || number, 'C{copy}', number, title,
           page_first, page_last FROM base_units
    """,
    """
    INSERT INTO passages (key, unit, position, section, page_first, page_last, tokens, digest, paragraphs, terms)
    OVERRIDING SYSTEM VALUE
    SELECT key + {copy} * 1000000, unit + {copy} * 1000000, position, section, page_first, page_last, tokens,
           {key}, paragraphs, terms FROM base_passages
    """,
    """
    INSERT INTO snippets (passage, place, digest)
    SELECT passage + {copy} * 1000000, place, {key} FROM base_snippets
    """,
    """
    INSERT INTO postings (book, term, passages, counts)
    SELECT book + {copy} * 1000000, term,
           CASE cardinality(passages) WHEN 1 THEN ARRAY[passages[1] + {copy} * 1000000]
           ELSE ARRAY(SELECT unnest(passages) + {copy} * 1000000) END, counts
    FROM base_postings
    """,
    """
    WITH edition AS (INSERT INTO editions (course) VALUES ('C{copy}') RETURNING id)
    INSERT INTO edition_units (edition, unit) SELECT edition.id, key + {copy} * 1000000 FROM edition, base_units
    """,
)

_VECTORS = """
    INSERT INTO vectors (digest, model, embedding)
    SELECT {key}, model, embedding + $1 FROM base_vectors
"""
