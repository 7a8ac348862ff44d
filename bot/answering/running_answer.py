"""The state of an answer while this process writes it, and how it is interrupted."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from bot.tutor.answer import Answer
from bot.tutor.answer_runs import Superseded
from bot.tutor.claude import WORTH_GOING_ON
from bot.tutor.turns import Learner, Turn, TurnState


@dataclass(slots=True)
class End:
    state: TurnState
    answer: Answer
    is_recorded: bool = False


@dataclass(eq=False, slots=True)
class RunningAnswer:
    """One run of a turn's job, until its final text stands in the chat.

    Attributes:
        is_process_ending: Tells whether this process is shutting down.
        has_grown: Resolved when this run has saved more text than earlier ones, or has finished: the answer does not
            crash its process.
        shown: The answer so far.
        saved: How many characters of it are in the database.
        is_worth_saving: Set once the text is long enough for another run to continue it.
        claimed: When this run was last known to own the turn, by the monotonic clock.
        is_superseded: Another run owns the turn.
        is_interruptible: Whether cancelling the task now ends the answer and not its delivery.
        interrupted_as: The state that the turn takes, once it was stopped or replaced.
        end: How the answer has ended; set when that is recorded or about to be.
    """

    turn: Turn
    learner: Learner
    is_process_ending: Callable[[], bool]
    task: asyncio.Task[None] = field(init=False)
    has_grown: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    shown: Answer = field(default_factory=Answer)
    saved: int = 0
    is_worth_saving: asyncio.Event = field(default_factory=asyncio.Event)
    claimed: float = field(default_factory=monotonic)
    is_superseded: bool = False
    is_interruptible: bool = False
    interrupted_as: TurnState | None = None
    end: End | None = None

    def interrupt(self, state: TurnState) -> None:
        if self.is_interruptible and self.interrupted_as is None and not self.is_superseded:
            self.interrupted_as = state
            self.task.cancel()

    def supersede(self) -> None:
        """Another run owns the turn: cancel the request to Claude, which may be silent for long."""
        is_first, self.is_superseded = not self.is_superseded and self.interrupted_as is None, True
        if is_first and self.is_interruptible and asyncio.current_task() is not self.task:
            self.task.cancel()

    def grow(self, answer: Answer) -> None:
        """Raises Superseded."""
        if self.is_superseded:
            raise Superseded
        if len(answer.text) >= len(self.shown.text):
            self.shown = answer
        if len(self.shown.text) >= WORTH_GOING_ON:
            self.is_worth_saving.set()

    def note_growth(self) -> None:
        if not self.has_grown.done():
            self.has_grown.set_result(None)

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """An interruption ends the block without an error; any other cancellation passes through."""
        self.is_interruptible = True
        try:
            yield
        except asyncio.CancelledError:
            if not (self.interrupted_as or self.is_superseded) or self.task.uncancel():
                raise
        finally:
            self.is_interruptible = False
