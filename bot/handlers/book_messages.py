"""The messages about books: each shows how far its book is, then the verdict on it."""

import asyncio
import logging
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Any

from telegram import InlineKeyboardMarkup, Message, ReplyParameters
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.handlers.book_texts import progress_text, verdict_text
from bot.keyboards import book_keyboard
from bot.sending.pace import Priority
from bot.sending.refusals import Refusal, meaning
from bot.texts import Texts, texts_in
from bot.upload_messages import UploadMessage, UploadMessages, Version
from ingest.database import CONNECTION_LOST
from ingest.library import Library, Progress
from ingest.scans.transcription import Estimate

logger = logging.getLogger(__name__)

_LOOK_AGAIN = 0.5  # seconds
_PAUSE = 2.5  # seconds between two edits that show a book's progress; its verdict does not wait

_Content = tuple[str, InlineKeyboardMarkup | None]
"""text and buttons of a message"""


class BookMessages:
    def __init__(self, library: Library, messages: UploadMessages, bot: ExtBot[Any]) -> None:
        self._library = library
        self._messages = messages
        self._bot = bot
        self._watching: dict[Version, asyncio.Task[None]] = {}
        self._news = asyncio.Event()

    async def work(self) -> None:
        """Keep the messages of all books up to date, until cancelled. Runs in one process, for the books of all."""
        try:
            while True:
                with suppress(*CONNECTION_LOST):
                    for version, upload in (await self._messages.under_way()).items():
                        if version not in self._watching:
                            self._begin(version, upload)
                with suppress(TimeoutError):
                    async with asyncio.timeout(_LOOK_AGAIN):
                        await self._news.wait()
                self._news.clear()
        finally:
            tasks = list(self._watching.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def follow(self, upload: UploadMessage) -> None:
        """Show how a book goes, from now until its verdict. Earlier verdicts on it lose their buttons."""
        past = await self._messages.add(upload)
        self._news.set()
        for verdict in past:
            await self._strip(verdict)

    async def look_again(self, book: int) -> None:
        """Update the messages of a book that has changed."""
        await self._messages.reopen(book)
        self._news.set()

    def _begin(self, version: Version, upload: UploadMessage) -> None:
        task = self._watching[version] = asyncio.create_task(self._watch(version, upload))
        task.add_done_callback(partial(self._end, version))

    def _end(self, version: Version, task: asyncio.Task[None]) -> None:
        del self._watching[version]
        if not task.cancelled() and (error := task.exception()):
            logger.error("a message about a book is looked at again", exc_info=error)

    async def _watch(self, version: Version, upload: UploadMessage) -> None:
        """Keep the upload's message up to date until the book has its verdict."""
        shown: _Content | None = None
        edited = float("-inf")
        while True:
            try:
                over, wanted = await self._look(upload)
                due = over or monotonic() > edited + _PAUSE
                if wanted != shown and due and (stands := await self._show(upload, wanted, is_verdict=over)):
                    upload, shown, edited = stands, wanted, monotonic()
                if over and wanted == shown:
                    if await self._messages.end(version):
                        await self._strip(upload)
                    return
            except TelegramError as error:
                logger.warning("book %d: Telegram refuses its message: %s", upload.book, error.message)
                await self._messages.end(version, is_shown=False)
                return
            except CONNECTION_LOST as error:  # the next look tries again
                logger.warning("book %d: the database is away: %s", upload.book, type(error).__name__)
            await asyncio.sleep(_LOOK_AGAIN)

    async def _look(self, upload: UploadMessage) -> tuple[bool, _Content]:
        """Whether the book has its verdict, and what its message should show."""
        progress = await self._library.progress(upload.book)
        over = progress is None or progress.over
        estimate = await self._library.transcripts.estimate(upload.book) if over else None
        return over, _content(texts_in(upload.language), upload, progress, estimate)

    async def _strip(self, upload: UploadMessage) -> None:
        """Take the buttons from a message, as they would act on other units than it shows."""
        try:
            await self._bot.edit_message_reply_markup(upload.chat, upload.message)
        except TelegramError as error:
            logger.warning("book %d: an earlier verdict keeps its buttons: %s", upload.book, type(error).__name__)

    async def _show(self, upload: UploadMessage, content: _Content, *, is_verdict: bool) -> UploadMessage | None:
        """Returns the message that shows this now, or need not; None where the next look is to try again.

        Raises TelegramError: The chat takes it in no message.
        """
        text, buttons = content
        priority = Priority.TEXT if is_verdict else Priority.INTERIM
        try:
            await self._bot.edit_message_text(
                text, upload.chat, upload.message, reply_markup=buttons, rate_limit_args=priority
            )
        except TelegramError as error:
            refusal = meaning(error)
            if refusal.passes:
                return None
            if refusal is Refusal.MOVED or (is_verdict and refusal is not Refusal.FINE):
                return await self._send_anew(upload, content)
        return upload

    async def _send_anew(self, upload: UploadMessage, content: _Content) -> UploadMessage | None:
        """The old message was deleted, can't be changed, or stays behind where its group has become a supergroup."""
        try:
            sent = await send_with_fallbacks(self._bot, upload.chat, upload.thread, *content)
        except TelegramError as error:
            if meaning(error).passes:
                return None
            raise
        return await self._messages.move(upload, sent.chat_id, sent.message_id)


async def send_with_fallbacks(
    bot: ExtBot[Any],
    chat: int,
    thread: int,
    text: str,
    buttons: InlineKeyboardMarkup | None = None,
    answered: ReplyParameters | None = None,
) -> Message:
    """Where Telegram refuses it: outside the topic, which may be closed, then without the buttons, which /books has
    too."""
    for topic, reply in ((thread or None, answered), (None, None)):
        try:
            return await bot.send_message(
                chat, text, message_thread_id=topic, reply_parameters=reply, reply_markup=buttons
            )
        except BadRequest as error:
            if meaning(error) is Refusal.MUTED:  # which refuses all
                raise
    return await bot.send_message(chat, text)


def _content(texts: Texts, upload: UploadMessage, progress: Progress | None, estimate: Estimate | None) -> _Content:
    """What the message of a book says, and what can be done with the book."""
    if progress is None:
        return texts.removed.format(name=upload.name), None
    if not progress.over:
        return progress_text(texts, upload.name, progress), None
    return verdict_text(texts, upload.name, progress), book_keyboard(
        texts, upload.book, progress.state, estimate, progress.report is None or progress.report.sure
    )
