"""👍 and 👎: the rating is stored. Of a bad answer the admins see the question, the answer and its passages, but not
who asked."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress

from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.handlers.answer_buttons import WRITTEN, pressed_turn
from bot.handlers.interaction import Interaction
from bot.handlers.why import passages_folded
from bot.keyboards import TICK, answer_keyboard, reasons_keyboard
from bot.records.bad_answers import BadAnswers
from bot.reply.render import Rendered, render, stacked
from bot.reply.split import split
from bot.sending.refusals import is_changed
from bot.texts import Texts, shortened, texts_in
from bot.tutor.cited_pages import cited_pages
from bot.tutor.conversations import Conversations
from bot.tutor.passages_used import PassageUsed
from bot.tutor.turns import Turn
from ingest.database import CONNECTION_LOST

logger = logging.getLogger(__name__)

_LONGEST_QUESTION, _LONGEST_ANSWER = 500, 700  # characters
_MOST_FORMATS = 90  # of the 100 entities of a message


class Ratings:
    """`admin_chats` is empty if the operator has switched reports off."""

    def __init__(self, conversations: Conversations, bad_answers: BadAnswers, admin_chats: Iterable[int]) -> None:
        self._conversations, self._bad_answers = conversations, bad_answers
        self._admin_chats = tuple(admin_chats)
        self._locks = {chat: asyncio.Lock() for chat in self._admin_chats}  # the reason comes after the report

    async def rate_good(self, interaction: Interaction) -> str:
        await self._rate(interaction, await self._turn(interaction), 1)
        return interaction.texts.thanks

    async def rate_bad(self, interaction: Interaction) -> str:
        """The first tap stores the rating, the second offers reasons. A second tap is told from one that is handled
        twice by the tick on its button."""
        turn = await self._turn(interaction)
        if turn.rating == -1 and interaction.label.endswith(TICK):
            _show(interaction, reasons_keyboard(interaction.texts, turn.id))
            interaction.begin(self._report(interaction, None))  # if it has failed
            return interaction.texts.why
        await self._rate(interaction, turn, -1)
        return interaction.texts.thanks_for_bad

    async def give_reason(self, interaction: Interaction) -> str:
        await self._rate(interaction, await self._turn(interaction), -1, interaction.pressed["reason"])
        return interaction.texts.thanks

    async def _turn(self, interaction: Interaction) -> Turn:
        return await pressed_turn(self._conversations, interaction, WRITTEN)

    async def _rate(self, interaction: Interaction, turn: Turn, rating: int, reason: str | None = None) -> None:
        await self._conversations.rate(turn, rating, reason)
        pages = cited_pages(turn.sources)
        _show(interaction, answer_keyboard(interaction.texts, turn.id, turn.state, turn.grounding, pages, rating))
        if rating == -1:
            interaction.begin(self._report(interaction, reason))

    async def _report(self, interaction: Interaction, reason: str | None) -> None:
        """Nothing is sent if the turn was deleted or rated otherwise in the meantime."""
        turn = await self._conversations.turn(interaction.place, int(interaction.pressed["turn"]))
        if turn is None or turn.rating != -1:
            return
        bot = interaction.context.bot
        await asyncio.gather(*(self._report_to(chat, bot, turn, reason) for chat in self._admin_chats))

    async def _report_to(self, chat: int, bot: ExtBot[None], turn: Turn, reason: str | None) -> None:
        """Log errors, so that the other chats get their report."""
        async with self._locks[chat]:
            try:
                await self._tell(chat, bot, turn, reason)
            except (TelegramError, *CONNECTION_LOST) as error:  # its text may hold the token
                logger.warning("an admin chat does not see a bad answer: %s", type(error).__name__)

    async def _tell(self, chat: int, bot: ExtBot[None], turn: Turn, reason: str | None) -> None:
        """Send the report once; add a reason by editing it, or in a new message if that fails."""
        shown = await self._bad_answers.message(turn, chat)
        is_done = await self._bad_answers.is_full(chat) if shown is None else reason is None
        if is_done:
            return
        texts = texts_in(await self._conversations.language(chat))
        report = report_text(texts, turn, reason, await self._conversations.passages_used(turn))
        if shown and await is_changed(bot.edit_message_text(report.text, chat, shown, entities=report.entities)):
            return
        sent = await bot.send_message(chat, report.text, entities=report.entities)
        await self._bad_answers.keep(turn, chat, sent.message_id)


def _show(interaction: Interaction, keyboard: InlineKeyboardMarkup) -> None:
    """Change the keyboard in the background, as it may have to wait for the rate limit."""

    async def edit() -> None:
        with suppress(BadRequest):  # the keyboard is the same, or the message was deleted
            await interaction.message.edit_reply_markup(keyboard)

    interaction.begin(edit())


def report_text(texts: Texts, turn: Turn, reason: str | None, passages: Sequence[PassageUsed]) -> Rendered:
    head = " · ".join(filter(None, ("👎", turn.unit, texts.reasons.get(reason or ""))))
    answer, *more = split(turn.answer, _LONGEST_ANSWER, _MOST_FORMATS)
    said = Rendered("💬 ") + render(answer) + Rendered(" …" if more else "")
    report = stacked(Rendered(head), Rendered(f"❓ {shortened(turn.question, _LONGEST_QUESTION)}"), said)
    return stacked(report, passages_folded(texts, passages, report))
