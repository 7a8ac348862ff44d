"""Books come in, from admins: a PDF is sent, and one message shows how far it is and ends in a verdict."""

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from time import monotonic
from typing import Any

from telegram import Document, InlineKeyboardMarkup, Message
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.download import NotFetched, TooBig, download
from bot.handlers.book_texts import progress_text, verdict_text
from bot.handlers.keyboards import book_keyboard
from bot.handlers.visit import Visit, is_in_person
from bot.pace import Priority
from bot.refusals import Refusal, meaning
from bot.texts import Texts, texts_in
from bot.upload_messages import SentFile, UploadMessage, UploadMessages
from ingest.database import CONNECTION_LOST
from ingest.library import BookState, Library, Progress
from ingest.scans.transcription import Estimate
from ingest.units.caption import BadCaption, Caption, parse_caption

logger = logging.getLogger(__name__)

_MEGABYTE = 1024 * 1024
_LARGEST_FILE = 20 * _MEGABYTE  # what the Bot API lets a bot fetch
_LOOK_AGAIN = 0.5  # seconds
_PAUSE = 2.5  # seconds between two edits that show a book's progress; its verdict does not wait
_LONGEST_NAME = 80  # characters

_Face = tuple[str, InlineKeyboardMarkup | None]
"""text and buttons of a message"""


