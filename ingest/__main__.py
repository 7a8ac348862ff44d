"""The library's command line, `python -m ingest`. Operators see the draft of a course that is not published."""

import typer

from ingest.commands import books, search
from ingest.commands.worker import worker

app = typer.Typer(
    help="Textbooks in, passages out.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
app.command()(books.add)
app.command()(books.publish)
app.command()(books.rollback)
app.command("list")(books.list_books)
app.command()(books.units)
app.command()(books.transcribe)
app.command()(books.coverage)
app.command()(search.reindex)
app.command()(search.reembed)
app.command()(search.compare)
app.command()(books.remove)
app.command()(worker)
app.command()(search.search)

if __name__ == "__main__":
    app(prog_name="python -m ingest")
