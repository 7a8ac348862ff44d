"""Small PDFs, each a trap of its own, and beside each the exact text that must come out of it.

`python -m tests.pdfs.build` makes them again; they are committed so that the tests need no fonts.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from ingest.pdf.document import Document

HERE = Path(__file__).parent


def write(traps: Mapping[str, Callable[[], bytes]] | Iterable[Callable[[], bytes]], folder: Path = HERE) -> None:
    """Build each trap and keep it under its name, or its function's."""
    named = traps if isinstance(traps, Mapping) else {trap.__name__: trap for trap in traps}
    for name, build in named.items():
        (folder / f"{name}.pdf").write_bytes(build())


def text_of(document: Document) -> str:
    """All that was read, as the `.txt` beside a trap has it: headings marked, pages named with their problem."""
    parts = []
    for page in document.pages:
        parts.append(f"=== {page.number} {page.problem or ''}".rstrip())
        parts += ["# " * (block.kind == "heading") + block.text for block in page.blocks]
    return "\n\n".join(parts) + "\n"
