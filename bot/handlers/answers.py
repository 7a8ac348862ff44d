"""Answers that grow in the chat: one at a time in each place, in the order of their questions."""

import asyncio
import logging
from collections import Counter
from weakref import WeakValueDictionary

from telegram import InlineKeyboardMarkup

from bot.handlers.keyboards import button, keyboard
from bot.live_reply import LiveReplies, LiveReply
from bot.render import Rendered, render_sources
from bot.texts import Texts, texts_in
from bot.tutor.answer import Answer, Source
from bot.tutor.conversations import Conversations, Learner, Place, State, Turn
from bot.tutor.tutor import Tutor

logger = logging.getLogger(__name__)

_LONGEST_QUOTE = 60  # characters of a source's words that stand under the answer


class Answers:
    def __init__(self, tutor: Tutor, conversations: Conversations, replies: LiveReplies) -> None:
        self._tutor = tutor
        self._conversations = conversations
        self._replies = replies
        self._locks: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()
        self._under_way: Counter[Place] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, learner: Learner, turn: Turn) -> None:
        """Answer `turn` in the background, after those of the same place that came before."""
        task = asyncio.create_task(self._answer(learner, turn), name=f"turn {turn.id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

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
        texts = texts_in(learner.language)
        ahead = self._under_way[turn.place]
        self._under_way[turn.place] += 1
        lock = self._locks.setdefault(turn.place, asyncio.Lock())
        try:
            async with self._replies.open(turn.place, turn.message, turn.replies) as reply:
                reply.start(texts.waiting.format(count=ahead) if ahead else texts.searching)
                async with lock:
                    reply.start(texts.searching)
                    await self._grow(reply, learner, turn)
        finally:
            self._under_way[turn.place] -= 1

    async def _grow(self, reply: LiveReply, learner: Learner, turn: Turn) -> None:
        """Show the answer as it comes; whatever happens, the learner is not left waiting."""
        texts = texts_in(learner.language)
        shown = Answer()

        def show(answer: Answer) -> None:
            nonlocal shown
            shown = answer
            reply.show(answer.text)

        try:
            state, answer = await self._tutor.answer(learner, turn, show)
        except Exception:  # of any kind: the question is kept, and the learner can ask it again
            logger.exception("turn %d was not answered", turn.id)
            state, answer = State.FAILED, shown
            await self._conversations.end(turn, state, answer)
        await reply.finish(
            _final_text(texts, state, answer),
            sources=_sources(texts, answer.sources),
            keyboard=_buttons(texts, state, turn),
        )
        await self._conversations.shown_in(turn, reply.message_ids)


def _final_text(texts: Texts, state: State, answer: Answer) -> str:
    if state is State.REFUSED:
        return texts.refused
    remark = {State.CUT: texts.cut, State.STOPPED: texts.stopped, State.FAILED: texts.failed}.get(state)
    return "\n\n".join(filter(None, (answer.text.strip(), remark)))


def _buttons(texts: Texts, state: State, turn: Turn) -> InlineKeyboardMarkup | None:
    match state:
        case State.FAILED:
            return keyboard(button(texts.button_again, f"again:{turn.id}"))
        case State.CUT:
            return keyboard(button(texts.button_go_on, f"more:{turn.id}"))
    return None


def _sources(texts: Texts, sources: list[Source]) -> Rendered | None:
    """The list under an answer: `[1] A1-13 · S. 42 „Ich hätte gern …“`."""
    if not sources:
        return None
    return render_sources(texts.sources.format(count=len(sources)), [_source_line(texts, source) for source in sources])


def _source_line(texts: Texts, source: Source) -> str:
    pages = f"{source.page_first}"
    if source.page_last != source.page_first:
        pages += f"-{source.page_last}"
    quote = source.quote
    if len(quote) > _LONGEST_QUOTE:
        quote = quote[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    place = " · ".join(filter(None, (source.unit, texts.page.format(pages=pages))))
    return f"[{source.number}] {place} „{quote}“"
