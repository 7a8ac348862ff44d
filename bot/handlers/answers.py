"""Answers that grow in the chat: one at a time in each place, in the order of their questions."""

import asyncio
import logging
from collections import Counter
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

_GIVE_WAY = "give way"


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
        self._locks: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()
        self._under_way: Counter[Place] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._growing: dict[int, asyncio.Task[None]] = {}  # by turn: what can be stopped
        self._stopped: set[int] = set()

    def start(self, learner: Learner, turn: Turn) -> None:
        """Answer `turn` in the background, after those of the same place that came before."""
        task = asyncio.create_task(self._answer(learner, turn))
        self._growing[turn.id] = task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def stop(self, turn: Turn) -> bool:
        """Stop the answer to `turn`, growing or waiting; false when there is nothing to stop."""
        task = self._growing.pop(turn.id, None)
        if task is None:
            return False
        self._stopped.add(turn.id)
        task.cancel()
        return True

    async def give_way(self, turn: Turn) -> None:
        """Leave the answer to `turn` to its successor, in the messages that it has begun."""
        task = self._growing.pop(turn.id, None)
        if task is not None:
            task.cancel(_GIVE_WAY)
            await asyncio.wait([task])

    async def resume(self) -> None:
        """Answer what an earlier process has left open, each in the messages it had begun."""
        for turn, learner in await self._conversations.under_way():
            self.start(learner, turn)

    async def close(self) -> None:
        """Break off; what is not finished stays open and is resumed by the next process."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _answer(self, learner: Learner, turn: Turn) -> None:
        """One turn, from its placeholder to its last word."""
        texts = texts_in(learner.language)
        try:
            async with self._open_reply(learner, turn) as reply:
                state, answer = await self._in_order(reply, learner, turn)
                await reply.finish(
                    final_text(texts, state, answer),
                    sources_under(texts, answer),
                    answer_keyboard(texts, turn.id, state),
                )
        except Blocked:
            await self._conversations.mark_blocked(turn.place)
        except Undeliverable:
            logger.exception("the answer to turn %d cannot be shown", turn.id)

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
        texts, place = texts_in(learner.language), turn.place
        shown = Answer()

        def show(answer: Answer) -> None:
            nonlocal shown
            shown = answer
            reply.show(answer.text)

        if ahead := self._under_way[place]:
            reply.start(texts.waiting.format(count=ahead))
        self._under_way[place] += 1
        try:
            async with self._locks.setdefault(place, asyncio.Lock()):
                reply.start(texts.searching)
                return await self._tutor.answer(learner, turn, lambda: reply.start(texts.thinking), show)
        except asyncio.CancelledError as cancellation:
            if _GIVE_WAY in cancellation.args:
                await self._tutor.break_off(turn, State.REPLACED, shown)
            if turn.id not in self._stopped:
                raise
            _forget_cancellation()
            state = State.STOPPED
        except Undeliverable:
            await self._tutor.break_off(turn, State.STOPPED, shown)
            raise
        except Exception:  # of any kind: the question is kept, and the learner can ask it again
            logger.exception("turn %d was not answered", turn.id)
            state = State.FAILED
        finally:
            self._under_way[place] -= 1
            self._growing.pop(turn.id, None)
            self._stopped.discard(turn.id)
        await self._tutor.break_off(turn, state, shown)
        return state, shown


def _forget_cancellation() -> None:
    """The answer was cancelled, not the task that shows what there is of it."""
    task = asyncio.current_task()
    assert task is not None
    task.uncancel()
