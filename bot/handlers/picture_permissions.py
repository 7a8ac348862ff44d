"""/pictures, for admins: whether the licence of a book lets its pages be shown to learners as pictures."""

from telegram import InlineKeyboardMarkup

from bot.handlers.interaction import Interaction
from bot.keyboards import button, keyboard, shortened
from ingest.library import Library

_BUTTONS = 20


class PicturePermissions:
    """Routes let only admins through."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def list(self, interaction: Interaction) -> None:
        """The newest books, each with a button that allows its pages, or forbids them."""
        choice = await self._choice()
        await interaction.say(interaction.texts.pictures_which if choice else interaction.texts.books_none, choice)

    async def change(self, interaction: Interaction) -> str | None:
        """The button `pictures:BOOK:on` or `:off`."""
        await self._library.pictures.allow(int(interaction.pressed["book"]), interaction.pressed["allowed"] == "on")
        await self.list(interaction)
        return None

    async def _choice(self) -> InlineKeyboardMarkup | None:
        books = (await self._library.books())[-_BUTTONS:]
        buttons = [
            button(
                shortened(f"{'🖼' if book.shows_pages else '🚫'} {book.id}. {book.file_name}"),
                f"pictures:{book.id}:{'off' if book.shows_pages else 'on'}",
            )
            for book in reversed(books)
        ]
        return keyboard(*buttons) if buttons else None
