"""The messages about books: each shows its book's progress while it is read, then the verdict: what was found in it."""

import asyncio
import logging
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Any

from telegram import InlineKeyboardMarkup, Message, ReplyParameters
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.keyboards import book_keyboard
from bot.sending.refusals import Refusal, meaning
from bot.sending.slots import Priority
from bot.texts import Texts, texts_in
from bot.uploads.book_texts import progress_text, verdict_text
from bot.uploads.upload_messages import UploadMessage, UploadMessages, Version
from ingest.database import CONNECTION_LOST
from ingest.library import Library, Progress
from ingest.scans.transcription import Estimate

logger = logging.getLogger(__name__)

_POLL = 0.5  # seconds between two looks at the database
_EDIT_PAUSE = 2.5  # seconds between two edits that show progress; the verdict does not wait

_Content = tuple[str, InlineKeyboardMarkup | None]
"""text and buttons of a message"""


class BookMessages:
    def __init__(self, library: Library, messages: UploadMessages, bot: ExtBot[Any]) -> None:
        self._library, self._messages, self._bot = library, messages, bot
        self._watching: dict[Version, asyncio.Task[None]] = {}
        self._changed = asyncio.Event()

    async def work(self) -> None:
        """Keep the messages of all books up to date, until cancelled. Runs in the leading process only."""
        try:
            while True:
                with suppress(*CONNECTION_LOST):
                    for version, upload in (await self._messages.under_way()).items():
                        if version not in self._watching:
                            self._begin(version, upload)
                with suppress(TimeoutError):
                    async with asyncio.timeout(_POLL):
                        await self._changed.wait()
                self._changed.clear()
        finally:
            tasks = list(self._watching.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def follow(self, upload: UploadMessage) -> None:
        """Show a book's progress in this message. Earlier verdicts on the book lose their buttons: whoever takes over
        from a process that dies first removes them, as they are retired last."""
        verdicts = await self._messages.add(upload)
        self._changed.set()
        for verdict in verdicts:
            await self._remove_buttons(verdict)
            await self._messages.retire(verdict)

    async def look_again(self, book: int) -> None:
        """Update the messages of a book that has changed."""
        await self._messages.reopen(book)
        self._changed.set()

    def _begin(self, version: Version, upload: UploadMessage) -> None:
        task = self._watching[version] = asyncio.create_task(self._watch(version, upload))
        task.add_done_callback(partial(self._end, version))

    def _end(self, version: Version, task: asyncio.Task[None]) -> None:
        del self._watching[version]
        if not task.cancelled() and (error := task.exception()):
            logger.error("a message about a book is looked at again", exc_info=error)

    async def _watch(self, version: Version, upload: UploadMessage) -> None:
        """Keep one message up to date until the book has its verdict."""
        shown: _Content | None = None
        edited = float("-inf")
        while True:
            try:
                is_over, wanted = await self._look(upload)
                is_due = is_over or monotonic() > edited + _EDIT_PAUSE
                if wanted != shown and is_due and (message := await self._show(upload, wanted, is_verdict=is_over)):
                    if message != upload:
                        await self._delete(upload)  # it would say for ever that the book is being read
                    upload, shown, edited = message, wanted, monotonic()
                if is_over and wanted == shown:
                    if await self._messages.end(version):
                        await self._remove_buttons(upload)
                    return
            except TelegramError as error:
                logger.warning("book %d: Telegram refuses its message: %s", upload.book, error.message)
                await self._messages.end(version, is_shown=False)
                return
            except CONNECTION_LOST as error:  # the next look tries again
                logger.warning("book %d: the database is away: %s", upload.book, type(error).__name__)
            await asyncio.sleep(_POLL)

    async def _look(self, upload: UploadMessage) -> tuple[bool, _Content]:
        """Whether the book has its verdict, and what its message should show."""
        progress = await self._library.progress(upload.book)
        is_over = progress is None or progress.over
        estimate = await self._library.transcripts.estimate(upload.book) if is_over else None
        return is_over, _content(texts_in(upload.language), upload, progress, estimate)

    async def _remove_buttons(self, upload: UploadMessage) -> None:
        """An old verdict's buttons would act on other units than it shows."""
        try:
            await self._bot.edit_message_reply_markup(upload.chat, upload.message)
        except TelegramError as error:
            logger.warning("book %d: an earlier verdict keeps its buttons: %s", upload.book, type(error).__name__)

    async def _delete(self, upload: UploadMessage) -> None:
        """Delete a message that another one has replaced; in vain if its group has become a supergroup."""
        with suppress(TelegramError):
            await self._bot.delete_message(upload.chat, upload.message)

    async def _show(self, upload: UploadMessage, content: _Content, *, is_verdict: bool) -> UploadMessage | None:
        """Edit the message, or send a new one if it cannot be edited. Returns the message that shows the content now;
        None if the next look should try again.

        Raises TelegramError: The chat refuses a new message too.
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
        """The old message was deleted, cannot be edited, or its group has become a supergroup."""
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
    """Send a message. If Telegram refuses it, try outside the topic, which may be closed, then without the buttons,
    which /books has too."""
    for topic, reply in ((thread or None, answered), (None, None)):
        try:
            return await bot.send_message(
                chat, text, message_thread_id=topic, reply_parameters=reply, reply_markup=buttons
            )
        except BadRequest as error:
            if meaning(error) is Refusal.MUTED:  # the chat refuses every message
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
