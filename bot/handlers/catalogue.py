"""The books that are there, for admins: publish, correct and discard drafts; /books, /rollback, /coverage, /remove."""

from collections.abc import Sequence

from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes

from bot.handlers.books import Books
from bot.handlers.chat import learner_of, place_of, say
from bot.handlers.keyboards import button, keyboard, shortened
from bot.handlers.lesson import Lesson
from bot.handlers.verdict import catalogue_text, coverage_text
from bot.texts import Texts, texts_in
from bot.tutor.conversations import Conversations
from bot.uploads import Upload, Uploads
from ingest.caption import BadCaption
from ingest.library import BookCard, Library, State

_BUTTONS = 20


class Catalogue:
    """Routes let only admins through."""

    def __init__(
        self, library: Library, conversations: Conversations, uploads: Uploads, books: Books, lesson: Lesson
    ) -> None:
        self._library = library
        self._conversations = conversations
        self._uploads = uploads
        self._books = books
        self._lesson = lesson

    async def list(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Every book, and a button for each draft."""
        texts = await self._texts(update)
        books = await self._library.books()
        drafts = [book for book in books if book.state is State.DRAFT]
        await say(update, catalogue_text(texts, books), _one_each(texts.button_publish, "publish", drafts))

    async def publish(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
        """The button `publish:BOOK`."""
        texts, book = await self._texts(update), _book(context)
        if not await self._library.publish(book):
            return texts.button_old
        await self._books.show_verdict(book)
        return texts.book_published

    async def transcribe(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
        """The button `transcribe:BOOK`, which names the price."""
        book = _book(context)
        if not await self._library.transcripts.order(book):
            return (await self._texts(update)).button_old
        if upload := await self._uploads.of(book):
            await self._books.follow(upload)
        return None

    async def discard(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
        """The button `discard:BOOK` under a draft's verdict; a published book is removed by /remove only."""
        texts, book = await self._texts(update), _book(context)
        progress = await self._library.progress(book)
        if progress is None or progress.state is not State.DRAFT:
            return texts.button_old
        await self._library.remove(book)
        await self._books.show_verdict(book)
        return None

    async def ask_for_correction(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The button `correct:BOOK`."""
        message = update.effective_message
        assert message is not None
        texts = await self._texts(update)
        prompt = await message.reply_text(texts.correct_how, reply_markup=ForceReply(selective=True))
        await self._uploads.prompted(_book(context), prompt.message_id)

    async def hear(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """An admin's text: a line such as `13: 52-55 약속하기` corrects a book, anything else is a question.

        It is about the book whose verdict it replies to, or else about the newest, if that is a draft.
        """
        message = update.message
        assert message is not None
        answered = message.reply_to_message.message_id if message.reply_to_message else None
        upload = await self._uploads.meant(message.chat_id, answered)
        if upload is None or not (answered or await self._is_draft(upload)):
            await self._lesson.ask(update, context)
            return
        try:
            draft = await self._library.correct(upload.book, message.text or "")
        except BadCaption:
            if answered is None:
                await self._lesson.ask(update, context)
            else:
                await say(update, (await self._texts(update)).correct_how)
            return
        await self._follow_correction(update, message, upload, draft)

    async def ask_to_roll_back(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        texts = await self._texts(update)
        courses = await self._library.courses()
        buttons = [button(course, f"rollback:{course}") for course in courses[:_BUTTONS]]
        if buttons:
            await say(update, texts.rollback_which, keyboard(*buttons, button(texts.button_keep, "remove:none")))
        else:
            await say(update, texts.books_none)

    async def roll_back(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
        """The button `rollback:COURSE`."""
        assert context.match is not None
        texts, course = await self._texts(update), context.match["course"]
        if not await self._library.rollback(course):
            return texts.rollback_none
        await say(update, texts.rolled_back.format(course=course))
        return None

    async def coverage(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """`/coverage A1`, or every course."""
        texts = await self._texts(update)
        courses = [course.upper() for course in context.args or ()] or await self._library.courses()
        parts = [coverage_text(texts, course, await self._library.coverage(course)) for course in courses]
        await say(update, "\n\n".join(parts)[:4000] or texts.books_none)

    async def ask_to_remove(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        texts = await self._texts(update)
        books = await self._library.books()
        choice = _one_each("🗑", "remove", books, button(texts.button_keep, "remove:none"))
        await say(update, texts.remove_which if books else texts.books_none, choice if books else None)

    async def remove(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The buttons `remove:BOOK` and `remove:none`."""
        assert context.match is not None
        texts, wanted = await self._texts(update), context.match["book"]
        names = {str(book.id): book.file_name for book in await self._library.books()}
        if wanted in names and await self._library.remove(int(wanted)):
            await say(update, texts.removed.format(name=names[wanted]))
        else:
            await say(update, texts.kept)

    async def _follow_correction(self, update: Update, message: Message, upload: Upload, draft: int | None) -> None:
        learner = await learner_of(update, self._conversations)
        texts, place = texts_in(learner.language), place_of(update)
        if draft is None:
            await say(update, texts.removed.format(name=upload.name))
            return
        shown = await message.reply_text(texts.book_received.format(name=upload.name))
        await self._books.follow(
            Upload(draft, place.chat, place.thread, shown.message_id, learner.language, upload.name)
        )

    async def _is_draft(self, upload: Upload) -> bool:
        progress = await self._library.progress(upload.book)
        return progress is not None and progress.state is State.DRAFT

    async def _texts(self, update: Update) -> Texts:
        return texts_in((await learner_of(update, self._conversations)).language)


def _book(context: ContextTypes.DEFAULT_TYPE) -> int:
    assert context.match is not None
    return int(context.match["book"])


def _one_each(
    label: str, verb: str, books: Sequence[BookCard], *further: InlineKeyboardButton
) -> InlineKeyboardMarkup | None:
    """A button for each of the newest books."""
    buttons = [
        button(shortened(f"{label} {book.id}. {book.file_name}"), f"{verb}:{book.id}")
        for book in reversed(books[-_BUTTONS:])
    ]
    return keyboard(*buttons, *further) if buttons else None
