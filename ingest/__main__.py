"""The library's command line: `python -m ingest`. For operators: where nothing is published they see the draft."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Coroutine, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated, Any, NoReturn

import asyncpg
import typer
from pydantic import BaseModel, ValidationError

from ingest import console
from ingest.books.cards import course_of
from ingest.comparison import MODELS, JudgedQuestion
from ingest.composition import embedder_choice, open_library
from ingest.database import DatabaseUnavailable, migrate, open_pool, running_postgres
from ingest.embedders import EmbeddingFailed, UnknownModel
from ingest.heartbeat import beating
from ingest.jobs import Librarian
from ingest.library import BookState, Hit, Library
from ingest.log import set_up_logging
from ingest.settings import LibrarySettings, read_settings
from ingest.supervision import background
from ingest.units.caption import BadCaption, Caption, parse_caption

app = typer.Typer(
    help="Textbooks in, passages out.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)

_LAST = 2**63 - 1  # Postgres's bigint
Book = Annotated[int, typer.Argument(help="Its number in `list`.", min=1, max=_LAST)]
Json = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="A textbook's PDF.")],
    course: Annotated[str, typer.Option(help="The file is this whole course, such as A1.")] = "",
    unit: Annotated[str, typer.Option(help="The file is this one unit, such as A1-13.")] = "",
    pages: Annotated[str, typer.Option(help="The units' pages, such as '1:8-11 2:12-15'.")] = "",
    publish: Annotated[bool, typer.Option("--publish", help="Show it to learners at once.")] = False,
) -> None:
    """Put a book into the library and wait until it is read; it is a draft then."""
    if len(files) > 1:
        _refuse("one file at a time, each with what it is; in quotes, if there are blanks in its name")
    if bool(course) == bool(unit):
        _refuse("say what the file is: --course A1 or --unit A1-13")
    try:
        caption = parse_caption(f"{course or unit} {pages}")
    except BadCaption as error:
        _refuse(f"{console.explain(error.code)}: {error.part}")
    if bool(unit) != (caption.unit is not None):
        _refuse(f"{console.explain('unit' if unit else 'course')}: {unit or course}")
    _run(_add(files[0], caption, publish))


async def _add(file: Path, caption: Caption, publish: bool) -> None:
    name = os.fsencode(file.name).decode(errors="replace")  # not every system's names are UTF-8; the database's are
    try:
        data = await asyncio.to_thread(file.read_bytes)
    except IsADirectoryError:
        _refuse(f"{file} is a folder; add the books in it one by one")
    except OSError as error:
        _refuse(f"{file}: {error.strerror}")
    async with _open_library() as (library, url):
        receipt = await library.receive(data, name, caption)
        del data  # the reader holds the book's bytes too, and they may be many
        if receipt.already:
            console.out.print(f"{name} is in the library already: book {receipt.book}.")
        await _see_through(library, url, receipt.book, name, publish)


async def _see_through(library: Library, url: str, book: int, name: str, publish: bool = False) -> None:
    """Wait until a book is read, and say what was understood."""
    async with _librarian(library, url):
        progress = await console.watch(library, book)
    if progress is None:
        _refuse(f"{name} was removed while it was being read")
    if estimate := await library.transcripts.estimate(book):
        console.out.print(f"{console.priced(estimate)}: python -m ingest transcribe {book}")
    if progress.state == BookState.FAILED:
        _refuse(f"{name}: {console.explain(progress.failure)}")
    if progress.report:
        console.show_report(progress.report)
    if publish and await library.publish(book):
        console.out.print(f"Book {book} is published.")
    elif progress.state == BookState.DRAFT:
        console.out.print(f"Book {book} is a draft; learners see it after: python -m ingest publish {book}")


def _librarian(library: Library, url: str) -> AbstractAsyncContextManager[None]:
    """Somebody is at work. A running bot or worker may be faster; then this librarian finds nothing to do."""
    return background(partial(Librarian(library, url).work, patience=0))


@app.command()
def publish(book: Book) -> None:
    """Show learners a draft, in place of the course or unit that it is."""
    _run(_publish(book))


async def _publish(book: int) -> None:
    async with _open_library() as (library, _):
        if not await library.publish(book):
            progress = await library.progress(book)
            _refuse(f"book {book} is no draft, it is {progress.state}" if progress else f"there is no book {book}")
        console.out.print(f"Book {book} is published.")


@app.command()
def rollback(course: Annotated[str, typer.Argument(help="Such as A1.")]) -> None:
    """Show learners a course as it was before the last publication; what was published is a draft again."""
    _run(_rollback(course.upper()))


async def _rollback(course: str) -> None:
    async with _open_library() as (library, _):
        if not await library.rollback(course):
            _refuse(f"there is no earlier edition of {course}")
        console.show_units(await library.units(course))


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


_CORRECTION = "units set 3 '13:52-55 14:56-59'"


@app.command()
def units(
    course: Annotated[str, typer.Argument(help="Such as A1; every course without.")] = "",
    correction: Annotated[list[str] | None, typer.Argument(help="After `set`: BOOK '13:52-55 14:56-59'.")] = None,
    as_json: Json = False,
) -> None:
    """List the units; or, as in `units set 3 '13: 52-55 Familie'`, correct those of a book.

    Correcting a published book makes a new draft of it.
    """
    book, *lines = correction or [""]
    if course != "set":
        if correction:
            _refuse(f"units {course} takes no more words; to correct a book's units: {_CORRECTION}")
        _run(_units(course.upper(), as_json))
    elif lines and book.isdecimal() and len(book) < len(str(_LAST)):
        _run(_correct(int(book), "\n".join(lines)))
    else:
        _refuse(f"say which book and where its units are: {_CORRECTION}")


async def _units(course: str, as_json: bool) -> None:
    async with _open_library() as (library, _):
        await _tell_drafts(library, course or None)
        found = await library.units(course or None, drafts=True)
    if as_json:
        _print_json([asdict(unit) for unit in found])
    else:
        console.show_units(found)


async def _correct(book: int, lines: str) -> None:
    async with _open_library() as (library, url):
        try:
            draft = await library.correct(book, lines)
        except BadCaption as error:
            _refuse(f"{console.explain(error.code)}: {error.part}")
        if draft is None:
            _refuse(f"there is no book {book}")
        await _see_through(library, url, draft, f"book {draft}")


async def _tell_drafts(library: Library, course: str | None) -> None:
    """Say on standard error what learners don't see of what follows."""
    published = await library.courses()
    for draft in await library.courses(drafts=True):
        if draft not in published and course in (None, draft):
            typer.echo(f"ingest: {draft} is not published; this is its newest draft", err=True)


