"""👎: the rating is stored, and the admins see the question, the answer and its passages, but not who asked."""

import asyncio
import logging
from collections.abc import Iterable, Sequence

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.bad_answers import BadAnswers
from bot.handlers.answer_buttons import AnswerButtons
from bot.handlers.interaction import Interaction
from bot.handlers.why import passages_folded
from bot.reply.render import Rendered, render, stacked
from bot.reply.split import split
from bot.sending.refusals import is_changed
from bot.texts import Texts, shortened, texts_in
from bot.tutor.conversations import Conversations
from bot.tutor.passages_used import PassageUsed
from bot.tutor.turns import Turn
from ingest.database import CONNECTION_LOST

logger = logging.getLogger(__name__)

_LONGEST_QUESTION, _LONGEST_ANSWER = 500, 700  # characters
_MOST_FORMATS = 90  # of the 100 entities of a message


class BadAnswerReports:
    """Wraps the 👎 buttons. `admin_chats` is empty if the operator has switched reports off."""

    def __init__(
        self, buttons: AnswerButtons, conversations: Conversations, bad_answers: BadAnswers, admin_chats: Iterable[int]
    ) -> None:
        self._buttons, self._conversations, self._bad_answers = buttons, conversations, bad_answers
        self._admin_chats = tuple(admin_chats)
        self._locks = {chat: asyncio.Lock() for chat in self._admin_chats}  # the reason comes after the report

    async def rate_bad(self, interaction: Interaction) -> str:
        remark = await self._buttons.rate_bad(interaction)
        interaction.begin(self._report(interaction))
        return remark

    async def give_reason(self, interaction: Interaction) -> str:
        remark = await self._buttons.give_reason(interaction)
        interaction.begin(self._report(interaction, interaction.pressed["reason"]))
        return remark

    async def _report(self, interaction: Interaction, reason: str | None = None) -> None:
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
                await self._show(chat, bot, turn, reason)
            except (TelegramError, *CONNECTION_LOST) as error:  # its text may hold the token
                logger.warning("an admin chat does not see a bad answer: %s", type(error).__name__)

    async def _show(self, chat: int, bot: ExtBot[None], turn: Turn, reason: str | None) -> None:
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


def report_text(texts: Texts, turn: Turn, reason: str | None, passages: Sequence[PassageUsed]) -> Rendered:
    head = " · ".join(filter(None, ("👎", turn.unit, texts.reasons.get(reason or ""))))
    answer, *more = split(turn.answer, _LONGEST_ANSWER, _MOST_FORMATS)
    said = Rendered("💬 ") + render(answer) + Rendered(" …" if more else "")
    report = stacked(Rendered(head), Rendered(f"❓ {shortened(turn.question, _LONGEST_QUESTION)}"), said)
    return stacked(report, passages_folded(texts, passages, report))
