"""Commands about search: ask, compare models, change the model, index anew."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ValidationError

from ingest.books.cards import course_of
from ingest.commands import console
from ingest.commands.running import Json, command, librarian, look_up, opened_library, print_json, refuse
from ingest.composition import embedder_choice
from ingest.embedders import EmbeddingFailed, UnknownModel
from ingest.library import Hit
from ingest.settings import LibrarySettings, read_settings
from ingest.vectors.comparison import MODELS, JudgedQuestion


@command
async def search(
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
        await _search_lines(sys.stdin, unit.upper() or None, course.upper() or None, top)
    else:
        await _search(question, unit.upper() or None, course.upper() or None, top, as_json)


async def _search(question: str, unit: str | None, course: str | None, top: int, as_json: bool) -> None:
    async with opened_library() as (library, _):
        if unit and not await library.unit(unit, drafts=True):
            refuse(f"there is no unit {unit}")
        await look_up(library, _course(unit, course))
        hits = await library.search(await library.embed_question(question), unit, course, top, drafts=True)
    if as_json:
        print_json(_as_json(hits))
    else:
        console.show_hits(hits)


class _Asked(BaseModel, strict=True):
    """A line of input."""

    question: str
    unit: str | None = None


async def _search_lines(lines: Iterable[str], unit: str | None, course: str | None, top: int) -> None:
    async with opened_library() as (library, _):
        await look_up(library, _course(unit, course))
        # A course's name is also the unit of its pages outside the units.
        units = [unit.id for unit in await library.units(drafts=True)]
        known, told = {None, *units, *await library.courses(drafts=True)}, set()
        for number, line in enumerate(lines, 1):
            try:
                asked = _Asked.model_validate_json(line)
            except ValidationError:
                refuse(f'line {number} is not like {{"question": "...", "unit": "A1-13"}}')
            where = asked.unit.upper() if asked.unit else unit
            if where in known:
                question = await library.embed_question(asked.question)
                hits = await library.search(question, where, course, top, drafts=True)
            else:
                hits = []
                if where not in told:
                    typer.echo(f"ingest: there is no unit {where}", err=True)
                told.add(where)
            print_json(_as_json(hits))


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


@command
async def compare(
    questions: Annotated[
        Path, typer.Argument(help='Lines such as {"question": "...", "pages": [52], "language": "ko"}.')
    ],
    course: Annotated[str, typer.Option(help="The course that answers them.")],
    models: Annotated[str, typer.Option(help="By their own names or these.")] = ",".join(MODELS),
) -> None:
    """Ask the same questions with the vectors of several models: how many find their page, how fast, at what price."""
    judged, course = _judged(questions), course.upper()
    choose = embedder_choice(read_settings(LibrarySettings))
    async with opened_library() as (library, _):
        await look_up(library, course)
        compared = []
        for model in models.split(","):
            try:
                embedder = choose(MODELS.get(model.strip(), model.strip()))
                try:
                    compared.append(await library.comparison.of(embedder, course, judged))
                finally:
                    await embedder.close()
            except (UnknownModel, EmbeddingFailed) as error:
                typer.echo(f"ingest: {model}: {error}", err=True)
    if not compared:
        refuse("there is nothing to compare")
    console.show_comparison(compared)


def _judged(file: Path) -> list[JudgedQuestion]:
    """The questions of a file that have pages."""
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        refuse(f"{file}: {error.strerror}")
    judged = []
    for number, line in enumerate(lines, 1):
        try:
            judged.append(JudgedQuestion.model_validate_json(line))
        except ValidationError:
            refuse(f'{file}: line {number} is not like {{"question": "...", "pages": [52]}}')
    judged = [question for question in judged if question.pages]
    if not judged:
        refuse(f"{file}: no question has pages")
    return judged


@command
async def reindex() -> None:
    """Index the words of all books again, after an update that finds more of them."""
    async with opened_library() as (library, _):
        count = await library.reindex()
    console.out.print(f"{count} books are indexed.")


@command
async def reembed() -> None:
    """Change to the model of EMBEDDING_MODEL; learners keep the present one until every passage is embedded."""
    async with opened_library() as (library, url):
        await library.reembedding.begin()
        async with librarian(library, url):
            progress = await console.watch_reembedding(library.reembedding)
        model = library.vectors.wanted.name
    if not progress.active:
        refuse(f"{model} gave no usable vectors; the log says more")
    console.out.print(f"{progress.total} texts are embedded with {model}, and questions are asked with it.")
