"""Books come in: an admin sends a PDF, whose caption says what it is, and it is fetched and queued."""

import logging
from contextlib import suppress
from pathlib import PurePath
from typing import Any

from procrastinate import App, JobContext
from telegram import Document, ReplyParameters
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.download import NotFetched, TooBig, download
from bot.handlers.admins import is_in_person
from bot.handlers.book_messages import BookMessages, send_with_fallbacks
from bot.handlers.interaction import Interaction
from bot.keyboards import caption_keyboard
from bot.sending.refusals import is_changed
from bot.texts import texts_in
from bot.tutor.conversations import Conversations
from bot.tutor.turns import Place
from bot.upload_messages import FILES, TAKE_FILE, Download, SentFile, UploadMessage, UploadMessages
from ingest.database import CONNECTION_LOST
from ingest.jobs.workers import AtOnce
from ingest.library import BookState, Library
from ingest.units.caption import BadCaption, parse_caption

logger = logging.getLogger(__name__)

_MEGABYTE = 1024 * 1024
_LARGEST_FILE = 20 * _MEGABYTE  # what the Bot API lets a bot fetch
_TRIES = 3  # more to take a file, after an error of any kind
_LONGEST_NAME = 80  # characters


class Uploads:
    def __init__(
        self,
        library: Library,
        messages: UploadMessages,
        book_messages: BookMessages,
        conversations: Conversations,
        bot: ExtBot[Any],
    ) -> None:
        self._library = library
        self._messages = messages
        self._book_messages = book_messages
        self._conversations = conversations
        self._bot = bot

    async def receive(self, interaction: Interaction) -> None:
        """A file from an admin. Everything that can be known before the download is checked before it."""
        message, texts = interaction.message, interaction.texts
        assert message.document is not None
        document, name = message.document, _name(message.document)
        if not is_in_person(message):
            await interaction.say(texts.book_not_in_person)
        elif not (document.mime_type == "application/pdf" or name.lower().endswith(".pdf")):
            await interaction.say(texts.book_not_pdf)
        elif (document.file_size or 0) > _LARGEST_FILE:
            size = f"{(document.file_size or 0) / _MEGABYTE:.0f}"
            await interaction.say(texts.book_too_big.format(size=size, limit=_LARGEST_FILE // _MEGABYTE))
        else:
            file = SentFile(message.chat_id, message.message_id, document.file_id, name)
            await self._consider(interaction, file, message.caption or "")

    async def on_edited_caption(self, interaction: Interaction) -> None:
        """A caption that is put under a file after it was sent; of a book that is on its way nothing is changed so."""
        if file := await self._messages.uncaptioned_file(interaction.place.chat, interaction.message.message_id):
            await self._consider(interaction, file, interaction.message.caption or "")

    async def take_caption(self, interaction: Interaction) -> bool:
        """A caption as a reply to the file, or to the question what it is; false for what replies to neither."""
        answered = interaction.message.reply_to_message
        file = await self._messages.uncaptioned_file(interaction.place.chat, answered.message_id) if answered else None
        if file is not None:
            await self._consider(interaction, file, interaction.said)
        return file is not None

    async def take_name(self, interaction: Interaction) -> str | None:
        """The button `caption:A1-13:MESSAGE`: the file in that message is what it is called."""
        chat, message, caption = (
            interaction.place.chat,
            int(interaction.pressed["file"]),
            interaction.pressed["caption"],
        )
        if file := await self._messages.uncaptioned_file(chat, message):
            await self._consider(interaction, file, caption)
        elif await self._messages.download(chat, message) is None:  # nor was the press handled before a kill
            return interaction.texts.button_old
        await interaction.say(f"📎 {caption}")
        return None

    async def _consider(self, interaction: Interaction, file: SentFile, words: str) -> None:
        """Queue the download if these words are a caption, else ask for one."""
        texts = interaction.texts
        try:
            parse_caption(words)
        except BadCaption:
            await self._messages.keep_uncaptioned(file, file.message)  # whether or not the question below arrives
            remark = f"{texts.book_bad_caption.format(caption=words[:100])}\n\n" if words else ""
            keyboard = caption_keyboard(_caption_in(file.name), file.message)
            asked = await interaction.message.reply_text(f"{remark}{texts.book_how}", reply_markup=keyboard)
            await self._messages.keep_uncaptioned(file, asked.message_id)
            return
        thread = interaction.message.message_thread_id if interaction.message.is_topic_message else None
        await self._messages.queue_download(file, thread or 0, interaction.learner.language, words)

    def add_task(self, app: App) -> None:
        app.task(name=TAKE_FILE, queue=FILES, retry=AtOnce(failures=_TRIES), pass_context=True)(self._take)

    async def _take(self, context: JobContext, chat: int, message: int) -> None:
        """The job. May run twice; when the last try fails, the admin is told."""
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
        """Download, store and queue a book, and have its progress shown."""
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
        # The file's own message cannot be edited, so a new one will bring the verdict.
        shown = shown or file.message
        await self._book_messages.follow(
            UploadMessage(receipt.book, file.chat, taken.thread, shown, taken.language, name)
        )

    async def _end_with(self, taken: Download, shown: int | None, text: str) -> None:
        """Say why nothing more will come of a file. A chat that does not take it hears at its next sign of life that
        something was left unsaid."""
        try:
            await self._say(taken, shown, text)
        except TelegramError as error:
            logger.warning("what became of a file is left unsaid: %s", type(error).__name__)
            await self._conversations.mark_unheard(Place(taken.file.chat, taken.thread))

    async def _say(self, taken: Download, shown: int | None, text: str) -> int:
        """In the message about the file, or in a new one, which is noted. Returns its number."""
        file = taken.file
        if shown is not None and await is_changed(self._bot.edit_message_text(text, file.chat, shown)):
            return shown
        answered = ReplyParameters(file.message) if file.chat < 0 else None
        sent = await send_with_fallbacks(self._bot, file.chat, taken.thread, text, answered=answered)
        await self._messages.acknowledged(taken, sent.message_id)
        return sent.message_id


def _caption_in(name: str) -> str | None:
    """What a file that is called like a caption, as `a1-13.pdf`, may be."""
    try:
        caption = parse_caption(PurePath(name).stem)
    except BadCaption:
        return None
    return None if caption.ranges else str(caption)


def _name(document: Document) -> str:
    """The file's name as far as it can be shown: one line, not too long."""
    name = " ".join((document.file_name or "book.pdf").split())
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 5]}….pdf"
