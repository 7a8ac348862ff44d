"""Admins correct a draft's units by a text such as `13: 52-55 약속하기`."""

import re
from contextlib import suppress
from dataclasses import replace

from telegram import ForceReply
from telegram.error import TelegramError

from bot.handlers.interaction import Interaction
from bot.handlers.units import Units, only_unit
from bot.handlers.uploads import Uploads
from bot.retry_write import retry_write
from bot.texts import LANGUAGES
from bot.uploads.book_messages import BookMessages
from bot.uploads.upload_messages import UploadMessage, UploadMessages
from ingest.library import BookState, Library
from ingest.unit_words import BEFORE
from ingest.units.caption import BadCaption
from ingest.units.corrections import parse_corrections

_DRAFTS = frozenset({BookState.DRAFT, BookState.WAITING, BookState.READING})  # also those that will be one
_PROMPTS = tuple(texts.correct_how for texts in LANGUAGES.values())
_NOTHING_BUT_PAGES = re.compile(r"[\d\s:：,;~〜～–—−-]+")
_BEGINS_WITH_UNIT = re.compile(rf"(?:(?:{BEFORE})\s*)?\d", re.IGNORECASE)
_LIKE_A_TIME = re.compile(r"\d+\s*[:：]\s*\d+")


class Corrections:
    """Routes let only admins through."""

    def __init__(
        self,
        library: Library,
        messages: UploadMessages,
        book_messages: BookMessages,
        uploads: Uploads,
        units: Units,
    ) -> None:
        self._library, self._messages, self._book_messages, self._uploads = library, messages, book_messages, uploads
        self._units = units

    async def ask(self, interaction: Interaction) -> str | None:
        """The button `correct:BOOK`."""
        verdict = await self._messages.meant(interaction.place, interaction.message.message_id)
        if verdict is None:
            return interaction.texts.button_old
        if not await self._messages.was_prompted(verdict, interaction.update.update_id):
            await self._prompt(interaction, verdict)
        return None

    async def on_text(self, interaction: Interaction) -> None:
        """An admin's text: a file's caption, if it replies to the file; a correction such as `13: 52-55 약속하기`, if
        it replies to a book's verdict; else like any learner's text.

        A text that can only be a correction, or that may be meant as one after the bot has asked for it, need not be a
        reply: it then corrects the newest book, if that is a draft or, as when the text is handled twice, being read.
        """
        if await self._uploads.take_caption(interaction):
            return
        text = interaction.said
        upload = await self._corrected(interaction, text) if text else None
        if upload is None:
            await self._units.on_text(interaction)
            return
        try:
            draft = await self._library.correct(upload.book, text)
        except BadCaption:
            await self._prompt(interaction, upload, f"{interaction.texts.correct_unclear.format(line=text[:100])}\n\n")
            return
        await self._follow(interaction, upload, draft)

    async def on_edited_text(self, interaction: Interaction) -> None:
        """Ask for an edited correction to be sent anew, as edited messages carry no admin's command."""
        if interaction.said and await self._corrected(interaction, interaction.said):
            await interaction.say(interaction.texts.correct_how)
        else:
            await self._units.on_edited_text(interaction)

    async def _prompt(self, interaction: Interaction, upload: UploadMessage, remark: str = "") -> None:
        words = f"{remark}{interaction.texts.correct_how}"
        prompt = await interaction.message.reply_text(words, reply_markup=ForceReply(selective=True))
        # Not by the handler's own retries, which would ask twice.
        await retry_write(lambda: self._messages.add_prompt(replace(upload, message=prompt.message_id)))

    async def _follow(self, interaction: Interaction, upload: UploadMessage, draft: int | None) -> None:
        if draft is None:
            await interaction.say(interaction.texts.removed.format(name=upload.name))
            return
        place, message = interaction.place, interaction.message
        newest = await self._messages.meant(place, None)
        is_later = newest is not None and newest.book == draft and newest.message > message.message_id
        if newest and is_later and not await self._messages.is_prompt(newest):  # this text is handled again
            await self._book_messages.look_again(draft)
            return
        shown = -message.message_id
        with suppress(TelegramError):
            received = interaction.texts.book_received.format(name=upload.name)
            shown = (await message.reply_text(received)).message_id
        about = UploadMessage(draft, place.chat, place.thread, shown, interaction.learner.language, upload.name)
        await retry_write(lambda: self._book_messages.follow(about))  # not by the handler's own retries, as above

    async def _corrected(self, interaction: Interaction, text: str) -> UploadMessage | None:
        """The upload that a text corrects, or tries to."""
        answered = interaction.message.reply_to_message
        if answered and (upload := await self._messages.meant(interaction.place, answered.message_id)):
            return upload
        upload = await self._messages.meant(interaction.place, None)
        is_prompt = answered is not None and (answered.text or "").endswith(_PROMPTS)
        if upload is None or is_prompt:  # a prompt whose id was never stored
            return upload
        drafts = {book.id: book.course for book in await self._library.books() if book.state in _DRAFTS}
        if upload.book not in drafts or "?" in text:
            return None
        was_followed = upload.message > interaction.message.message_id  # this text is handled again
        is_expected = was_followed or await self._messages.is_prompt(upload)
        return upload if _may_correct(text, drafts[upload.book], is_expected=is_expected) else None


def _may_correct(text: str, course: str, *, is_expected: bool) -> bool:
    """Whether a text is a correction: if one `is_expected`, also one that fails, else one that can be nothing else.

    The latter begins with the course, or consists of units and pages alone: `8:30` is more likely a time, and
    `8: 30 Minuten heißt was?` a question.
    """
    try:
        parse_corrections(text, course)
    except BadCaption:
        return is_expected and bool(_BEGINS_WITH_UNIT.match(text)) and not only_unit(text)
    is_bare = _NOTHING_BUT_PAGES.fullmatch(text) and not _LIKE_A_TIME.fullmatch(text)
    return is_expected or text.upper().startswith(course) or bool(is_bare)
