"""An answer that is being given: how far it has come, and who may break it off."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from bot.tutor.answer import Answer
from bot.tutor.answer_runs import Superseded
from bot.tutor.claude import WORTH_GOING_ON
from bot.tutor.turns import Learner, Turn, TurnState


@dataclass(eq=False, slots=True)
class RunningAnswer:
    """An answer that is being given, until its last word stands in the chat.

    Attributes:
        is_ending: Whether the process that gives it is told to end.
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
    is_ending: Callable[[], bool]
    task: asyncio.Task[None] = field(init=False)
    has_grown: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    shown: Answer = field(default_factory=Answer)
    kept: int = 0
    is_worth_keeping: asyncio.Event = field(default_factory=asyncio.Event)
    claimed: float = field(default_factory=monotonic)
    is_lost: bool = False
    may_break_off: bool = False
    end: TurnState | None = None
    ended: "End | None" = None

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
class End:
    state: TurnState
    answer: Answer
    is_recorded: bool = False
