"""The worker of the queue of answers: in each chat or topic one after the other."""

import asyncio
import logging
from contextlib import suppress
from typing import Any

from procrastinate import App, JobContext

from bot.answering.running_answer import RunningAnswer
from bot.answering.waiting_notices import WaitingNotices
from bot.answering.writer import AnswerWriter
from bot.tutor.answer_jobs import ANSWER, ANSWERS
from bot.tutor.answer_runs import AnswerRuns, HeldJob
from bot.tutor.turns import Learner, Turn, TurnState
from ingest.database import CONNECTION_LOST
from ingest.jobs.workers import AtOnce, Worker

logger = logging.getLogger(__name__)

_AT_ONCE = 200
_TRIES = 30  # of a job, with those after takeovers; a turn whose answer crashes is set aside after three
_PATIENCE = 1.0  # seconds for running answers to finish when the process ends


class Answers:
    def __init__(self, writer: AnswerWriter, notices: WaitingNotices, runs: AnswerRuns, database_url: str) -> None:
        self._writer, self._notices, self._runs = writer, notices, runs
        self._worker = Worker(
            database_url, "answerer", [ANSWERS], self._add_tasks, at_once=_AT_ONCE, delete_jobs="always"
        )
        self._task: asyncio.Task[Any] | None = None
        self._running: dict[int, RunningAnswer] = {}  # by turn; they go on when the worker loses its connection
        self._suspects = asyncio.Lock()

    async def work(self) -> None:
        """Answer until cancelled. Answers that are not finished shortly after go back to the queue; another process
        continues them."""
        self._task = asyncio.current_task()
        try:
            await self._worker.work(_PATIENCE)
        finally:
            await asyncio.gather(*map(self._give_back, list(self._running.values())))

    def announce(self, learner: Learner, *turns: Turn) -> None:
        """Tell the learner which of these new turns wait for others."""
        for turn in turns:
            logger.info("turn %d is asked", turn.id)  # the log adds the update that asked it
            if turn.state is TurnState.ASKED:
                self._notices.begin(learner, turn)

    def _add_tasks(self, app: App) -> None:
        app.task(name=ANSWER, queue=ANSWERS, retry=AtOnce(failures=_TRIES), pass_context=True)(self._answer_turn)

    async def _answer_turn(self, context: JobContext, turn: int, closed: bool = False) -> None:
        """The job. May run twice, even at the same time: the later run takes the turn from the earlier one.

        `closed`: run even if the final text is shown already, to show it again.
        """
        await self._notices.wait_for(turn)
        if earlier := self._running.get(turn):  # an earlier job of this process whose worker lost its connection
            await self._attend(earlier)
        assert context.job.id is not None
        assert context.job.worker_id is not None
        held = HeldJob(context.job.id, context.job.worker_id)
        if running := await self._begin(turn, held, closed=closed) or await self._begin_suspect(turn, held):
            await self._attend(running)

    async def _begin(
        self, turn: int, held: HeldJob, *, again: bool = False, closed: bool = False
    ) -> RunningAnswer | None:
        """Take the turn and start writing; None if there is nothing to do."""
        begun = await self._runs.begin(turn, again=again, held=held, closed=closed)
        if begun is None:
            return None
        running = self._running[turn] = RunningAnswer(*begun, self._is_process_ending)
        running.task = asyncio.create_task(self._writer.write(running))
        running.task.add_done_callback(lambda _: self._running.pop(turn, None))
        running.task.add_done_callback(lambda _: running.note_growth())
        return running

    async def _begin_suspect(self, turn: int, held: HeldJob) -> RunningAnswer | None:
        """Take a turn whose earlier run died before its answer grew, perhaps because the answer crashes the process.
        Such turns start one at a time, each when the one before has grown, so that a crash counts against one only."""
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
        """Wait until the answer is written. The job is cancelled when the turn is stopped or replaced, when the process
        ends, and when the worker loses its connection: then the answer goes on without its job until that is taken
        again."""
        while True:
            try:
                await asyncio.shield(running.task)
                return
            except asyncio.CancelledError:
                if self._is_process_ending():
                    await self._give_back(running)
                    raise
                if not await self._was_interrupted(running):
                    raise
                if task := asyncio.current_task():
                    task.uncancel()

    async def _was_interrupted(self, running: RunningAnswer) -> bool:
        try:
            state = await self._runs.state(running.turn.id)
        except CONNECTION_LOST:
            return False
        if state is not TurnState.ASKED:
            running.interrupt(state or TurnState.STOPPED)  # None: deleted
        return state is not TurnState.ASKED

    def _is_process_ending(self) -> bool:
        return self._task is not None and self._task.cancelling() > 0

    async def _give_back(self, running: RunningAnswer) -> None:
        running.task.cancel()
        await asyncio.wait([running.task])
        if running.task.cancelled():
            with suppress(*CONNECTION_LOST):
                await self._runs.uncount_attempt(running.turn)
