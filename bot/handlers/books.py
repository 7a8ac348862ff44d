"""Admins: publish, correct and discard drafts; /books, /rollback, /coverage, /remove, /pictures."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.handlers.book_messages import BookMessages
from bot.handlers.book_texts import catalogue_text, coverage_text
from bot.handlers.interaction import Interaction
from bot.handlers.lesson import Lesson
from bot.handlers.units import Units
from bot.handlers.uploads import Uploads
from bot.keyboards import book_button, button, keyboard
from bot.retry_write import retry_write
from bot.texts import LANGUAGES
from bot.upload_messages import UploadMessage, UploadMessages
from ingest.library import BookCard, BookState, Library
from ingest.units.caption import BadCaption, course_id
from ingest.units.corrections import parse_corrections

_BUTTONS = 20
_DRAFTS = frozenset({BookState.DRAFT, BookState.WAITING, BookState.READING})  # also those that will be one
_PROMPTS = tuple(texts.correct_how for texts in LANGUAGES.values())
_NOTHING_BUT_PAGES = re.compile(r"[\d\s:：,;~〜～–—−-]+")
_LIKE_A_TIME = re.compile(r"\d+\s*[:：]\s*\d+")


class Books:
    """Routes let only admins through. A button may be handled twice (after a crash), so what is replied depends on the
    book's present state, not on what this call changed."""

    def __init__(
        self,
        library: Library,
        messages: UploadMessages,
        book_messages: BookMessages,
        uploads: Uploads,
        units: Units,
        lesson: Lesson,
    ) -> None:
        self._library = library
        self._messages = messages
        self._book_messages = book_messages
        self._uploads = uploads
        self._units = units
        self._lesson = lesson

    async def list(self, interaction: Interaction) -> None:
        """Every book, and a button for each draft."""
        books = await self._library.books()
        drafts = [book for book in books if book.state is BookState.DRAFT]
        await interaction.say(
            catalogue_text(interaction.texts, books), _one_each(interaction.texts.button_publish, "publish", drafts)
        )

    async def publish(self, interaction: Interaction) -> str | None:
        """The button `publish:BOOK`."""
        book = _book(interaction)
        await self._library.publish(book)
        await self._book_messages.look_again(book)  # even if nothing changed: the message itself may be outdated
        is_published = await self._state(book) is BookState.PUBLISHED
        return interaction.texts.book_published if is_published else interaction.texts.button_old

    async def transcribe(self, interaction: Interaction) -> str | None:
        """The button `transcribe:BOOK`, whose label names the price."""
        book = _book(interaction)
        await self._library.transcripts.order(book)
        await self._book_messages.look_again(book)
        is_ordered = await self._state(book) in (BookState.WAITING, BookState.READING)
        return None if is_ordered else interaction.texts.button_old

    async def discard(self, interaction: Interaction) -> str | None:
        """The button `discard:BOOK` under a draft's verdict; a published book is removed by /remove only."""
        book = _book(interaction)
        if await self._state(book) is BookState.DRAFT:
            await self._library.remove(book)
        await self._book_messages.look_again(book)
        return None if await self._state(book) is None else interaction.texts.button_old

    async def ask_for_correction(self, interaction: Interaction) -> str | None:
        """The button `correct:BOOK`."""
        verdict = await self._messages.meant(interaction.place, interaction.message.message_id)
        if verdict is None:
            return interaction.texts.button_old
        await self._prompt(interaction, verdict)
        return None

    async def _prompt(self, interaction: Interaction, upload: UploadMessage, remark: str = "") -> None:
        words = f"{remark}{interaction.texts.correct_how}"
        prompt = await interaction.message.reply_text(words, reply_markup=ForceReply(selective=True))
        # Not by the handler's own retries, which would ask twice.
        await retry_write(lambda: self._messages.add_prompt(replace(upload, message=prompt.message_id)))

    async def on_text(self, interaction: Interaction) -> None:
        """An admin's text: a file's caption, if it replies to the file; a correction such as `13: 52-55 약속하기`, if
        it replies to a book's verdict; else like any learner's text.

        A text that can only be a correction, or that may be one after the bot has asked for it, need not be a reply: it
        then corrects the newest book, if that is a draft or, as when the text is handled twice, being read.
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
        await self._follow_correction(interaction, upload, draft)

    async def on_edited_text(self, interaction: Interaction) -> None:
        """Ask for an edited correction to be sent anew, as edited messages carry no admin's command."""
        if interaction.said and await self._corrected(interaction, interaction.said):
            await interaction.say(interaction.texts.correct_how)
        else:
            await self._lesson.ask_differently(interaction)

    async def ask_to_roll_back(self, interaction: Interaction) -> None:
        ways_back = list((await self._library.ways_back()).items())
        buttons = [button(course, f"rollback:{course}:{present}") for course, present in ways_back[:_BUTTONS]]
        if buttons:
            await interaction.say(
                interaction.texts.rollback_which,
                keyboard(*buttons, button(interaction.texts.button_keep, "remove:none")),
            )
        else:
            await interaction.say(interaction.texts.rollback_none)

    async def roll_back(self, interaction: Interaction) -> str | None:
        """The button `rollback:COURSE:EDITION`. It names the present edition, so a second tap does nothing."""
        course = interaction.pressed["course"]
        if not await self._library.rollback(course, int(interaction.pressed["present"])):
            return interaction.texts.button_old
        await interaction.say(interaction.texts.rolled_back.format(course=course))
        return None

    async def coverage(self, interaction: Interaction) -> None:
        """`/coverage A1`; offers a choice if the course is not clear."""
        courses, named = await self._library.courses(), course_id(interaction.argument)
        if named in courses or (len(courses) == 1 and not named):
            await self._cover(interaction, named or courses[0])
        elif courses:
            choice = keyboard(*(button(course, f"coverage:{course}") for course in courses[:_BUTTONS]))
            await interaction.say(interaction.texts.choose_course, choice)
        else:
            await interaction.say(interaction.texts.books_none)

    async def cover(self, interaction: Interaction) -> None:
        """The button `coverage:A1`."""
        await self._cover(interaction, interaction.pressed["course"])

    async def _cover(self, interaction: Interaction, course: str) -> None:
        await interaction.say(coverage_text(interaction.texts, course, await self._library.coverage(course)))

    async def ask_to_remove(self, interaction: Interaction) -> None:
        books = await self._library.books()
        choice = _one_each("🗑", "remove", books, button(interaction.texts.button_keep, "remove:none"))
        await interaction.say(
            interaction.texts.remove_which if books else interaction.texts.books_none, choice if books else None
        )

    async def remove(self, interaction: Interaction) -> None:
        """The buttons `remove:BOOK` and `remove:none`."""
        if interaction.pressed["book"] == "none":
            await interaction.say(interaction.texts.kept)
            return
        wanted, name = _book(interaction), interaction.label.partition(". ")[2]
        book = next((book for book in await self._library.books() if book.id == wanted), None)
        remarks = [interaction.texts.removed.format(name=book.file_name if book else name)]
        if book:
            await self._library.remove(book.id)
            await self._book_messages.look_again(book.id)
            if book.course not in await self._library.courses() and book.course in await self._library.ways_back():
                remarks.append(interaction.texts.course_empty.format(course=book.course))
        await interaction.say("\n".join(remarks))

    async def list_pictures(self, interaction: Interaction) -> None:
        """/pictures: the newest books, each with a button that allows or forbids pictures of its pages, as its licence
        says."""
        books = [book for book in await self._library.books() if book.state is not BookState.FAILED]
        buttons = [_picture_button(book) for book in reversed(books[-_BUTTONS:])]
        words = interaction.texts.pictures_which if buttons else interaction.texts.books_none
        await interaction.say(words, keyboard(*buttons) if buttons else None)

    async def allow_pictures(self, interaction: Interaction) -> None:
        """The button `pictures:BOOK:on` or `:off`."""
        await self._library.pictures.allow(_book(interaction), interaction.pressed["allowed"] == "on")
        await self.list_pictures(interaction)

    async def _state(self, book: int) -> BookState | None:
        progress = await self._library.progress(book)
        return progress.state if progress else None

    async def _follow_correction(self, interaction: Interaction, upload: UploadMessage, draft: int | None) -> None:
        if draft is None:
            await interaction.say(interaction.texts.removed.format(name=upload.name))
            return
        place, language, shown = interaction.place, interaction.learner.language, interaction.message
        newest = await self._messages.meant(place, None)
        if newest and newest.book == draft and newest.message > shown.message_id:  # this text is handled again
            await self._book_messages.look_again(draft)
            return
        with suppress(TelegramError):  # then a new message brings the verdict
            shown = await interaction.message.reply_text(interaction.texts.book_received.format(name=upload.name))
        message = UploadMessage(draft, place.chat, place.thread, shown.message_id, language, upload.name)
        await retry_write(lambda: self._book_messages.follow(message))  # not by the handler's own retries, as above

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
        if upload.book not in drafts or not _may_be_correction(text, drafts[upload.book]):
            return None
        was_followed = upload.message > interaction.message.message_id  # this text is handled again
        is_asked_for = was_followed or await self._messages.is_prompt(upload)
        return upload if is_asked_for or _is_plainly_correction(text, drafts[upload.book]) else None


def _book(interaction: Interaction) -> int:
    return int(interaction.pressed["book"])


def _may_be_correction(text: str, course: str) -> bool:
    try:
        parse_corrections(text, course)
    except BadCaption:
        return False
    return "?" not in text


def _is_plainly_correction(text: str, course: str) -> bool:
    """Whether a text that may be a correction can be nothing else: it begins with the course, or consists of units and
    pages alone.

    `8:30` is more likely a time, and `8: 30 Minuten heißt was?` a question.
    """
    if text.upper().startswith(course):
        return True
    return bool(_NOTHING_BUT_PAGES.fullmatch(text) and not _LIKE_A_TIME.fullmatch(text))


def _one_each(
    label: str, verb: str, books: Sequence[BookCard], *further: InlineKeyboardButton
) -> InlineKeyboardMarkup | None:
    """A button for each of the newest books."""
    buttons = [book_button(book, label, f"{verb}:{book.id}") for book in reversed(books[-_BUTTONS:])]
    return keyboard(*buttons, *further) if buttons else None


def _picture_button(book: BookCard) -> InlineKeyboardButton:
    mark, change = ("🖼", "off") if book.shows_pages else ("🚫", "on")
    return book_button(book, mark, f"pictures:{book.id}:{change}")
