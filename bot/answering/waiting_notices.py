"""Tells a learner that an answer waits for earlier ones, in the message in which it will be written."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from telegram import ReplyParameters
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.keyboards import stop_keyboard
from bot.retry_write import retry_write
from bot.sending.pace import Pace
from bot.sending.slots import Priority
from bot.texts import texts_in
from bot.tutor.answer_runs import AnswerRuns, Superseded
from bot.tutor.turns import Learner, Turn
from ingest.database import CONNECTION_LOST
from ingest.supervision import Tasks

logger = logging.getLogger(__name__)

_SEND_TIMEOUT = 5.0  # seconds that an answer waits for its notice to be sent
_EARLIER_TIMEOUT = 30.0  # seconds for earlier answers to get their messages; then there is no notice


class WaitingNotices:
    def __init__(self, runs: AnswerRuns, bot: ExtBot[Any], pace: Pace) -> None:
        self._runs, self._bot, self._pace = runs, bot, pace
        self._sending: dict[int, asyncio.Task[None]] = {}  # by turn
        self._buttons = Tasks()

    def begin(self, learner: Learner, turn: Turn) -> None:
        """Send a notice if other answers come before this one."""
        sending = self._sending[turn.id] = asyncio.create_task(self._notify(learner, turn))
        sending.add_done_callback(partial(self._sent, turn.id))

    async def wait_for(self, turn: int) -> None:
        """Wait until a turn's notice is sent, so that its answer is written there and not in a second message."""
        if sending := self._sending.get(turn):
            await asyncio.wait([sending], timeout=_SEND_TIMEOUT)

    def _sent(self, turn: int, _: object) -> None:
        del self._sending[turn]

    async def _notify(self, learner: Learner, turn: Turn) -> None:
        try:
            async with asyncio.timeout(_EARLIER_TIMEOUT):
                while count := await self._runs.answers_before(turn):
                    if await self._runs.are_shown_before(turn):
                        break
                    await asyncio.sleep(0.1)
            if count:
                await self._show(learner, turn, count)
        except (TelegramError, *CONNECTION_LOST) as error:  # the answer will come without a notice
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
            rate_limit_args=Priority.INTERIM,
        )
        if not await retry_write(lambda: self._runs.store_notice(turn, message.message_id)):
            await message.delete()
            return
        # The button comes after the message's id is stored: on an unknown message nobody would remove it.
        edit = partial(self._bot.edit_message_reply_markup, place.chat, message.message_id, reply_markup=keyboard)
        self._buttons.begin(self._change(turn, edit))

    async def _change(self, turn: Turn, edit: Callable[..., Awaitable[object]]) -> None:
        """Edit the notice unless the answer has begun. If it begins during the edit, the edit may have overwritten the
        answer, so its final text is shown again."""
        slot = self._pace.ask(turn.place.chat, Priority.INTERIM)
        slot.claim = lambda: self._runs.check_waiting(turn)
        try:
            await edit(rate_limit_args=slot)
        except (Superseded, *CONNECTION_LOST):  # it was not sent
            return
        except TelegramError as error:
            logger.info("that turn %d waits is perhaps not shown: %s", turn.id, type(error).__name__)
        try:
            await retry_write(lambda: self._runs.check_waiting(turn))
        except Superseded:
            await retry_write(lambda: self._runs.show_again(turn))