@app.command()
def transcribe(
    book: Book, yes: Annotated[bool, typer.Option("--yes", help="Agree to the price unseen.")] = False
) -> None:
    """Have Claude read the pages of a book that are pictures; says what it costs before it starts."""
    _run(_transcribe(book, yes))


async def _transcribe(book: int, yes: bool) -> None:
    async with _open_library() as (library, url):
        estimate = await library.transcripts.estimate(book)
        if estimate is None:
            _refuse(f"book {book} has no scans to read, or CLAUDE_OCR is off, or learners see it already")
        console.out.print(console.priced(estimate))
        if not (yes or typer.confirm("Go on?")):
            return
        await library.transcripts.order(book)
        await _see_through(library, url, book, f"book {book}")


@app.command()
def coverage(course: Annotated[str, typer.Argument(help="Such as A1.")], as_json: Json = False) -> None:
    """Show how much a course has to say on each of its units."""
    _run(_coverage(course.upper(), as_json))


async def _coverage(course: str, as_json: bool) -> None:
    async with _open_library() as (library, _):
        if course not in await library.courses(drafts=True):
            _refuse(f"there is no course {course}")
        await _tell_drafts(library, course)
        found = await library.coverage(course, drafts=True)
    if as_json:
        _print_json(asdict(found))
    else:
        console.show_coverage(found)


@app.command()
def reembed() -> None:
    """Go over to the model of EMBEDDING_MODEL; learners keep the present one until every passage is embedded."""
    _run(_reembed())


async def _reembed() -> None:
    async with _open_library() as (library, url):
        await library.reembedding.begin()
        async with _librarian(library, url):
            progress = await console.watch_reembedding(library.reembedding)
        model = library.vectors.wanted.name
    if not progress.active:
        _refuse(f"{model} gave no usable vectors; the log says more")
    console.out.print(f"{progress.total} texts are embedded with {model}, and questions are asked with it.")


