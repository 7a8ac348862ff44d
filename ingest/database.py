"""Postgres: its address, migrations, and the connection pool."""

import asyncio
import json
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path
from socket import gaierror
from time import monotonic
from typing import Any

import asyncpg
from asyncpg.pool import PoolAcquireContext, PoolConnectionProxy
from pgvector import HalfVector
from procrastinate.schema import SchemaManager
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_fixed

from ingest.embedded_postgres import Unstartable, embedded_postgres

MIGRATIONS = Path(__file__).parent / "migrations"

_Types = tuple[list[asyncpg.Record], Any]
"""The descriptions of some types, and the statement by which asyncpg asked for them."""

_MIGRATION_LOCK = 0x11A6  # any number, the same in all processes

# To fetch a job, procrastinate looks for earlier jobs with the same lock, for each waiting job. Its own index begins
# with the job's id, so all of it is read each time: a thousand jobs of one chat delayed all others.
_JOBS_BY_LOCK = "CREATE INDEX jobs_by_lock ON procrastinate_jobs (lock)"

_FIRST_OID_OF_USERS = 16_384  # types below it are Postgres' own
_known_types: dict[frozenset[int], _Types] = {}

PATIENCE = 5.0  # seconds to wait for a free connection, for a lock, and for the server to take a connection
LONGEST_QUERY = 30.0  # seconds; a file of 20 MB is written in one query
ROWS_A_COPY = 1000
SECONDS_A_COPY = 5.0

CONNECTION_LOST = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a query while the server closes the connection
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,  # the server is shutting down or starting; a query took too long
    asyncpg.ObjectNotInPrerequisiteStateError,  # the database accepts no connections; a lock was not available
    asyncpg.ReadOnlySQLTransactionError,  # a standby before a failover
    asyncpg.TransactionRollbackError,  # a deadlock or a serialization failure
)
"""Errors of a query while the database is away or too busy; TimeoutError is an OSError."""


_STARTING = (asyncpg.OperatorInterventionError, asyncpg.ObjectNotInPrerequisiteStateError)
_TIMES, _PAUSE = stop_after_attempt(25), wait_fixed(0.2)
_retried_at_start = retry(retry=retry_if_exception_type(CONNECTION_LOST), stop=_TIMES, wait=_PAUSE, reraise=True)


class DatabaseUnavailable(Exception):
    """The settings lead to no database. The text is one line that names the setting, without parts of an address."""


@contextmanager
def running_postgres(database_url: str, data_dir: Path) -> Iterator[str]:
    """The address of a running Postgres: `database_url`, or an embedded server with its files in `data_dir`.

    Several processes may share a `data_dir`: the last one stops the server. Raises DatabaseUnavailable.
    """
    if database_url:
        yield database_url
        return
    with ExitStack() as stack:
        try:
            url = stack.enter_context(embedded_postgres(data_dir / "postgres"))
        except Unstartable as error:
            raise DatabaseUnavailable(f"DATA_DIR: {error}") from error
        except OSError as error:
            raise DatabaseUnavailable(f"DATA_DIR: nothing can be kept in {data_dir}: {error.strerror}") from error
        yield url


@_retried_at_start
async def migrate(url: str, folders: Sequence[Path] = (MIGRATIONS,)) -> None:
    """Apply the folders' new `0001_*.sql` files in order; several processes may start at once.

    Raises DatabaseUnavailable.
    """
    connection = await _connect(url)
    try:
        applied = await _applied(connection)
        for name, sql in _migrations(folders):
            if name not in applied:
                await _apply(connection, name, sql)
    except (
        asyncpg.FeatureNotSupportedError,  # pgvector is not installed
        asyncpg.InsufficientPrivilegeError,  # or may not be created
        asyncpg.UndefinedObjectError,  # or is older than 0.7, without halfvec
    ) as error:
        raise DatabaseUnavailable(f"DATABASE_URL: {error}") from error
    finally:
        await connection.close()


async def _connect(url: str) -> asyncpg.Connection:
    try:
        return await _connected(url)
    except ValueError:  # its text may contain a part of the password
        example = "postgresql://user:password@localhost:5432/name"
        raise DatabaseUnavailable(f"DATABASE_URL: it is not like {example}, with special characters as %xx") from None
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        reason = "nobody knows its host" if isinstance(error, gaierror) else type(error).__name__
        raise DatabaseUnavailable(f"DATABASE_URL: the database cannot be reached: {reason}") from None


@retry(retry=retry_if_exception_type(_STARTING), stop=_TIMES, wait=_PAUSE, reraise=True)
async def _connected(url: str) -> asyncpg.Connection:
    return await asyncpg.connect(url)