class Uploads:
    def __init__(
        self,
        library: Library,
        messages: UploadMessages,
        bot: ExtBot[Any],
    ) -> None:
        self._library = library
        self._messages = messages
        self._bot = bot
        self._tasks: set[asyncio.Task[None]] = set()

    async def receive(self, visit: Visit) -> None:
        """A file from an admin. Everything that can be known before the download is checked before it."""
        message, texts = visit.message, visit.texts
        assert message.document is not None
        document, name = message.document, _name(message.document)
        if not is_in_person(message):
            await visit.say(texts.book_not_in_person)
        elif not (document.mime_type == "application/pdf" or name.lower().endswith(".pdf")):
            await visit.say(texts.book_not_pdf)
        elif (document.file_size or 0) > _LARGEST_FILE:
            size = f"{(document.file_size or 0) / _MEGABYTE:.0f}"
            await visit.say(texts.book_too_big.format(size=size, limit=_LARGEST_FILE // _MEGABYTE))
        else:
            file = SentFile(message.chat_id, message.message_id, document.file_id, name)
            await self._consider(visit, file, message.caption or "")

    async def hear_edited_caption(self, visit: Visit) -> None:
        """A caption that is put under a file after it was sent; of a book that is on its way nothing is changed so."""
        if file := await self._messages.put_by_under(visit.place.chat, visit.message.message_id):
            await self._consider(visit, file, visit.message.caption or "")

    async def hear_caption(self, visit: Visit) -> bool:
        """A caption as a reply to the file, or to the question what it is; false for what replies to neither."""
        answered = visit.message.reply_to_message
        file = await self._messages.put_by_under(visit.place.chat, answered.message_id) if answered else None
        if file is not None:
            await self._consider(visit, file, visit.said)
        return file is not None

    async def _consider(self, visit: Visit, file: SentFile, words: str) -> None:
        """Take the book that these words are about, or ask what it is."""
        texts = visit.texts
        try:
            caption = parse_caption(words)
        except BadCaption:
            remark = f"{texts.book_bad_caption.format(caption=words[:100])}\n\n" if words else ""
            asked = await visit.message.reply_text(f"{remark}{texts.book_how}")
            await self._messages.put_by(file, asked.message_id)
            return
        await self._messages.take_up(file)
        # Downloads take long; the chat's other updates go on meanwhile.
        visit.begin(self._take(visit.message, file, caption, visit.learner.language))

    async def resume(self) -> None:
        """Go on showing the books that an earlier process was sent."""
        for upload in await self._messages.under_way():
            self._begin(self._watch(upload))

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def follow(self, upload: UploadMessage) -> None:
        """Show how a book goes, from now until its verdict. Earlier verdicts on it lose their buttons."""
        for past in await self._messages.add(upload):
            self._begin(self._strip(past))
        self._begin(self._watch(upload))

    async def look_again(self, book: int) -> None:
        """Put the messages of a book right with which something was done."""
        for upload in await self._messages.reopen(book):
            self._begin(self._watch(upload))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.error("a message about a book stays as it is until the next start", exc_info=error)

    async def _take(self, message: Message, file: SentFile, caption: Caption, language: str) -> None:
        """Download, keep and queue a book, then show how it goes."""
        texts, name = texts_in(language), file.name
        shown = None
        with suppress(TelegramError):  # the book is not to wait for it
            shown = await message.reply_text(texts.book_received.format(name=name))
        try:
            data = await download(self._bot, file.file_id)
        except NotFetched as error:
            logger.warning("a book was not downloaded: %s", error)
            too_big = texts.book_too_big_to_fetch.format(limit=_LARGEST_FILE // _MEGABYTE)
            await _reply(message, shown, too_big if isinstance(error, TooBig) else texts.book_download_failed)
            return
        receipt = await self._library.receive(data, name, caption)
        if receipt.already:
            progress = await self._library.progress(receipt.book)
            if progress is not None and progress.state is BookState.PUBLISHED:
                await _reply(message, shown, texts.book_known.format(name=name))
                return
        shown = shown or await message.reply_text(texts.book_received.format(name=name))
        thread = message.message_thread_id if message.is_topic_message else None
        await self.follow(UploadMessage(receipt.book, message.chat_id, thread or 0, shown.message_id, language, name))

    async def _watch(self, upload: UploadMessage) -> None:
        """Keep the upload's message true until the book has its verdict."""
        shown: _Face | None = None
        edited = float("-inf")
        while True:
            try:
                over, wanted = await self._look(upload)
                due = over or monotonic() > edited + _PAUSE
                if wanted != shown and due and (stands := await self._show(upload, wanted, is_verdict=over)):
                    upload, shown, edited = stands, wanted, monotonic()
                if over and wanted == shown:
                    await self._messages.end(upload)
                    return
            except CONNECTION_LOST as error:  # the next look tries again
                logger.warning("book %d: the database is away: %s", upload.book, type(error).__name__)
            await asyncio.sleep(_LOOK_AGAIN)

    async def _look(self, upload: UploadMessage) -> tuple[bool, _Face]:
        """Whether the book has its verdict, and what its message should show."""
        progress = await self._library.progress(upload.book)
        over = progress is None or progress.over
        estimate = await self._library.transcripts.estimate(upload.book) if over else None
        return over, _face(texts_in(upload.language), upload, progress, estimate)

    async def _strip(self, upload: UploadMessage) -> None:
        """Take the buttons from a message: they would be about other units than it shows."""
        try:
            await self._bot.edit_message_reply_markup(upload.chat, upload.message)
        except TelegramError as error:
            logger.warning("book %d: an earlier verdict keeps its buttons: %s", upload.book, type(error).__name__)

    async def _show(self, upload: UploadMessage, face: _Face, *, is_verdict: bool) -> UploadMessage | None:
        """The message that shows this now, or never can; None where the next look is to try again."""
        text, buttons = face
        priority = Priority.TEXT if is_verdict else Priority.INTERIM
        try:
            await self._bot.edit_message_text(
                text, upload.chat, upload.message, reply_markup=buttons, rate_limit_args=priority
            )
        except TelegramError as error:
            refusal = meaning(error)
            if refusal.passes:
                return None
            if refusal is Refusal.MOVED or (refusal is Refusal.MESSAGE and is_verdict):
                return await self._send_anew(upload, face)
            if refusal not in (Refusal.FINE, Refusal.MESSAGE, Refusal.BLOCKED):
                logger.warning("book %d: Telegram refuses its message: %s", upload.book, error.message)
        return upload

    async def _send_anew(self, upload: UploadMessage, face: _Face) -> UploadMessage:
        """The old message was deleted, or stays behind where its group has become a supergroup."""
        try:
            sent = await self._bot.send_message(
                upload.chat, face[0], message_thread_id=upload.thread or None, reply_markup=face[1]
            )
        except TelegramError as error:
            logger.warning("book %d: its message stays lost: %s", upload.book, type(error).__name__)
            return upload
        return await self._messages.move(upload, sent.chat_id, sent.message_id)


async def _reply(message: Message, shown: Message | None, text: str) -> None:
    """In the message that is shown already, if any."""
    await (shown.edit_text(text) if shown else message.reply_text(text))


def _face(texts: Texts, upload: UploadMessage, progress: Progress | None, estimate: Estimate | None) -> _Face:
    """What the message of a book says, and what can be done with the book."""
    if progress is None:
        return texts.removed.format(name=upload.name), None
    if not progress.over:
        return progress_text(texts, upload.name, progress), None
    return verdict_text(texts, upload.name, progress), book_keyboard(
        texts, upload.book, progress.state, estimate, progress.report is None or progress.report.sure
    )


def _name(document: Document) -> str:
    """The file's name as far as it can be shown: one line, not too long."""
    name = " ".join((document.file_name or "book.pdf").split())
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 5]}….pdf"
