"""The books that admins have sent and that are still being read, with the messages that show it; owns their SQL."""

from dataclasses import dataclass

import asyncpg


@dataclass(frozen=True, slots=True)
class Upload:
    book: int
    chat: int
    thread: int
    message: int  # shows the progress, and the verdict in the end
    language: str
    name: str


class Uploads:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def add(self, upload: Upload) -> None:
        """Keep the upload; sent again, the newest message is the one that shows the progress."""
        await self._pool.execute(
            """INSERT INTO uploads (book, chat, thread, message, language, name) VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (book) DO UPDATE SET chat = excluded.chat, thread = excluded.thread,
                   message = excluded.message, language = excluded.language""",
            upload.book,
            upload.chat,
            upload.thread,
            upload.message,
            upload.language,
            upload.name,
        )

    async def under_way(self) -> list[Upload]:
        return [Upload(**row) for row in await self._pool.fetch("SELECT * FROM uploads ORDER BY book")]

    async def close(self, upload: Upload) -> None:
        await self._pool.execute("DELETE FROM uploads WHERE book = $1", upload.book)
