"""Writes one answer into the chat, from its placeholder to its final text, and saves it as it grows."""

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
from bot.answering.ending import ending, final_text, shown_text
from bot.answering.running_answer import End, RunningAnswer
from bot.keyboards import again_keyboard, answer_keyboard, stop_keyboard
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

_CHECKPOINT_EVERY = 0.5  # seconds between two checks whether there is text to save
_CLAIM_VALID = 1.0  # seconds for which a claim need not be renewed before Claude is asked


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
        """`drafts`: in private chats, show a growing answer with sendMessageDraft."""
        self._tutor, self._conversations, self._runs = tutor, conversations, runs
        self._bot, self._pace, self._drafts = bot, pace, drafts

    async def write(self, running: RunningAnswer) -> None:
        """Run one turn. The final text does not wait for the database: what could not be saved is saved after it."""
        turn, opened = running.turn, self._open_reply(running)
        try:
            async with opened as reply:
                if turn.state is TurnState.ASKED:
                    end = await self._generate(running, reply)
                else:
                    end = await self._load_ended(running)
                if end.state is TurnState.REPLACED:  # its successor uses the same messages
                    return
                refusal = await self._show_end(running, reply, end)
            await retry_write(lambda: self._close(turn, end, reply, refusal))
        except Superseded:
            logger.info("turn %d is answered by another run", turn.id)
            await self._delete_unknown_messages(turn, opened)
            if opened.message_ids:
                await retry_write(lambda: self._runs.show_again(turn))

    async def _delete_unknown_messages(self, turn: Turn, reply: LiveReply) -> None:
        """Delete the messages whose ids were never stored, as the run that owns the turn now will not edit them."""
        known = await retry_write(lambda: self._runs.messages(turn))
        for message in set(reply.message_ids).difference(known):
            with suppress(TelegramError):
                await persistently(partial(self._bot.delete_message, reply.chat_id, message))

    async def _show_end(self, running: RunningAnswer, reply: LiveReply, end: End) -> Undeliverable | None:
        """Show the final text; returns why Telegram refuses it, if it does."""
        turn, answer, texts = running.turn, end.answer, texts_in(running.learner.language)
        text, pages = final_text(texts, turn, end.state, answer), cited_pages(answer.sources)
        buttons = (
            answer_keyboard(texts, turn.id, end.state, answer.grounding, pages, turn.rating)
            if text
            else again_keyboard(texts, turn.id)
        )
        try:
            await reply.finish(
                text, ending(texts, end.state, answer), buttons, answer.addresses | addresses(turn.question)
            )
        except Blocked as refusal:
            await retry_write(lambda: self._conversations.mark_blocked(turn.place))
            return refusal
        except Undeliverable as refusal:
            logger.exception("the answer to turn %d cannot be shown", turn.id)
            return refusal
        return None

    async def _close(self, turn: Turn, end: End, reply: LiveReply, refusal: Undeliverable | None) -> None:
        await self._record(turn, end)
        await self._runs.store_messages(turn, reply.chat_id, reply.message_ids)
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
            store_ids=lambda chat, replies: self._try_to_save(self._runs.store_messages(turn, chat, replies)),
            on_undeliverable=lambda: running.interrupt(TurnState.STOPPED),
        )

    async def _generate(self, running: RunningAnswer, reply: LiveReply) -> End:
        """Stream the answer into the chat until it ends, fails or is interrupted."""
        turn, state = running.turn, None
        checkpoints = asyncio.create_task(self._checkpoint(running))
        try:
            with running.interruptible():
                state = await self._stream(running, reply)
            if running.is_superseded:
                raise Superseded
        except Superseded:
            raise
        except Undeliverable:  # `_show_end` is told so again
            state = TurnState.STOPPED
        except Unanswered as error:
            logger.error("turn %d was not answered: %s", turn.id, error)
            state = error.state
        except Exception:  # of any kind: the question is kept, and the learner can ask it again
            logger.exception("turn %d was not answered", turn.id)
            state = TurnState.FAILED
        finally:
            checkpoints.cancel()
        return await self._end(running, state or running.interrupted_as)

    async def _stream(self, running: RunningAnswer, reply: LiveReply) -> TurnState:
        """Ask the tutor. Text that an earlier run has shown stays in the chat until there is more."""
        turn, texts, begun = running.turn, texts_in(running.learner.language), None
        asked = addresses(turn.question)

        def show(answer: Answer) -> None:
            running.grow(answer)
            reply.show(shown_text(texts, turn, answer), answer.addresses | asked)

        if turn.run > 1:
            begun = await retry_write(lambda: self._runs.recorded(turn))
            running.saved = len(begun.text)
            show(begun)
        reply.start(texts.searching)
        state, running.shown = await self._tutor.answer(
            running.learner,
            turn,
            think=lambda: reply.start(texts.thinking),
            show=show,
            begun=begun,
            claim=lambda: self._claim_before_request(running),
        )
        return state

    async def _checkpoint(self, running: RunningAnswer) -> None:
        """While the answer grows, save text that the chat does not show yet, so that another run can continue it; the
        first text is saved at once. The claim is renewed too, so that a process that was paused notices while Claude
        is silent that it has lost the turn."""
        while True:
            if running.is_worth_saving.is_set():
                await asyncio.sleep(_CHECKPOINT_EVERY)
            else:
                with suppress(TimeoutError):  # not by wait_for, which before Python 3.12 may swallow the cancellation
                    async with asyncio.timeout(_CHECKPOINT_EVERY):
                        await running.is_worth_saving.wait()
            is_saved = running.saved == len(running.shown.text)
            if not is_saved or monotonic() - running.claimed > STAYS_OWN:
                with suppress(Superseded):  # which cancels the request to Claude
                    await self._claim(running)

    async def _load_ended(self, running: RunningAnswer) -> End:
        """An answer that ended in an earlier run but is not shown; its end may be unrecorded."""
        turn = running.turn
        running.shown = await self._runs.recorded(turn)
        if turn.is_ended:
            return End(turn.state, running.shown, is_recorded=True)
        return await self._end(running, turn.state)

    async def _end(self, running: RunningAnswer, state: TurnState | None) -> End:
        """Try to record the end now, as the next question's prompt includes this answer."""
        assert state is not None
        end = End(state, running.shown)
        await self._try_to_save(self._record(running.turn, end))
        running.end = end
        return end

    async def _record(self, turn: Turn, end: End) -> None:
        """Once. Raises Superseded."""
        if not end.is_recorded:
            await self._runs.end(turn, end.state, end.answer)
            end.is_recorded = True

    async def _claim_before_request(self, running: RunningAnswer) -> None:
        """Ask Claude for nothing that another process would pay for again: not while this one shuts down, nor after a
        pause in which it may have lost the turn. Raises Superseded."""
        if running.is_process_ending():
            await asyncio.Future()  # until the task is cancelled
        if monotonic() - running.claimed > _CLAIM_VALID:
            await self._claim(running)

    async def _claim(self, running: RunningAnswer) -> None:
        """Called before anything is shown: saves the answer so far, or how it ended, and checks that no other run owns
        the turn. While the database is away none can, so the answer goes on. Raises Superseded."""
        turn, shown, length, begun = running.turn, running.shown, len(running.shown.text), monotonic()
        try:
            if running.end:
                await self._record(turn, running.end)
            is_saved = running.end or length == running.saved
            state = await (self._runs.check_owned(turn) if is_saved else self._runs.draft(turn, shown))
        except CONNECTION_LOST:
            return
        except Superseded:
            running.supersede()
            raise
        if length > running.saved:
            running.note_growth()
        running.saved, running.claimed = length, begun
        if state is not TurnState.ASKED:
            running.interrupt(state)

    async def _try_to_save(self, write: Awaitable[T]) -> T | None:
        """None if the database is away; `_close` will repeat the write."""
        try:
            return await write
        except CONNECTION_LOST as error:
            logger.warning("not saved yet: %s", error)
            return None
