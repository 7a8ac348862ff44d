"""/pictures, for admins: whether a book's licence allows its pages to be shown to learners as pictures."""

from telegram import InlineKeyboardButton

from bot.handlers.interaction import Interaction
from bot.keyboards import book_button, keyboard
from ingest.library import BookCard, Library

_BUTTONS = 20


class PicturePermissions:
    """Routes let only admins through."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def list(self, interaction: Interaction) -> None:
        """The newest books, each with a button that allows or forbids its pictures."""
        buttons = [_toggle(book) for book in reversed((await self._library.books())[-_BUTTONS:])]
        if buttons:
            await interaction.say(interaction.texts.pictures_which, keyboard(*buttons))
        else:
            await interaction.say(interaction.texts.books_none)

    async def change(self, interaction: Interaction) -> None:
        """The button `pictures:BOOK:on` or `:off`."""
        await self._library.pictures.allow(int(interaction.pressed["book"]), interaction.pressed["allowed"] == "on")
        await self.list(interaction)


def _toggle(book: BookCard) -> InlineKeyboardButton:
    mark, change = ("🖼", "off") if book.shows_pages else ("🚫", "on")
    return book_button(book, mark, f"pictures:{book.id}:{change}")
