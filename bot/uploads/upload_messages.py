"""The uploads of admins, and the messages about their books; owns their SQL."""

from dataclasses import dataclass

import asyncpg

from bot.tutor.turns import Place
from ingest.jobs.queue import defer

FILES = "files"  # the queue
TAKE_FILE = "take_file"  # its job, with the chat and the message of the file


@dataclass(frozen=True, slots=True)
class UploadMessage:
    """A message about a book. A negative `message` is none yet: that could not be sent, and BookMessages will."""

    book: int
    chat: int
    thread: int
    message: int
    language: str
    name: str


@dataclass(frozen=True, slots=True)
class SentFile:
    """A PDF in a chat; `file_id` is Telegram's."""

    chat: int
    message: int
    file_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Download:
    """A file that is being downloaded. `shown`: the message that tells the admin so, if it is known."""

    file: SentFile
    thread: int
    language: str
    caption: str
    shown: int | None


Version = tuple[int, int]
"""The id of a message about a book, and the number of the book's changes that it is to show."""

_COLUMNS = "book, chat, thread, message, language, name"


class UploadMessages:
    """A message about a book shows progress, then the verdict, until it is past: replaced by a newer message. A verdict
    that Telegram has refused is owed.

    Past messages are still stored, as a reply to any of them is about the book.
    """

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def add(self, upload: UploadMessage) -> list[UploadMessage]:
        """Store a new message for the book's progress. Returns those with a verdict: to be retired without their
        buttons."""
        rows = await self._pool.fetch(
            f"SELECT {_COLUMNS} FROM uploads WHERE book = $1 AND shows IN ('verdict', 'owed') ORDER BY id", upload.book
        )
        await self._keep(upload, "progress")
        return [UploadMessage(**row) for row in rows]

    async def retire(self, upload: UploadMessage) -> None:
        """Note that the message is past, if it has a verdict."""
        query = """UPDATE uploads SET shows = 'past'
                   WHERE (chat, message) = ($1, $2) AND shows IN ('verdict', 'owed')"""
        await self._pool.execute(query, upload.chat, upload.message)

    async def add_prompt(self, upload: UploadMessage) -> None:
        """Store a message that asks for a correction of the book."""
        await self._keep(upload, "past")

    async def is_prompt(self, upload: UploadMessage) -> bool:
        """Whether a place's newest message asks for a correction: past ones have newer ones after them otherwise."""
        query = "SELECT shows = 'past' FROM uploads WHERE (chat, message) = ($1, $2)"
        return bool(await self._pool.fetchval(query, upload.chat, upload.message))

    async def reopen(self, book: int) -> None:
        """Let a book's messages show progress again, as the book has changed."""
        await self._pool.execute(
            """UPDATE uploads SET shows = 'progress', wishes = wishes + 1 WHERE book = $1 AND shows <> 'past'""", book
        )

    async def under_way(self) -> dict[Version, UploadMessage]:
        """The messages that show progress."""
        rows = await self._pool.fetch(
            f"SELECT id, wishes, {_COLUMNS} FROM uploads WHERE shows = 'progress' ORDER BY id"
        )
        return {(id, wishes): UploadMessage(*columns) for id, wishes, *columns in rows}

    async def end(self, version: Version, *, is_shown: bool = True) -> bool:
        """Note that the verdict is shown, or else owed. Nothing happens if the book has changed since. True if the
        message is past, as there is a newer one about the book."""
        query = """UPDATE uploads AS this SET shows = CASE WHEN EXISTS (
                       SELECT FROM uploads AS later WHERE later.book = this.book AND later.id > this.id
                         AND later.shows <> 'past') THEN 'past' WHEN $3 THEN 'verdict' ELSE 'owed' END
                   WHERE (id, wishes) = ($1, $2) AND shows = 'progress' RETURNING shows = 'past'"""
        return bool(await self._pool.fetchval(query, *version, is_shown))

    async def move(self, upload: UploadMessage, chat: int, message: int) -> UploadMessage:
        """Replace the message by another one, perhaps in the supergroup that its group has become."""
        row = await self._pool.fetchrow(
            f"UPDATE uploads SET chat = $3, message = $4 WHERE chat = $1 AND message = $2 RETURNING {_COLUMNS}",
            upload.chat,
            upload.message,
            chat,
            message,
        )
        return UploadMessage(**row) if row else upload

    async def meant(self, place: Place, answered: int | None) -> UploadMessage | None:
        """The message about a book with the id `answered`; the place's newest one if `answered` is None."""
        query = f"""SELECT {_COLUMNS} FROM uploads
                    WHERE chat = $1 AND thread = $2 AND ($3::bigint IS NULL OR message = $3) ORDER BY id DESC LIMIT 1"""
        row = await self._pool.fetchrow(query, place.chat, place.thread, answered)
        return UploadMessage(**row) if row else None

    async def keep_uncaptioned(self, file: SentFile, asked: int) -> None:
        """Store a file for ten minutes, until it has a caption; `asked`: the message that asks for it."""
        query = """INSERT INTO uncaptioned (chat, message, asked, file_id, name) VALUES ($1, $2, $3, $4, $5)
                   ON CONFLICT (chat, message) DO UPDATE SET asked = $3"""
        await self._pool.execute(query, file.chat, file.message, asked, file.file_id, file.name)

    async def uncaptioned_files(self, chat: int, message: int | None = None) -> list[SentFile]:
        """The files that wait for their captions; with `message` only that one: the file's own message, or the one that
        asks for the caption."""
        query = """SELECT chat, message, file_id, name FROM uncaptioned AS file
                   WHERE chat = $1 AND ($2::bigint IS NULL OR $2 IN (message, asked))
                     AND sent > now() - interval '10 minutes'
                     AND NOT EXISTS (SELECT FROM downloads WHERE (chat, message) = (file.chat, file.message))"""
        return [SentFile(**row) for row in await self._pool.fetch(query, chat, message)]

    async def is_captioned(self, chat: int, message: int, caption: str) -> bool:
        """Whether this message has given a file its caption: all that was said of the file came after it."""
        query = """SELECT true FROM downloads
                   WHERE chat = $1 AND message < $2 AND caption = $3 AND (shown IS NULL OR shown > $2)"""
        return bool(await self._pool.fetchval(query, chat, message, caption))

    async def queue_download(self, file: SentFile, thread: int, language: str, caption: str) -> None:
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
        file = SentFile(chat, message, row["file_id"], row["name"])
        return Download(file, row["thread"], row["language"], row["caption"], row["shown"])

    async def acknowledged(self, download: Download, shown: int) -> None:
        """Store the message that tells the admin that the file has arrived."""
        await self._pool.execute(
            "UPDATE downloads SET shown = $3 WHERE (chat, message) = ($1, $2)",
            *(download.file.chat, download.file.message, shown),
        )

    async def tidy_up(self, days: int | None) -> None:
        """Delete messages about removed books, those without progress after so many `days`, files without a caption,
        and downloads so old that Telegram will not deliver their message again.

        A message whose chat has an update in hand is kept: perhaps it was removed with that and does not say so yet.
        """
        query = """DELETE FROM uploads WHERE shows <> 'progress' AND (
                       created < now() - make_interval(days => $1)
                       OR NOT EXISTS (SELECT FROM books WHERE id = book)
                       AND NOT EXISTS (SELECT FROM updates WHERE updates.chat = uploads.chat AND raw IS NOT NULL))"""
        await self._pool.execute(query, days)
        await self._pool.execute("DELETE FROM uncaptioned WHERE sent < now() - interval '10 minutes'")
        await self._pool.execute("DELETE FROM downloads WHERE sent < now() - interval '3 days'")

    async def _keep(self, upload: UploadMessage, shows: str) -> None:
        await self._pool.execute(
            f"INSERT INTO uploads ({_COLUMNS}, shows) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            upload.book,
            upload.chat,
            upload.thread,
            upload.message,
            upload.language,
            upload.name,
            shows,
        )
