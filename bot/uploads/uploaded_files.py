"""The PDFs that admins send, until they are downloaded; owns their SQL."""

from dataclasses import dataclass

import asyncpg

from ingest.jobs.queue import defer

FILES = "files"  # the queue
TAKE_FILE = "take_file"  # its job, with the chat and the message of the file


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A PDF in a chat; `file_id` is Telegram's."""

    chat: int
    message: int
    file_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Download:
    """A file that is being downloaded. `shown`: the message that tells the admin so, if it is known."""

    file: UploadedFile
    thread: int
    language: str
    caption: str
    shown: int | None


class UploadedFiles:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def keep_uncaptioned(self, file: UploadedFile, asked: int) -> None:
        """Store a file for ten minutes, until it has a caption; `asked`: the message that asks for it."""
        query = """INSERT INTO uncaptioned (chat, message, asked, file_id, name) VALUES ($1, $2, $3, $4, $5)
                   ON CONFLICT (chat, message) DO UPDATE SET asked = $3"""
        await self._pool.execute(query, file.chat, file.message, asked, file.file_id, file.name)

    async def uncaptioned(self, chat: int, message: int | None = None) -> list[UploadedFile]:
        """The files that wait for their captions; with `message` only that one: the file's own message, or the one that
        asks for the caption."""
        query = """SELECT chat, message, file_id, name FROM uncaptioned AS file
                   WHERE chat = $1 AND ($2::bigint IS NULL OR $2 IN (message, asked))
                     AND sent > now() - interval '10 minutes'
                     AND NOT EXISTS (SELECT FROM downloads WHERE (chat, message) = (file.chat, file.message))"""
        return [UploadedFile(**row) for row in await self._pool.fetch(query, chat, message)]

    async def is_captioned(self, chat: int, message: int, caption: str) -> bool:
        """Whether this message has given a file its caption: all that was said of the file came after it."""
        query = """SELECT true FROM downloads
                   WHERE chat = $1 AND message < $2 AND caption = $3 AND (shown IS NULL OR shown > $2)"""
        return bool(await self._pool.fetchval(query, chat, message, caption))

    async def queue_download(self, file: UploadedFile, thread: int, language: str, caption: str) -> None:
        """Queue the download of a file that has its caption now; once."""
        async with self._pool.acquire() as connection, connection.transaction():
            query = """INSERT INTO downloads (chat, message, thread, language, file_id, name, caption)
                       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (chat, message) DO NOTHING RETURNING true"""
            is_new = await connection.fetchval(
                query, *(file.chat, file.message, thread, language, file.file_id, file.name, caption)
            )
            if is_new:
                await defer(connection, FILES, TAKE_FILE, {"chat": file.chat, "message": file.message}, lock=None)

    async def download(self, chat: int, message: int) -> Download | None:
        """None if it was deleted."""
        row = await self._pool.fetchrow("SELECT * FROM downloads WHERE (chat, message) = ($1, $2)", chat, message)
        if row is None:
            return None
        file = UploadedFile(chat, message, row["file_id"], row["name"])
        return Download(file, row["thread"], row["language"], row["caption"], row["shown"])

    async def acknowledged(self, download: Download, shown: int) -> None:
        """Store the message that tells the admin that the file has arrived."""
        await self._pool.execute(
            "UPDATE downloads SET shown = $3 WHERE (chat, message) = ($1, $2)",
            *(download.file.chat, download.file.message, shown),
        )

    async def tidy_up(self) -> None:
        """Delete files without a caption, and downloads so old that Telegram will not deliver their message again."""
        await self._pool.execute("DELETE FROM uncaptioned WHERE sent < now() - interval '10 minutes'")
        await self._pool.execute("DELETE FROM downloads WHERE sent < now() - interval '3 days'")
