"""The tutor: a question in, an answer grounded in the learner's unit out."""

import asyncio
import time
from collections.abc import Callable

from bot.tutor.answer import Answer
from bot.tutor.claude import Claude, Unanswered
from bot.tutor.conversations import Conversations, Learner, State, Turn
from bot.tutor.prompt import Exchange, Lesson, assemble
from ingest.embedders import Embedder
from ingest.library import Library
from ingest.shelves import UnitCard

TOP = 3

_ENDINGS = {"max_tokens": State.CUT, "model_context_window_exceeded": State.CUT, "refusal": State.REFUSED}


class Tutor:
    def __init__(self, library: Library, embedder: Embedder, claude: Claude, conversations: Conversations) -> None:
        self._library = library
        self._embedder = embedder
        self._claude = claude
        self._conversations = conversations

    async def answer(self, learner: Learner, turn: Turn, show: Callable[[Answer], None]) -> tuple[State, Answer]:
        """Answer a turn, handing the answer to `show` as it grows, and record what became of it.

        Raises Unanswered when Claude cannot be reached. A cancelled turn is left open.
        """
        started = time.monotonic()
        shown = Answer()

        def grow(answer: Answer) -> None:
            nonlocal shown
            shown = answer
            if shown.first_word_seconds is None:
                shown.first_word_seconds = time.monotonic() - started
            show(shown)

        vector, history, unit = await asyncio.gather(
            self._embedder.embed_query(turn.question),
            self._conversations.history(turn),
            self._unit(turn),
        )
        hits = await self._library.search(vector, unit=turn.unit, top=TOP)
        lesson = Lesson(learner.language, unit.course if unit else None, turn.unit, unit.title if unit else "")
        past = [Exchange(earlier.question, earlier.answer) for earlier in history]
        prompt = assemble(lesson, past, hits, turn.question)
        try:
            answer = await self._claude.answer(prompt, hits, grow)
        except Unanswered:
            await self._conversations.end(turn, State.FAILED, shown)
            raise
        state = _ENDINGS.get(answer.stop_reason or "", State.ANSWERED)
        await self._conversations.end(turn, state, answer)
        return state, answer

    async def _unit(self, turn: Turn) -> UnitCard | None:
        return await self._library.unit(turn.unit) if turn.unit else None
