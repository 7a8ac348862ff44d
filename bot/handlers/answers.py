"""Answers that grow in the chat: one at a time in each place, in the order of their questions."""

import asyncio
import logging
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

from telegram.ext import ExtBot

from bot.handlers.closing import final_text, sources_under
from bot.handlers.keyboards import answer_keyboard, stop_keyboard
from bot.live_reply import Blocked, LiveReply, Undeliverable
from bot.pace import Pace
from bot.texts import texts_in
from bot.tutor.answer import Answer
from bot.tutor.conversations import Conversations, Learner, Place, State, Turn
from bot.tutor.tutor import Tutor

logger = logging.getLogger(__name__)


@dataclass(slots=True, weakref_slot=True)
class _Queue:
    """The answers of one place: `lock` is held by the one that grows."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


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
        self._growing: dict[int, Place] = {}  # the turns that can be stopped
        self._ends: dict[int, State] = {}  # what the turns that were broken off become

    def start(self, learner: Learner, turn: Turn) -> None:
        """Answer `turn` in the background, after those of the same place that came before."""
        task = self._tasks[turn.id] = asyncio.create_task(self._answer(learner, turn))
        task.add_done_callback(lambda _: self._tasks.pop(turn.id))

    def stop(self, turn: int) -> bool:
        """Stop the answer to a turn, growing or waiting; false when there is nothing to stop."""
        if turn not in self._growing or turn in self._ends:
            return False
        self._ends[turn] = State.STOPPED
        self._tasks[turn].cancel()
        return True

    def stop_all(self, place: Place) -> bool:
        """Stop whatever grows or waits in a place; false when there is nothing."""
        turns = [turn for turn, its_place in self._growing.items() if its_place == place]
        return bool([turn for turn in turns if self.stop(turn)])

    async def give_way(self, turn: Turn) -> None:
        """Leave the answer to `turn` to its successor, in the messages that it has begun."""
        task = self._tasks.get(turn.id)
        if task is not None:
            if turn.id in self._growing:
                self._ends[turn.id] = State.REPLACED
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

    async def _answer(self, learner: Learner, turn: Turn) -> None:
        """One turn, from its placeholder to its last word."""
        texts = texts_in(learner.language)
        try:
            async with self._open_reply(learner, turn) as reply:
                if turn.state is State.ASKED:
                    state, answer = await self._in_order(reply, learner, turn)
                else:  # answered, but the process was stopped before the chat showed it
                    state, answer = turn.state, await self._conversations.recorded(turn)
                await reply.finish(
                    final_text(texts, state, answer),
                    sources_under(texts, state, answer),
                    answer_keyboard(texts, turn.id, state),
                )
        except Blocked:
            await self._conversations.mark_blocked(turn.place)
        except Undeliverable:
            logger.exception("the answer to turn %d cannot be shown", turn.id)
        await self._conversations.close(turn)

    def _open_reply(self, learner: Learner, turn: Turn) -> LiveReply:
        place = turn.place
        is_group = place.chat < 0
        return LiveReply(
            self._bot,
            self._pace,
            place.chat,
            thread_id=place.thread or None,
            reply_to=turn.message if is_group else None,
            message_ids=turn.replies,
            keyboard=stop_keyboard(texts_in(learner.language), turn.id),
            drafts=self._drafts,
            noted=lambda replies: self._conversations.shown_in(turn, replies),
        )

    async def _in_order(self, reply: LiveReply, learner: Learner, turn: Turn) -> tuple[State, Answer]:
        """Wait for the place's earlier answers, then grow this one; every end is recorded but the process's own."""
        texts = texts_in(learner.language)
        queue = self._queues.setdefault(turn.place, _Queue())
        if queue.length:
            reply.start(texts.waiting.format(count=queue.length))
        queue.length += 1
        self._growing[turn.id] = turn.place
        try:
            return await self._in_turn(queue, reply, learner, turn)
        finally:
            queue.length -= 1
            del self._growing[turn.id]
            self._ends.pop(turn.id, None)

    async def _in_turn(self, queue: _Queue, reply: LiveReply, learner: Learner, turn: Turn) -> tuple[State, Answer]:
        """Every end is recorded but the process's own, and before the next answer looks back at the conversation."""
        texts = texts_in(learner.language)
        shown = Answer()

        def show(answer: Answer) -> None:
            nonlocal shown
            shown = answer
            reply.show(answer.text)

        async with AsyncExitStack() as held:
            try:
                await held.enter_async_context(queue.lock)
                reply.start(texts.searching)
                return await self._tutor.answer(learner, turn, lambda: reply.start(texts.thinking), show)
            except asyncio.CancelledError:
                state = self._ends.get(turn.id)
                if state is None:
                    raise
                await self._tutor.break_off(turn, state, shown)
                if state is State.REPLACED:
                    raise
                _forget_cancellation()
            except Undeliverable:
                await self._tutor.break_off(turn, State.STOPPED, shown)
                raise
            except Exception:  # of any kind: the question is kept, and the learner can ask it again
                logger.exception("turn %d was not answered", turn.id)
                state = State.FAILED
                await self._tutor.break_off(turn, state, shown)
        return state, shown


def _forget_cancellation() -> None:
    """The answer was cancelled, not the task that shows what there is of it."""
    task = asyncio.current_task()
    assert task is not None
    task.uncancel()
