"""That an answer waits for others is shown at once, in the message in which it is going to grow."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from telegram import ReplyParameters
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.handlers.keyboards import stop_keyboard
from bot.retry_write import retry_write
from bot.sending.pace import Pace, Priority
from bot.texts import texts_in
from bot.tutor.answer_runs import AnswerRuns, Superseded
from bot.tutor.turns import Learner, Turn
from ingest.database import CONNECTION_LOST
from ingest.supervision import Tasks

logger = logging.getLogger(__name__)

_ANNOUNCED = 5.0  # seconds to wait for the message in which an answer is to grow
_UNSHOWN = 30.0  # seconds in which an earlier answer has to show before a later one is announced


class Announcements:
    def __init__(self, runs: AnswerRuns, bot: ExtBot[Any], pace: Pace) -> None:
        self._runs, self._bot, self._pace = runs, bot, pace
        self._sending: dict[int, asyncio.Task[None]] = {}  # by turn
        self._buttons = Tasks()

    def begin(self, learner: Learner, turn: Turn) -> None:
        """Show, unless nothing comes before it, that this answer waits."""
        sending = self._sending[turn.id] = asyncio.create_task(self._announce(learner, turn))
        sending.add_done_callback(partial(self._sent, turn.id))

    async def wait_for(self, turn: int) -> None:
        """An answer grows in a message that comes before those of later ones."""
        if sending := self._sending.get(turn):
            await asyncio.wait([sending], timeout=_ANNOUNCED)

    def _sent(self, turn: int, _: object) -> None:
        del self._sending[turn]

    async def _announce(self, learner: Learner, turn: Turn) -> None:
        try:
            async with asyncio.timeout(_UNSHOWN):
                while count := await self._runs.answers_before(turn):
                    if await self._runs.are_shown_before(turn):
                        break
                    await asyncio.sleep(0.1)
            if count:
                await self._show(learner, turn, count)
        except (TelegramError, *CONNECTION_LOST) as error:  # it is only a courtesy
            logger.info("that turn %d waits is not shown: %s", turn.id, type(error).__name__)

    async def _show(self, learner: Learner, turn: Turn, count: int) -> None:
        texts, place = texts_in(learner.language), turn.place
        words, keyboard = texts.waiting.format(count=count), stop_keyboard(texts, turn.id)
        if turn.replies:
            edit = partial(self._bot.edit_message_text, words, place.chat, turn.replies[0], reply_markup=keyboard)
            await self._change(turn, edit)
            return
        message = await self._bot.send_message(
            place.chat,
            words,
            message_thread_id=place.thread or None,
            reply_parameters=ReplyParameters(turn.message) if place.is_group and turn.message else None,
            rate_limit_args=Priority.PLACEHOLDER,
        )
        if not await retry_write(lambda: self._runs.announced(turn, message.message_id)):
            await message.delete()
            return
        # Its number is kept by now: nobody would take the button of an unknown one away.
        edit = partial(self._bot.edit_message_reply_markup, place.chat, message.message_id, reply_markup=keyboard)
        self._buttons.begin(self._change(turn, edit))

    async def _change(self, turn: Turn, edit: Callable[..., Awaitable[object]]) -> None:
        """Nothing waits for it. Where the answer has begun it has brought its own text and button; where it begins
        while this is on its way, its end is shown once more, which may have come first."""
        slot = self._pace.ask(turn.place.chat, Priority.PLACEHOLDER)
        slot.claim = lambda: self._runs.waits(turn)
        try:
            await edit(rate_limit_args=slot)
        except (Superseded, *CONNECTION_LOST):  # it was not sent
            return
        except TelegramError as error:
            logger.info("that turn %d waits is perhaps not shown: %s", turn.id, type(error).__name__)
        try:
            await retry_write(lambda: self._runs.waits(turn))
        except Superseded:
            await retry_write(lambda: self._runs.show_again(turn))
