"""👎: the rating is kept, and the admins are shown what was asked, answered and read, but not who asked."""

import asyncio
import logging
from collections.abc import Iterable, Sequence

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.bad_answers import BadAnswers
from bot.handlers.buttons import AnswerButtons
from bot.handlers.interaction import Interaction
from bot.handlers.why import passages_folded
from bot.reply.render import Rendered, stacked
from bot.sending.refusals import is_changed
from bot.texts import Texts, texts_in
from bot.tutor.conversations import Conversations
from bot.tutor.passages_used import PassageUsed
from bot.tutor.turns import Turn
from ingest.database import CONNECTION_LOST

logger = logging.getLogger(__name__)

_LONGEST_QUESTION, _LONGEST_ANSWER = 500, 700  # characters


class BadAnswerReports:
    """Wraps the 👎 buttons. `admin_chats` is empty where the operator has switched this off."""

    def __init__(
        self, buttons: AnswerButtons, conversations: Conversations, bad_answers: BadAnswers, admin_chats: Iterable[int]
    ) -> None:
        self._buttons = buttons
        self._conversations = conversations
        self._bad_answers = bad_answers
        self._admin_chats = tuple(admin_chats)
        self._in_order = {chat: asyncio.Lock() for chat in self._admin_chats}  # the reason comes after the report

    async def rate_bad(self, interaction: Interaction) -> str:
        remark = await self._buttons.rate_bad(interaction)
        interaction.begin(self._tell(interaction))
        return remark

    async def give_reason(self, interaction: Interaction) -> str:
        remark = await self._buttons.give_reason(interaction)
        interaction.begin(self._tell(interaction, interaction.pressed["reason"]))
        return remark

    async def _tell(self, interaction: Interaction, reason: str | None = None) -> None:
        """Unless the turn is forgotten meanwhile, or rated otherwise."""
        turn = await self._conversations.turn(interaction.place, int(interaction.pressed["turn"]))
        if turn is None or turn.rating != -1:
            return
        bot = interaction.context.bot
        await asyncio.gather(*(self._tell_one(bot, chat, turn, reason) for chat in self._admin_chats))

    async def _tell_one(self, bot: ExtBot[None], chat: int, turn: Turn, reason: str | None) -> None:
        """Errors of one chat are not the others'."""
        async with self._in_order[chat]:
            try:
                await self._show(bot, chat, turn, reason)
            except (TelegramError, *CONNECTION_LOST) as error:  # its text may hold the token
                logger.warning("an admin chat does not see a bad answer: %s", type(error).__name__)

    async def _show(self, bot: ExtBot[None], chat: int, turn: Turn, reason: str | None) -> None:
        """Once; with the reason in the same message, as long as that can be changed."""
        shown = await self._bad_answers.message(turn, chat)
        is_over = await self._bad_answers.is_full(chat) if shown is None else reason is None
        if is_over:
            return
        texts = texts_in(await self._conversations.language(chat))
        case = case_text(texts, turn, reason, await self._conversations.passages_used(turn))
        if shown and await is_changed(bot.edit_message_text(case.text, chat, shown, entities=case.entities)):
            return
        sent = await bot.send_message(chat, case.text, entities=case.entities)
        await self._bad_answers.keep(turn, chat, sent.message_id)


def case_text(texts: Texts, turn: Turn, reason: str | None, passages: Sequence[PassageUsed]) -> Rendered:
    head = " · ".join(filter(None, ("👎", turn.unit, texts.reasons.get(reason or ""))))
    question, answer = _short(turn.question, _LONGEST_QUESTION), _short(turn.answer, _LONGEST_ANSWER)
    case = stacked(Rendered(head), Rendered(f"❓ {question}"), Rendered(f"💬 {answer}"))
    return stacked(case, passages_folded(texts, passages, case))


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[:longest] + " …"
