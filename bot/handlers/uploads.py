"""Books come in, from admins: a PDF is sent, and one message shows how far it is and ends in a verdict."""

import asyncio
import logging
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Any

from procrastinate import App, JobContext
from telegram import Document, InlineKeyboardMarkup, Message, ReplyParameters
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.download import NotFetched, TooBig, download
from bot.handlers.book_texts import progress_text, verdict_text
from bot.handlers.keyboards import book_keyboard
from bot.handlers.visit import Visit, is_in_person
from bot.sending.pace import Priority
from bot.sending.refusals import Refusal, meaning
from bot.texts import Texts, texts_in
from bot.tutor.conversations import Conversations
from bot.tutor.turns import Place
from bot.upload_messages import FILES, TAKE_FILE, Download, SentFile, UploadMessage, UploadMessages, Wish
from ingest.database import CONNECTION_LOST
from ingest.library import BookState, Library, Progress
from ingest.scans.transcription import Estimate
from ingest.units.caption import BadCaption, parse_caption
from ingest.workers import AtOnce

logger = logging.getLogger(__name__)

_MEGABYTE = 1024 * 1024
_LARGEST_FILE = 20 * _MEGABYTE  # what the Bot API lets a bot fetch
_LOOK_AGAIN = 0.5  # seconds
_PAUSE = 2.5  # seconds between two edits that show a book's progress; its verdict does not wait
_TRIES = 3  # more to take a file, after an error of any kind
_LONGEST_NAME = 80  # characters

_Face = tuple[str, InlineKeyboardMarkup | None]
"""text and buttons of a message"""


