"""Runs a command with the library open; errors that the user can fix become one line on standard error."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial, wraps
from typing import Annotated, Any, NoReturn, ParamSpec

import asyncpg
import typer

from ingest.composition import open_library
from ingest.database import DatabaseUnavailable, migrate, open_pool, running_postgres
from ingest.embedders import EmbeddingFailed, UnknownModel
from ingest.jobs.librarian import Librarian
from ingest.library import Library
from ingest.settings import LibrarySettings, read_settings
from ingest.supervision import background

P = ParamSpec("P")

LAST = 2**63 - 1  # Postgres's bigint
_FIXABLE = DatabaseUnavailable, UnknownModel, EmbeddingFailed, asyncpg.PostgresConnectionError, ConnectionError

Book = Annotated[int, typer.Argument(help="Its number in `list`.", min=1, max=LAST)]
Json = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]


@asynccontextmanager
async def opened_library() -> AsyncIterator[tuple[Library, str]]:
    """The library of the settings, and its database's address."""
    settings = read_settings(LibrarySettings)
    with running_postgres(settings.database_url, settings.data_dir) as url:
        await migrate(url)
        async with await open_pool(url) as pool, open_library(settings, pool) as library:
            yield library, url


def command(work: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Makes a command of a coroutine function."""

    @wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # ingest/__init__.py has changed it while loading
        try:
            asyncio.run(_until_stopped(work(*args, **kwargs)))
        except _FIXABLE as error:
            refuse(str(error) or type(error).__name__)

    return run


async def _until_stopped(command: Coroutine[Any, Any, None]) -> None:
    """SIGTERM cancels the command, as Ctrl-C does."""
    task = asyncio.ensure_future(command)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        if not task.cancelled():  # it has raised SystemExit, after a message of its own
            raise
        refuse("stopped; a book that was being read stays in the queue")


def refuse(reason: str) -> NoReturn:
    typer.echo(f"ingest: {reason}", err=True)
    raise typer.Exit(1)


def print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))
    sys.stdout.flush()


def librarian(library: Library, url: str) -> AbstractAsyncContextManager[None]:
    """A librarian in the background. If a bot or a worker is running, that may read the book instead."""
    return background(partial(Librarian(library, url).work, patience=0))


async def look_up(library: Library, course: str | None) -> None:
    """Refuse an unknown course; warn if this one, or any, is not published."""
    published, known = await library.courses(), await library.courses(drafts=True)
    if course and course not in known:
        refuse(f"there is no course {course}")
    for draft in known:
        if draft not in published and course in (None, draft):
            typer.echo(f"ingest: {draft} is not published; this is its newest draft", err=True)
