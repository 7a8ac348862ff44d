"""The buttons `📖 52쪽` under an answer: a page of the book as a picture, with the cited lines marked."""

import logging

from telegram.error import BadRequest, TelegramError

from bot.handlers.answer_buttons import WRITTEN, pressed_turn
from bot.handlers.interaction import Interaction
from bot.records.picture_cache import PictureCache
from bot.sending.refusals import Refusal, meaning
from bot.texts import Texts
from bot.tutor.cited_pages import CitedPage, cited_pages
from bot.tutor.conversations import Conversations
from ingest.library import Library

logger = logging.getLogger(__name__)

_LONGEST_TITLE = 200  # characters; a caption may have 1024


class PagePictures:
    def __init__(self, library: Library, conversations: Conversations, pictures: PictureCache) -> None:
        self._library, self._conversations, self._pictures = library, conversations, pictures
        self._sending: set[tuple[int, int]] = set()  # turns, and which of their pages

    async def show(self, interaction: Interaction) -> str | None:
        """The button `page:TURN:PLACE`, with the place among the answer's pages. A second tap while the picture is
        being sent does nothing."""
        turn = await pressed_turn(self._conversations, interaction, WRITTEN)
        pages, place = cited_pages(turn.sources), int(interaction.pressed["place"])
        if place >= len(pages):
            return interaction.texts.button_old
        if not await self._library.pictures.may_show(pages[place].book):
            return interaction.texts.page_not_shown
        if (turn.id, place) not in self._sending:
            self._sending.add((turn.id, place))
            interaction.begin(self._send(interaction, pages[place], (turn.id, place)))
        return None

    async def _send(self, interaction: Interaction, page: CitedPage, tap: tuple[int, int]) -> None:
        try:
            if not await self._send_cached(interaction, page):
                await self._draw(interaction, page)
        except TelegramError as error:  # for example in a group that forbids pictures
            if meaning(error) in (Refusal.UNSURE, Refusal.BLOCKED):  # it may have arrived, or nothing would
                raise
            logger.warning("page %d of book %d is not shown: %s", page.number, page.book, type(error).__name__)
            await interaction.message.reply_text(interaction.texts.file_not_taken)
        finally:
            self._sending.discard(tap)

    async def _send_cached(self, interaction: Interaction, page: CitedPage) -> bool:
        """Send the picture by its file id, if Telegram has it from an earlier time; False if not."""
        file_id = await self._pictures.find(page)
        if file_id is None:
            return False
        try:
            await interaction.message.reply_photo(file_id, _caption(interaction.texts, page), do_quote=True)
        except BadRequest as error:  # the file id is another bot's, or expired
            logger.warning("a page is drawn again: %s", error)
            return False
        return True

    async def _draw(self, interaction: Interaction, page: CitedPage) -> None:
        jpeg = await self._library.pictures.draw(page.book, page.number, page.lines)
        if jpeg is None:  # the book was removed
            await interaction.message.reply_text(interaction.texts.page_not_shown)
            return
        sent = await interaction.message.reply_photo(jpeg, _caption(interaction.texts, page), do_quote=True)
        if sent.photo:  # missing if Telegram's response was damaged
            await self._pictures.keep(page, sent.photo[-1].file_id)


def _caption(texts: Texts, page: CitedPage) -> str:
    return texts.place(page.unit, page.title[:_LONGEST_TITLE], page.label)
