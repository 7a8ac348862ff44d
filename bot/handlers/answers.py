"""Answers that grow in the chat, as jobs: in each place one after the other, whichever process takes them."""

import asyncio
import logging
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Any

from procrastinate import App, JobContext
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.addresses import addresses
from bot.handlers.announcements import Announcements
from bot.handlers.answer_ending import ending, final_text, shown_text
from bot.handlers.interaction import Interaction
from bot.handlers.keyboards import answer_keyboard, stop_keyboard
from bot.reply.live_reply import Blocked, LiveReply, Muted, Undeliverable
from bot.retry_write import retry_write
from bot.sending.connection import persistently
from bot.sending.pace import Pace
from bot.texts import texts_in
from bot.tutor.answer import Answer
from bot.tutor.answer_jobs import ANSWER, ANSWERS
from bot.tutor.answer_runs import AnswerRuns, HeldJob, Superseded
from bot.tutor.cited_pages import cited_pages
from bot.tutor.claude import WORTH_GOING_ON, Unanswered
from bot.tutor.conversations import Conversations
from bot.tutor.turns import Learner, Turn, TurnState
from bot.tutor.tutor import Tutor
from ingest.database import CONNECTION_LOST
from ingest.workers import STAYS_OWN, AtOnce, Worker

logger = logging.getLogger(__name__)

_AT_ONCE = 200
_TRIES = 30  # of a job, takeovers too; the third error of any kind sets the turn aside long before
_KEPT_EVERY = 0.5  # seconds between two looks at what of an answer is not kept yet
_CLAIMED = 1.0  # seconds for which a claim holds before Claude is asked
_PATIENCE = 1.0  # seconds in which an answer may still end when the process does


@dataclass(eq=False, slots=True)
class _Running:
    """An answer that is being given, until its last word stands in the chat.

    Attributes:
        shown: It, as far as it has come.
        kept: How many characters of it the database has.
        is_worth_keeping: There are so many that another run could go on with it.
        claimed: When it was last known, by the monotonic clock, that no other run has the turn.
        is_lost: Another run has it.
        has_grown: This run has come further than those before it, or to its end: it does not end its process.
        end: What the turn becomes, once somebody has broken the answer off.
        ended: How the answer has ended, once that was to be written down.
    """

    turn: Turn
    learner: Learner
    task: asyncio.Task[None] = field(init=False)
    has_grown: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    shown: Answer = field(default_factory=Answer)
    kept: int = 0
    is_worth_keeping: asyncio.Event = field(default_factory=asyncio.Event)
    claimed: float = field(default_factory=monotonic)
    is_lost: bool = False
    may_break_off: bool = False
    end: TurnState | None = None
    ended: "_End | None" = None

    def break_off(self, end: TurnState) -> None:
        if self.may_break_off and self.end is None and not self.is_lost:
            self.end = end
            self.task.cancel()

    def lose(self) -> None:
        """Another run has it: Claude, who may be silent for long, is left at once."""
        is_news, self.is_lost = not self.is_lost and self.end is None, True
        if is_news and self.may_break_off and asyncio.current_task() is not self.task:
            self.task.cancel()

    def grow(self, answer: Answer) -> None:
        """Raises Superseded."""
        if self.is_lost:
            raise Superseded
        if len(answer.text) >= len(self.shown.text):
            self.shown = answer
        if len(self.shown.text) >= WORTH_GOING_ON:
            self.is_worth_keeping.set()

    def note_growth(self) -> None:
        if not self.has_grown.done():
            self.has_grown.set_result(None)

    @contextmanager
    def breakable(self) -> Iterator[None]:
        """What is done inside ends when the answer is broken off; `end` then tells so."""
        self.may_break_off = True
        try:
            yield
        except asyncio.CancelledError:
            if not (self.end or self.is_lost) or self.task.uncancel():  # the process ends
                raise
        finally:
            self.may_break_off = False


@dataclass(slots=True)
class _End:
    state: TurnState
    answer: Answer
    is_recorded: bool = False


