"""The buttons `📖 52쪽` under an answer: the page of the book as a picture, with the lines that the answer rests on."""

import logging

from telegram.error import BadRequest

from bot.handlers.interaction import Interaction
from bot.handlers.pressed import WRITTEN, pressed_turn
from bot.picture_cache import PictureCache
from bot.texts import Texts
from bot.tutor.cited_pages import CitedPage, cited_pages
from bot.tutor.conversations import Conversations
from ingest.library import Library

logger = logging.getLogger(__name__)

_LONGEST_TITLE = 200  # characters; a caption has 1024


class PageButtons:
    def __init__(self, library: Library, conversations: Conversations, pictures: PictureCache) -> None:
        self._library = library
        self._conversations = conversations
        self._pictures = pictures
        self._on_their_way: set[tuple[int, int]] = set()  # turns, and which of their pages

    async def show(self, interaction: Interaction) -> str | None:
        """The button `page:TURN:PLACE`, the place among the answer's pages. A second tap waits for the first."""
        turn = await pressed_turn(self._conversations, interaction, WRITTEN)
        pages, place = cited_pages(turn.sources), int(interaction.pressed["place"])
        if place >= len(pages):
            return interaction.texts.button_old
        if not await self._library.pictures.may_show(pages[place].book):
            return interaction.texts.page_not_shown
        if (turn.id, place) not in self._on_their_way:
            self._on_their_way.add((turn.id, place))
            interaction.begin(self._send(interaction, pages[place], (turn.id, place)))
        return None

    async def _send(self, interaction: Interaction, page: CitedPage, tap: tuple[int, int]) -> None:
        try:
            if not await self._sent_again(interaction, page):
                await self._draw(interaction, page)
        finally:
            self._on_their_way.discard(tap)

    async def _sent_again(self, interaction: Interaction, page: CitedPage) -> bool:
        """Whether Telegram has the picture from an earlier time."""
        file_id = await self._pictures.find(page)
        if file_id is None:
            return False
        try:
            await interaction.message.reply_photo(file_id, _caption(interaction.texts, page), do_quote=True)
        except BadRequest as error:  # it is of another bot, or Telegram has forgotten it
            logger.warning("a page is drawn again: %s", error)
            return False
        return True

    async def _draw(self, interaction: Interaction, page: CitedPage) -> None:
        jpeg = await self._library.pictures.draw(page.book, page.number, page.lines)
        if jpeg is None:  # the page is not there any more
            await interaction.message.reply_text(interaction.texts.page_not_shown)
            return
        try:
            sent = await interaction.message.reply_photo(jpeg, _caption(interaction.texts, page), do_quote=True)
        except BadRequest as error:  # a picture that it does not like, a group without pictures
            logger.warning("page %d of book %d is not shown: %s", page.number, page.book, error)
            await interaction.message.reply_text(interaction.texts.file_not_taken)
            return
        if sent.photo:  # as far as the answer can be read
            await self._pictures.keep(page, sent.photo[-1].file_id)


def _caption(texts: Texts, page: CitedPage) -> str:
    """`A1-13 〈약속하기〉 · 52쪽`."""
    title = page.title[:_LONGEST_TITLE]
    unit = " ".join(filter(None, (page.unit, f"〈{title}〉" if title else "")))
    return " · ".join(filter(None, (unit, texts.page.format(pages=page.label))))