@app.command()
def compare(
    questions: Annotated[
        Path, typer.Argument(help='Lines such as {"question": "...", "pages": [52], "language": "ko"}.')
    ],
    course: Annotated[str, typer.Option(help="The course that answers them.")],
    models: Annotated[str, typer.Option(help="By their own names or these.")] = ",".join(MODELS),
) -> None:
    """Ask the same questions with the vectors of several models: how many find their page, how fast, at what price."""
    _run(_compare(_judged(questions), course.upper(), models.split(",")))


async def _compare(questions: Sequence[JudgedQuestion], course: str, models: Iterable[str]) -> None:
    choose = embedder_choice(read_settings(LibrarySettings))
    async with _open_library() as (library, _):
        if course not in await library.courses(drafts=True):
            _refuse(f"there is no course {course}")
        compared = []
        for model in models:
            try:
                embedder = choose(MODELS.get(model.strip(), model.strip()))
                try:
                    compared.append(await library.comparison.of(embedder, course, questions))
                finally:
                    await embedder.close()
            except (UnknownModel, EmbeddingFailed) as error:
                typer.echo(f"ingest: {model}: {error}", err=True)
    if not compared:
        _refuse("there is nothing to compare")
    console.show_comparison(compared)


def _judged(file: Path) -> list[JudgedQuestion]:
    """Those that have a page; there is nothing to find for the others."""
    try:
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        questions = [JudgedQuestion.model_validate(line) for line in lines if line.get("pages")]
    except (OSError, ValueError, AttributeError) as error:  # pydantic's and json's are ValueErrors
        _refuse(f"{file}: {error}")
    if not questions:
        _refuse(f"{file}: no question has pages")
    return questions


@app.command()
def remove(book: Book) -> None:
    """Delete a book with its units and passages."""
    _run(_remove(book))


async def _remove(book: int) -> None:
    async with _open_library() as (library, _):
        if not await library.remove(book):
            _refuse(f"there is no book {book}")


@app.command()
def worker() -> None:
    """Read the books of the queue until stopped; any number of workers may run."""
    settings = read_settings(LibrarySettings)
    set_up_logging(*settings.keys)
    _run(_work(settings.heartbeat_file))


async def _work(heartbeat: Path | None) -> None:
    async with _open_library() as (library, url):
        with beating(heartbeat), suppress(asyncio.CancelledError):  # being stopped is how a worker ends
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
        if unit and not await library.unit(unit, drafts=True):
            _refuse(f"there is no unit {unit}")
        await _tell_drafts(library, _course(unit, course))
        hits = await library.search(await library.embed_question(question), unit, course, top, drafts=True)
    if as_json:
        _print_json(_as_json(hits))
    else:
        console.show_hits(hits)


class _Asked(BaseModel, strict=True):
    """A line of input."""

    question: str
    unit: str | None = None


async def _search_lines(lines: Iterable[str], unit: str | None, course: str | None, top: int) -> None:
    async with _open_library() as (library, _):
        await _tell_drafts(library, _course(unit, course))
        # As a unit, a course stands for its pages outside the units.
        units = [unit.id for unit in await library.units(drafts=True)]
        known, told = {None, *units, *await library.courses(drafts=True)}, set()
        for number, line in enumerate(lines, 1):
            try:
                asked = _Asked.model_validate_json(line)
            except ValidationError:
                _refuse(f'line {number} is not like {{"question": "...", "unit": "A1-13"}}')
            where = asked.unit.upper() if asked.unit else unit
            if where in known:
                question = await library.embed_question(asked.question)
                hits = await library.search(question, where, course, top, drafts=True)
            else:
                hits = []
                if where not in told:
                    typer.echo(f"ingest: there is no unit {where}", err=True)
                told.add(where)
            _print_json(_as_json(hits))


def _course(unit: str | None, course: str | None) -> str | None:
    return course_of(unit) if unit else course


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
    with running_postgres(settings.database_url, settings.data_dir) as url:
        await migrate(url)
        async with await open_pool(url) as pool, open_library(settings, pool) as library:
            yield library, url


def _run(command: Coroutine[Any, Any, None]) -> None:
    """Run a command to its end; what its user can mend is one line on standard error."""
    try:
        asyncio.run(_until_stopped(command))
    except (
        DatabaseUnavailable,
        UnknownModel,
        EmbeddingFailed,
        asyncpg.PostgresConnectionError,
        ConnectionError,
    ) as error:
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