class Answers:
    def __init__(
        self,
        tutor: Tutor,
        conversations: Conversations,
        runs: AnswerRuns,
        bot: ExtBot[Any],
        pace: Pace,
        database_url: str,
        *,
        drafts: bool = False,
    ) -> None:
        """`drafts`: in private chats show an answer as Telegram's drafts while it grows."""
        self._tutor = tutor
        self._conversations = conversations
        self._runs = runs
        self._bot = bot
        self._pace = pace
        self._drafts = drafts
        self._worker = Worker(
            database_url, "answerer", [ANSWERS], self._add_tasks, at_once=_AT_ONCE, delete_jobs="always"
        )
        self._working: asyncio.Task[Any] | None = None
        self._running: dict[int, _Running] = {}  # by turn; they outlive a worker that the database has left
        self._announcements = Announcements(runs, bot, pace)
        self._suspects = asyncio.Lock()

    async def work(self) -> None:
        """Answer until cancelled; what grows then has a moment to end, and goes back to the queue as far as it has
        come."""
        self._working = asyncio.current_task()
        try:
            await self._worker.work(_PATIENCE)
        finally:
            await asyncio.gather(*map(self._give_back, list(self._running.values())))

    def announce(self, interaction: Interaction, *turns: Turn) -> None:
        """Show at once which of these answers wait for others. They will grow in the same messages."""
        for turn in turns:
            logger.info("turn %d is asked", turn.id)  # of which update, stands beside it
            if turn.state is TurnState.ASKED:
                self._announcements.begin(interaction.learner, turn)

    def _add_tasks(self, app: App) -> None:
        app.task(name=ANSWER, queue=ANSWERS, retry=AtOnce(failures=_TRIES), pass_context=True)(self._answer_turn)

    async def _answer_turn(self, context: JobContext, turn: int, closed: bool = False) -> None:
        """The job. May run twice, even at the same time: the later run takes the turn from the earlier one.

        `closed`: what stands in the chat already is shown once more.
        """
        await self._announcements.wait_for(turn)
        if earlier := self._running.get(turn):  # it has outlived its worker
            await self._attend(earlier)
        assert context.job.id is not None
        assert context.job.worker_id is not None
        held = HeldJob(context.job.id, context.job.worker_id)
        if running := await self._begin(turn, held, closed=closed) or await self._begin_suspect(turn, held):
            await self._attend(running)

    async def _begin(self, turn: int, held: HeldJob, *, again: bool = False, closed: bool = False) -> _Running | None:
        """None when there is nothing to do."""
        begun = await self._runs.begin(turn, again=again, held=held, closed=closed)
        if begun is None:
            return None
        running = self._running[turn] = _Running(*begun)
        running.task = asyncio.create_task(self._answer(running))
        running.task.add_done_callback(lambda _: self._running.pop(turn, None))
        running.task.add_done_callback(lambda _: running.note_growth())
        return running

    async def _begin_suspect(self, turn: int, held: HeldJob) -> _Running | None:
        """What may have ended a process comes one after the other, each once the one before has grown: so it is clear
        which of them does it again."""
        await self._suspects.acquire()
        running = None
        try:
            running = await self._begin(turn, held, again=True)
        finally:
            if running is None:
                self._suspects.release()
        if running:
            running.has_grown.add_done_callback(lambda _: self._suspects.release())
        return running

    async def _attend(self, running: _Running) -> None:
        """Wait until it is answered. The job is cancelled when somebody has stopped or replaced the turn, when the
        process ends, and when the worker does: then the answer goes on alone, until the job is taken again."""
        while True:
            try:
                await asyncio.shield(running.task)
                return
            except asyncio.CancelledError:
                if self._working and self._working.cancelling():
                    await self._give_back(running)
                    raise
                if not await self._is_broken_off(running):
                    raise
                if task := asyncio.current_task():
                    task.uncancel()

    async def _is_broken_off(self, running: _Running) -> bool:
        try:
            state = await self._runs.state(running.turn.id)
        except CONNECTION_LOST:
            return False
        if state is not TurnState.ASKED:
            running.break_off(state or TurnState.STOPPED)  # or forgotten
        return state is not TurnState.ASKED

    async def _give_back(self, running: _Running) -> None:
        running.task.cancel()
        await asyncio.wait([running.task])
        if running.task.cancelled():
            with suppress(*CONNECTION_LOST):
                await self._runs.excuse(running.turn)

    async def _answer(self, running: _Running) -> None:
        """One turn, from its placeholder to its last word, which does not wait for the database."""
        turn, opened = running.turn, self._open_reply(running)
        try:
            async with opened as reply:
                end = await self._grow(running, reply) if turn.state is TurnState.ASKED else await self._found(running)
                if end.state is TurnState.REPLACED:  # its successor goes on in the same messages
                    return
                refusal = await self._show_end(running, reply, end)
            await retry_write(lambda: self._settle(turn, end, reply.message_ids, refusal))
        except Superseded:
            logger.info("turn %d is answered by another run", turn.id)
            await self._take_back(turn, opened.message_ids)
            if opened.message_ids:
                await retry_write(lambda: self._runs.show_again(turn))

    async def _take_back(self, turn: Turn, messages: Sequence[int]) -> None:
        """Delete those that the run that has the turn now does not know: they were sent while the database was away,
        or before a pause."""
        known = await retry_write(lambda: self._runs.messages(turn))
        for message in set(messages).difference(known):
            with suppress(TelegramError):
                await persistently(partial(self._bot.delete_message, turn.place.chat, message))

    async def _show_end(self, running: _Running, reply: LiveReply, end: _End) -> Undeliverable | None:
        """The last word stands in the chat then; or Telegram takes it from nobody, as it says."""
        turn, texts = running.turn, texts_in(running.learner.language)
        try:
            await reply.finish(
                final_text(texts, turn, end.state, end.answer),
                ending(texts, end.state, end.answer),
                answer_keyboard(
                    texts, turn.id, end.state, end.answer.grounding, cited_pages(end.answer.sources), turn.rating
                ),
                end.answer.addresses | addresses(turn.question),
            )
        except Blocked as refusal:
            await retry_write(lambda: self._conversations.mark_blocked(turn.place))
            return refusal
        except Undeliverable as refusal:
            logger.exception("the answer to turn %d cannot be shown", turn.id)
            return refusal
        return None

    async def _settle(self, turn: Turn, end: _End, replies: Sequence[int], refusal: Undeliverable | None) -> None:
        await self._record(turn, end)
        await self._runs.shown_in(turn, replies)
        if refusal is None:
            await self._runs.close(turn)
        else:
            await self._runs.owe(turn, is_mute=isinstance(refusal, Muted))

    def _open_reply(self, running: _Running) -> LiveReply:
        turn, place = running.turn, running.turn.place
        return LiveReply(
            self._bot,
            self._pace,
            place.chat,
            thread_id=place.thread or None,
            reply_to=turn.message if place.is_group or turn.is_owed else None,
            message_ids=() if turn.is_owed else turn.replies,
            replaces=turn.replies if turn.is_owed else (),
            keyboard=stop_keyboard(texts_in(running.learner.language), turn.id),
            drafts=self._drafts,
            claim=lambda: self._claim(running),
            store_ids=lambda replies: self._is_written(self._runs.shown_in(turn, replies)),
            on_undeliverable=lambda: running.break_off(TurnState.STOPPED),
        )

    async def _grow(self, running: _Running, reply: LiveReply) -> _End:
        """The answer as far as it came, and what ended it. What an earlier run has shown stays there until there is
        more."""
        turn, learner, texts = running.turn, running.learner, texts_in(running.learner.language)
        state, asked, begun = None, addresses(turn.question), None
        keeping = asyncio.create_task(self._keep(running))

        def show(answer: Answer) -> None:
            running.grow(answer)
            reply.show(shown_text(texts, turn, answer), answer.addresses | asked)

        try:
            with running.breakable():
                if turn.run > 1:
                    begun = await retry_write(lambda: self._runs.recorded(turn))
                    running.kept = len(begun.text)
                    show(begun)
                reply.start(texts.searching)
                think = lambda: reply.start(texts.thinking)  # noqa: E731
                state, running.shown = await self._tutor.answer(
                    learner, turn, think, show, begun, lambda: self._hold(running)
                )
            if running.is_lost:
                raise Superseded
        except Superseded:
            raise
        except Undeliverable:  # which whoever finishes the reply is told again
            state = TurnState.STOPPED
        except Unanswered as error:
            logger.error("turn %d was not answered: %s", turn.id, error)
            state = error.state
        except Exception:  # of any kind: the question is kept, and the learner can ask it again
            logger.exception("turn %d was not answered", turn.id)
            state = TurnState.FAILED
        finally:
            keeping.cancel()
        return await self._ended(running, state or running.end)

    async def _keep(self, running: _Running) -> None:
        """While it grows: what the chat does not show yet is kept too, for a run that has to go on with it; its first
        words at once. And who was paused hears soon that another run has it, though Claude is silent."""
        while True:
            if running.is_worth_keeping.is_set():
                await asyncio.sleep(_KEPT_EVERY)
            else:
                with suppress(TimeoutError):
                    await asyncio.wait_for(running.is_worth_keeping.wait(), _KEPT_EVERY)
            is_kept = running.kept == len(running.shown.text)
            if not is_kept or monotonic() - running.claimed > STAYS_OWN:
                with suppress(Superseded):  # which ends the request to Claude
                    await self._claim(running)

    async def _found(self, running: _Running) -> _End:
        """What has ended before this run, and is not shown yet; how it ended is perhaps not recorded."""
        turn = running.turn
        running.shown = await self._runs.recorded(turn)
        return (
            _End(turn.state, running.shown, is_recorded=True)
            if turn.is_ended
            else await self._ended(running, turn.state)
        )

    async def _ended(self, running: _Running, state: TurnState | None) -> _End:
        """Keep what became of the turn, before the next answer looks back at the conversation."""
        assert state is not None
        end = _End(state, running.shown)
        await self._is_written(self._record(running.turn, end))
        running.ended = end
        return end

    async def _record(self, turn: Turn, end: _End) -> None:
        """Once. Raises Superseded."""
        if not end.is_recorded:
            await self._runs.end(turn, end.state, end.answer)
            end.is_recorded = True

    async def _hold(self, running: _Running) -> None:
        """Before Claude is asked: a process that was paused has perhaps lost the turn, and one that ends would have
        paid for what another process asks again. Raises Superseded."""
        if self._working and self._working.cancelling():
            await asyncio.Future()  # until it is given back
        if monotonic() - running.claimed > _CLAIMED:
            await self._claim(running)

    async def _claim(self, running: _Running) -> None:
        """Before anything is shown: it is kept, or how it ended, and it is known that no other run has the turn. While
        the database is away, none can. Raises Superseded."""
        turn, shown, kept, begun = running.turn, running.shown, len(running.shown.text), monotonic()
        try:
            if running.ended:
                await self._record(turn, running.ended)
            is_kept = running.ended or kept == running.kept
            state = await (self._runs.held(turn) if is_kept else self._runs.draft(turn, shown))
        except CONNECTION_LOST:
            return
        except Superseded:
            running.lose()
            raise
        if kept > running.kept:
            running.note_growth()
        running.kept, running.claimed = kept, begun
        if state is not TurnState.ASKED:
            running.break_off(state)

    async def _is_written(self, writing: Awaitable[None]) -> bool:
        """Whether the database took it; if not, `_settle` will see to it."""
        try:
            await writing
        except CONNECTION_LOST as error:
            logger.warning("not written down yet: %s", error)
            return False
        return True