def _migrations(folders: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Their names and their SQL, in their order."""
    for folder in folders:
        for path in sorted(folder.glob("*.sql")):
            yield f"{folder.parent.name}/{path.stem}", path.read_text("utf-8")
    yield "procrastinate/schema", SchemaManager.get_schema()
    yield "procrastinate/jobs_by_lock", _JOBS_BY_LOCK


async def _applied(connection: asyncpg.Connection) -> set[str]:
    """The names of the migrations that are done: mostly all of them, so that a start asks once."""
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", _MIGRATION_LOCK)
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())"
        )
        return {row["name"] for row in await connection.fetch("SELECT name FROM migrations")}


async def _apply(connection: asyncpg.Connection, name: str, sql: str) -> None:
    """One migration and its record in one transaction, if nobody else has been faster."""
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", _MIGRATION_LOCK)
        if await connection.fetchval("SELECT true FROM migrations WHERE name = $1", name):
            return
        await connection.execute(sql)
        await connection.execute("INSERT INTO migrations (name) VALUES ($1)", name)


class _Connection(asyncpg.Connection):
    """Skips the reset of the session when it is released, which is a round trip: settings and locks always end with
    their transaction, or use a connection outside the pool."""

    def get_reset_query(self) -> str:
        return ""

    async def _introspect_types(self, oids: Collection[int], timeout: float) -> _Types:
        """What asyncpg asks the database about types, such as arrays of numbers: on each connection anew, by a query
        that takes longer than most of ours. Of Postgres' own types the answer is the same everywhere."""
        if (types := frozenset(oids)) in _known_types:
            return _known_types[types]
        # The stubs leave it out.
        found: _Types = await super()._introspect_types(oids, timeout)  # type: ignore[misc]
        if max(oids) < _FIRST_OID_OF_USERS:
            _known_types[types] = found
        return found


class Pool(asyncpg.Pool):
    """Waits at most PATIENCE: for a free connection, for which asyncpg has no default, and for its own end."""

    def acquire(self, *, timeout: float | None = None) -> PoolAcquireContext:
        """Raises TimeoutError."""
        return super().acquire(timeout=PATIENCE if timeout is None else timeout)

    async def close(self) -> None:
        """Wait for the server, which may not answer any more; asyncpg would wait as long as for a query."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await super().close()


@_retried_at_start
async def open_pool(url: str, max_size: int = 10) -> Pool:
    """A pool whose connections speak pgvector's `halfvec`, and `jsonb` as Python objects. Migrate first.

    Statements that wait for a lock or run too long fail, so that a locked table does not use up the pool.
    """
    pool = await Pool(
        url,
        connection_class=_Connection,
        record_class=asyncpg.Record,
        min_size=0,  # while the database is away asyncpg would log a traceback for each it fails to keep open
        max_size=max_size,
        max_queries=50_000,
        max_inactive_connection_lifetime=300.0,
        setup=None,
        init=_set_codecs,
        loop=None,
        timeout=PATIENCE,
        command_timeout=LONGEST_QUERY + PATIENCE,  # for a server that does not answer any more
        server_settings={
            "lock_timeout": f"{PATIENCE}s",
            "statement_timeout": f"{LONGEST_QUERY}s",
            "random_page_cost": "1.1",  # for solid state disks
            "jit": "off",  # no query is worth compiling, but the planner's costs of a large course would trigger it
        },
    )
    try:
        await pool.execute("SELECT")
    except BaseException:
        pool.terminate()
        raise
    return pool


@asynccontextmanager
async def session(url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection outside the pool, for advisory locks that last as long as a process lives."""
    connection = await asyncpg.connect(url, timeout=PATIENCE, command_timeout=PATIENCE)
    try:
        yield connection
    finally:
        connection.terminate()  # without waiting for the database


async def copy(
    connection: PoolConnectionProxy,
    table: str,
    records: AsyncIterator[tuple[object, ...]],
    columns: Sequence[str] | None = None,
) -> None:
    """COPY, in statements of at most ROWS_A_COPY rows and SECONDS_A_COPY, as rows may be long and no statement may run
    longer than LONGEST_QUERY."""
    is_over = False

    async def batch() -> AsyncIterator[tuple[object, ...]]:
        nonlocal is_over
        end = monotonic() + SECONDS_A_COPY
        for _ in range(ROWS_A_COPY):
            if monotonic() > end:
                return
            try:
                yield await anext(records)
            except StopAsyncIteration:
                is_over = True
                return

    while not is_over:
        await connection.copy_records_to_table(table, records=batch(), columns=columns)


async def _set_codecs(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec(
        "halfvec",
        schema="public",
        format="binary",
        encoder=lambda numbers: HalfVector(numbers).to_binary(),
        decoder=HalfVector.from_binary,
    )
    # In binary, as COPY needs: the version, always 1, then the text.
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        format="binary",
        encoder=lambda value: b"\x01" + json.dumps(value, ensure_ascii=False).encode(),
        decoder=lambda data: json.loads(data[1:]),
    )
