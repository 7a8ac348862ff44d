"""Gives one answer, from its placeholder to its last word, and keeps what has come of it."""

import asyncio
import logging
from collections.abc import Awaitable
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Any, TypeVar

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.addresses import addresses
from bot.handlers.answer_ending import ending, final_text, shown_text
from bot.handlers.keyboards import answer_keyboard, stop_keyboard
from bot.handlers.running_answer import End, RunningAnswer
from bot.reply.live_reply import Blocked, LiveReply, Muted, Undeliverable
from bot.retry_write import retry_write
from bot.sending.connection import persistently
from bot.sending.pace import Pace
from bot.texts import texts_in
from bot.tutor.answer import Answer
from bot.tutor.answer_runs import AnswerRuns, Superseded
from bot.tutor.cited_pages import cited_pages
from bot.tutor.claude_errors import Unanswered
from bot.tutor.conversations import Conversations
from bot.tutor.turns import Turn, TurnState
from bot.tutor.tutor import Tutor
from ingest.database import CONNECTION_LOST
from ingest.jobs.workers import STAYS_OWN

logger = logging.getLogger(__name__)

T = TypeVar("T")

_KEPT_EVERY = 0.5  # seconds between two looks at what of an answer is not kept yet
_CLAIMED = 1.0  # seconds for which a claim holds before Claude is asked


class AnswerWriter:
    def __init__(
        self,
        tutor: Tutor,
        conversations: Conversations,
        runs: AnswerRuns,
        bot: ExtBot[Any],
        pace: Pace,
        *,
        drafts: bool,
    ) -> None:
        """`drafts`: in private chats show an answer as Telegram's drafts while it grows."""
        self._tutor, self._conversations, self._runs = tutor, conversations, runs
        self._bot, self._pace, self._drafts = bot, pace, drafts

    async def write(self, running: RunningAnswer) -> None:
        """One turn, from its placeholder to its last word, which does not wait for the database."""
        turn, opened = running.turn, self._open_reply(running)
        try:
            async with opened as reply:
                end = await self._grow(running, reply) if turn.state is TurnState.ASKED else await self._found(running)
                if end.state is TurnState.REPLACED:  # its successor goes on in the same messages
                    return
                refusal = await self._show_end(running, reply, end)
            await retry_write(lambda: self._settle(turn, end, reply, refusal))
        except Superseded:
            logger.info("turn %d is answered by another run", turn.id)
            await self._take_back(turn, opened)
            if opened.message_ids:
                await retry_write(lambda: self._runs.show_again(turn))

    async def _take_back(self, turn: Turn, reply: LiveReply) -> None:
        """Delete those that the run that has the turn now does not know: they were sent while the database was away,
        or before a pause."""
        known = await retry_write(lambda: self._runs.messages(turn))
        for message in set(reply.message_ids).difference(known):
            with suppress(TelegramError):
                await persistently(partial(self._bot.delete_message, reply.chat_id, message))

    async def _show_end(self, running: RunningAnswer, reply: LiveReply, end: End) -> Undeliverable | None:
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

    async def _settle(self, turn: Turn, end: End, reply: LiveReply, refusal: Undeliverable | None) -> None:
        await self._record(turn, end)
        await self._runs.shown_in(turn, reply.chat_id, reply.message_ids)
        if refusal is None:
            await self._runs.close(turn)
        else:
            await self._runs.owe(turn, is_mute=isinstance(refusal, Muted))

    def _open_reply(self, running: RunningAnswer) -> LiveReply:
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
            store_ids=lambda chat, replies: self._try_to_write(self._runs.shown_in(turn, chat, replies)),
            on_undeliverable=lambda: running.break_off(TurnState.STOPPED),
        )

    async def _grow(self, running: RunningAnswer, reply: LiveReply) -> End:
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

    async def _keep(self, running: RunningAnswer) -> None:
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

    async def _found(self, running: RunningAnswer) -> End:
        """What has ended before this run, and is not shown yet; how it ended is perhaps not recorded."""
        turn = running.turn
        running.shown = await self._runs.recorded(turn)
        return (
            End(turn.state, running.shown, is_recorded=True)
            if turn.is_ended
            else await self._ended(running, turn.state)
        )

    async def _ended(self, running: RunningAnswer, state: TurnState | None) -> End:
        """Keep what became of the turn, before the next answer looks back at the conversation."""
        assert state is not None
        end = End(state, running.shown)
        await self._try_to_write(self._record(running.turn, end))
        running.ended = end
        return end

    async def _record(self, turn: Turn, end: End) -> None:
        """Once. Raises Superseded."""
        if not end.is_recorded:
            await self._runs.end(turn, end.state, end.answer)
            end.is_recorded = True

    async def _hold(self, running: RunningAnswer) -> None:
        """Before Claude is asked: a process that was paused has perhaps lost the turn, and one that ends would have
        paid for what another process asks again. Raises Superseded."""
        if running.is_ending():
            await asyncio.Future()  # until it is given back
        if monotonic() - running.claimed > _CLAIMED:
            await self._claim(running)

    async def _claim(self, running: RunningAnswer) -> None:
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

    async def _try_to_write(self, writing: Awaitable[T]) -> T | None:
        """None where the database does not take it: `_settle` will see to it."""
        try:
            return await writing
        except CONNECTION_LOST as error:
            logger.warning("not written down yet: %s", error)
            return None
