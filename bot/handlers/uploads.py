"""An admin sends a PDF. Its caption says which course or unit it is; once that is known, its download is queued."""

import re
from contextlib import suppress
from pathlib import PurePath

from telegram import Document

from bot.handlers.admins import is_in_person
from bot.handlers.interaction import Interaction
from bot.keyboards import caption_keyboard
from bot.retry_write import retry_write
from bot.tutor.turns import Place
from bot.uploads.upload_messages import UploadMessages
from bot.uploads.uploaded_files import UploadedFile, UploadedFiles
from ingest.units.caption import BadCaption, Caption, parse_caption

_MEGABYTE = 1024 * 1024
_LONGEST_NAME = 80  # characters
_LEVEL = re.compile(r"[A-C][12](?![^\W_])", re.IGNORECASE)


class Uploads:
    def __init__(self, files: UploadedFiles, messages: UploadMessages, largest: int) -> None:
        """`largest`: MB of a file that is taken."""
        self._files, self._messages, self._largest = files, messages, largest

    async def receive(self, interaction: Interaction) -> None:
        """A file from an admin. All that can be checked before the download is."""
        message, texts = interaction.message, interaction.texts
        assert message.document is not None
        document, name = message.document, _name(message.document)
        if not is_in_person(message):
            await interaction.say(texts.book_not_in_person)
        elif not (document.mime_type == "application/pdf" or name.lower().endswith(".pdf")):
            await interaction.say(texts.book_not_pdf)
        elif (size := (document.file_size or 0) / _MEGABYTE) > self._largest:
            await interaction.say(texts.book_too_big.format(size=f"{size:.0f}", limit=self._largest))
        else:
            file = UploadedFile(message.chat_id, message.message_id, document.file_id, name)
            await self._consider(interaction, file, interaction.caption)

    async def on_edited_caption(self, interaction: Interaction) -> None:
        """A caption that was changed after the file was sent. It has no effect once the download is queued, and the
        admin is told so."""
        chat, message = interaction.place.chat, interaction.message.message_id
        for file in await self._files.uncaptioned(chat, message):
            await self._consider(interaction, file, interaction.caption)
        taken = await self._files.download(chat, message)
        if taken and taken.caption != interaction.caption:
            await interaction.say(interaction.texts.book_has_caption.format(caption=taken.caption), quote=True)

    async def take_caption(self, interaction: Interaction) -> bool:
        """Take a text as a caption if it replies to the file, or to the question what it is, or if it reads like one
        while a file waits; False if it is none."""
        message, said = interaction.message, interaction.said
        answered, is_plain = message.reply_to_message, _plain_caption(said) is not None
        if not (answered or is_plain):
            return False
        files = await self._files_meant(interaction.place, answered.message_id if answered else None, is_plain=is_plain)
        if len(files) > 1:
            await interaction.say(interaction.texts.book_which_file)
        elif files:
            await self._consider(interaction, files[0], said)
        # A text that is handled twice was taken the first time; it is no question.
        return bool(files) or await self._files.is_captioned(interaction.place.chat, message.message_id, said)

    async def _files_meant(self, place: Place, answered: int | None, *, is_plain: bool) -> list[UploadedFile]:
        """The files without a caption that a reply, or a text that is plainly a caption, may be about."""
        if answered and (files := await self._files.uncaptioned(place.chat, answered)):
            return files
        # A reply that is not about another book may be to a question whose id was never stored.
        is_other = not is_plain or (answered and await self._messages.meant(place, answered))
        return [] if is_other else await self._files.uncaptioned(place.chat)

    async def take_name(self, interaction: Interaction) -> str | None:
        """The button `caption:A1-13:MESSAGE`: take the file's name as its caption."""
        chat, message = interaction.place.chat, int(interaction.pressed["file"])
        caption = interaction.pressed["caption"]
        if files := await self._files.uncaptioned(chat, message):
            await self._consider(interaction, files[0], caption)
        elif await self._files.download(chat, message) is None:  # it is there if the press is handled twice
            return interaction.texts.button_old
        await interaction.say(f"📎 {caption}")
        return None

    async def _consider(self, interaction: Interaction, file: UploadedFile, words: str) -> None:
        """Queue the download if the words are a valid caption, else ask for one."""
        texts = interaction.texts
        try:
            parse_caption(words)
        except BadCaption:
            await self._files.keep_uncaptioned(file, file.message)  # even if sending the question below fails
            remark = f"{texts.book_bad_caption.format(caption=words[:100])}\n\n" if words else ""
            keyboard = caption_keyboard(_caption_in(words) or _caption_in(PurePath(file.name).stem), file.message)
            question = interaction.in_its_place(texts.book_which.format(name=file.name))
            asked = await interaction.message.reply_text(f"{remark}{question}", reply_markup=keyboard)
            # Not by the handler's own retries, which would ask twice.
            await retry_write(lambda: self._files.keep_uncaptioned(file, asked.message_id))
            return
        thread = interaction.message.message_thread_id if interaction.message.is_topic_message else None
        await self._files.queue_download(file, thread or 0, interaction.learner.language, words)


def _plain_caption(text: str) -> Caption | None:
    """The caption that a text is, if its course is called like `A1`, and not by just any word."""
    with suppress(BadCaption):
        caption = parse_caption(text)
        return caption if any(map(str.isdigit, caption.course)) else None
    return None


def _caption_in(text: str) -> str | None:
    """The plain caption that a text is, or that begins with a level somewhere in it: A1-13 in 'Lehrbuch A1 Lektion 13,
    neu'. None if there is none."""
    words = re.split(r"[\s_,]+", text)
    starts = [start for start, word in enumerate(words) if _LEVEL.match(word)]
    for words_of_it in [[text], *(words[start:end] for start in starts for end in range(len(words), start, -1))]:
        caption = _plain_caption(" ".join(words_of_it))
        if caption and not caption.ranges:
            return str(caption)
    return None


def _name(document: Document) -> str:
    """The file's name in one line, shortened if need be."""
    name = " ".join((document.file_name or "book.pdf").split())
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 5]}….pdf"
