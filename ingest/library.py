"""The library's interface for the bot and the command line: textbooks in, passages out."""

from collections.abc import Callable
from time import monotonic

import asyncpg

from ingest.books import editions, intake
from ingest.books.cards import BookCard, BookState, UnitCard, course_of
from ingest.books.coverage import Coverage, coverage
from ingest.books.intake import Receipt
from ingest.books.pictures import Pictures
from ingest.books.progress import REPORT, Progress, Report, Stage
from ingest.books.reading_state import ReadingState
from ingest.children.parent import Run, run_child
from ingest.embedders import Embedder, EmbeddingUnavailable, choose_embedder
from ingest.passages import Passage
from ingest.scans.transcription import Transcriber
from ingest.scans.transcripts import Transcripts
from ingest.search.index import reindex
from ingest.search.question import names_place
from ingest.search.reranking import WIDTH, Reranker
from ingest.search.search import Hit, Search
from ingest.units.caption import Caption
from ingest.vectors import QuestionVector, Vectors
from ingest.vectors.comparison import Comparison
from ingest.vectors.reembedding import Reembedding

__all__ = ["BookCard", "BookState", "Hit", "Library", "Progress", "Receipt", "Report", "Stage", "UnitCard"]

_LONG, _REST = 2.0, 30.0  # seconds of a failure of the embedder, and until it is tried again


