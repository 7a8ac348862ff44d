"""Compares embedding models: recall, MRR, speed and price for the same questions about a course."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean
from time import monotonic

import asyncpg
from pydantic import BaseModel

from ingest.embedders import COHERE, E5_LARGE, OPENAI, USE, VOYAGE, VOYAGE_CONTEXT, Embedder
from ingest.passages import Passage
from ingest.prices import embedding_cents
from ingest.search.search import Search
from ingest.search.snippets import embedded_texts
from ingest.tokens import count_tokens
from ingest.vectors import QuestionVector, Vectors

# By short names.
MODELS = {
    "local": USE,
    "e5-large": E5_LARGE,
    "voyage": VOYAGE,
    "voyage-context": VOYAGE_CONTEXT,
    "openai": OPENAI,
    "cohere": COHERE,
}
CUTOFFS = (1, 3, 5)
ALL = "all"  # languages
_DEEPEST = 100  # passages among which the right one is looked for


class JudgedQuestion(BaseModel):
    """A line of the file. `pages`: the PDF's; `answer`: texts of which the right passage has at least one."""

    question: str
    pages: list[int] = []
    answer: list[str] = []
    language: str = "any"

    def answered_by(self, passage: Passage) -> bool:
        if not any(passage.page_first <= page <= passage.page_last for page in self.pages):
            return False
        text = " ".join(passage.text.split())
        return not self.answer or any(" ".join(words.split()) in text for words in self.answer)


@dataclass(frozen=True, slots=True)
class Figures:
    """`recall` by the cutoff; `mrr`: the mean reciprocal rank."""

    questions: int
    recall: dict[int, float]
    mrr: float

    @classmethod
    def of(cls, ranks: Sequence[int | None]) -> "Figures":
        """`ranks`: of the first right passage, from 1; None if it was not found."""
        return cls(
            len(ranks),
            {most: mean(rank is not None and rank <= most for rank in ranks) for most in CUTOFFS},
            mean(1 / rank if rank else 0.0 for rank in ranks),
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """One model's figures by the question's language, its seconds and cents for 1,000 questions, and the cents to embed
    the course; None if the price is unknown."""

    model: str
    figures: dict[str, Figures]
    seconds: float
    cents: float | None
    course_cents: float | None


class Comparison:
    def __init__(self, pool: asyncpg.Pool, vectors: Vectors) -> None:
        self._pool = pool
        self._vectors = vectors
        self._search = Search(pool)

    async def of(self, embedder: Embedder, course: str, questions: Sequence[JudgedQuestion]) -> Compared:
        """Missing vectors are made and stored; if nothing uses them they are deleted after a day. Raises
        EmbeddingFailed."""
        rows = await self._pool.fetch(
            "SELECT p.* FROM live_or_draft_units u JOIN passages p ON p.unit = u.key WHERE u.course = $1", course
        )
        texts = embedded_texts([Passage.from_row(row) for row in rows])
        await self._vectors.embed(embedder, course, texts)
        await embedder.embed_query("Guten Tag!")  # loads the model or connects before the time is measured
        ranks: defaultdict[str, list[int | None]] = defaultdict(list)
        started = monotonic()
        for question in questions:
            rank = await self._rank(embedder, course, question)
            ranks[ALL].append(rank)
            ranks[question.language].append(rank)
        seconds = monotonic() - started
        stored = sum(map(count_tokens, texts))
        each = 1000 / len(questions)
        asked = round(each * sum(count_tokens(question.question) for question in questions))
        return Compared(
            embedder.name,
            {language: Figures.of(found) for language, found in ranks.items()},
            seconds * each,
            embedding_cents(embedder.name, asked, of_questions=True),
            embedding_cents(embedder.name, stored),
        )

    async def _rank(self, embedder: Embedder, course: str, question: JudgedQuestion) -> int | None:
        vector = QuestionVector(question.question, embedder.name, await embedder.embed_query(question.question))
        hits = await self._search.find(vector, course=course, top=_DEEPEST, drafts=True)
        return next((rank for rank, hit in enumerate(hits, 1) if question.answered_by(hit.passage)), None)
