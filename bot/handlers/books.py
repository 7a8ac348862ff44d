"""Admins: publish and discard drafts; /books, /rollback, /coverage, /remove, /pictures."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton

from bot.handlers.interaction import Interaction
from bot.keyboards import book_button, button, page_of, paged
from bot.uploads.book_messages import BookMessages
from bot.uploads.book_texts import catalogue_text, coverage_text
from ingest.library import BookCard, BookState, Library
from ingest.units.caption import course_id


class Books:
    """Routes let only admins through. A button may be handled twice (after a crash), so what is replied depends on the
    book's present state, not on what this call changed."""

    def __init__(self, library: Library, book_messages: BookMessages) -> None:
        self._library = library
        self._book_messages = book_messages

    async def list(self, interaction: Interaction, page: int = 0) -> None:
        """Every book, and a button for each draft."""
        books, texts = await self._library.books(), interaction.texts
        drafts = [
            book_button(book, texts.button_publish, f"publish:{book.id}")
            for book in reversed(books)
            if book.state is BookState.DRAFT
        ]
        await interaction.say(catalogue_text(texts, books), paged(drafts, page, "list:publish:") if drafts else None)

    async def turn_page(self, interaction: Interaction) -> None:
        """The button `list:remove:1`."""
        lists = {
            "publish": self.list,
            "rollback": self.ask_to_roll_back,
            "coverage": self.choose_coverage,
            "remove": self.ask_to_remove,
            "pictures": self.list_pictures,
        }
        await lists[interaction.pressed["list"]](interaction, int(interaction.pressed["page"]))

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

    async def ask_to_roll_back(self, interaction: Interaction, page: int = 0) -> None:
        ways_back, texts = await self._library.ways_back(), interaction.texts
        if not ways_back:
            await interaction.say(texts.rollback_none)
            return
        buttons = [button(course, f"rollback:{course}:{present}") for course, present in ways_back.items()]
        keep = button(texts.button_keep, "remove:none")
        await interaction.say(texts.rollback_which, paged(buttons, page, "list:rollback:", keep))

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
        else:
            await self.choose_coverage(interaction)

    async def choose_coverage(self, interaction: Interaction, page: int = 0) -> None:
        buttons = [button(course, f"coverage:{course}") for course in await self._library.courses()]
        if buttons:
            await interaction.say(interaction.texts.choose_course, paged(buttons, page, "list:coverage:"))
        else:
            await interaction.say(interaction.texts.books_none)

    async def cover(self, interaction: Interaction) -> None:
        """The button `coverage:A1`."""
        await self._cover(interaction, interaction.pressed["course"])

    async def _cover(self, interaction: Interaction, course: str) -> None:
        await interaction.say(coverage_text(interaction.texts, course, await self._library.coverage(course)))

    async def ask_to_remove(self, interaction: Interaction, page: int = 0) -> None:
        """The newest books first."""
        buttons = [book_button(book, "🗑", f"remove:{book.id}") for book in reversed(await self._library.books())]
        if not buttons:
            await interaction.say(interaction.texts.books_none)
            return
        keep = button(interaction.texts.button_keep, "remove:none")
        await interaction.say(interaction.texts.remove_which, paged(buttons, page, "list:remove:", keep))

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

    async def list_pictures(self, interaction: Interaction, page: int = 0) -> None:
        """/pictures: the books, the newest first, each with a button that allows or forbids pictures of its pages, as
        its licence says."""
        buttons = [_picture_button(book) for book in await self._with_pages()]
        words = interaction.texts.pictures_which if buttons else interaction.texts.books_none
        await interaction.say(words, paged(buttons, page, "list:pictures:") if buttons else None)

    async def allow_pictures(self, interaction: Interaction) -> None:
        """The button `pictures:BOOK:on` or `:off`."""
        book = _book(interaction)
        await self._library.pictures.allow(book, interaction.pressed["allowed"] == "on")
        await self.list_pictures(interaction, page_of([each.id for each in await self._with_pages()], book))

    async def _with_pages(self) -> Sequence[BookCard]:
        return [book for book in reversed(await self._library.books()) if book.state is not BookState.FAILED]

    async def _state(self, book: int) -> BookState | None:
        progress = await self._library.progress(book)
        return progress.state if progress else None


def _book(interaction: Interaction) -> int:
    return int(interaction.pressed["book"])


def _picture_button(book: BookCard) -> InlineKeyboardButton:
    mark, change = ("🖼", "off") if book.shows_pages else ("🚫", "on")
    return book_button(book, mark, f"pictures:{book.id}:{change}")
