"""Answers that grow in the chat: one at a time in each place, in the order of their questions."""

import asyncio
import logging
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import ExtBot

from bot.addresses import addresses
from bot.handlers.answer_ending import ending, final_text, shown_text
from bot.handlers.keyboards import answer_keyboard, stop_keyboard
from bot.pace import Pace
from bot.reply.live_reply import Blocked, LiveReply, Undeliverable
from bot.retry_write import retry_write
from bot.texts import texts_in
from bot.tutor.answer import Answer
from bot.tutor.cited_pages import cited_pages
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


@dataclass(eq=False, slots=True)
class _Running:
    """An answer that is being given, until its last word stands in the chat.

    Attributes:
        anew: Whether it is shown in new messages instead of those it had begun.
        end: What the turn becomes, once somebody has broken the answer off.
        gate: Of those that may have ended a process: it lets one of them in at a time.
        has_begun: Whether this attempt counts.
    """

    turn: Turn
    learner: Learner
    anew: bool
    task: asyncio.Task[None] = field(init=False)
    may_break_off: bool = False
    end: TurnState | None = None
    gate: asyncio.Lock | None = None
    has_begun: bool = True

    def break_off(self, end: TurnState) -> bool:
        """Whether there was anything to break off."""
        if not self.may_break_off or self.end is not None:
            return False
        self.end = end
        self.task.cancel()
        return True

    @contextmanager
    def breakable(self) -> Iterator[None]:
        """What is done inside ends when the answer is broken off; `end` then tells so."""
        self.may_break_off = True
        try:
            yield
        except asyncio.CancelledError:
            if self.end is None:  # the process ends, or another turn takes over
                raise
            self.task.uncancel()
        finally:
            self.may_break_off = False


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
        self._running: dict[int, _Running] = {}  # by turn
        self._gate = asyncio.Lock()

    def start(self, learner: Learner, turn: Turn, *, anew: bool = False, is_suspect: bool = False) -> None:
        """Answer `turn` in the background, after those of the same place that came before; a suspect begins when no
        other one is under way."""
        running = self._running[turn.id] = _Running(turn, learner, anew)
        if is_suspect:
            running.gate, running.has_begun = self._gate, False
        running.task = asyncio.create_task(self._answer(running))
        running.task.add_done_callback(lambda _: self._forget(running))

    def stop(self, turn: int) -> bool:
        """Stop the answer to a turn, growing or waiting; false when there is nothing to stop."""
        running = self._running.get(turn)
        return running is not None and running.break_off(TurnState.STOPPED)

    def stop_all(self, place: Place, person: int | None, *, everywhere: bool = False) -> bool:
        """Stop what grows or waits in a place for this person, or for nobody known; false when there is nothing.

        `everywhere`: in all topics of the place's chat.
        """
        turns = [running.turn for running in self._running.values() if running.turn.place.chat == place.chat]
        theirs = [turn for turn in turns if turn.person in (None, person) and (everywhere or turn.place == place)]
        return bool([turn for turn in theirs if self.stop(turn.id)])

    def stop_of(self, person: int) -> None:
        """Stop what grows or waits for this person, wherever."""
        for running in list(self._running.values()):
            if running.turn.person == person:
                self.stop(running.turn.id)

    async def give_way(self, turn: Turn) -> None:
        """Leave the answer to `turn` to its successor, in the messages that it has begun."""
        if running := self._running.get(turn.id):
            if not running.break_off(TurnState.REPLACED):
                running.task.cancel()
            await asyncio.wait([running.task])

    async def resume(self) -> None:
        """Answer what an earlier process has left open, each in the messages it had begun.

        What may have ended that process comes one after the other: so it is clear which of them does it again. Each has
        its place in its chat's queue at once.
        """
        for turn, learner in await self._conversations.under_way():
            if turn.state is TurnState.SET_ASIDE:
                self.start(learner, turn)
            elif turn.attempts:
                self.start(learner, turn, is_suspect=True)
            elif await self._conversations.try_again(turn):
                self.start(learner, turn)

    async def show_owed(self, update: Update, _: object) -> None:
        """A chat gives a sign of life: show the answers there that Telegram has refused before."""
        if update.effective_chat is None:
            return
        try:
            owed = await self._conversations.owed(update.effective_chat.id)
        except CONNECTION_LOST as error:
            logger.warning("what is owed comes with the next update: %s", type(error).__name__)
            return
        for turn, learner in owed:
            self.start(learner, turn, anew=True)

    async def close(self) -> None:
        """Break off; what is not finished stays open and is resumed by the next process."""
        left = list(self._running.values())
        for running in left:
            running.task.cancel()
        await asyncio.gather(*(running.task for running in left), return_exceptions=True)
        await self._is_written(self._conversations.excuse(running.turn for running in left if running.has_begun))

    async def _may_begin(self, running: _Running) -> bool:
        """A suspect's attempt is counted now; false when it needs none any more."""
        if running.gate is None:
            return True
        await running.gate.acquire()
        running.has_begun = True
        return await retry_write(lambda: self._conversations.try_again(running.turn))

    def _forget(self, running: _Running) -> None:
        del self._running[running.turn.id]
        if running.gate and running.has_begun:
            running.gate.release()
        if not running.task.cancelled() and (error := running.task.exception()):
            logger.error("turn %d is left open for the next process", running.turn.id, exc_info=error)

    async def _answer(self, running: _Running) -> None:
        """One turn, from its placeholder to its last word, which does not wait for the database."""
        turn = running.turn
        async with self._open_reply(running) as reply:
            if turn.state is TurnState.ASKED:
                end = await self._in_order(running, reply)
            elif not await self._may_begin(running):
                return
            else:  # answered, but the process was stopped before the chat showed it
                end = _End(turn.state, await self._conversations.recorded(turn), is_recorded=True)
            if end.state is TurnState.REPLACED:  # its successor goes on in the same messages
                return
            is_shown = await self._is_shown(running, reply, end)
        await retry_write(lambda: self._settle(turn, end, reply.message_ids, is_shown))

    async def _is_shown(self, running: _Running, reply: LiveReply, end: _End) -> bool:
        """Whether the last word stands in the chat; if not, Telegram takes it from nobody."""
        turn, texts = running.turn, texts_in(running.learner.language)
        try:
            await reply.finish(
                final_text(texts, turn, end.state, end.answer),
                ending(texts, end.state, end.answer),
                answer_keyboard(texts, turn.id, end.state, end.answer.grounding, pages=cited_pages(end.answer.sources)),
                end.answer.addresses | addresses(turn.question),
            )
        except Blocked:
            await retry_write(lambda: self._conversations.mark_blocked(turn.place))
            return False
        except Undeliverable:
            logger.exception("the answer to turn %d cannot be shown", turn.id)
            return False
        return True

    async def _settle(self, turn: Turn, end: _End, replies: Sequence[int], is_shown: bool) -> None:
        if not end.is_recorded:
            await self._tutor.record(turn, end.state, end.answer)
        await self._conversations.shown_in(turn, replies)
        await (self._conversations.close(turn) if is_shown else self._conversations.owe(turn))

    def _open_reply(self, running: _Running) -> LiveReply:
        turn, place = running.turn, running.turn.place
        return LiveReply(
            self._bot,
            self._pace,
            place.chat,
            thread_id=place.thread or None,
            reply_to=turn.message if place.is_group or running.anew else None,
            message_ids=() if running.anew else turn.replies,
            replaces=turn.replies if running.anew else (),
            keyboard=stop_keyboard(texts_in(running.learner.language), turn.id),
            drafts=self._drafts,
            noted=lambda replies: self._is_written(self._conversations.shown_in(turn, replies)),
        )

    async def _in_order(self, running: _Running, reply: LiveReply) -> _End:
        """Wait for the place's earlier answers, then grow this one; every end is recorded but the process's own, and
        before the next answer looks back at the conversation."""
        queue = self._queues.setdefault(running.turn.place, _Queue())
        if queue.length:
            reply.wait(texts_in(running.learner.language).waiting.format(count=queue.length))
        queue.length += 1
        try:
            with running.breakable():
                async with queue.lock:
                    if not await self._may_begin(running):
                        return _End(TurnState.REPLACED, Answer(), is_recorded=True)
                    return await self._grow(running, reply)
            return await self._ended(running, None, Answer())
        finally:
            queue.length -= 1

    async def _grow(self, running: _Running, reply: LiveReply) -> _End:
        """The answer as far as it came, and what ended it."""
        turn, learner, texts = running.turn, running.learner, texts_in(running.learner.language)
        state, shown, asked = None, Answer(), addresses(turn.question)

        def show(answer: Answer) -> None:
            nonlocal shown
            shown = answer
            reply.show(shown_text(texts, turn, answer), answer.addresses | asked)

        try:
            with running.breakable():
                reply.start(texts.searching)
                state, shown = await self._tutor.answer(learner, turn, lambda: reply.start(texts.thinking), show)
        except Undeliverable:  # which whoever finishes the reply is told again
            state = TurnState.STOPPED
        except Unanswered as error:
            logger.error("turn %d was not answered: %s", turn.id, error)
            state = error.state
        except Exception:  # of any kind: the question is kept, and the learner can ask it again
            logger.exception("turn %d was not answered", turn.id)
            state = TurnState.FAILED
        return await self._ended(running, state, shown)

    async def _ended(self, running: _Running, state: TurnState | None, answer: Answer) -> _End:
        """Keep what became of the turn; without a state it was broken off."""
        state = state or running.end
        assert state is not None
        return _End(state, answer, await self._is_written(self._tutor.record(running.turn, state, answer)))

    async def _is_written(self, writing: Awaitable[None]) -> bool:
        """Whether the database took it; if not, `_settle` will see to it."""
        try:
            await writing
        except CONNECTION_LOST as error:
            logger.warning("not written down yet: %s", error)
            return False
        return True
