"""Answers that grow in the chat: one at a time in each place, in the order of their questions."""

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

from telegram.ext import ExtBot

from bot.handlers.answer_ending import ending, final_text
from bot.handlers.keyboards import answer_keyboard, stop_keyboard
from bot.pace import Pace
from bot.reply.live_reply import Blocked, LiveReply, Undeliverable
from bot.retry_write import insist
from bot.texts import texts_in
from bot.tutor.answer import Answer
from bot.tutor.claude import Unanswered
from bot.tutor.conversations import Conversations, Learner, Place, Turn, TurnState
from bot.tutor.tutor import Tutor
from ingest.database import CONNECTION_LOST

logger = logging.getLogger(__name__)


@dataclass(slots=True, weakref_slot=True)
class _Queue:
    """The answers of one place: `lock` is held by the one that grows."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


@dataclass(frozen=True, slots=True)
class _End:
    state: TurnState
    answer: Answer
    is_recorded: bool


class Answers:
    def __init__(
        self, tutor: Tutor, conversations: Conversations, bot: ExtBot[Any], pace: Pace, *, drafts: bool = False
    ) -> None:
        """`drafts`: in private chats show an answer as Telegram's drafts while it grows."""
        self._tutor = tutor
        self._conversations = conversations
        self._bot = bot
        self._pace = pace
        self._drafts = drafts
        self._queues: WeakValueDictionary[Place, _Queue] = WeakValueDictionary()
        self._tasks: dict[int, asyncio.Task[None]] = {}  # by turn, until the last word stands in the chat
        self._growing: dict[int, Turn] = {}  # those that can be stopped
        self._ends: dict[int, TurnState] = {}  # what the turns that were broken off become

    def start(self, learner: Learner, turn: Turn) -> None:
        """Answer `turn` in the background, after those of the same place that came before."""
        task = self._tasks[turn.id] = asyncio.create_task(self._answer(learner, turn))
        task.add_done_callback(lambda task: self._forget(turn, task))

    def stop(self, turn: int) -> bool:
        """Stop the answer to a turn, growing or waiting; false when there is nothing to stop."""
        if turn not in self._growing or turn in self._ends:
            return False
        self._ends[turn] = TurnState.STOPPED
        self._tasks[turn].cancel()
        return True

    def stop_all(self, place: Place, person: int | None) -> bool:
        """Stop what grows or waits in a place for this person, or for nobody known; false when there is nothing."""
        turns = [turn for turn in self._growing.values() if turn.place == place and turn.person in (None, person)]
        return bool([turn for turn in turns if self.stop(turn.id)])

    async def give_way(self, turn: Turn) -> None:
        """Leave the answer to `turn` to its successor, in the messages that it has begun."""
        task = self._tasks.get(turn.id)
        if task is not None:
            if turn.id in self._growing:
                self._ends[turn.id] = TurnState.REPLACED
            task.cancel()
            await asyncio.wait([task])

    async def resume(self) -> None:
        """Answer what an earlier process has left open, each in the messages it had begun."""
        for turn, learner in await self._conversations.under_way():
            self.start(learner, turn)

    async def close(self) -> None:
        """Break off; what is not finished stays open and is resumed by the next process."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _forget(self, turn: Turn, task: asyncio.Task[None]) -> None:
        del self._tasks[turn.id]
        if not task.cancelled() and (error := task.exception()):
            logger.error("turn %d is left open for the next process", turn.id, exc_info=error)

    async def _answer(self, learner: Learner, turn: Turn) -> None:
        """One turn, from its placeholder to its last word, which does not wait for the database."""
        texts = texts_in(learner.language)
        async with self._open_reply(learner, turn) as reply:
            if turn.state is TurnState.ASKED:
                end = await self._in_order(reply, learner, turn)
            else:  # answered, but the process was stopped before the chat showed it
                end = _End(turn.state, await self._conversations.recorded(turn), is_recorded=True)
            if end.state is TurnState.REPLACED:  # its successor goes on in the same messages
                return
            try:
                await reply.finish(
                    final_text(end.state, end.answer),
                    ending(texts, end.state, end.answer),
                    answer_keyboard(texts, turn.id, end.state),
                )
            except Blocked:
                await insist(lambda: self._conversations.mark_blocked(turn.place))
            except Undeliverable:
                logger.exception("the answer to turn %d cannot be shown", turn.id)
        await insist(lambda: self._settle(turn, end, reply.message_ids))

    async def _settle(self, turn: Turn, end: _End, replies: Sequence[int]) -> None:
        """The last word stands in the chat, or never will."""
        if not end.is_recorded:
            await self._tutor.record(turn, end.state, end.answer)
        await self._conversations.shown_in(turn, replies)
        await self._conversations.close(turn)

    def _open_reply(self, learner: Learner, turn: Turn) -> LiveReply:
        place = turn.place
        return LiveReply(
            self._bot,
            self._pace,
            place.chat,
            thread_id=place.thread or None,
            reply_to=turn.message if place.is_group else None,
            message_ids=turn.replies,
            keyboard=stop_keyboard(texts_in(learner.language), turn.id),
            drafts=self._drafts,
            noted=lambda replies: self._is_written(self._conversations.shown_in(turn, replies)),
        )

    async def _in_order(self, reply: LiveReply, learner: Learner, turn: Turn) -> _End:
        """Wait for the place's earlier answers, then grow this one; every end is recorded but the process's own, and
        before the next answer looks back at the conversation."""
        queue = self._queues.setdefault(turn.place, _Queue())
        if queue.length:
            reply.wait(texts_in(learner.language).waiting.format(count=queue.length))
        queue.length += 1
        try:
            async with AsyncExitStack() as held:
                state, answer = await self._grow(held.enter_async_context(queue.lock), reply, learner, turn)
                return _End(state, answer, await self._is_written(self._tutor.record(turn, state, answer)))
        finally:
            queue.length -= 1

    async def _grow(
        self, its_turn: Awaitable[object], reply: LiveReply, learner: Learner, turn: Turn
    ) -> tuple[TurnState, Answer]:
        """The answer as far as it came, and what ended it."""
        texts = texts_in(learner.language)
        shown = Answer()

        def show(answer: Answer) -> None:
            nonlocal shown
            shown = answer
            reply.show(answer.text)

        self._growing[turn.id] = turn
        try:
            await its_turn
            reply.start(texts.searching)
            return await self._tutor.answer(learner, turn, lambda: reply.start(texts.thinking), show)
        except asyncio.CancelledError:
            if turn.id not in self._ends:
                raise
            _forget_cancellation()
            state = self._ends[turn.id]
        except Undeliverable:  # which whoever finishes the reply is told again
            state = TurnState.STOPPED
        except Unanswered as error:
            logger.error("turn %d was not answered: %s", turn.id, error)
            state = error.state
        except Exception:  # of any kind: the question is kept, and the learner can ask it again
            logger.exception("turn %d was not answered", turn.id)
            state = TurnState.FAILED
        finally:
            del self._growing[turn.id]
            self._ends.pop(turn.id, None)
        return state, shown

    async def _is_written(self, writing: Awaitable[None]) -> bool:
        """Whether the database took it; if not, `_settle` will see to it."""
        try:
            await writing
        except CONNECTION_LOST as error:
            logger.warning("not written down yet: %s", error)
            return False
        return True


def _forget_cancellation() -> None:
    """The answer was cancelled, not the task that shows what there is of it."""
    task = asyncio.current_task()
    assert task is not None
    task.uncancel()
