"""The messages about books, by which admins see how far each is and correct it; owns their SQL."""

from dataclasses import astuple, dataclass

import asyncpg

from bot.tutor.turns import Place


@dataclass(frozen=True, slots=True)
class UploadMessage:
    """A message about a book. A negative `message` is none yet: that could not be sent, and BookMessages will."""

    book: int
    chat: int
    thread: int
    message: int
    language: str
    name: str


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

    async def was_prompted(self, upload: UploadMessage, update: int) -> bool:
        """Whether a correction of the book was asked for since the update arrived: its button was pressed twice, or the
        update is handled again."""
        query = """SELECT true FROM uploads, updates WHERE (book, uploads.chat, thread, shows) = ($1, $2, $3, 'past')
                   AND updates.id = $4 AND created > received LIMIT 1"""
        return bool(await self._pool.fetchval(query, upload.book, upload.chat, upload.thread, update))

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
        query = f"UPDATE uploads SET chat = $3, message = $4 WHERE chat = $1 AND message = $2 RETURNING {_COLUMNS}"
        row = await self._pool.fetchrow(query, upload.chat, upload.message, chat, message)
        return UploadMessage(**row) if row else upload

    async def meant(self, place: Place, answered: int | None) -> UploadMessage | None:
        """The message about a book with the id `answered`; the place's newest one if `answered` is None."""
        query = f"""SELECT {_COLUMNS} FROM uploads
                    WHERE chat = $1 AND thread = $2 AND ($3::bigint IS NULL OR message = $3) ORDER BY id DESC LIMIT 1"""
        row = await self._pool.fetchrow(query, place.chat, place.thread, answered)
        return UploadMessage(**row) if row else None

    async def tidy_up(self, days: int | None) -> None:
        """Delete messages about removed books, and those without progress after so many `days`.

        A message whose chat has an update in hand is kept: perhaps it was removed with that and does not say so yet.
        """
        query = """DELETE FROM uploads WHERE shows <> 'progress' AND (
                       created < now() - make_interval(days => $1)
                       OR NOT EXISTS (SELECT FROM books WHERE id = book)
                       AND NOT EXISTS (SELECT FROM updates WHERE updates.chat = uploads.chat AND raw IS NOT NULL))"""
        await self._pool.execute(query, days)

    async def _keep(self, upload: UploadMessage, shows: str) -> None:
        query = f"INSERT INTO uploads ({_COLUMNS}, shows) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING"
        await self._pool.execute(query, *astuple(upload), shows)
