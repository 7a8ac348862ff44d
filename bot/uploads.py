"""The books that admins have sent, with the messages that show how they go; owns their SQL."""

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


_COLUMNS = "book, chat, thread, message, language, name"


class Uploads:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def add(self, upload: Upload) -> None:
        """Keep the upload; sent again, the newest message is the one that shows the progress."""
        await self._pool.execute(
            f"""INSERT INTO uploads ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (book) DO UPDATE SET chat = excluded.chat, thread = excluded.thread, over = false,
                    message = excluded.message, language = excluded.language""",
            upload.book,
            upload.chat,
            upload.thread,
            upload.message,
            upload.language,
            upload.name,
        )

    async def under_way(self) -> list[Upload]:
        """Those that have no verdict yet."""
        rows = await self._pool.fetch(f"SELECT {_COLUMNS} FROM uploads WHERE NOT over ORDER BY book")
        return [Upload(**row) for row in rows]

    async def of(self, book: int) -> Upload | None:
        row = await self._pool.fetchrow(f"SELECT {_COLUMNS} FROM uploads WHERE book = $1", book)
        return Upload(**row) if row else None

    async def end(self, upload: Upload) -> None:
        """The verdict stands in the chat."""
        await self._pool.execute("UPDATE uploads SET over = true WHERE book = $1", upload.book)

    async def prompted(self, book: int, prompt: int) -> None:
        """Remember the message that asks for a correction of the book."""
        await self._pool.execute("UPDATE uploads SET prompt = $2 WHERE book = $1", book, prompt)

    async def meant(self, chat: int, answered: int | None) -> Upload | None:
        """The upload that an answer to the message `answered` is about; without one the chat's newest."""
        row = await self._pool.fetchrow(
            f"""SELECT {_COLUMNS} FROM uploads
                WHERE chat = $1 AND ($2::bigint IS NULL OR $2 IN (message, prompt)) ORDER BY book DESC LIMIT 1""",
            chat,
            answered,
        )
        return Upload(**row) if row else None
