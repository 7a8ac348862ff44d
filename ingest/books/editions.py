"""Editions of a course. Learners see the newest; publishing adds one, a rollback removes it.

Each function runs in the caller's transaction.
"""

from asyncpg.pool import PoolConnectionProxy as Connection


async def publish(connection: Connection, book: int) -> bool:
    """Publish a draft as a new edition of its course; False if the book is not a draft.

    A book of a whole course is all of that edition; a file of one unit replaces that unit.
    """
    course = await connection.fetchval("SELECT course FROM books WHERE id = $1", book)
    await _lock(connection, course)
    draft = await connection.fetchrow("SELECT unit FROM books WHERE id = $1 AND state = 'draft'", book)
    if draft is None:
        return False
    staying = await connection.fetch(
        """
        SELECT u.key FROM live_units u JOIN books b ON b.id = u.book
        WHERE u.course = $1 AND $2::int IS NOT NULL
          AND u.number IS DISTINCT FROM $2 AND b.unit IS DISTINCT FROM $2
        """,
        course,
        draft["unit"],
    )
    await connection.execute(
        """
        WITH edition AS (INSERT INTO editions (course) VALUES ($1) RETURNING id)
        INSERT INTO edition_units (edition, unit)
        SELECT edition.id, units.key FROM edition, units WHERE units.book = $2 OR units.key = ANY ($3)
        """,
        course,
        book,
        [row["key"] for row in staying],
    )
    await _restate(connection, course, "replaced")
    return True


async def rollback(connection: Connection, course: str, present: int | None) -> bool:
    """Go back to the previous edition; the withdrawn book is a draft again. False if there is no previous edition.

    With `present` the call is idempotent: nothing is done if that is no longer the present edition, and the result is
    True if it was withdrawn before. Editions whose books were all removed are skipped.
    """
    await _lock(connection, course)
    taken_back = await connection.fetch(
        """
        WITH present AS (SELECT max(id) AS id FROM editions WHERE course = $1)
        DELETE FROM editions WHERE course = $1 AND coalesce($2 = (SELECT id FROM present), true) AND id > (
            SELECT max(id) FROM editions e
            WHERE course = $1 AND id < (SELECT id FROM present)
              AND EXISTS (SELECT FROM edition_units WHERE edition = e.id)
        ) RETURNING id
        """,
        course,
        present,
    )
    await _restate(connection, course, "draft")
    query = "SELECT $2::bigint IS NOT NULL AND coalesce(max(id) < $2, false) FROM editions WHERE course = $1"
    return bool(taken_back) or bool(await connection.fetchval(query, course, present))


async def ways_back(connection: Connection) -> dict[str, int]:
    """The courses that have a previous edition, each with the id of its present one."""
    rows = await connection.fetch(
        """
        WITH present AS (SELECT course, max(id) AS id FROM editions GROUP BY course)
        SELECT course, id FROM present WHERE EXISTS (
            SELECT FROM editions e JOIN edition_units ON edition = e.id
            WHERE e.course = present.course AND e.id < present.id)
        ORDER BY course
        """
    )
    return {row["course"]: row["id"] for row in rows}


async def _lock(connection: Connection, course: str | None) -> None:
    """Serialize changes of a course's editions."""
    await connection.execute("SELECT FROM books WHERE course = $1 ORDER BY id FOR UPDATE", course)


async def _restate(connection: Connection, course: str, leaving: str) -> None:
    """Set the states of the course's books after a change of edition; those no longer in it become `leaving`."""
    await connection.execute(
        """
        WITH live AS (SELECT DISTINCT book FROM live_units WHERE course = $1)
        UPDATE books SET state = CASE WHEN id IN (TABLE live) THEN 'published' ELSE $2 END
        WHERE course = $1 AND (state = 'published' OR state IN ('draft', 'replaced') AND id IN (TABLE live))
        """,
        course,
        leaving,
    )


async def tidy_up(connection: Connection) -> None:
    """Delete units and vectors that for a day neither the present edition, nor the previous one, nor a draft has used.

    Books keep their files. Passages are deleted with their units, vectors when no passage has their text.
    """
    # Locks out drafts that are being stored, which count on existing vectors, and changes of editions.
    await connection.execute("SELECT FROM active_model FOR UPDATE")
    await connection.execute("SELECT FROM books ORDER BY id FOR UPDATE")
    await connection.execute(
        """
        DELETE FROM editions e WHERE 2 <= (
            SELECT count(*) FROM editions newer
            WHERE newer.course = e.course AND newer.id > e.id AND newer.published < now() - interval '1 day'
              AND EXISTS (SELECT FROM edition_units WHERE edition = newer.id))
        """
    )
    await connection.execute(
        """
        DELETE FROM units WHERE NOT EXISTS (SELECT FROM edition_units WHERE unit = units.key)
        AND book IN (SELECT id FROM books WHERE state = 'replaced')
        """
    )
    await connection.execute(
        """
        DELETE FROM vectors v WHERE created < now() - interval '1 day'
        AND NOT EXISTS (SELECT FROM texts WHERE digest = v.digest)
        """
    )
    # Vectors of a model that was replaced a day ago, unless it is being embedded again.
    await connection.execute(
        """
        DELETE FROM vectors WHERE model IN (
            SELECT model FROM vectors JOIN active_model ON model <> name
            WHERE since < now() - interval '1 day'
            GROUP BY model HAVING max(created) < now() - interval '1 day')
        """
    )