class Library:
    """With `drafts`, methods see the newest draft of a course of which nothing is published. Learners see no drafts."""

    def __init__(
        self,
        pool: asyncpg.Pool,
        embedder: Embedder,
        choose: Callable[[str], Embedder] = choose_embedder,
        transcriber: Transcriber | None = None,
        *,
        reranker: Reranker | None = None,
        show_pages: bool = True,
        run: Run = run_child,
    ) -> None:
        """`embedder`: of the settings; `choose` makes that of the books' model, if it is another. `show_pages`: whether
        pages may be shown as pictures. `run` does the work on PDFs, by default in a child process."""
        self._pool = pool
        self.run = run
        self.reading_state = ReadingState(pool)
        self.vectors = Vectors(pool, embedder, choose)
        self.reembedding = Reembedding(pool, self.vectors)
        self.comparison = Comparison(pool, self.vectors)
        self.transcripts = Transcripts(pool, transcriber, run)
        self.pictures = Pictures(pool, run, allowed=show_pages)
        self._search = Search(pool, show_pages=show_pages)
        self._reranker = reranker
        self._embedder_rests_until = float("-inf")

    async def close(self) -> None:
        """Close what the library has opened itself."""
        await self.vectors.close()

    # Books come in

    async def receive(self, data: bytes, file_name: str, caption: Caption) -> Receipt:
        """Store the file and queue its reading in one transaction; the result is a draft.

        A known file is read again only if it failed or was replaced.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            return await intake.receive(connection, data, file_name, caption)

    async def correct(self, book: int, line: str) -> int | None:
        """Correct units' pages and titles, as in `13: 52-55 약속하기`, and queue the reading.

        Returns the draft: the book itself, or a copy if the book is published or replaced. None if there is no such
        book. Raises BadCaption.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            return await intake.correct(connection, book, line)

    async def publish(self, book: int) -> bool:
        """Publish a draft, which replaces its course or unit, in one transaction; False if it is not a draft."""
        async with self._pool.acquire() as connection, connection.transaction():
            return await editions.publish(connection, book)

    async def rollback(self, course: str, present: int | None = None) -> bool:
        """Go back to the previous edition of a course; the withdrawn book is a draft again. False if there is none, or
        if the present edition is not `present`."""
        async with self._pool.acquire() as connection, connection.transaction():
            return await editions.rollback(connection, course, present)

    async def ways_back(self) -> dict[str, int]:
        """The courses that can be rolled back, with their present editions; also courses whose published book was
        removed."""
        async with self._pool.acquire() as connection:
            return await editions.ways_back(connection)

    async def remove(self, book: int) -> bool:
        """Delete a book and all that was made of it, even while it is being read; False if there is none."""
        async with self._pool.acquire() as connection, connection.transaction():
            return await intake.remove(connection, book)

    async def reindex(self) -> int:
        """Index the terms of all books again; returns how many books there are."""
        books = await self.books()
        for book in books:
            async with self._pool.acquire() as connection, connection.transaction():
                await reindex(connection, book.id)
        return len(books)

    async def tidy_up(self) -> None:
        """Delete units and vectors that have not been used for a day."""
        async with self._pool.acquire() as connection, connection.transaction():
            await editions.tidy_up(connection)

    async def progress(self, book: int) -> Progress | None:
        """The progress or the result of reading; None if there is no such book."""
        row = await self._pool.fetchrow(
            "SELECT state, stage, done, total, report, failure FROM books WHERE id = $1", book
        )
        if row is None:
            return None
        return Progress(
            BookState(row["state"]),
            Stage(row["stage"]) if row["stage"] else None,
            row["done"],
            row["total"],
            REPORT.validate_python(row["report"]) if row["report"] else None,
            row["failure"],
        )

    async def books(self) -> list[BookCard]:
        """All books, the oldest first."""
        rows = await self._pool.fetch(
            """
            SELECT id, file_name, caption, course, state, failure, shows_pages,
                   coalesce((report->'pages')::int, 0) AS pages,
                   coalesce(jsonb_array_length(report->'units'), 0) AS units,
                   coalesce((report->'passages')::int, 0) AS passages
            FROM books ORDER BY id
            """
        )
        return [BookCard(**{**row, "state": BookState(row["state"])}) for row in rows]

    # Passages come out

    async def courses(self, drafts: bool = False) -> list[str]:
        """All courses by name, also those without units."""
        rows = await self._pool.fetch(f"SELECT DISTINCT course FROM {_SEEN[drafts]} ORDER BY course")
        return [row["course"] for row in rows]

    async def units(self, course: str | None = None, drafts: bool = False) -> list[UnitCard]:
        """The units of one course or of all, in order."""
        return await self._cards("($1::text IS NULL OR course = $1)", course, drafts)

    async def unit(self, id: str, drafts: bool = False) -> UnitCard | None:
        return next(iter(await self._cards("id = $1", id, drafts)), None)

    async def is_open(self, id: str) -> bool:
        """Whether the id is of a unit, or of a course without units: one of those can be chosen."""
        return await self.unit(id) is not None or (id in await self.courses() and not await self.units(id))

    async def _cards(self, which: str, value: str | None, drafts: bool) -> list[UnitCard]:
        rows = await self._pool.fetch(
            f"""
            SELECT id, course, number, title, page_first, page_last, printed_first, printed_last, headings,
                   (SELECT count(*) FROM passages WHERE unit = u.key) AS passages
            FROM {_SEEN[drafts]} u WHERE number IS NOT NULL AND {which} ORDER BY course, number
            """,
            value,
        )
        return [UnitCard(**{**row, "headings": tuple(row["headings"])}) for row in rows]

    async def coverage(self, course: str, drafts: bool = False) -> Coverage:
        """How much text the course has on each of its units."""
        rows = await self._pool.fetch(
            f"""
            SELECT u.id, (SELECT coalesce(sum(tokens), 0) FROM passages WHERE unit = u.key) AS tokens
            FROM {_SEEN[drafts]} u WHERE u.course = $1 AND u.number IS NOT NULL
            """,
            course,
        )
        tokens = {row["id"]: row["tokens"] for row in rows}
        cards = await self.units(course, drafts)
        return coverage([(card, tokens.get(card.id, 0)) for card in cards])

    async def texts_up_to(self, unit: str) -> list[str]:
        """The texts of all passages of the course up to and including this unit."""
        rows = await self._pool.fetch(
            """
            SELECT p.* FROM live_units here JOIN live_units u ON u.course = here.course AND u.number <= here.number
            JOIN passages p ON p.unit = u.key WHERE here.id = $1 ORDER BY u.number, p.position
            """,
            unit,
        )
        return [Passage.from_row(row).text for row in rows]

    async def embed_question(self, text: str) -> QuestionVector:
        """Embed a question with the books' model. Raises EmbeddingFailed; after a failure that took long at once, for a
        while, so that not every question waits for a silent provider."""
        begun = monotonic()
        if begun < self._embedder_rests_until:
            raise EmbeddingUnavailable("it was silent a moment ago")
        try:
            return await self.vectors.embed_question(text)
        except EmbeddingUnavailable:
            if monotonic() >= begun + _LONG:
                self._embedder_rests_until = monotonic() + _REST
            raise

    def unembedded(self, text: str) -> QuestionVector:
        """A question to be searched by its words alone, while the embedder fails."""
        return self.vectors.unembedded(text)

    async def search(
        self,
        question: QuestionVector,
        unit: str | None = None,
        course: str | None = None,
        top: int = 3,
        drafts: bool = False,
    ) -> list[Hit]:
        """The best passages of the unit, else of the course, else of all; best first.

        A course's name is also the unit of its pages outside the units.
        """
        width = max(top, self._width(question))
        hits = await self._search.find(question, unit=unit, course=course, top=width, drafts=drafts)
        return (await self._reranked(question, hits))[:top]

    async def look(self, question: QuestionVector, unit: str, top: int = 3, beyond: int = 2) -> list[Hit]:
        """The unit's best passages, then the best of the rest of its course."""
        width = self._width(question) // 2
        hits = await self._search.find(
            question, unit=unit, course=course_of(unit), top=max(top, width), beyond=max(beyond, width)
        )
        ranked = await self._reranked(question, hits)
        here = [hit for hit in ranked if (hit.passage.unit or course_of(unit)) == unit]
        return here[:top] + [hit for hit in ranked if hit not in here][:beyond]

    async def around(self, hit: Hit) -> list[Hit]:
        """The passage with its neighbours in the same section, in the book's order."""
        return await self._search.around(hit)

    def _width(self, question: QuestionVector) -> int:
        """How many passages to rerank; none for a question that names a page, an exercise or a unit."""
        return WIDTH if self._reranker and not names_place(question.text) else 0

    async def _reranked(self, question: QuestionVector, hits: list[Hit]) -> list[Hit]:
        if self._reranker is None or not self._width(question):
            return hits
        return await self._reranker.order(question.text, hits[:WIDTH]) + hits[WIDTH:]


_SEEN = {False: "live_units", True: "live_or_draft_units"}
