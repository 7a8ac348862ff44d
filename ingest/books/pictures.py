"""Pictures of a book's pages for learners, if its licence allows them."""

import asyncio
from collections.abc import Iterable

import asyncpg

from ingest.children.parent import Run
from ingest.children.processors import processors
from ingest.pdf.document import Lines
from ingest.pdf.reader import draw_page


class Pictures:
    """`allowed`: whether any book's pages may be shown; each book can forbid it too."""

    def __init__(self, pool: asyncpg.Pool, run: Run, *, allowed: bool) -> None:
        self._pool = pool
        self._allowed = allowed
        self._run = run
        self._seats = asyncio.Semaphore(processors())

    async def may_show(self, book: int) -> bool:
        """Also True for replaced books; False if the book was removed."""
        return self._allowed and bool(await self._pool.fetchval("SELECT shows_pages FROM books WHERE id = $1", book))

    async def allow(self, book: int, allowed: bool) -> None:
        await self._pool.execute("UPDATE books SET shows_pages = $2 WHERE id = $1", book, allowed)

    async def draw(self, book: int, page: int, lines: Iterable[Lines]) -> bytes | None:
        """The page as a JPEG, with these of its lines marked; None if it may not or cannot be shown."""
        async with self._seats:
            data = await self._pool.fetchval(
                "SELECT data FROM files JOIN books ON file = sha256 WHERE id = $1 AND shows_pages", book
            )
            return await draw_page(data, page, lines, run=self._run) if data and self._allowed else None
