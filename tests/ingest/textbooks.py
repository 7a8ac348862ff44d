"""Small textbooks, and a small embedder that needs no model."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from fpdf import FPDF

from ingest.embedders import Vector
from ingest.library import Library, Report, UnitCard
from ingest.passages import Paragraph, Passage
from ingest.search.snippets import embedded_texts
from ingest.units.caption import parse_caption

LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Letters:
    """Texts are near each other when they use the same letters equally often."""

    def __init__(self, name: str = "letters", dimensions: int = len(LETTERS)) -> None:
        self.name = name
        self.dimensions = dimensions
        self.batch = 2
        self.embedded: list[str] = []  # all passages so far

    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        self.embedded += texts
        return [await self.embed_query(text) for text in texts]

    async def embed_query(self, text: str) -> Vector:
        counts = [1 + text.lower().count(letter) for letter in LETTERS[: self.dimensions]]
        return np.array(counts, np.float32)

    async def close(self) -> None:
        """Nothing is held open."""


def textbook(*titles: str) -> bytes:
    """A PDF with a page for each unit, called Lektion 1, 2 ..., between a cover and an answer key."""
    pdf = FPDF()
    pdf.set_creation_date(datetime(2026, 1, 1, tzinfo=UTC))  # the same titles give the same bytes
    pages = [
        ("Deutsch", ""),
        *((f"Lektion {n}: {title}", title) for n, title in enumerate(titles, 1)),
        ("Lösungen", ""),
    ]
    for heading, word in pages:
        pdf.add_page()
        pdf.set_font("helvetica", size=22)
        pdf.multi_cell(0, 14, heading, new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("helvetica", size=11)
        for number in range(1, 5):
            pdf.multi_cell(0, 7, f"Im Text {number} geht es um {word or 'nichts'}.", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def booklet(*pages: str) -> bytes:
    """A PDF with a paragraph on each page."""
    paper = FPDF()
    paper.set_font("Helvetica", size=12)
    for text in pages:
        paper.add_page()
        paper.multi_cell(0, 8, f"{text} " * 12)
    return bytes(paper.output())


def passage(text: str, unit: str | None = "A1-1", page: int = 1) -> Passage:
    paragraph = Paragraph(text, page, ((72.0, 80.5, 300.0, 92.5),))
    return Passage(unit, "Dialog", (paragraph,), page, page, len(text))


def report(passages: Sequence[Passage]) -> Report:
    """Of a book with these passages."""
    ids = dict.fromkeys(each.unit for each in passages if each.unit)
    cards = tuple(
        UnitCard(id, id.split("-")[0], int(id.split("-")[1]), f"Titel {id}", 1, 9, sum(p.unit == id for p in passages))
        for id in ids
    )
    return Report(9, len(passages), cards, "outline", 1.0, (), 0.5)


async def begin(library: Library, caption: str, data: bytes = b"%PDF") -> int:
    """A book that is being read."""
    receipt = await library.receive(data, "buch.pdf", parse_caption(caption))
    assert await library.reading_state.open(receipt.book)
    return receipt.book


async def store(library: Library, book: int, *passages: Passage) -> bool:
    """Make a draft of a book that is being read."""
    course = next((card.course for card in await library.books() if card.id == book), "")  # it may be gone
    model = await library.vectors.complete(course, embedded_texts(passages), lambda *_: None)
    return await library.reading_state.store(book, passages, report(passages), model)


async def publish(library: Library, caption: str, *passages: Passage, data: bytes = b"%PDF") -> int:
    """A book that learners see."""
    book = await begin(library, caption, data)
    assert await store(library, book, *passages)
    assert await library.publish(book)
    return book


async def found(library: Library, question: str, unit: str | None = None, course: str | None = None) -> list[str]:
    """The texts that a learner's question finds, the nearest first."""
    hits = await library.search(await library.embed_question(question), unit, course)
    return [hit.passage.text for hit in hits]
