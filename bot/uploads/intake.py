"""The job that takes in a file whose caption is known: it is downloaded, stored and queued for reading."""

import logging
from contextlib import suppress
from typing import Any

from procrastinate import App, JobContext
from telegram import ReplyParameters
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.retry_write import retry_write
from bot.sending.refusals import is_changed
from bot.texts import texts_in
from bot.tutor.conversations import Conversations
from bot.tutor.turns import Place
from bot.uploads.book_messages import BookMessages, send_with_fallbacks
from bot.uploads.download import NotFetched, TooBig, download
from bot.uploads.upload_messages import UploadMessage
from bot.uploads.uploaded_files import FILES, TAKE_FILE, Download, UploadedFiles
from ingest.database import CONNECTION_LOST
from ingest.jobs.workers import AtOnce
from ingest.library import BookState, Library
from ingest.units.caption import parse_caption

logger = logging.getLogger(__name__)

_TRIES = 3  # more, after an unexpected error


class Intake:
    def __init__(
        self,
        library: Library,
        files: UploadedFiles,
        messages: BookMessages,
        conversations: Conversations,
        bot: ExtBot[Any],
    ) -> None:
        self._library, self._files, self._messages = library, files, messages
        self._conversations, self._bot = conversations, bot

    def add_task(self, app: App) -> None:
        app.task(name=TAKE_FILE, queue=FILES, retry=AtOnce(failures=_TRIES), pass_context=True)(self._take)

    async def _take(self, context: JobContext, chat: int, message: int) -> None:
        """The job. May run twice; if the last try fails, the admin is told."""
        if (taken := await self._files.download(chat, message)) is None:
            return
        try:
            await self._take_in(taken)
        except CONNECTION_LOST:
            raise
        except Exception:  # of any kind: the admin must hear of it
            if context.job.attempts >= _TRIES:
                await self._end_with(taken, taken.shown, texts_in(taken.language).book_download_failed)
            raise

    async def _take_in(self, taken: Download) -> None:
        """Download, store and queue a book, and have its progress shown."""
        texts, file, name, shown = texts_in(taken.language), taken.file, taken.file.name, taken.shown
        received = texts.book_received.format(name=name)
        with suppress(TelegramError):  # the book goes in without a message too
            shown = await self._say(taken, shown, received)
        try:
            data = await download(self._bot, file.file_id)
        except NotFetched as error:
            logger.warning("a book was not downloaded: %s", error)
            is_too_big = isinstance(error, TooBig)
            await self._end_with(taken, shown, texts.book_not_given if is_too_big else texts.book_download_failed)
            return
        # Not by the job's own retries, which would download it again.
        receipt = await retry_write(lambda: self._library.receive(data, name, parse_caption(taken.caption)))
        if receipt.already:
            progress = await self._library.progress(receipt.book)
            if progress is not None and progress.state is BookState.PUBLISHED:
                await self._end_with(taken, shown, texts.book_known.format(name=name))
                return
        with suppress(TelegramError):
            shown = shown or await self._say(taken, None, received)
        await self._messages.follow(
            UploadMessage(receipt.book, file.chat, taken.thread, shown or -file.message, taken.language, name)
        )

    async def _end_with(self, taken: Download, shown: int | None, text: str) -> None:
        """Say why the file was not taken. If that cannot be sent, the chat's next update brings a message that
        something was missed."""
        try:
            await self._say(taken, shown, text)
        except TelegramError as error:
            logger.warning("the end of an upload was not told: %s", type(error).__name__)
            await self._conversations.mark_unheard(Place(taken.file.chat, taken.thread))

    async def _say(self, taken: Download, shown: int | None, text: str) -> int:
        """Edit the message about the file, or send a new one, whose id is stored. Returns the message's id."""
        file = taken.file
        if shown is not None and await is_changed(self._bot.edit_message_text(text, file.chat, shown)):
            return shown
        answered = ReplyParameters(file.message) if file.chat < 0 else None
        sent = await send_with_fallbacks(self._bot, file.chat, taken.thread, text, answered=answered)
        await retry_write(lambda: self._files.acknowledged(taken, sent.message_id))
        return sent.message_id
