"""Answers that grow in the chat, as jobs: in each place one after the other, whichever process takes them."""

import asyncio
import logging
from contextlib import suppress
from typing import Any

from procrastinate import App, JobContext

from bot.handlers.announcements import Announcements
from bot.handlers.answer_writer import AnswerWriter
from bot.handlers.interaction import Interaction
from bot.handlers.running_answer import RunningAnswer
from bot.tutor.answer_jobs import ANSWER, ANSWERS
from bot.tutor.answer_runs import AnswerRuns, HeldJob
from bot.tutor.turns import Turn, TurnState
from ingest.database import CONNECTION_LOST
from ingest.jobs.workers import AtOnce, Worker

logger = logging.getLogger(__name__)

_AT_ONCE = 200
_TRIES = 30  # of a job, takeovers too; the third error of any kind sets the turn aside long before
_PATIENCE = 1.0  # seconds in which an answer may still end when the process does


class Answers:
    def __init__(self, writer: AnswerWriter, announcements: Announcements, runs: AnswerRuns, database_url: str) -> None:
        self._writer, self._announcements, self._runs = writer, announcements, runs
        self._worker = Worker(
            database_url, "answerer", [ANSWERS], self._add_tasks, at_once=_AT_ONCE, delete_jobs="always"
        )
        self._working: asyncio.Task[Any] | None = None
        self._running: dict[int, RunningAnswer] = {}  # by turn; they outlive a worker that the database has left
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

    async def _begin(
        self, turn: int, held: HeldJob, *, again: bool = False, closed: bool = False
    ) -> RunningAnswer | None:
        """None when there is nothing to do."""
        begun = await self._runs.begin(turn, again=again, held=held, closed=closed)
        if begun is None:
            return None
        running = self._running[turn] = RunningAnswer(*begun, self._is_ending)
        running.task = asyncio.create_task(self._writer.write(running))
        running.task.add_done_callback(lambda _: self._running.pop(turn, None))
        running.task.add_done_callback(lambda _: running.note_growth())
        return running

    async def _begin_suspect(self, turn: int, held: HeldJob) -> RunningAnswer | None:
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

    async def _attend(self, running: RunningAnswer) -> None:
        """Wait until it is answered. The job is cancelled when somebody has stopped or replaced the turn, when the
        process ends, and when the worker does: then the answer goes on alone, until the job is taken again."""
        while True:
            try:
                await asyncio.shield(running.task)
                return
            except asyncio.CancelledError:
                if self._is_ending():
                    await self._give_back(running)
                    raise
                if not await self._is_broken_off(running):
                    raise
                if task := asyncio.current_task():
                    task.uncancel()

    async def _is_broken_off(self, running: RunningAnswer) -> bool:
        try:
            state = await self._runs.state(running.turn.id)
        except CONNECTION_LOST:
            return False
        if state is not TurnState.ASKED:
            running.break_off(state or TurnState.STOPPED)  # or forgotten
        return state is not TurnState.ASKED

    def _is_ending(self) -> bool:
        return self._working is not None and self._working.cancelling() > 0

    async def _give_back(self, running: RunningAnswer) -> None:
        running.task.cancel()
        await asyncio.wait([running.task])
        if running.task.cancelled():
            with suppress(*CONNECTION_LOST):
                await self._runs.excuse(running.turn)
