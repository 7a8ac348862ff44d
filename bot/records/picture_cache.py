"""Telegram's file ids of pages that have been sent as pictures, so that none is drawn twice; owns their table."""

import hashlib
import json
from dataclasses import asdict

import asyncpg

from bot.tutor.cited_pages import CitedPage


class PictureCache:
    """The key is the book, the page and the marked lines."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def find(self, page: CitedPage) -> str | None:
        file_id: str | None = await self._pool.fetchval(
            "SELECT file_id FROM page_pictures WHERE (book, page, marks) = ($1, $2, $3)", *_key(page)
        )
        return file_id

    async def keep(self, page: CitedPage, file_id: str) -> None:
        query = """INSERT INTO page_pictures (book, page, marks, file_id) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (book, page, marks) DO UPDATE SET file_id = $4, sent = now()"""
        await self._pool.execute(query, *_key(page), file_id)

    async def tidy_up(self) -> None:
        """Delete entries of removed books, and those older than 90 days."""
        await self._pool.execute(
            """DELETE FROM page_pictures WHERE sent < now() - interval '90 days'
               OR NOT EXISTS (SELECT FROM books WHERE id = book)"""
        )


def _key(page: CitedPage) -> tuple[int, int, bytes]:
    marks = json.dumps([asdict(lines) for lines in page.lines])
    return page.book, page.number, hashlib.sha256(marks.encode()).digest()
