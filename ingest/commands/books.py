"""Commands about books: add, publish, roll back, list, correct, transcribe, remove."""

import asyncio
import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ingest.commands import console
from ingest.commands.running import (
    LAST,
    Book,
    Json,
    command,
    librarian,
    look_up,
    opened_library,
    print_json,
    refuse,
)
from ingest.library import BookState, Library
from ingest.units.caption import BadCaption, Caption, parse_caption


@command
async def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="A textbook's PDF.")],
    course: Annotated[str, typer.Option(help="The file is this whole course, such as A1.")] = "",
    unit: Annotated[str, typer.Option(help="The file is this one unit, such as A1-13.")] = "",
    pages: Annotated[str, typer.Option(help="The units' pages, such as '1:8-11 2:12-15'.")] = "",
    publish: Annotated[bool, typer.Option("--publish", help="Show it to learners at once.")] = False,
) -> None:
    """Put a book into the library and wait until it is read; it is a draft then."""
    if len(files) > 1:
        refuse("one file at a time, each with what it is; in quotes, if there are blanks in its name")
    if bool(course) == bool(unit):
        refuse("say what the file is: --course A1 or --unit A1-13")
    try:
        caption = parse_caption(f"{course or unit} {pages}")
    except BadCaption as error:
        refuse(f"{console.explain(error.code)}: {error.part}")
    if bool(unit) != (caption.unit is not None):
        refuse(f"{console.explain('unit' if unit else 'course')}: {unit or course}")
    await _add(files[0], caption, publish)


async def _add(file: Path, caption: Caption, publish: bool) -> None:
    name = os.fsencode(file.name).decode(errors="replace")  # file names may not be UTF-8; text in the database must be
    try:
        data = await asyncio.to_thread(file.read_bytes)
    except IsADirectoryError:
        refuse(f"{file} is a folder; add the books in it one by one")
    except OSError as error:
        refuse(f"{file}: {error.strerror}")
    async with opened_library() as (library, url):
        receipt = await library.receive(data, name, caption)
        del data  # the reader holds the bytes too, which may be many
        if receipt.already:
            console.out.print(f"{name} is in the library already: book {receipt.book}.")
        await _finish_reading(library, url, receipt.book, name, publish)


async def _finish_reading(library: Library, url: str, book: int, name: str, publish: bool = False) -> None:
    """Wait until a book is read, and show the report."""
    async with librarian(library, url):
        progress = await console.watch(library, book)
    if progress is None:
        refuse(f"{name} was removed while it was being read")
    if estimate := await library.transcripts.estimate(book):
        console.out.print(f"{console.priced(estimate)}: python -m ingest transcribe {book}")
    if progress.state == BookState.FAILED:
        refuse(f"{name}: {console.explain(progress.failure)}")
    if progress.report:
        console.show_report(progress.report)
    if publish and await library.publish(book):
        console.out.print(f"Book {book} is published.")
    elif progress.state == BookState.DRAFT:
        console.out.print(f"Book {book} is a draft; learners see it after: python -m ingest publish {book}")


@command
async def publish(book: Book) -> None:
    """Show learners a draft, in place of the course or unit that it is."""
    async with opened_library() as (library, _):
        if not await library.publish(book):
            progress = await library.progress(book)
            refuse(f"book {book} is no draft, it is {progress.state}" if progress else f"there is no book {book}")
        console.out.print(f"Book {book} is published.")


@command
async def rollback(course: Annotated[str, typer.Argument(help="Such as A1.")]) -> None:
    """Show learners a course as it was before the last publication; what was published is a draft again."""
    course = course.upper()
    async with opened_library() as (library, _):
        if not await library.rollback(course):
            refuse(f"there is no earlier edition of {course}")
        console.show_units(await library.units(course))


@command
async def list_books(as_json: Json = False) -> None:
    """List the books that are kept."""
    async with opened_library() as (library, _):
        books = await library.books()
    if as_json:
        print_json([asdict(book) for book in books])
    else:
        console.show_books(books)


_CORRECTION = "units set 3 '13:52-55 14:56-59'"


@command
async def units(
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
            refuse(f"units {course} takes no more words; to correct a book's units: {_CORRECTION}")
        await _units(course.upper(), as_json)
    elif lines and book.isdecimal() and len(book) < len(str(LAST)):
        await _correct(int(book), "\n".join(lines))
    else:
        refuse(f"say which book and where its units are: {_CORRECTION}")


async def _units(course: str, as_json: bool) -> None:
    async with opened_library() as (library, _):
        await look_up(library, course or None)
        found = await library.units(course or None, drafts=True)
    if as_json:
        print_json([asdict(unit) for unit in found])
    else:
        console.show_units(found)


async def _correct(book: int, lines: str) -> None:
    async with opened_library() as (library, url):
        try:
            draft = await library.correct(book, lines)
        except BadCaption as error:
            refuse(f"{console.explain(error.code)}: {error.part}")
        if draft is None:
            refuse(f"there is no book {book}")
        await _finish_reading(library, url, draft, f"book {draft}")


@command
async def transcribe(
    book: Book, yes: Annotated[bool, typer.Option("--yes", help="Agree to the price unseen.")] = False
) -> None:
    """Have Claude read the pages of a book that are pictures; says what it costs before it starts."""
    async with opened_library() as (library, url):
        estimate = await library.transcripts.estimate(book)
        if estimate is None:
            refuse(f"there is no book {book} with scans to read that learners don't see yet, or CLAUDE_OCR is off")
        console.out.print(console.priced(estimate))
        if not (yes or typer.confirm("Go on?")):
            return
        await library.transcripts.order(book)
        await _finish_reading(library, url, book, f"book {book}")


@command
async def coverage(course: Annotated[str, typer.Argument(help="Such as A1.")], as_json: Json = False) -> None:
    """Show how much a course has to say on each of its units."""
    course = course.upper()
    async with opened_library() as (library, _):
        await look_up(library, course)
        found = await library.coverage(course, drafts=True)
    if as_json:
        print_json(asdict(found))
    else:
        console.show_coverage(found)


@command
async def remove(book: Book) -> None:
    """Delete a book with its units and passages."""
    async with opened_library() as (library, _):
        if not await library.remove(book):
            refuse(f"there is no book {book}")
        console.out.print(f"Book {book} is removed.")