class Uploads:
    def __init__(
        self,
        library: Library,
        messages: UploadMessages,
        conversations: Conversations,
        bot: ExtBot[Any],
    ) -> None:
        self._library = library
        self._messages = messages
        self._conversations = conversations
        self._bot = bot
        self._watching: dict[Wish, asyncio.Task[None]] = {}
        self._news = asyncio.Event()

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
            parse_caption(words)
        except BadCaption:
            await self._messages.put_by(file, file.message)  # whether or not the question below arrives
            remark = f"{texts.book_bad_caption.format(caption=words[:100])}\n\n" if words else ""
            asked = await visit.message.reply_text(f"{remark}{texts.book_how}")
            await self._messages.put_by(file, asked.message_id)
            return
        thread = visit.message.message_thread_id if visit.message.is_topic_message else None
        await self._messages.take_up(file, thread or 0, visit.learner.language, words)

    def add_task(self, app: App) -> None:
        app.task(name=TAKE_FILE, queue=FILES, retry=AtOnce(failures=_TRIES), pass_context=True)(self._take)

    async def work(self) -> None:
        """Keep the messages of all books true, whoever has begun them; until cancelled. One process does."""
        try:
            while True:
                with suppress(*CONNECTION_LOST):
                    for wish, upload in (await self._messages.under_way()).items():
                        if wish not in self._watching:
                            self._begin(wish, upload)
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
        """Put the messages of a book right with which something was done."""
        await self._messages.reopen(book)
        self._news.set()

    def _begin(self, wish: Wish, upload: UploadMessage) -> None:
        task = self._watching[wish] = asyncio.create_task(self._watch(wish, upload))
        task.add_done_callback(partial(self._end, wish))

    def _end(self, wish: Wish, task: asyncio.Task[None]) -> None:
        del self._watching[wish]
        if not task.cancelled() and (error := task.exception()):
            logger.error("a message about a book is looked at again", exc_info=error)

    async def _take(self, context: JobContext, chat: int, message: int) -> None:
        """The job. May run twice; what it fails of in the end, the admin is told."""
        if (taken := await self._messages.download(chat, message)) is None:
            return
        try:
            await self._take_in(taken)
        except CONNECTION_LOST:
            raise
        except Exception:  # of any kind: it would be the end of the book without a word
            if context.job.attempts >= _TRIES:
                await self._end_with(taken, taken.shown, texts_in(taken.language).book_download_failed)
            raise

    async def _take_in(self, taken: Download) -> None:
        """Download, keep and queue a book, and have shown how it goes."""
        texts, file, name, shown = texts_in(taken.language), taken.file, taken.file.name, taken.shown
        with suppress(TelegramError):  # the book is not to wait for it
            shown = await self._say(taken, shown, texts.book_received.format(name=name))
        try:
            data = await download(self._bot, file.file_id)
        except NotFetched as error:
            logger.warning("a book was not downloaded: %s", error)
            too_big = texts.book_too_big_to_fetch.format(limit=_LARGEST_FILE // _MEGABYTE)
            await self._end_with(taken, shown, too_big if isinstance(error, TooBig) else texts.book_download_failed)
            return
        receipt = await self._library.receive(data, name, parse_caption(taken.caption))
        if receipt.already:
            progress = await self._library.progress(receipt.book)
            if progress is not None and progress.state is BookState.PUBLISHED:
                await self._end_with(taken, shown, texts.book_known.format(name=name))
                return
        with suppress(TelegramError):
            shown = shown or await self._say(taken, None, texts.book_received.format(name=name))
        # Under the file's own number nothing can be shown, so that in the end a new message brings the verdict.
        shown = shown or file.message
        await self.follow(UploadMessage(receipt.book, file.chat, taken.thread, shown, taken.language, name))

    async def _end_with(self, taken: Download, shown: int | None, text: str) -> None:
        """Say why nothing more will come of a file. A chat that does not take it hears at its next sign of life that
        something was left unsaid."""
        try:
            await self._say(taken, shown, text)
        except TelegramError as error:
            logger.warning("what became of a file is left unsaid: %s", type(error).__name__)
            await self._conversations.mark_unheard(Place(taken.file.chat, taken.thread))

    async def _say(self, taken: Download, shown: int | None, text: str) -> int:
        """In the message about the file, or in a new one, which is noted. Gives its number."""
        file = taken.file
        if shown is not None:
            try:
                await self._bot.edit_message_text(text, file.chat, shown)
                return shown
            except BadRequest as error:
                if meaning(error) is Refusal.FINE:
                    return shown
        answered = ReplyParameters(file.message) if file.chat < 0 else None
        sent = await self._send(file.chat, taken.thread, text, answered=answered)
        await self._messages.acknowledged(taken, sent.message_id)
        return sent.message_id

    async def _watch(self, wish: Wish, upload: UploadMessage) -> None:
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
                    if await self._messages.end(wish):
                        await self._strip(upload)
                    return
            except TelegramError as error:
                logger.warning("book %d: Telegram refuses its message: %s", upload.book, error.message)
                await self._messages.end(wish, is_shown=False)
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
        """The message that shows this now, or need not; None where the next look is to try again.

        Raises TelegramError: The chat takes it in no message.
        """
        try:
            await self._edit(upload, face, Priority.TEXT if is_verdict else Priority.INTERIM)
        except TelegramError as error:
            refusal = meaning(error)
            if refusal.passes:
                return None
            if refusal is Refusal.MOVED or (is_verdict and refusal is not Refusal.FINE):
                return await self._send_anew(upload, face)
        return upload

    async def _edit(self, upload: UploadMessage, face: _Face, priority: Priority) -> None:
        """What is refused for no known reason is tried once more: a new message would leave the old one behind."""
        text, buttons = face
        for is_last in (False, True):
            try:
                await self._bot.edit_message_text(
                    text, upload.chat, upload.message, reply_markup=buttons, rate_limit_args=priority
                )
                return
            except BadRequest as error:
                if is_last or meaning(error) is not Refusal.OTHER:
                    raise

    async def _send_anew(self, upload: UploadMessage, face: _Face) -> UploadMessage | None:
        """The old message was deleted, can't be changed, or stays behind where its group has become a supergroup."""
        try:
            sent = await self._send(upload.chat, upload.thread, *face)
        except TelegramError as error:
            if meaning(error).passes:
                return None
            raise
        return await self._messages.move(upload, sent.chat_id, sent.message_id)

    async def _send(
        self,
        chat: int,
        thread: int,
        text: str,
        buttons: InlineKeyboardMarkup | None = None,
        answered: ReplyParameters | None = None,
    ) -> Message:
        """Where it is refused, outside the topic, which may be closed; in the end without the buttons that /books has
        too."""
        for topic, reply in ((thread or None, answered), (None, None)):
            with suppress(BadRequest):
                return await self._bot.send_message(
                    chat, text, message_thread_id=topic, reply_parameters=reply, reply_markup=buttons
                )
        return await self._bot.send_message(chat, text)


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
