"""The books that are there, for admins: publish, correct and discard drafts; /books, /rollback, /coverage, /remove."""

import re
from collections.abc import Sequence
from dataclasses import replace

from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes

from bot.handlers.book_texts import catalogue_text, coverage_text
from bot.handlers.chat import addressed_text, learner_of, place_of, say
from bot.handlers.keyboards import button, keyboard, shortened
from bot.handlers.lesson import Lesson
from bot.handlers.uploads import Uploads
from bot.texts import Texts, texts_in
from bot.tutor.conversations import Conversations, Place
from bot.upload_messages import UploadMessage, UploadMessages
from ingest.library import BookCard, BookState, Library
from ingest.units.caption import BadCaption
from ingest.units.corrections import parse_corrections

_BUTTONS = 20
_NOTHING_BUT_PAGES = re.compile(r"[\d\s:：,;~〜～–—−-]+")
_LIKE_A_TIME = re.compile(r"\d+\s*[:：]\s*\d+")


class Books:
    """Routes let only admins through."""

    def __init__(
        self, library: Library, conversations: Conversations, messages: UploadMessages, uploads: Uploads, lesson: Lesson
    ) -> None:
        self._library = library
        self._conversations = conversations
        self._messages = messages
        self._uploads = uploads
        self._lesson = lesson

    async def list(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Every book, and a button for each draft."""
        texts = await self._texts(update)
        books = await self._library.books()
        drafts = [book for book in books if book.state is BookState.DRAFT]
        await say(update, catalogue_text(texts, books), _one_each(texts.button_publish, "publish", drafts))

    async def publish(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
        """The button `publish:BOOK`."""
        texts, book = await self._texts(update), _book(context)
        if not await self._library.publish(book):
            return texts.button_old
        await self._uploads.look_again(book)
        return texts.book_published

    async def transcribe(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
        """The button `transcribe:BOOK`, which names the price."""
        book = _book(context)
        if not await self._library.transcripts.order(book):
            return (await self._texts(update)).button_old
        await self._uploads.look_again(book)
        return None

    async def discard(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
        """The button `discard:BOOK` under a draft's verdict; a published book is removed by /remove only."""
        texts, book = await self._texts(update), _book(context)
        progress = await self._library.progress(book)
        if progress is None or progress.state is not BookState.DRAFT:
            return texts.button_old
        await self._library.remove(book)
        await self._uploads.look_again(book)
        return None

    async def ask_for_correction(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
        """The button `correct:BOOK`."""
        message = update.effective_message
        assert message is not None
        texts, verdict = await self._texts(update), await self._messages.meant(place_of(update), message.message_id)
        if verdict is None:
            return texts.button_old
        prompt = await message.reply_text(texts.correct_how, reply_markup=ForceReply(selective=True))
        await self._messages.add_prompt(replace(verdict, message=prompt.message_id))
        return None

    async def hear(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """An admin's text: in reply to a book's verdict a correction such as `13: 52-55 약속하기`, else a question.

        Without a reply, what can only be a correction is one of the newest book, if that is a draft.
        """
        message = update.message
        assert message is not None
        text = addressed_text(message, context.bot)
        upload = await self._corrected(message, place_of(update), text) if text else None
        if text is None or upload is None:
            await self._lesson.ask(update, context)
            return
        try:
            draft = await self._library.correct(upload.book, text)
        except BadCaption:
            await say(update, (await self._texts(update)).correct_how)
            return
        await self._follow_correction(update, message, upload, draft)

    async def hear_edited(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A correction that is edited has to be sent anew, for orders are not taken from edits."""
        message = update.edited_message
        assert message is not None
        text = addressed_text(message, context.bot)
        if text and await self._corrected(message, place_of(update), text):
            await say(update, (await self._texts(update)).correct_how)
        else:
            await self._lesson.ask_differently(update, context)

    async def ask_to_roll_back(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        texts = await self._texts(update)
        ways_back = list((await self._library.ways_back()).items())
        buttons = [button(course, f"rollback:{course}:{present}") for course, present in ways_back[:_BUTTONS]]
        if buttons:
            await say(update, texts.rollback_which, keyboard(*buttons, button(texts.button_keep, "remove:none")))
        else:
            await say(update, texts.rollback_none)

    async def roll_back(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
        """The button `rollback:COURSE:EDITION`, with the edition to go back from: a second tap goes no further."""
        assert context.match is not None
        texts, course = await self._texts(update), context.match["course"]
        if not await self._library.rollback(course, int(context.match["present"])):
            return texts.button_old
        await say(update, texts.rolled_back.format(course=course))
        return None

    async def coverage(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """`/coverage A1`, or every course."""
        texts = await self._texts(update)
        courses = [course.upper() for course in context.args or ()] or await self._library.courses()
        for course in courses:
            await say(update, coverage_text(texts, course, await self._library.coverage(course)))
        if not courses:
            await say(update, texts.books_none)

    async def ask_to_remove(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        texts = await self._texts(update)
        books = await self._library.books()
        choice = _one_each("🗑", "remove", books, button(texts.button_keep, "remove:none"))
        await say(update, texts.remove_which if books else texts.books_none, choice if books else None)

    async def remove(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The buttons `remove:BOOK` and `remove:none`."""
        assert context.match is not None
        texts, wanted = await self._texts(update), context.match["book"]
        book = next((book for book in await self._library.books() if str(book.id) == wanted), None)
        if book is None or not await self._library.remove(book.id):
            await say(update, texts.kept)
            return
        remarks = [texts.removed.format(name=book.file_name)]
        if book.course not in await self._library.courses() and book.course in await self._library.ways_back():
            remarks.append(texts.course_empty.format(course=book.course))
        await say(update, "\n".join(remarks))

    async def _follow_correction(
        self, update: Update, message: Message, upload: UploadMessage, draft: int | None
    ) -> None:
        learner = await learner_of(update, self._conversations)
        texts, place = texts_in(learner.language), place_of(update)
        if draft is None:
            await say(update, texts.removed.format(name=upload.name))
            return
        shown = await message.reply_text(texts.book_received.format(name=upload.name))
        await self._uploads.follow(
            UploadMessage(draft, place.chat, place.thread, shown.message_id, learner.language, upload.name)
        )

    async def _corrected(self, message: Message, place: Place, text: str) -> UploadMessage | None:
        """The upload that a text corrects, or tries to."""
        answered = message.reply_to_message
        upload = await self._messages.meant(place, answered.message_id if answered else None)
        if upload is None or answered:
            return upload
        drafts = {book.id: book.course for book in await self._library.books() if book.state is BookState.DRAFT}
        return upload if upload.book in drafts and _is_plainly_correction(text, drafts[upload.book]) else None

    async def _texts(self, update: Update) -> Texts:
        return texts_in((await learner_of(update, self._conversations)).language)


def _book(context: ContextTypes.DEFAULT_TYPE) -> int:
    assert context.match is not None
    return int(context.match["book"])


def _is_plainly_correction(text: str, course: str) -> bool:
    """Whether a text is a correction wherever it stands: it names the course, or has nothing but units' pages.

    `8:30` is more often a time, and `8: 30 Minuten heißt was?` a question.
    """
    try:
        parse_corrections(text, course)
    except BadCaption:
        return False
    if text.upper().startswith(course):
        return True
    return bool(_NOTHING_BUT_PAGES.fullmatch(text) and not _LIKE_A_TIME.fullmatch(text))


def _one_each(
    label: str, verb: str, books: Sequence[BookCard], *further: InlineKeyboardButton
) -> InlineKeyboardMarkup | None:
    """A button for each of the newest books."""
    buttons = [
        button(shortened(f"{label} {book.id}. {book.file_name}"), f"{verb}:{book.id}")
        for book in reversed(books[-_BUTTONS:])
    ]
    return keyboard(*buttons, *further) if buttons else None
