"""Small PDFs, each a trap of its own, and beside each the exact text that must come out of it.

`python -m tests.pdfs` builds them again; they are committed so that the tests need no fonts.
"""

from pathlib import Path

from ingest.pdf.document import Document

HERE = Path(__file__).parent


def text_of(document: Document) -> str:
    """All that was read, as the `.txt` beside a trap has it: headings marked, pages named with their problem."""
    parts = []
    for page in document.pages:
        parts.append(f"=== {page.number} {page.problem or ''}".rstrip())
        parts += ["# " * (block.kind == "heading") + block.text for block in page.blocks]
    return "\n\n".join(parts) + "\n"
